import type { AccountOpeners } from '@recado/api'
import type { Audience, Fault, Openers } from '@recado/core'
import { ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { Choice } from '../../ui/field.js'
import { IconButton } from '../../ui/overlay.js'
import { faultAt } from '../profile/fault-text.js'

interface Props { shown: AccountOpeners; openers: Openers; at: number; faults: readonly Fault[]; onShow: (at: number) => void; onChange: (openers: Openers, at: number) => void }

/** For whom: the set for everybody, then a set for each group, in the order in which the platform tries them. */
export function SetTabs({ shown, openers, at, faults, onShow, onChange }: Props) {
  const { t } = useT()
  const { editor, audiences } = shown
  const { audience } = editor
  if (!audience) return null
  const choices = audience.choices ?? audiences
  const nameOf = (one: Audience) => choices.find((choice) => choice.value === one.value)?.label ?? one.label ?? (one.value || t('openers.set_new'))
  const free = choices.filter((choice) => !openers.sets.some((set) => set.audience?.value === choice.value))
  const current = openers.sets[at]?.audience ?? null
  const set = (value: string) => onChange({ sets: openers.sets.map((one, place) => (place === at ? { ...one, audience: { kind: audience.kind, value } } : one)) }, at)
  return (
    <div className="flex flex-col gap-3">
      <div role="group" aria-label={t('openers.sets')} className="thin-scroll flex gap-1.5 overflow-x-auto">
        {openers.sets.map((one, place) => (
          <button key={place} type="button" aria-pressed={place === at} onClick={() => onShow(place)} className={cx('min-h-9 shrink-0 rounded-full border px-3 text-sm font-medium', place === at ? 'border-accent bg-accent-soft text-accent-strong' : 'border-line-strong text-ink-soft hover:bg-hover')}>{one.audience ? nameOf(one.audience) : t('openers.everybody')}</button>
        ))}
        <button type="button" disabled={free.length === 0} onClick={() => onChange({ sets: [...openers.sets, { audience: { kind: audience.kind, value: free[0]?.value ?? '' }, ...(audience.kind === 'tag' ? { menu: openers.sets[0]?.menu ?? [] } : {}) }] }, openers.sets.length)} className="inline-flex min-h-9 shrink-0 items-center gap-1 rounded-full border border-dashed border-line-strong px-3 text-sm text-ink-soft hover:bg-hover disabled:opacity-50"><Plus aria-hidden="true" className="size-4" />{t('openers.add_set')}</button>
      </div>
      {current && (
        <div className="flex flex-wrap items-start gap-2">
          <Choice className="min-w-56 grow" label={audience.label} help={audience.help} error={faultAt(t, faults, `sets.${at}.audience`) ?? faultAt(t, faults, `sets.${at}`)} value={current.value} onChange={(event) => set(event.target.value)}>
            {!choices.some((choice) => choice.value === current.value) && <option value={current.value}>{nameOf(current)}</option>}
            {choices.map((choice) => <option key={choice.value} value={choice.value} disabled={choice.value !== current.value && !free.includes(choice)}>{choice.label}</option>)}
          </Choice>
          <span className="flex pt-6">
            {audience.kind === 'tag' && <IconButton label={t('openers.set_earlier')} isDisabled={at < 2} onPress={() => { const sets = [...openers.sets]; const [moved] = sets.splice(at, 1); if (moved) sets.splice(at - 1, 0, moved); onChange({ sets }, at - 1) }}><ArrowUp aria-hidden="true" /></IconButton>}
            <IconButton label={t('openers.remove_set')} onPress={() => onChange({ sets: openers.sets.filter((_, place) => place !== at) }, 0)}><Trash2 aria-hidden="true" /></IconButton>
          </span>
        </div>
      )}
      {faultAt(t, faults, `sets.${at}.menu`) && <p role="alert" className="text-sm text-failed">{faultAt(t, faults, `sets.${at}.menu`)}</p>}
    </div>
  )
}
