import type { Budget } from '@recado/api'
import { formatAmount, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import type { Principal, Services } from '../services.js'
import { monthOf, NO_MONTH } from './months.js'
import { isNear } from './warnings.js'

const NOBODY = '00000000-0000-0000-0000-000000000000'

interface Row { budget_id: string; scope: Budget['scope']; subject_id: string; name: string | null; amount: string; currency: string; warn_percent: number; spent: string; updated_at: number }

const LIST = `select b.budget_id, b.scope, b.subject_id, coalesce(t.name, c.name) as name, b.amount::text as amount, b.currency, b.warn_percent, b.updated_at,
    coalesce((select u.spent from budget_use u where u.workspace_id = $1 and u.budget_id = b.budget_id and u.month = case b.scope when 'campaign' then $3::date else $2::date end), 0)::text as spent
  from budget b left join team t on b.scope = 'team' and t.workspace_id = $1 and t.team_id = b.subject_id left join campaign c on b.scope = 'campaign' and c.workspace_id = $1 and c.campaign_id = b.subject_id
  where b.workspace_id = $1 order by b.scope = 'workspace' desc, b.scope, name, b.currency`

/** All budgets with what has gone of them in the month; those of campaigns have no months. */
export async function listBudgets(tx: Tx, workspaceId: string, month: string): Promise<Budget[]> {
  return (await tx.query<Row>(LIST, [workspaceId, month, NO_MONTH])).map((row) => ({
    id: row.budget_id, scope: row.scope, subjectId: row.subject_id === NOBODY ? null : row.subject_id, name: row.name, amount: formatAmount(row.amount), currency: row.currency, warnPercent: row.warn_percent, spent: formatAmount(row.spent),
    part: Number(row.amount) === 0 ? 1 : Math.round((Number(row.spent) / Number(row.amount)) * 10_000) / 10_000, near: isNear(row.spent, row.amount, row.warn_percent), updatedAt: new Date(row.updated_at).toISOString(),
  }))
}

export interface BudgetWish { scope: 'workspace' | 'team'; subjectId?: string; amount: string; currency: string; warnPercent?: number }

/** Sets what may be spent in a month, and counts what the running month has spent already: a budget set on the 20th holds for the whole month. */
export async function setBudget(services: Services, principal: Principal, wish: BudgetWish): Promise<Budget> {
  const { workspaceId } = principal
  const subject = wish.scope === 'team' ? (wish.subjectId ?? '') : NOBODY
  const now = services.clock.now(workspaceId)
  const budget = await services.db.inWorkspace(workspaceId, async (tx) => {
    if (wish.scope === 'team' && (await tx.query('select 1 from team where workspace_id = $1 and team_id::text = $2', [workspaceId, subject])).length === 0) throw new RecadoError('not_found', { teamId: subject })
    const id = await writeBudget(tx, workspaceId, { scope: wish.scope, subject, amount: wish.amount, currency: wish.currency, warnPercent: wish.warnPercent ?? 80, by: principal.id, at: now })
    const [workspace] = await tx.query<{ zone: string }>('select time_zone as zone from workspace where workspace_id = $1', [workspaceId])
    const month = monthOf(now, workspace?.zone ?? 'UTC')
    await tx.query(
      `insert into budget_use (workspace_id, budget_id, month, spent) select $1, $2, $3::date, coalesce(sum(coalesce(case when e.billed_currency = $4 then e.billed end, e.estimated)), 0)
       from cost_entry e where e.workspace_id = $1 and e.sent_month = $3::date and e.state <> 'void' and e.currency = $4 and ($5 = 'workspace' or e.team_id = $6::uuid) on conflict do nothing`, [workspaceId, id, month, wish.currency, wish.scope, subject])
    // Those that are on their way give back to it what they did not need.
    await tx.query(
      `update cost_entry e set budgets = array_append(coalesce(budgets, '{}'), $2::uuid) where e.workspace_id = $1 and e.state = 'open' and e.sent_month = $3::date and e.currency = $4 and ($5 = 'workspace' or e.team_id = $6::uuid) and not ($2::uuid = any(coalesce(budgets, '{}')))`,
      [workspaceId, id, month, wish.currency, wish.scope, subject])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'budget.changed', subject: id, data: { scope: wish.scope, amount: wish.amount, currency: wish.currency } })
    return (await listBudgets(tx, workspaceId, month)).find((one) => one.id === id)!
  })
  services.signals.committed(workspaceId)
  return budget
}

async function writeBudget(tx: Tx, workspaceId: string, row: { scope: Budget['scope']; subject: string; amount: string; currency: string; warnPercent: number; by: string; at: number }): Promise<string> {
  const [written] = await tx.query<{ budget_id: string }>(
    `insert into budget (workspace_id, budget_id, scope, subject_id, amount, currency, warn_percent, updated_by, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (workspace_id, scope, subject_id, currency) do update set amount = excluded.amount, warn_percent = excluded.warn_percent, updated_by = excluded.updated_by, updated_at = excluded.updated_at returning budget_id`,
    [workspaceId, newId(), row.scope, row.subject, row.amount, row.currency, row.warnPercent, row.by, new Date(row.at).toISOString()])
  return written!.budget_id
}

/** Gives a campaign a budget for all its time, changes it, or takes it away; in the caller's transaction. The outbox holds every message of the campaign to it. */
export async function setCampaignBudget(tx: Tx, workspaceId: string, campaignId: string, budget: { amount: string; currency: string } | null, by: string, at: number): Promise<void> {
  await tx.query(`delete from budget where workspace_id = $1 and scope = 'campaign' and subject_id = $2 and ($3::text is null or currency <> $3)`, [workspaceId, campaignId, budget?.currency ?? null])
  if (budget) await writeBudget(tx, workspaceId, { scope: 'campaign', subject: campaignId, ...budget, warnPercent: 80, by, at })
}

/** Nothing stands in the way of sending any more, as far as this budget goes. */
export async function removeBudget(services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.query(`delete from budget where workspace_id = $1 and budget_id = $2 and scope <> 'campaign' returning 1`, [workspaceId, id])
    if (rows.length === 0) throw new RecadoError('not_found')
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'budget.removed', subject: id })
  })
  await services.healthy(workspaceId, 'budget_near', id)
}
