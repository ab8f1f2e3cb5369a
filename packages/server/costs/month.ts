import type { CostMonth } from '@recado/api'
import { addAmounts, calendarMonth, formatAmount, instantAtWall, type Money, quotaAmount } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Principal, Services } from '../services.js'
import { listBudgets } from './budget-list.js'
import { monthOf } from './months.js'
import { totalsOf } from './report.js'

/** From this part of the month on a pace can be told: before, one campaign of the first day would be taken for every day's. */
const LEAST_PASSED = 0.1

/** One month as whoever pays looks at it: what it cost so far, day by day, against its budgets, and what it comes to at this pace. */
export async function costMonth(services: Services, { workspaceId }: Pick<Principal, 'workspaceId'>, asked?: string): Promise<CostMonth> {
  const now = services.clock.now(workspaceId)
  return services.db.snapshot(workspaceId, async (tx) => {
    const [workspace] = await tx.query<{ zone: string }>('select time_zone as zone from workspace where workspace_id = $1', [workspaceId])
    const timeZone = workspace?.zone ?? 'UTC'
    const month = asked ?? monthOf(now, timeZone).slice(0, 7)
    const { from, to } = calendarMonth(instantAtWall(Date.parse(`${month}-15T12:00:00Z`), timeZone), timeZone)
    const passed = Math.min(1, Math.max(0, (now - from) / (to - from)))
    const totals = await totalsOf(tx, workspaceId, { from: month, to: month })
    const days = await tx.query<CostMonth['days'][number]>(
      `select to_char(e.at at time zone e.time_zone, 'YYYY-MM-DD') as day, sum(coalesce(e.billed, e.estimated))::text as amount, coalesce(e.billed_currency, e.currency) as currency
       from cost_entry e where e.workspace_id = $1 and e.month = $2::date and e.state <> 'void' and coalesce(e.billed, e.estimated) > 0 group by 1, 3 order by 1, 3`, [workspaceId, `${month}-01`])
    const running = passed < 1 && passed >= LEAST_PASSED
    const forecast = running ? totals.filter((sum) => sum.currency !== '').map((sum): Money => ({ amount: atPace(addAmounts(sum.billed, sum.pending), passed), currency: sum.currency })) : []
    return { month, timeZone, passed, totals, days, forecast, budgets: await listBudgets(tx, workspaceId, `${month}-01`), allowances: await allowancesOf(tx, services, workspaceId, month) }
  })
}

/** What it comes to when the rest of the month goes on as it went. A forecast is a guess: a float is good enough for it. */
const atPace = (spent: string, passed: number): string => formatAmount((Number(spent) / passed).toFixed(4))

/** Free messages of the month by account, where the channel gives any. */
async function allowancesOf(tx: Tx, services: Services, workspaceId: string, month: string): Promise<CostMonth['allowances']> {
  const used = await tx.query<{ subject: string; count: number }>(`select subject, count::int as count from cost_count where workspace_id = $1 and month = $2 and class = 'free'`, [workspaceId, `${month}-01`])
  return (await services.accounts.list(workspaceId)).flatMap((account) => {
    const rules = services.channels.find(account.channel)?.declaration.rules
    const quota = rules?.quotas?.find((one) => one.id === rules.price?.allowanceQuota)
    if (!quota || account.disconnected) return []
    return [{ accountId: account.id, name: account.name, used: used.find((row) => row.subject === account.id)?.count ?? 0, of: quotaAmount(quota, { account: { settings: account.settings } } as Parameters<typeof quotaAmount>[1]) }]
  })
}
