import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { iso, isoOrNull, pageOf, readCursor } from '../http/schemas.js'
import type { Account, Principal, Services } from '../services.js'
import { type ForgettingRule, readRules, tellsLeaving, writeRule } from './rules.js'

/** The rule of an account as its page shows it. */
export async function readAccountPrivacy(services: Services, account: Account): Promise<object> {
  const rule = (await services.db.inWorkspace(account.workspaceId, (tx) => readRules(tx, account.workspaceId, [account.id]))).get(account.id)! // asked for by this id
  const channel = services.channels.find(account.channel)
  const deletion = channel?.connector.deletion
  return {
    leaving: { told: tellsLeaving(channel), how: rule.leaving, days: rule.leavingDays },
    request: {
      told: deletion !== undefined, how: rule.request, days: rule.requestDays,
      url: deletion ? `${account.simulated ? services.localUrl() : services.publicUrl()}/webhooks/${account.channel}/${account.webhookKey}/deletion` : null, steps: deletion?.steps ?? null, source: deletion?.source ?? null,
    },
  }
}

export async function changeAccountPrivacy(services: Services, principal: Principal, account: Account, rule: ForgettingRule): Promise<void> {
  const { workspaceId } = account
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await writeRule(tx, workspaceId, account.id, rule, new Date(services.clock.now(workspaceId)).toISOString())
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'deletion.rule_changed', subject: account.id, data: { leaving: rule.leaving, leavingDays: rule.leavingDays, request: rule.request, requestDays: rule.requestDays } })
  })
  services.signals.emit('forgetting', workspaceId)
}

interface Row { forgetting_id: string; cause: string; how: string; state: string; asked_at: number; due_at: number; settled_at: number | null; contact_id: string | null; contact_name: string | null; account_id: string | null; account_name: string | null; channel: string | null; open: boolean; place: string }

const COLUMNS = `f.forgetting_id, f.cause, f.how, f.state, f.asked_at, f.due_at, f.settled_at, f.person_sealed is not null as open, c.contact_id, c.name as contact_name, a.account_id, a.name as account_name, a.channel`
const FROM = `from forgetting f left join contact c on c.workspace_id = $1 and c.contact_id = f.contact_id and f.state <> 'done' left join channel_account a on a.workspace_id = $1 and a.account_id = f.account_id where f.workspace_id = $1`

const toItem = (row: Row) => ({
  id: row.forgetting_id, cause: row.cause, how: row.how, state: row.state, searching: row.open, askedAt: iso(row.asked_at), dueAt: iso(row.due_at), settledAt: isoOrNull(row.settled_at),
  contact: row.contact_id ? { id: row.contact_id, name: row.contact_name! } : null, account: row.account_id ? { id: row.account_id, name: row.account_name!, channel: row.channel! } : null, // read together
})

/** Who is due when, the soonest first; or what became of them, the latest first. */
export async function listForgetting(services: Services, workspaceId: string, query: { state?: 'waiting' | 'settled'; cursor?: string; limit?: number }): Promise<{ items: object[]; next: string | null }> {
  const limit = query.limit ?? 50
  const [at = null, id = null] = readCursor(query.cursor, 2)
  const waiting = query.state !== 'settled'
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(
    waiting
      ? `select ${COLUMNS}, f.due_at::text as place ${FROM} and f.state = 'waiting' and ($2::timestamptz is null or (f.due_at, f.forgetting_id) > ($2, $3::uuid)) order by f.due_at, f.forgetting_id limit $4`
      : `select ${COLUMNS}, f.settled_at::text as place ${FROM} and f.state <> 'waiting' and ($2::timestamptz is null or (f.settled_at, f.forgetting_id) < ($2, $3::uuid)) order by f.settled_at desc, f.forgetting_id desc limit $4`, [workspaceId, at, id, limit + 1]))
  return pageOf(rows, limit, (row) => [row.place, row.forgetting_id], toItem)
}

/** Ends a wait that a rule began; what a person asked her platform for is not ours to end. */
export async function cancelForgetting(tx: Tx, services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  const [row] = await tx.query<{ cause: string; contact_id: string }>(`update forgetting set state = 'cancelled', settled_at = $3 where workspace_id = $1 and forgetting_id = $2 and state = 'waiting' and cause = 'left' returning cause, contact_id`, [workspaceId, id, new Date(services.clock.now(workspaceId)).toISOString()])
  if (!row) throw new RecadoError('not_found', { deletionId: id })
  await audit(tx, services, workspaceId, actorOf(principal), { action: 'deletion.cancelled', subject: row.contact_id, data: { deletionId: id, cause: row.cause } })
}
