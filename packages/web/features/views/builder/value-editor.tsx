import type { Condition } from '@recado/core'
import { useId, useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { inDays, isChoice, isNumber } from './draft.js'
import type { Options } from './names.js'

const small = 'min-h-9 min-w-0 max-w-full rounded-lg border border-line-strong bg-surface px-2.5 py-1 text-ink'

/** The value of a condition, as its field wants it. */
export function ValueEditor({ condition, options, change, label }: { condition: Condition; options: Options; change: (condition: Condition) => void; label: string }) {
  const { t } = useT()
  const definition = condition.field === 'attribute' ? options('attribute')?.find((one) => one.id === condition.key)?.definition : undefined
  const put = (value: unknown) => change({ ...condition, value } as Condition) // each editor below gives what its field takes
  if (isChoice(condition.field)) {
    const all = options(condition.field)
    const value = condition.value as readonly string[] // a choice holds texts
    // Threads and people may carry names that the vocabulary does not have (any more): those are written by hand.
    if (all && (condition.field === 'labels' || condition.field === 'person_labels')) return <><Chips all={withUnknown(all, value)} value={value} put={put} label={label} /><Another all={all} value={value} put={put} label={label} /></>
    return all ? <Chips all={withUnknown(all, value)} value={value} put={put} label={label} /> : <Several value={value} put={put} label={label} />
  }
  if (typeof condition.value === 'boolean') {
    return <select className={small} aria-label={`${label}: ${t('filter.value')}`} value={String(condition.value)} onChange={(event) => put(event.target.value === 'true')}><option value="true">{t('filter.yes')}</option><option value="false">{t('filter.no')}</option></select>
  }
  if (condition.op === 'exists' || condition.op === 'missing') return null
  if (condition.field === 'attribute' && Array.isArray(condition.value)) {
    const value: readonly string[] = condition.value
    return definition && definition.options.length > 0 ? <Chips all={withUnknown(definition.options.map(({ key, name }) => ({ id: key, name })), value)} value={value} put={put} label={label} /> : <Several value={value} put={put} label={label} />
  }
  if (condition.field === 'attribute' && (condition.op === 'before' || condition.op === 'after' || definition?.type === 'date')) return <input type="date" className={small} aria-label={`${label}: ${t('filter.value')}`} value={String(condition.value ?? '')} onChange={(event) => put(event.target.value)} />
  if (definition?.type === 'boolean') return <select className={small} aria-label={`${label}: ${t('filter.value')}`} value={String(condition.value ?? '')} onChange={(event) => put(event.target.value)}><option value="">—</option><option value="true">{t('filter.yes')}</option><option value="false">{t('filter.no')}</option></select>
  if (condition.op === 'before' || condition.op === 'after') {
    return <input type="datetime-local" className={small} aria-label={`${label}: ${t('filter.moment')}`} value={condition.value ? localOf(String(condition.value)) : ''} onChange={(event) => put(event.target.value ? new Date(event.target.value).toISOString() : '')} />
  }
  if (condition.field === 'attribute' && condition.op !== 'above' && condition.op !== 'below') return <input className={cx(small, 'grow')} aria-label={`${label}: ${t('filter.value')}`} maxLength={200} value={String(condition.value ?? '')} onChange={(event) => put(event.target.value)} />
  if (isNumber(condition.field)) {
    return (
      <span className="flex items-center gap-2">
        <input type="number" step="any" min={0} className={cx(small, 'w-28')} aria-label={`${label}: ${t('filter.value')}`} value={String(condition.value)} onChange={(event) => put(event.target.value === '' ? 0 : Number(event.target.value))} />
        {condition.field === 'order_total' && <input className={cx(small, 'w-20 uppercase')} aria-label={`${label}: ${t('filter.currency')}`} maxLength={3} value={condition.key ?? ''} onChange={(event) => change({ ...condition, key: event.target.value.toUpperCase() })} />}
      </span>
    )
  }
  const unit = inDays(condition.field) ? 24 : 1
  return (
    <span className="flex items-center gap-2">
      <input type="number" step="any" min={condition.field === 'attribute' ? undefined : 0} className={cx(small, 'w-24')} aria-label={`${label}: ${t(condition.field === 'attribute' ? 'filter.value' : unit === 24 ? 'filter.days' : 'filter.hours')}`} value={String(Number(condition.value) / unit)} onChange={(event) => put(event.target.value === '' ? 0 : Number(event.target.value) * unit)} />
      {condition.field !== 'attribute' && <span aria-hidden="true" className="text-sm text-ink-soft">{t(unit === 24 ? 'filter.days' : 'filter.hours')}</span>}
    </span>
  )
}

/** What was chosen and no longer has a name stays there to be taken away. */
const withUnknown = (all: readonly { id: string; name: string }[], value: readonly string[]) => [...all, ...value.filter((id) => !all.some((one) => one.id === id)).map((id) => ({ id, name: id }))]

function Chips({ all, value, put, label }: { all: readonly { id: string; name: string }[]; value: readonly string[]; put: (value: string[]) => void; label: string }) {
  return (
    <div role="group" aria-label={label} className="thin-scroll flex max-h-36 w-full flex-wrap gap-1.5 overflow-y-auto p-0.5">
      {all.map(({ id, name }) => {
        const isOn = value.includes(id)
        return (
          <button key={id} type="button" aria-pressed={isOn} onClick={() => put(isOn ? value.filter((each) => each !== id) : [...value, id])}
            className={cx('min-h-8 max-w-56 truncate rounded-full border px-3 text-sm', isOn ? 'border-accent bg-selected font-semibold text-accent-strong' : 'border-line-strong text-ink-soft hover:bg-hover')}><bdi>{name}</bdi></button>
        )
      })}
    </div>
  )
}

/** A name that is not among those to choose from; one that is, however it is written, is chosen. */
function Another({ all, value, put, label }: { all: readonly { id: string; name: string }[]; value: readonly string[]; put: (value: string[]) => void; label: string }) {
  const { t } = useT()
  const [text, setText] = useState('')
  const name = text.trim().replace(/\s+/gu, ' ')
  const add = () => {
    if (name === '') return
    const known = all.find((one) => one.name.localeCompare(name, undefined, { sensitivity: 'base' }) === 0)?.id ?? name
    if (!value.includes(known)) put([...value, known])
    setText('')
  }
  return (
    <span className="flex w-full items-center gap-2">
      <input className={cx(small, 'w-48')} aria-label={`${label}: ${t('filter.another_label')}`} placeholder={t('filter.another_label')} maxLength={60} value={text} onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => { if (event.key === 'Enter' && !event.nativeEvent.isComposing) { event.preventDefault(); add() } }} />
      {name !== '' && <button type="button" className="min-h-8 rounded-lg px-2.5 text-sm font-semibold text-accent-strong hover:bg-hover" onClick={add}>{t('filter.add_label')}</button>}
    </span>
  )
}

function Several({ value, put, label }: { value: readonly string[]; put: (value: string[]) => void; label: string }) {
  const { t } = useT()
  const id = useId()
  return (
    <span className="flex w-full flex-col gap-0.5">
      <input className={cx(small, 'w-full')} aria-label={`${label}: ${t('filter.value')}`} aria-describedby={id} defaultValue={value.join(', ')} onChange={(event) => put(event.target.value.split(/[,，、؛;]/).map((each) => each.trim()).filter(Boolean))} />
      <span id={id} className="text-xs text-ink-soft">{t('filter.several')}</span>
    </span>
  )
}

/** An instant as the browser's own field writes it: local, to the minute. */
function localOf(iso: string): string {
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
