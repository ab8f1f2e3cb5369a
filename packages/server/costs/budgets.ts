import { addAmounts, compareAmounts, type Facts, type Instant, type Money } from '@recado/core'
import type { Tx } from '@recado/db'
import { monthOf, nextMonth, NO_MONTH } from './months.js'

/** A budget that a send would be taken from, with what its months have given so far. */
export interface HeldBudget { id: string; scope: 'workspace' | 'team' | 'campaign'; amount: string; currency: string; used: Record<string, string> }

/** The budgets over a row `c` with a `team_id`, as JSON: for the statement that reads a thread. Nobody has many; most have none. */
export const BUDGETS_SQL = `(select coalesce(jsonb_agg(jsonb_build_object('id', b.budget_id, 'scope', b.scope, 'amount', b.amount::text, 'currency', b.currency, 'used',
    (select coalesce(jsonb_object_agg(u.month, u.spent::text), '{}') from (select month, spent from budget_use where workspace_id = $1 and budget_id = b.budget_id order by month desc limit 4) u)) order by b.budget_id), '[]')
  from budget b where b.workspace_id = $1 and (b.scope = 'workspace' or (b.scope = 'team' and b.subject_id = c.team_id)))`

/** What every message of a campaign is taken from besides. */
export async function campaignBudgets(tx: Tx, workspaceId: string, campaignId: string): Promise<HeldBudget[]> {
  return tx.query<HeldBudget>(
    `select b.budget_id as id, b.scope, b.amount::text as amount, b.currency, (select coalesce(jsonb_object_agg(u.month, u.spent::text), '{}') from budget_use u where u.workspace_id = $1 and u.budget_id = b.budget_id) as used
     from budget b where b.workspace_id = $1 and b.scope = 'campaign' and b.subject_id = $2 order by b.budget_id`, [workspaceId, campaignId])
}

const monthIn = (budget: HeldBudget, now: Instant, timeZone: string): string => (budget.scope === 'campaign' ? NO_MONTH : monthOf(now, timeZone))

/** What is left now; never below nothing. */
function leftOf(budget: HeldBudget, now: Instant, timeZone: string): string {
  const left = addAmounts(budget.amount, `-${budget.used[monthIn(budget, now, timeZone)] ?? '0'}`)
  return compareAmounts(left, '0') < 0 ? '0' : left
}

/** The budgets as the rule engine looks at them. */
export function budgetFacts(budgets: readonly HeldBudget[], now: Instant, timeZone: string): NonNullable<Facts['budgets']> {
  return budgets.map((budget) => ({ left: leftOf(budget, now, timeZone), currency: budget.currency, renewsAt: budget.scope === 'campaign' ? null : nextMonth(now, timeZone) }))
}

/** Another sender took the rest in the meantime. The code says "repeat the transaction": the next look finds the budget spent and refuses properly. */
export class BudgetTaken extends Error { readonly code = '40001' }

/**
 * Takes the price from every budget of its currency, all or none: two senders never share the last cent. Last in the transaction, since the rows are
 * those that every other sender waits for. Answers which were taken from.
 */
export async function takeFromBudgets(tx: Tx, budgets: readonly HeldBudget[], price: Money | null, now: Instant, timeZone: string): Promise<string[]> {
  const meant = price && compareAmounts(price.amount, '0') > 0 ? budgets.filter((budget) => budget.currency === price.currency) : []
  if (!price || meant.length === 0) return []
  const ids = meant.map((budget) => budget.id)
  const [row] = await tx.query<{ short: string[] | null }>('select take_budgets($1::uuid[], $2::date[], $3::numeric) as short', [ids, meant.map((budget) => monthIn(budget, now, timeZone)), price.amount])
  if (row?.short) throw new BudgetTaken('the budget has been used up in the meantime')
  return ids
}

/** What a budget over everything, over this team or over this campaign still allows of a currency; null = no budget stands in the way. */
export async function budgetRoom(tx: Tx, of: { workspaceId: string; currency: string; now: Instant; timeZone: string; campaignId?: string; teamId?: string | null }): Promise<string | null> {
  const [row] = await tx.query<{ budgets: HeldBudget[] }>(`select ${BUDGETS_SQL} as budgets from (select $2::uuid as team_id) c`, [of.workspaceId, of.teamId ?? null])
  const all = [...(row?.budgets ?? []), ...(of.campaignId ? await campaignBudgets(tx, of.workspaceId, of.campaignId) : [])].filter((budget) => budget.currency === of.currency)
  return all.map((budget) => leftOf(budget, of.now, of.timeZone)).reduce<string | null>((least, left) => (least === null || compareAmounts(left, least) < 0 ? left : least), null)
}
