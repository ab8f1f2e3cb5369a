import type { CostDifference, CostGroup, CostReport, CostRow, CostSum } from '@recado/api'
import { type FreeReason, writeCsv } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Principal, Services } from '../services.js'
import { readChecks } from './reconcile.js'

/** How each breakdown names its groups: what is grouped by, and where the name stands. */
const GROUPS: Record<CostGroup, { key: string; label: string; join?: string }> = {
  month: { key: `to_char(e.month, 'YYYY-MM')`, label: 'null' },
  campaign: { key: 'e.campaign_id', label: 'g.name', join: 'left join campaign g on g.workspace_id = $1 and g.campaign_id = x.key::uuid' },
  channel: { key: 'e.channel', label: 'null' },
  account: { key: 'e.account_id', label: 'g.name', join: 'left join channel_account g on g.workspace_id = $1 and g.account_id = x.key::uuid' },
  agent: { key: `case when e.author_type = 'agent' then e.author_id end`, label: 'g.name', join: 'left join app_user g on g.user_id::text = x.key' },
  team: { key: 'e.team_id', label: 'g.name', join: 'left join team g on g.workspace_id = $1 and g.team_id = x.key::uuid' },
  template: { key: 'e.template_id', label: `g.name || ' (' || g.language || ')'`, join: 'left join template g on g.workspace_id = $1 and g.template_id = x.key::uuid' },
  country: { key: 'e.country', label: 'null' },
  class: { key: 'coalesce(e.billed_class, e.class)', label: 'null' },
}

/** The sums of a currency. An entry counts under the currency it was billed in, and until then under that of its estimate; one without a price, under none. */
const SUMS = `count(*)::int as messages, count(*) filter (where e.state = 'settled' and e.free_reason is null)::int as charged,
  count(*) filter (where e.free_reason is not null and e.free_reason <> 'undelivered')::int as free, count(*) filter (where e.free_reason = 'undelivered')::int as undelivered, count(*) filter (where e.state = 'open')::int as open,
  coalesce(sum(e.estimated), 0)::text as estimated, coalesce(sum(e.billed), 0)::text as billed, coalesce(sum(e.estimated) filter (where e.state = 'open'), 0)::text as pending, coalesce(e.billed_currency, e.currency, '') as currency`

const FROM = `from cost_entry e where e.workspace_id = $1 and e.month >= $2::date and e.month <= $3::date and e.state <> 'void'`

export interface Span { from: string; to: string }

const firstDay = (month: string): string => `${month}-01`

/** The sums of these months, one per currency. */
export async function totalsOf(tx: Tx, workspaceId: string, { from, to }: Span): Promise<CostSum[]> {
  return tx.query<CostSum>(`select ${SUMS} ${FROM} group by coalesce(e.billed_currency, e.currency, '') order by sum(e.billed) desc nulls last`, [workspaceId, firstDay(from), firstDay(to)])
}

/** What messages of these months cost, broken down, with every difference to the estimate explained. Months are those of the bill, in each account's zone. */
export async function costReport(services: Services, { workspaceId }: Pick<Principal, 'workspaceId'>, span: Span, by: CostGroup): Promise<CostReport> {
  const values = [workspaceId, firstDay(span.from), firstDay(span.to)]
  const { key, label, join = '' } = GROUPS[by]
  return services.db.snapshot(workspaceId, async (tx) => {
    const totals = await totalsOf(tx, workspaceId, span)
    const rows = await tx.query<CostRow>(
      `with x as (select (${key})::text as key, ${SUMS} ${FROM} group by 1, coalesce(e.billed_currency, e.currency, '')) select x.*, ${label} as label from x ${join}
       order by ${by === 'month' ? 'x.key' : 'x.billed::numeric + x.pending::numeric desc, x.messages desc, x.key'} limit 1000`, values)
    const differences = await tx.query<CostDifference>(
      `select e.difference as reason, count(*)::int as messages, coalesce(sum(e.estimated), 0)::text as estimated, coalesce(sum(e.billed), 0)::text as billed, coalesce(e.billed_currency, e.currency, '') as currency
       ${FROM} and e.difference is not null group by 1, 5 order by abs(coalesce(sum(e.estimated), 0) - coalesce(sum(e.billed), 0)) desc, count(*) desc`, values)
    const free = await tx.query<{ reason: FreeReason; messages: number }>(`select e.free_reason as reason, count(*)::int as messages ${FROM} and e.free_reason is not null group by 1 order by 2 desc`, values)
    return { from: span.from, to: span.to, by, totals, rows, differences, free, checks: await readChecks(tx, workspaceId, span) }
  })
}

/** The rows as a spreadsheet takes them; differences follow below, so that the file explains itself. */
export function costCsv(report: CostReport): string {
  return writeCsv([
    [report.by, 'name', 'currency', 'messages', 'charged', 'free', 'undelivered', 'open', 'estimated', 'billed', 'pending'],
    ...report.rows.map((row) => [row.key ?? '', row.label ?? '', row.currency, String(row.messages), String(row.charged), String(row.free), String(row.undelivered), String(row.open), row.estimated, row.billed, row.pending]),
    [],
    ['difference', '', 'currency', 'messages', '', '', '', '', 'estimated', 'billed'],
    ...report.differences.map((one) => [one.reason, '', one.currency, String(one.messages), '', '', '', '', one.estimated, one.billed]),
    ...(report.checks.length > 0 ? [[], ['platform', 'account', 'currency', 'messages', '', '', '', '', 'platform_billed', 'billed', 'platform_messages']] : []),
    ...report.checks.map((one) => [`${one.month} ${one.class}`, one.name, one.currency, String(one.ours.messages), '', '', '', '', one.theirs.amount ?? '', one.ours.amount ?? '', String(one.theirs.messages)]),
  ])
}
