import { Check, Pencil, X } from 'lucide-react'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Spinner } from '../../../ui/spinner.js'
import { fieldFaults } from '../faults.js'

interface InlineProps<V> {
  label: string
  value: V
  /** How it is read; null where nothing is known. */
  shown: ReactNode | null
  /** Beside the value: where it comes from. */
  hint?: ReactNode
  /** The server's name of the field: its fault stands under it. */
  field: string
  input: (value: V, change: (value: V) => void, common: { label: string; invalid: boolean }) => ReactNode
  /** null: she who reads may not change it. */
  onSave: ((value: V) => Promise<void>) | null
  /** The value as a link and not as text to press. */
  plain?: boolean
}

/** A fact that is changed where it stands: a press opens it, Enter keeps, Escape leaves it as it was, and what is wrong with it is said under it. */
export function InlineValue<V>({ label, value, shown, hint, field, input, onSave, plain = false }: InlineProps<V>) {
  const { t, intl } = useT()
  const id = useId()
  const [draft, setDraft] = useState<{ value: V } | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const close = () => { setDraft(null); setError(null) }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!draft || !onSave || busy) return
    if (JSON.stringify(draft.value) === JSON.stringify(value)) return close()
    setBusy(true)
    onSave(draft.value).then(close).catch(setError).finally(() => setBusy(false))
  }
  if (draft) {
    const fault = error ? fieldFaults(intl, error).of(field) ?? tellError(intl, error).sentence : null
    return (
      <form onSubmit={submit} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); close() } }} className="flex flex-col gap-1 rounded-lg bg-sunken p-2" aria-label={label}>
        <span className="text-sm text-ink-soft"><bdi>{label}</bdi></span>
        <div className="flex items-start gap-1">
          <div className="min-w-0 grow">{input(draft.value, (next) => { setDraft({ value: next }); setError(null) }, { label, invalid: fault !== null })}</div>
          <button type="submit" disabled={busy} aria-label={t('contacts.keep', { field: label })} className="grid size-10 shrink-0 place-items-center rounded-lg bg-accent text-on-accent hover:bg-accent-strong">{busy ? <Spinner small /> : <Check aria-hidden="true" className="size-4" />}</button>
          <button type="button" onClick={close} aria-label={t('app.cancel')} className="grid size-10 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-hover"><X aria-hidden="true" className="size-4" /></button>
        </div>
        {fault && <p role="alert" className="text-sm text-failed">{fault}</p>}
      </form>
    )
  }
  const said = shown ?? <span className="text-ink-soft">{onSave ? t('contacts.add_value') : '—'}</span>
  const press = () => setDraft({ value })
  return (
    <div className="grid min-h-8 grid-cols-[7.5rem_1fr] items-center gap-x-3 text-sm">
      <span className="text-pretty text-ink-soft [overflow-wrap:anywhere]"><bdi>{label}</bdi></span>
      <span className="flex min-w-0 items-center gap-1">
        {plain || !onSave ? <span className="min-w-0 grow [overflow-wrap:anywhere]">{said}{hint && <span className="text-xs text-ink-soft"> · {hint}</span>}</span>
          : <button type="button" aria-label={t('contacts.edit_value', { field: label })} aria-describedby={`${id}-value`} onClick={press} className="-ms-1.5 min-h-8 min-w-0 grow rounded-md px-1.5 text-start [overflow-wrap:anywhere] hover:bg-hover"><span id={`${id}-value`}>{said}{hint && <span className="text-xs text-ink-soft"> · {hint}</span>}</span></button>}
        {plain && onSave && <button type="button" onClick={press} aria-label={t('contacts.edit_value', { field: label })} className="grid size-7 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-hover"><Pencil aria-hidden="true" className="size-3.5" /></button>}
      </span>
    </div>
  )
}
