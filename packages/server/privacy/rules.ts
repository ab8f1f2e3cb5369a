import type { Tx } from '@recado/db'
import type { How } from '../people/erase.js'
import type { LoadedChannel } from '../services.js'

/** What becomes of those who leave an account (unfollow, block), and of those whose deletion its platform asks for. */
export interface ForgettingRule { leaving: 'keep' | How; leavingDays: number; request: How; requestDays: number }

/** Until the owner says otherwise. A month is what the law gives at most (Art. 12(3)); whoever asks is forgotten at once. */
export const DEFAULT_RULE: ForgettingRule = { leaving: 'anonymise', leavingDays: 30, request: 'erase', requestDays: 0 }

/** Whether the platform tells that somebody has left. */
export const tellsLeaving = (channel: LoadedChannel | undefined): boolean => (channel?.declaration.rules.closedBy?.length ?? 0) > 0

interface Row { account_id: string; leaving: ForgettingRule['leaving']; leaving_days: number; request: How; request_days: number }

export async function readRules(tx: Tx, workspaceId: string, accountIds: readonly string[]): Promise<Map<string, ForgettingRule>> {
  const rows = await tx.query<Row>('select account_id, leaving, leaving_days, request, request_days from forgetting_rule where workspace_id = $1 and account_id = any($2)', [workspaceId, accountIds])
  const kept = new Map(rows.map((row) => [row.account_id, { leaving: row.leaving, leavingDays: row.leaving_days, request: row.request, requestDays: row.request_days }]))
  return new Map(accountIds.map((id) => [id, kept.get(id) ?? DEFAULT_RULE]))
}

/** Keeps a rule; those who wait by it wait by the new one. */
export async function writeRule(tx: Tx, workspaceId: string, accountId: string, rule: ForgettingRule, now: string): Promise<void> {
  await tx.query(
    `insert into forgetting_rule (workspace_id, account_id, leaving, leaving_days, request, request_days, updated_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (workspace_id, account_id) do update set leaving = excluded.leaving, leaving_days = excluded.leaving_days, request = excluded.request, request_days = excluded.request_days, updated_at = excluded.updated_at`,
    [workspaceId, accountId, rule.leaving, rule.leavingDays, rule.request, rule.requestDays, now])
  if (rule.leaving === 'keep') await tx.query(`update forgetting set state = 'cancelled', settled_at = $3 where workspace_id = $1 and account_id = $2 and cause = 'left' and state = 'waiting'`, [workspaceId, accountId, now])
  else await tx.query(`update forgetting set how = $3, due_at = asked_at + make_interval(days => $4) where workspace_id = $1 and account_id = $2 and cause = 'left' and state = 'waiting'`, [workspaceId, accountId, rule.leaving, rule.leavingDays])
  await tx.query(`update forgetting set how = $3, due_at = asked_at + make_interval(days => $4) where workspace_id = $1 and account_id = $2 and cause = 'platform_request' and state = 'waiting'`, [workspaceId, accountId, rule.request, rule.requestDays])
}
