import type { Consent, ContactConsents } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../../api/client.js'
import { channelsQuery } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Choice, Field, TextArea } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { toast } from '../../../ui/toast.js'
import { contactConsents, inLanguage, newest, wordingsQuery } from './queries.js'

const OTHER = 'other'

/** Somebody here writes down what she said: a yes with the words she was shown, or a no. */
export default function RecordDialog({ data, kind, onClose }: { data: ContactConsents; kind: 'yes' | 'no'; onClose: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const wordings = newest(useQuery({ ...wordingsQuery, enabled: kind === 'yes' }).data ?? [])
  const channels = useQuery(channelsQuery).data ?? []
  const [wording, setWording] = useState<string | null>(null)
  const chosen = wording ?? wordings[0]?.id ?? OTHER
  const purposes = data.purposes.filter((one) => one.basis !== 'contract')
  const apps = [...new Set(data.standing.flatMap((row) => row.channel ?? []))]
  const save = useMutation({
    mutationFn: (body: object) => api.post<Consent>('/consents', body),
    onSuccess: () => { toast(t(kind === 'yes' ? 'consent.recorded' : 'consent.withdrawn')); void client.invalidateQueries({ queryKey: contactConsents(data.contactId).queryKey }); onClose() },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const words = chosen === OTHER ? { text: text('text'), language: intl.locale } : chosen
    save.mutate({
      contactId: data.contactId, purpose: text('purpose') || purposes[0]?.purpose || 'marketing', category: text('category') || null, channel: text('channel') || null, state: kind === 'yes' ? text('state') || 'given' : 'withdrawn', source: 'agent',
      ...(kind === 'yes' ? { wording: words } : {}), ...(text('note') ? { evidence: { note: text('note') } } : {}), ...(text('day') ? { at: new Date(`${text('day')}T12:00:00`).toISOString() } : {}),
    })
  }
  const told = save.error ? tellError(intl, save.error) : null
  const today = new Date().toISOString().slice(0, 10)
  const doubled = purposes.some((one) => one.doubleOptIn)
  return (
    <DialogWindow title={t(kind === 'yes' ? 'consent.record' : 'consent.withdraw')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        {kind === 'no' && <Notice tone="info">{t('consent.withdraw_text')}</Notice>}
        {purposes.length > 1 && <Choice label={t('consent.for')} name="purpose">{purposes.map((one) => <option key={one.purpose} value={one.purpose}>{t(`consent.purpose.${one.purpose}`)}</option>)}</Choice>}
        <div className="grid gap-3 sm:grid-cols-2">
          <Choice label={t('consent.topic')} name="category">
            <option value="">{t('consent.all_topics')}</option>
            {data.categories.filter((one) => one.archivedAt === null).map((one) => <option key={one.key} value={one.key}>{inLanguage(one.names, intl.locale)}</option>)}
          </Choice>
          <Choice label={t('consent.app')} name="channel">
            <option value="">{t('consent.all_apps')}</option>
            {apps.map((id) => <option key={id} value={id}>{channels.find((one) => one.id === id)?.name ?? id}</option>)}
          </Choice>
        </div>
        {kind === 'yes' && <>
          {doubled && <Choice label={t('consent.how')} name="state"><option value="given">{t('consent.state.given')}</option><option value="confirmed">{t('consent.state.confirmed')}</option></Choice>}
          <Choice label={t('consent.words')} help={t('consent.words_help')} value={chosen} onChange={(event) => setWording(event.target.value)}>
            {wordings.map((one) => <option key={one.id} value={one.id}>{one.name} · {one.language} · {t('consent.version', { number: one.version })}</option>)}
            <option value={OTHER}>{t('consent.other_words')}</option>
          </Choice>
          {chosen === OTHER ? <TextArea label={t('consent.other_words')} name="text" required maxLength={10_000} dir="auto" /> : <blockquote dir="auto" className="-mt-2 border-s-2 border-line-strong ps-2 text-sm whitespace-pre-wrap text-ink-soft">{wordings.find((one) => one.id === chosen)?.text}</blockquote>}
        </>}
        <Field label={t('consent.day')} help={t('consent.day_help')} name="day" type="date" max={today} />
        <TextArea label={t('consent.note')} help={t('consent.note_help')} name="note" maxLength={2_000} dir="auto" />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look={kind === 'yes' ? 'primary' : 'danger'} busy={save.isPending}>{t(kind === 'yes' ? 'consent.record' : 'consent.withdraw')}</Button></div>
      </form>
    </DialogWindow>
  )
}
