import type { CampaignCounts, CampaignRow } from '@recado/api'
import { useNow } from '../../api/clock.js'
import { formatUntil } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { PartBar } from '../../ui/plots/bars.js'

const LEFT = ['accepted', 'sent', 'delivered', 'read'] as const
const sum = (counts: CampaignCounts, names: readonly (keyof CampaignCounts)[]) => names.reduce((total, name) => total + counts[name], 0)

/** How far a campaign is: who has it, with whom it failed, who waits; and when it will be through. */
export function Progress({ campaign }: { campaign: Pick<CampaignRow, 'name' | 'counts' | 'state' | 'finishesAt' | 'startsAt'> }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const { counts, state, finishesAt, startsAt } = campaign
  if (!counts) return startsAt ? <p className="text-sm text-ink-soft">{t('campaigns.starts', { at: formatUntil(intl, startsAt, now) })}</p> : null
  const whole = counts.audience - counts.excluded - counts.held_out
  const [left, bad, waiting] = [sum(counts, LEFT), counts.failed + counts.unknown, sum(counts, ['pending', 'queued', 'sending'])]
  return (
    <div>
      <PartBar label={t('campaigns.progress', { name: campaign.name, left, whole })} whole={whole} parts={[{ key: 'left', value: left, colour: 'text-good' }, { key: 'bad', value: bad, colour: 'text-failed' }]} />
      <p className="figures mt-1 flex flex-wrap gap-x-3 text-sm text-ink-soft">
        <span>{t('campaigns.left_of', { left, whole })}</span>{bad > 0 && <span className="text-failed">{t('campaigns.not_reached', { count: bad })}</span>}
        {counts.replied > 0 && <span>{t('campaigns.replies', { count: counts.replied })}</span>}{counts.opted_out > 0 && <span>{t('campaigns.opt_outs', { count: counts.opted_out })}</span>}
        {waiting > 0 && finishesAt && state === 'sending' && <span>{t('campaigns.through_by', { at: formatUntil(intl, finishesAt, now) })}</span>}
      </p>
    </div>
  )
}
