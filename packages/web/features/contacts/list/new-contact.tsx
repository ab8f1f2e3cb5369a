import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { api } from '../../../api/client.js'
import { contactSearch } from '../../../api/queries.js'
import { fieldFaults } from '../faults.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Avatar } from '../../../ui/avatar.js'
import { Button } from '../../../ui/button.js'
import { Choice, Field } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { AttributeInput } from '../fields/attribute-input.js'
import type { AttributeValue, PersonDetail } from '../model.js'
import { attributesQuery, stagesQuery } from '../queries.js'

/** A person typed in by hand. Whoever is known already by the same name, number or address is shown before a second one is made of her. */
export default function NewContact({ onClose }: { onClose: () => void }) {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const attributes = (useQuery(attributesQuery).data ?? []).filter((each) => each.archivedAt === null && each.required)
  const stages = (useQuery(stagesQuery).data ?? []).filter((each) => each.archivedAt === null)
  const [wish, setWish] = useState({ name: '', phone: '', email: '', stageId: '' })
  const [values, setValues] = useState<Record<string, AttributeValue>>({})
  const set = (part: Partial<typeof wish>) => setWish((old) => ({ ...old, ...part }))
  const save = useMutation({
    mutationFn: () => api.post<PersonDetail>('/contacts', {
      name: wish.name.trim(), addresses: [...(wish.phone.trim() ? [{ kind: 'phone', value: wish.phone.trim() }] : []), ...(wish.email.trim() ? [{ kind: 'email', value: wish.email.trim() }] : [])],
      ...(wish.stageId ? { stageId: wish.stageId } : {}), ...(Object.keys(values).length > 0 ? { attributes: values } : {}),
    }, { headers: { 'idempotency-key': key } }),
    onSuccess: (person) => void navigate({ to: '/contacts/$contactId', params: { contactId: person.id } }),
  })
  const [key] = useState(() => crypto.randomUUID())
  const faults = fieldFaults(intl, save.error)
  const told = save.error && !faults.any ? tellError(intl, save.error) : null
  const submit = (event: FormEvent) => { event.preventDefault(); save.mutate() }
  return (
    <DialogWindow title={t('contacts.new')} closeLabel={t('app.close')} onClose={onClose} dismissable={false}
      footer={<><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="primary" type="submit" form="new-contact" busy={save.isPending} disabled={!wish.name.trim()}>{t('contacts.create')}</Button></>}>
      <form id="new-contact" onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('contacts.name')} required autoFocus maxLength={200} dir="auto" autoComplete="off" value={wish.name} onChange={(event) => set({ name: event.target.value })} error={faults.of('name')} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('contacts.phone')} type="tel" inputMode="tel" maxLength={60} autoComplete="off" placeholder="+34 600 000 317" value={wish.phone} onChange={(event) => set({ phone: event.target.value })} error={faults.of('phone', 'addresses')} />
          <Field label={t('contacts.email')} type="email" maxLength={254} autoComplete="off" value={wish.email} onChange={(event) => set({ email: event.target.value })} error={faults.of('email')} />
        </div>
        <Known texts={[wish.email, wish.phone, wish.name]} />
        {stages.length > 0 && <Choice label={t('contacts.col_stage')} value={wish.stageId} onChange={(event) => set({ stageId: event.target.value })}><option value="">{t('contacts.no_stage')}</option>{stages.map((stage) => <option key={stage.id} value={stage.id}>{stage.name}</option>)}</Choice>}
        {attributes.map((definition) => (
          <label key={definition.key} className="flex flex-col gap-1"><span className="font-medium"><bdi>{definition.name}</bdi></span>
            <AttributeInput definition={definition} value={values[definition.key] ?? null} onChange={(value) => setValues((old) => ({ ...old, [definition.key]: value }))} />
            {faults.of(`attributes.${definition.key}`) && <span role="alert" className="text-sm text-failed">{faults.of(`attributes.${definition.key}`)}</span>}
          </label>
        ))}
      </form>
    </DialogWindow>
  )
}

/** Enough of a text to ask who it might be. */
const askable = (text: string): boolean => (text.includes('@') ? text.trim().length > 4 : /^\+?[\d\s().-]+$/.test(text) ? text.replace(/\D/g, '').length > 5 : text.trim().length > 3)

/** Who is known already by what was typed, asked a breath after the last key. */
function Known({ texts }: { texts: readonly string[] }) {
  const { t } = useT()
  const text = texts.find(askable)?.trim() ?? ''
  const [asked, setAsked] = useState('')
  useEffect(() => { const timer = setTimeout(() => setAsked(text), 300); return () => clearTimeout(timer) }, [text])
  const found = useQuery({ ...contactSearch(asked), enabled: asked !== '' }).data ?? []
  return (
    <div aria-live="polite">
      {asked !== '' && found.length > 0 && (
        <Notice tone="warning" title={t('contacts.known', { count: found.length })}>
          <ul className="mt-1 flex flex-col gap-1">
            {found.slice(0, 4).map((person) => <li key={person.id}><Link to="/contacts/$contactId" params={{ contactId: person.id }} className="flex min-h-8 items-center gap-2 rounded-lg px-1 hover:bg-hover"><Avatar name={person.name} url={person.avatarUrl} size={24} /><bdi className="min-w-0 truncate font-medium underline underline-offset-2">{person.name}</bdi><bdi className="min-w-0 truncate">{person.identities.find((one) => one.address)?.address}</bdi></Link></li>)}
          </ul>
        </Notice>
      )}
    </div>
  )
}
