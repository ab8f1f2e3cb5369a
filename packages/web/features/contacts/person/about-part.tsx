import { useState } from 'react'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { inputClass } from '../../../ui/field.js'
import { Part } from './part.js'

/** What colleagues should know of her at a glance. Never shown to her. */
export function AboutPart({ notes, onSave }: { notes: string; onSave: ((notes: string) => Promise<void>) | null }) {
  const { t, intl } = useT()
  const [draft, setDraft] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const save = () => {
    if (draft === null || !onSave) return
    setBusy(true)
    setError(null)
    onSave(draft.trim()).then(() => setDraft(null)).catch(setError).finally(() => setBusy(false))
  }
  return (
    <Part title={t('contacts.about')} action={onSave && draft === null && notes !== '' && <Button small look="quiet" onClick={() => setDraft(notes)}>{t('contacts.note_edit')}</Button>}>
      {draft !== null
        ? <div className="flex flex-col gap-2">
            <textarea autoFocus dir="auto" rows={4} maxLength={20_000} aria-label={t('contacts.about')} value={draft} onChange={(event) => setDraft(event.target.value)} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); setDraft(null) } if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save() } }} className={cx(inputClass, 'field-sizing-content max-h-96 min-h-24 bg-note-soft')} />
            {error !== null && <p role="alert" className="text-sm text-failed">{tellError(intl, error).sentence}</p>}
            <div className="flex justify-end gap-2"><Button small onClick={() => setDraft(null)}>{t('app.cancel')}</Button><Button small look="primary" busy={busy} onClick={save}>{t('app.save')}</Button></div>
          </div>
        : notes !== '' ? <p dir="auto" className="rounded-lg bg-note-soft px-3 py-2 text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">{notes}</p>
          : onSave ? <button type="button" onClick={() => setDraft('')} className="min-h-9 w-full rounded-lg border border-dashed border-line-strong px-3 text-start text-sm text-ink-soft hover:bg-hover">{t('contacts.note_add')}</button> : <p className="text-sm text-ink-soft">—</p>}
    </Part>
  )
}
