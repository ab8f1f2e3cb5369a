import { useMutation } from '@tanstack/react-query'
import { ArrowUp, Plus, RotateCcw, X } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { Choice, Field, inputClass, Toggle } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow, IconButton } from '../../../ui/overlay.js'
import { fieldFaults } from '../faults.js'
import { ATTRIBUTE_TYPES, type AttributeDefinition, type AttributeType } from '../model.js'

/** One of the choices while it is edited; a new one has no key yet. */
interface Draft { id: number; key?: string; name: string; archived: boolean }

let last = 0

/** A field's name, type, choices and whether it has to be filled in. Its type stays as it was made: values of people stand in it. */
export function AttributeForm({ definition, onClose, onDone }: { definition: AttributeDefinition | null; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const [wish, setWish] = useState({ name: definition?.name ?? '', description: definition?.description ?? '', type: definition?.type ?? ('text' as AttributeType), required: definition?.required ?? false })
  const [options, setOptions] = useState<Draft[]>(() => (definition?.options ?? []).map((option) => ({ id: ++last, ...option })))
  const set = (part: Partial<typeof wish>) => setWish((old) => ({ ...old, ...part }))
  const chooses = wish.type === 'choice' || wish.type === 'choices'
  const save = useMutation({
    mutationFn: () => {
      const { type, ...rest } = wish
      const named = options.filter((option) => option.name.trim() !== '').map(({ key, name, archived }) => ({ ...(key ? { key } : {}), name: name.trim(), archived }))
      const body = { ...rest, name: rest.name.trim(), ...(chooses ? { options: named } : {}) }
      return definition ? api.patch(`/contact-attributes/${definition.id}`, body) : api.post('/contact-attributes', { ...body, type })
    },
    onSuccess: onDone,
  })
  const faults = fieldFaults(intl, save.error)
  const told = save.error && !faults.of('name', 'options') ? tellError(intl, save.error) : null
  const ready = wish.name.trim() !== '' && (!chooses || options.some((option) => option.name.trim() !== '' && !option.archived))
  return (
    <DialogWindow title={t(definition ? 'contacts.field_edit' : 'contacts.field_add')} onClose={onClose} closeLabel={t('app.close')} dismissable={false}
      footer={<><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" form="attribute" look="primary" busy={save.isPending} disabled={!ready}>{t('app.save')}</Button></>}>
      <form id="attribute" onSubmit={(event: FormEvent) => { event.preventDefault(); save.mutate() }} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('contacts.name')} help={definition ? t('contacts.field_key', { key: definition.key }) : undefined} value={wish.name} onChange={(event) => set({ name: event.target.value })} required autoFocus maxLength={80} dir="auto" error={faults.of('name')} />
        <Choice label={t('contacts.type')} {...(definition ? { help: t('contacts.type_fixed'), disabled: true } : {})} value={wish.type} onChange={(event) => set({ type: event.target.value as AttributeType })}>
          {ATTRIBUTE_TYPES.map((type) => <option key={type} value={type}>{t(`contacts.type_${type}`)}</option>)}
        </Choice>
        {chooses && <Options options={options} fault={faults.of('options')} onChange={setOptions} />}
        <Field label={t('labelset.description')} value={wish.description} onChange={(event) => set({ description: event.target.value })} maxLength={300} dir="auto" />
        <Toggle label={t('contacts.field_required')} help={t('contacts.field_required_help')} checked={wish.required} onChange={(event) => set({ required: event.target.checked })} />
      </form>
    </DialogWindow>
  )
}

/** The choices in their order. One that people carry is put away and not taken out: what was said stays readable. */
function Options({ options, fault, onChange }: { options: readonly Draft[]; fault: string | undefined; onChange: (options: Draft[]) => void }) {
  const { t } = useT()
  const put = (id: number, part: Partial<Draft>) => onChange(options.map((each) => (each.id === id ? { ...each, ...part } : each)))
  const up = (index: number) => { const next = [...options]; const [one] = next.splice(index, 1); if (one) next.splice(index - 1, 0, one); onChange(next) }
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium">{t('contacts.options')}</legend>
      {options.map((option, index) => (
        <div key={option.id} className="flex items-center gap-1">
          <input autoFocus={option.name === ''} value={option.name} maxLength={80} dir="auto" aria-label={t('contacts.option_nr', { number: index + 1 })} disabled={option.archived} onChange={(event) => put(option.id, { name: event.target.value })} onKeyDown={(event) => { if (event.key === 'Enter' && !event.nativeEvent.isComposing) { event.preventDefault(); if (option.name.trim()) onChange([...options, { id: ++last, name: '', archived: false }]) } }} className={cx(inputClass, option.archived && 'line-through')} />
          <IconButton label={t('contacts.option_up', { name: option.name })} isDisabled={index === 0} onPress={() => up(index)}><ArrowUp aria-hidden="true" /></IconButton>
          {option.archived
            ? <IconButton label={t('contacts.option_back', { name: option.name })} onPress={() => put(option.id, { archived: false })}><RotateCcw aria-hidden="true" /></IconButton>
            : <IconButton label={t('contacts.option_remove', { name: option.name })} onPress={() => (option.key ? put(option.id, { archived: true }) : onChange(options.filter((each) => each.id !== option.id)))}><X aria-hidden="true" /></IconButton>}
        </div>
      ))}
      {fault && <p role="alert" className="text-sm text-failed">{fault}</p>}
      <Button small className="self-start" onClick={() => onChange([...options, { id: ++last, name: '', archived: false }])}><Plus aria-hidden="true" className="size-4" />{t('contacts.option_add')}</Button>
    </fieldset>
  )
}
