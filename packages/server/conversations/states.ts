import { CONVERSATION_STATUSES, type ConversationStatus, type Priority, type SnoozeMode } from '@recado/api'
import { type ErrorCode, type Instant, RecadoError } from '@recado/core'
import { newId } from '@recado/db'
import type { Principal, Services } from '../services.js'
import { type Changed, changeOne, type Held, type Make, type Outcome } from './change.js'

const iso = (at: Instant): string => new Date(at).toISOString()

/** How a thread sleeps: until a moment, until so long before the window's end, or until she writes. */
export type Sleep = { mode: 'until'; until: Instant } | { mode: 'before_close'; marginMs: number } | { mode: 'reply' }

/** Resolving closes the case with its times; opening a resolved thread by hand opens a new one. */
export function makeStatus(status: ConversationStatus, sleep: Sleep | null = null): Make {
  if (!CONVERSATION_STATUSES.includes(status)) throw new RecadoError('invalid_request', { fields: [{ field: 'status', message: 'is not a status' }] })
  if (status === 'snoozed' && !sleep) throw new RecadoError('invalid_request', { fields: [{ field: 'until', message: 'says when it comes back' }] })
  return async (scene) => {
    const { tx, workspaceId, principal, now } = scene
    const skipped = new Map<string, ErrorCode>()
    if (sleep?.mode === 'before_close') for (const row of scene.held) if (row.windowClosesAt === null || row.windowClosesAt - sleep.marginMs <= Date.parse(now)) skipped.set(row.id, 'window_too_short')
    const due = scene.held.filter((row) => !skipped.has(row.id) && (row.before.status !== status || (status === 'snoozed' && !sleepsSo(row, sleep))))
    const ids = due.map((row) => row.id)
    if (ids.length === 0) return { skipped }
    const reopened = due.filter((row) => row.before.status === 'resolved')
    if (reopened.length > 0) {
      const cases = JSON.stringify(reopened.map((row) => ({ conversation_id: row.id, case_id: newId() })))
      await tx.query(
        `insert into work_case (workspace_id, case_id, conversation_id, ordinal, opened_at, opened_by)
         select $1, n.case_id, n.conversation_id, coalesce((select max(w.ordinal) from work_case w where w.workspace_id = $1 and w.conversation_id = n.conversation_id), 0) + 1, $3, 'us' from jsonb_to_recordset($2::jsonb) as n(conversation_id uuid, case_id uuid)`, [workspaceId, cases, now])
      await tx.query('update conversation c set case_id = n.case_id from jsonb_to_recordset($2::jsonb) as n(conversation_id uuid, case_id uuid) where c.workspace_id = $1 and c.conversation_id = n.conversation_id', [workspaceId, cases])
    }
    if (status === 'resolved') await tx.query('update work_case set resolved_at = $3, resolved_by = $4 where workspace_id = $1 and case_id = any($2::uuid[])', [workspaceId, due.map((row) => row.caseId), now, principal.kind === 'user' ? principal.id : null])
    await tx.query(
      `update conversation set status = $3, snoozed_until = $4, snooze_margin_ms = $5, waiting_since = case when $3 = 'resolved' then null else waiting_since end, failed_count = case when $3 = 'resolved' then 0 else failed_count end
       where workspace_id = $1 and conversation_id = any($2::uuid[])`,
      [workspaceId, ids, status, sleep?.mode === 'until' ? iso(sleep.until) : null, sleep?.mode === 'before_close' ? sleep.marginMs : null])
    const line = { event: status === 'open' ? 'reopened' : status, data: { by: principal.name, ...(sleep ? { mode: sleep.mode, until: sleep.mode === 'until' ? iso(sleep.until) : null } : {}) } }
    return { skipped, lines: new Map(ids.map((id) => [id, line])) }
  }
}

function sleepsSo({ before }: Held, sleep: Sleep | null): boolean {
  if (before.status !== 'snoozed') return false
  const mode: SnoozeMode = before.snoozeMarginMs !== null ? 'before_close' : before.snoozedUntil !== null ? 'until' : 'reply'
  return mode === sleep?.mode && (sleep.mode !== 'before_close' || sleep.marginMs === before.snoozeMarginMs) && (sleep.mode !== 'until' || Date.parse(`${before.snoozedUntil}Z`) === sleep.until)
}

/** How urgent it is. */
export function makePriority(priority: Priority): Make {
  return async ({ tx, workspaceId, principal, held }): Promise<Outcome> => {
    const ids = held.filter((row) => row.before.priority !== priority).map((row) => row.id)
    if (ids.length > 0) await tx.query('update conversation set priority = $3 where workspace_id = $1 and conversation_id = any($2::uuid[])', [workspaceId, ids, priority])
    return { lines: new Map(ids.map((id) => [id, { event: 'priority', data: { by: principal.name, priority } }])) }
  }
}

/** Read by a person; no line, since nobody asks who did. */
export const makeRead = (): Make => async ({ tx, workspaceId, held }) => {
  await tx.query('update conversation set unread = 0 where workspace_id = $1 and conversation_id = any($2::uuid[]) and unread > 0', [workspaceId, held.map((row) => row.id)])
  return {}
}

/** Nobody has read it yet. */
export const makeUnread = (): Make => async ({ tx, workspaceId, held }) => {
  await tx.query('update conversation set unread = 1 where workspace_id = $1 and conversation_id = any($2::uuid[]) and unread = 0', [workspaceId, held.map((row) => row.id)])
  return {}
}

export const setStatus = (services: Services, principal: Principal, conversationId: string, status: ConversationStatus, sleep: Sleep | null = null): Promise<Changed> => changeOne(services, principal, conversationId, makeStatus(status, sleep))
export const setPriority = (services: Services, principal: Principal, conversationId: string, priority: Priority): Promise<Changed> => changeOne(services, principal, conversationId, makePriority(priority))
export const markRead = (services: Services, principal: Principal, conversationId: string): Promise<Changed> => changeOne(services, principal, conversationId, makeRead())
export const markUnread = (services: Services, principal: Principal, conversationId: string): Promise<Changed> => changeOne(services, principal, conversationId, makeUnread())
