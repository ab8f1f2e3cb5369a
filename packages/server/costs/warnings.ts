import { addAmounts, compareAmounts, multiplyAmount } from '@recado/core'
import type { Services } from '../services.js'
import { monthOf, NO_MONTH } from './months.js'

interface Row { budget_id: string; month: string; amount: string; spent: string; currency: string; scope: string; name: string | null; warn_percent: number; warned: boolean }

const NEAR = `select b.budget_id, u.month::text as month, b.amount::text as amount, u.spent::text as spent, b.currency, b.scope, b.warn_percent, u.warned_at is not null as warned, t.name
  from budget b join budget_use u on u.workspace_id = $1 and u.budget_id = b.budget_id left join team t on t.workspace_id = $1 and b.scope = 'team' and t.team_id = b.subject_id
  where b.workspace_id = $1 and u.month = any($2)`

/** The part of a budget from which somebody is told. */
export const isNear = (spent: string, amount: string, percent: number): boolean => compareAmounts(addAmounts(multiplyAmount(spent, 100), '0'), multiplyAmount(amount, percent)) >= 0

/** Says once a month that a budget has nearly gone, as a thing to look at; takes it back where it was raised or a new month has begun. */
export async function warnOfBudgets(services: Services, workspaceId: string): Promise<void> {
  const { db } = services
  const rows = await db.inWorkspace(workspaceId, async (tx) => {
    const [workspace] = await tx.query<{ zone: string }>('select time_zone as zone from workspace where workspace_id = $1', [workspaceId])
    return tx.query<Row>(NEAR, [workspaceId, [monthOf(services.clock.now(workspaceId), workspace?.zone ?? 'UTC'), NO_MONTH]])
  })
  for (const row of rows) {
    const near = isNear(row.spent, row.amount, row.warn_percent)
    if (near === row.warned) continue
    if (near) await services.health(workspaceId, { kind: 'budget_near', subject: row.budget_id, severity: compareAmounts(row.spent, row.amount) >= 0 ? 'critical' : 'warning', data: { budgetId: row.budget_id, scope: row.scope, name: row.name, spent: row.spent, amount: row.amount, currency: row.currency } })
    else await services.healthy(workspaceId, 'budget_near', row.budget_id)
    await db.inWorkspace(workspaceId, (tx) => tx.query('update budget_use set warned_at = $4 where workspace_id = $1 and budget_id = $2 and month = $3', [workspaceId, row.budget_id, row.month, near ? new Date(services.clock.now(workspaceId)).toISOString() : null]))
  }
}
