import type { CampaignRow } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { useT } from '../../../i18n/provider.js'
import { Progress } from '../progress.js'
import { StateMark, useReason } from '../state.js'

const RANK: Readonly<Record<string, number>> = { sending: 0, stopping: 1, preparing: 2, paused: 3, scheduled: 4 }

/** What runs and what is planned, with how far it is; it moves while one looks. */
export function Running({ campaigns }: { campaigns: readonly CampaignRow[] }) {
  const { t } = useT()
  const why = useReason()
  const rows = campaigns.filter(({ state }) => state in RANK).sort((a, b) => RANK[a.state]! - RANK[b.state]! || (a.startsAt ?? '').localeCompare(b.startsAt ?? '')) // filtered to those ranked
  return (
    <section aria-labelledby="running" className="rounded-2xl border border-line bg-surface shadow-lift">
      <h2 id="running" className="px-5 pt-4 pb-2 text-bubble">{t('campaigns.running')}</h2>
      {rows.length === 0 && <p className="px-5 pb-5 text-ink-soft">{t('campaigns.running_none')}</p>}
      <ul>
        {rows.map((one) => (
          <li key={one.id} className="border-t border-line px-5 py-3 first:border-0">
            <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1"><Link to="/campaigns/$campaignId" params={{ campaignId: one.id }} className="min-w-0 grow font-semibold hover:underline [overflow-wrap:anywhere]">{one.name}</Link><StateMark state={one.state} /></div>
            <Progress campaign={one} />
            {one.stateReason && one.state === 'paused' && <p className="mt-1 text-sm text-waiting">{why(one.stateReason)}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
