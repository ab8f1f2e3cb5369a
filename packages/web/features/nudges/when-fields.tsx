import type { NudgeStepWish, Overtaking, RuleTrigger } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useT } from '../../i18n/provider.js'
import { Choice, Field, Toggle } from '../../ui/field.js'
import { labelsQuery } from '../labels/queries.js'
import { HAPPENED, isStanding, type NudgeDraft, STANDS } from './draft.js'
import { SpanField } from './span-field.js'
import { whenText } from './words.js'

type Change = (part: Partial<NudgeStepWish>) => void

const ORDERS = ['placed', 'paid', 'shipped', 'done', 'cancelled', 'refunded']
const PURPOSES = ['service', 'notification', 'marketing'] as const
const UNLESS: readonly Overtaking[] = ['she_wrote', 'we_wrote', 'assigned', 'resolved', 'order_moved']
/** What of it makes sense where the clock starts so; a later message of the same kind starts it anew anyhow. */
const overtakings = (kind: RuleTrigger): readonly Overtaking[] => UNLESS.filter((one) => (one === 'order_moved' ? kind === 'order' : one === 'she_wrote' ? kind !== 'her_message' : one === 'we_wrote' ? kind !== 'our_message' : one === 'resolved' ? kind !== 'resolved' : kind !== 'assigned'))

/** What starts the clock, how long it runs, and what stops it. */
export function WhenFields({ draft, sends, change }: { draft: NudgeDraft; sends: boolean; change: Change }) {
  const { t, intl } = useT()
  const { kind } = draft
  const standing = isStanding(kind)
  const pick = (next: RuleTrigger) => change({ kind: next, about: null, counts: 'clock', atTime: isStanding(next) ? null : draft.atTime, unless: isStanding(next) ? [] : draft.unless.filter((one) => overtakings(next).includes(one)) })
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice label={t('nudges.trigger')} value={kind} onChange={(event) => pick(event.target.value as RuleTrigger)}>
          <optgroup label={t('nudges.group_happened')}>{HAPPENED.map((one) => <option key={one} value={one}>{t(`nudges.kind_${one}`)}</option>)}</optgroup>
          <optgroup label={t('nudges.group_stands')}>{STANDS.map((one) => <option key={one} value={one}>{t(`nudges.kind_${one}`)}</option>)}</optgroup>
        </Choice>
        <SpanField key={kind} label={t('nudges.how_long')} minutes={draft.minutes} most={129_600} onChange={(minutes) => change({ minutes })} />
        <About draft={draft} change={change} />
        {!standing && <Choice label={t('nudges.counts')} value={draft.counts} onChange={(event) => change({ counts: event.target.value === 'opening' ? 'opening' : 'clock' })}>
          <option value="clock">{t('nudges.counts_clock')}</option><option value="opening">{t('nudges.counts_opening')}</option>
        </Choice>}
      </div>
      {!standing && (
        <fieldset>
          <legend className="mb-1 text-sm font-medium">{t('nudges.unless')}</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1">
            {overtakings(kind).map((one) => <label key={one} className="flex min-h-8 items-center gap-2"><input type="checkbox" className="size-4" checked={draft.unless.includes(one)} onChange={(event) => change({ unless: event.target.checked ? [...draft.unless, one] : draft.unless.filter((each) => each !== one) })} />{t(`nudges.unless_${one}`)}</label>)}
          </div>
        </fieldset>
      )}
      {sends && !standing && (
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <Toggle label={t('nudges.wait_for')} checked={draft.atTime !== null} onChange={(event) => change({ atTime: event.target.checked ? '10:00' : null })} />
          {draft.atTime !== null && <Field label={t('nudges.time')} type="time" required value={draft.atTime} onChange={(event) => change({ atTime: event.target.value })} />}
        </div>
      )}
      <p className="rounded-lg bg-sunken px-3 py-2 text-sm text-pretty">{whenText(intl, draft)}</p>
    </div>
  )
}

/** Which label, which state of an order, which purpose. */
function About({ draft, change }: { draft: NudgeDraft; change: Change }) {
  const { t } = useT()
  const labels = useQuery(labelsQuery).data?.filter((one) => one.archivedAt === null) ?? []
  const { kind, about } = draft
  if (kind !== 'label_added' && kind !== 'order' && kind !== 'consent') return null
  const offered = kind === 'label_added' ? labels.map((one) => [one.name, one.name] as const) : kind === 'order' ? ORDERS.map((one) => [one, t(`nudges.order_${one}` as 'nudges.order_paid')] as const) : PURPOSES.map((one) => [one, t(`filter.purpose.${one}`)] as const)
  return (
    <Choice label={t(kind === 'label_added' ? 'nudges.about_label' : kind === 'order' ? 'nudges.about_order' : 'nudges.about_consent')} value={about ?? ''} onChange={(event) => change({ about: event.target.value || null })}>
      <option value="">{t('nudges.about_any')}</option>
      {offered.map(([value, name]) => <option key={value} value={value}>{name}</option>)}
    </Choice>
  )
}
