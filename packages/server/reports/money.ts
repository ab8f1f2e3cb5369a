/** What a campaign cost, from the ledger, and how that comes from what was worked out before. */
import type { CampaignEstimate, CampaignState, MoneyLine, ReportMoney } from '@recado/api'
import { addAmounts, compareAmounts, multiplyAmount } from '@recado/core'
import type { Tx } from '@recado/db'
import { grouped } from './figures.js'

const negated = (amount: string): string => multiplyAmount(amount, -1)

interface Row { currency: string; open: boolean; reason: string | null; n: number; estimated: string; spent: string; free: number }

const ENDED: readonly CampaignState[] = ['done', 'stopped']

/** One pass over the campaign's entries, by currency and by why an amount is not the estimate. Entries that the platform never took count nothing. */
async function entriesOf(tx: Tx, workspaceId: string, campaignId: string): Promise<Row[]> {
  return tx.query<Row>(
    `select coalesce(billed_currency, currency) as currency, state = 'open' as open, case when state = 'open' then null when state = 'void' then 'undelivered' else difference end as reason, count(*)::int as n,
       sum(coalesce(estimated, 0))::text as estimated, sum(case state when 'open' then coalesce(estimated, 0) when 'void' then 0 else coalesce(billed, 0) end)::text as spent,
       count(*) filter (where state = 'settled' and coalesce(billed, 0) = 0)::int as free
     from cost_entry where workspace_id = $1 and campaign_id = $2 and coalesce(billed_currency, currency) is not null group by 1, 2, 3 order by 1, 2, 3`, [workspaceId, campaignId])
}

/** The ledger's side of a campaign. `waiting`: recipients who may still be written to. */
export async function moneyOf(tx: Tx, workspaceId: string, campaign: { id: string; state: CampaignState; estimate: CampaignEstimate | null }, waiting: number): Promise<Pick<ReportMoney, 'spent' | 'difference'>> {
  const rows = await entriesOf(tx, workspaceId, campaign.id)
  const spent = [...grouped(rows, (row) => row.currency)].map(([currency, some]) => {
    const sum = (open: boolean) => some.filter((row) => row.open === open).reduce((total, row) => addAmounts(total, row.spent), '0')
    const count = (open: boolean) => some.filter((row) => row.open === open && row.reason !== 'undelivered').reduce((total, row) => total + row.n, 0)
    return { currency, billed: sum(false), billedCount: count(false), expected: sum(true), expectedCount: count(true), freeCount: some.reduce((total, row) => total + row.free, 0) }
  })
  return { spent, difference: differenceOf(campaign, rows, waiting) }
}

/** Line by line from the maximum to what was spent. Only where one currency tells it all: nothing is converted. */
function differenceOf({ state, estimate }: { state: CampaignState; estimate: CampaignEstimate | null }, rows: readonly Row[], waiting: number): ReportMoney['difference'] {
  const [maximum, ...others] = estimate?.maximum ?? []
  if (!maximum || others.length > 0 || rows.some((row) => row.currency !== maximum.currency)) return null
  const total = (of: (row: Row) => string) => rows.reduce((sum, row) => addAmounts(sum, of(row)), '0')
  const [left, spent] = [total((row) => row.estimated), total((row) => row.spent)]
  const planned = (estimate?.lines ?? []).reduce((sum, line) => sum + line.count, 0)
  const entries = rows.reduce((sum, row) => sum + row.n, 0)
  const lines: MoneyLine[] = [
    { reason: ENDED.includes(state) || waiting === 0 ? 'not_sent' : 'waiting', count: Math.max(0, planned - entries), amount: addAmounts(left, negated(maximum.amount)) },
    ...rows.filter((row) => row.reason !== null).map((row) => ({ reason: row.reason!, count: row.n, amount: addAmounts(row.spent, negated(row.estimated)) })), // of those that have one
  ]
  return { currency: maximum.currency, estimate: maximum.amount, spent, lines: lines.filter((line) => compareAmounts(line.amount, '0') !== 0) }
}
