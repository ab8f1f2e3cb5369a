import { LABEL_COLOURS, type Label } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { LabelDot } from './label-chip.js'

/** A label's name, colour and what it is for. */
export function LabelForm({ label, onClose, onDone }: { label: Label | null; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const [colour, setColour] = useState(label?.colour ?? 'grey')
  const save = useMutation({ mutationFn: (body: object) => (label ? api.patch(`/labels/${label.id}`, body) : api.post('/labels', body)), onSuccess: onDone })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({ name: String(form.get('name')).trim(), description: String(form.get('description')).trim(), colour })
  }
  const told = save.error ? tellError(intl, save.error) : null
  return (
    <DialogWindow title={t(label ? 'labelset.edit' : 'labelset.add')} onClose={onClose} closeLabel={t('app.close')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('labelset.name')} {...(label ? { help: t('labelset.name_help') } : {})} name="name" defaultValue={label?.name} required autoFocus maxLength={60} dir="auto" />
        <fieldset><legend className="mb-1 font-medium">{t('labelset.colour')}</legend>
          <div className="flex flex-wrap gap-1.5">
            {LABEL_COLOURS.map((each) => (
              <label key={each} className={cx('inline-flex min-h-9 items-center gap-2 rounded-lg border px-2.5 text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent', each === colour ? 'border-accent bg-selected font-semibold' : 'border-line')}>
                <input type="radio" name="colour" value={each} checked={each === colour} onChange={() => setColour(each)} className="sr-only" /><LabelDot colour={each} />{t(`labelset.colour_${each}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <Field label={t('labelset.description')} help={t('labelset.description_help')} name="description" defaultValue={label?.description} maxLength={300} dir="auto" />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}
