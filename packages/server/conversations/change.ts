import { CONVERSATION_STATUSES, type ConversationStatus, type Priority } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'

const iso = (at: number): string => new Date(at).toISOString()

/** A change of one conversation: locked, made, noted as a line in the thread when people would ask later who did it, and logged. */
export async function change(services: Services, principal: Principal, conversationId: string, make: (tx: Tx, now: string) => Promise<{ event: string; data: Record<string, string | number | boolean | null> } | null>): Promise<void> {
  const { workspaceId } = principal
  const now = iso(services.clock.now(workspaceId))
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.query<{ case_id: string; account_id: string }>('select case_id, account_id from conversation where workspace_id = $1 and conversation_id = $2 for update', [workspaceId, conversationId])
    if (!row) throw new RecadoError('not_found', { conversationId })
    const line = await make(tx, now)
    const messageIds: string[] = []
    if (line) {
      const messageId = newId()
      const [current] = await tx.query<{ case_id: string }>('select case_id from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])
      await tx.query(
        `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, author_id, at) values ($1, $2, $3, $4, $5, 'system', 'system', $6, 'received', $7, $8, $9)`,
        [workspaceId, messageId, conversationId, current?.case_id ?? row.case_id, row.account_id, JSON.stringify({ kind: 'system', event: line.event, data: line.data }), principal.kind === 'user' ? 'agent' : 'api', principal.id, now])
      messageIds.push(messageId)
    }
    await append(tx, [{ type: messageIds.length > 0 ? 'message.created' : 'conversation.changed', conversationId, messageIds }])
  })
  services.signals.committed(workspaceId)
}

export function markRead(services: Services, principal: Principal, conversationId: string): Promise<void> {
  return change(services, principal, conversationId, async (tx) => {
    await tx.query('update conversation set unread = 0 where workspace_id = $1 and conversation_id = $2 and unread > 0', [principal.workspaceId, conversationId])
    return null
  })
}

export function markUnread(services: Services, principal: Principal, conversationId: string): Promise<void> {
  return change(services, principal, conversationId, async (tx) => {
    await tx.query('update conversation set unread = greatest(unread, 1) where workspace_id = $1 and conversation_id = $2', [principal.workspaceId, conversationId])
    return null
  })
}

/** Resolving closes the case with its times; opening a resolved thread by hand opens a new one. */
export function setStatus(services: Services, principal: Principal, conversationId: string, status: ConversationStatus, until: number | null): Promise<void> {
  if (!CONVERSATION_STATUSES.includes(status)) throw new RecadoError('invalid_request', { fields: [{ field: 'status', message: 'is not a status' }] })
  if (status === 'snoozed' && until === null) throw new RecadoError('invalid_request', { fields: [{ field: 'until', message: 'says when it comes back' }] })
  const { workspaceId } = principal
  return change(services, principal, conversationId, async (tx, now) => {
    const [row] = await tx.query<{ status: string; case_id: string; waiting_since: number | null }>('select status, case_id, waiting_since from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])
    if (!row || (row.status === status && status !== 'snoozed')) return null
    if (row.status === 'resolved') {
      const caseId = newId()
      await tx.query(`insert into work_case (workspace_id, case_id, conversation_id, ordinal, opened_at, opened_by) select $1, $2, $3, coalesce(max(ordinal), 0) + 1, $4, 'us' from work_case where workspace_id = $1 and conversation_id = $3`, [workspaceId, caseId, conversationId, now])
      await tx.query('update conversation set case_id = $3 where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId, caseId])
    }
    if (status === 'resolved') await tx.query('update work_case set resolved_at = $3, resolved_by = $4 where workspace_id = $1 and case_id = $2', [workspaceId, row.case_id, now, principal.kind === 'user' ? principal.id : null])
    await tx.query(`update conversation set status = $3, snoozed_until = $4, waiting_since = case when $3 = 'resolved' then null else waiting_since end, failed_count = case when $3 = 'resolved' then 0 else failed_count end where workspace_id = $1 and conversation_id = $2`,
      [workspaceId, conversationId, status, status === 'snoozed' && until !== null ? iso(until) : null])
    return { event: status === 'open' ? 'reopened' : status, data: { by: principal.name, until: until === null ? null : iso(until) } }
  })
}

export function setPriority(services: Services, principal: Principal, conversationId: string, priority: Priority): Promise<void> {
  return change(services, principal, conversationId, async (tx) => {
    await tx.query('update conversation set priority = $3 where workspace_id = $1 and conversation_id = $2', [principal.workspaceId, conversationId, priority])
    return null
  })
}

export function changeLabels(services: Services, principal: Principal, conversationId: string, add: readonly string[], remove: readonly string[]): Promise<void> {
  const clean = (labels: readonly string[]): string[] => labels.map((label) => storable(label).trim().slice(0, 60)).filter(Boolean)
  return change(services, principal, conversationId, async (tx) => {
    await tx.query('update conversation set labels = (select coalesce(array_agg(distinct l order by l), \'{}\') from unnest(labels || $3::text[]) l where l <> all($4::text[])) where workspace_id = $1 and conversation_id = $2',
      [principal.workspaceId, conversationId, clean(add), clean(remove)])
    return null
  })
}
