/** Runs of macros as they are remembered: the same again is the same run, and undoing knows what to take back. */
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { UNDO_MS } from '../conversations/change-sets.js'
import { append } from '../ingest/others.js'
import { failMessage } from '../sending/outcome.js'
import type { Principal, Services } from '../services.js'

/** What a run left in one thread beside the change set. */
export interface Effect { conversationId: string; messageIds: string[]; noteId: string | null; followed: boolean }

/** Begins a run under the caller's id. What she gets back when there was one already: its answer. A second one with that id waits until the first has ended. */
export async function beginRun<T>(tx: Tx, principal: Principal, run: { clientId: string; macroId: string; question: string; changeId: string }): Promise<T | null> {
  const { workspaceId, id } = principal
  const fresh = await tx.query('insert into macro_run (workspace_id, made_by, client_id, macro_id, question, change_id) values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1', [workspaceId, id, run.clientId, run.macroId, run.question, run.changeId])
  if (fresh.length > 0) return null
  const [known] = await tx.query<{ macro_id: string; question: string; answer: T }>('select macro_id, question, answer from macro_run where workspace_id = $1 and made_by = $2 and client_id = $3', [workspaceId, id, run.clientId])
  if (known?.macro_id !== run.macroId || known.question !== run.question) throw new RecadoError('client_id_reused', { clientId: run.clientId })
  return known.answer
}

/** Ends it. Also where no state was changed there is something to take back, so there is a change set in any case. */
export async function endRun(tx: Tx, services: Pick<Services, 'clock'>, principal: Principal, run: { clientId: string; changeId: string; changed: boolean; effects: readonly Effect[]; answer: unknown }): Promise<void> {
  const { workspaceId, id, kind } = principal
  const now = services.clock.now(workspaceId)
  if (!run.changed) await tx.query('insert into change_set (workspace_id, change_id, made_by, made_by_kind, made_at, settles_at, changed) values ($1, $2, $3, $4, $5, $6, 0)', [workspaceId, run.changeId, id, kind, new Date(now).toISOString(), new Date(now + UNDO_MS).toISOString()])
  await tx.query('update macro_run set effects = $4, answer = $5 where workspace_id = $1 and made_by = $2 and client_id = $3', [workspaceId, id, run.clientId, JSON.stringify(run.effects), JSON.stringify(run.answer)])
}

/** Messages of a run that were taken back, and those that have left. */
export interface MessagesUndone { takenBack: number; left: number }

/** Takes back what a run left beside the change set: messages that are still held, its note, its following. null: the change was no macro's. */
export async function undoRunIn(tx: Tx, services: Pick<Services, 'clock'>, principal: Principal, changeId: string): Promise<MessagesUndone | null> {
  const { workspaceId } = principal
  const [run] = await tx.query<{ effects: Effect[]; made_by: string }>('select effects, made_by from macro_run where workspace_id = $1 and change_id = $2', [workspaceId, changeId])
  if (!run) return null
  const now = services.clock.now(workspaceId)
  const told = { takenBack: 0, left: 0 }
  for (const { conversationId, messageIds, noteId, followed } of [...run.effects].sort((a, b) => a.conversationId.localeCompare(b.conversationId))) {
    await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = $2 for update', [workspaceId, conversationId])
    for (const messageId of messageIds) {
      // Only what no lane has taken yet; taking it waits for this very row.
      const held = await tx.query(`delete from send_job where workspace_id = $1 and message_id = $2 and state = 'queued' returning 1`, [workspaceId, messageId])
      if (held.length === 0) { told.left++; continue }
      await failMessage(tx, workspaceId, { messageId, conversationId }, { code: 'cancelled' }, now)
      await tx.query('update conversation set failed_count = greatest(0, failed_count - 1) where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])
      told.takenBack++
    }
    if (noteId) {
      await tx.query(`update message set content = '{"kind":"text","text":""}', revoked_at = $3 where workspace_id = $1 and message_id = $2`, [workspaceId, noteId, new Date(now).toISOString()])
      for (const kept of ['message_version', 'message_search', 'mention', 'media_use']) await tx.query(`delete from ${kept} where workspace_id = $1 and message_id = $2`, [workspaceId, noteId])
      await append(tx, [{ type: 'message.updated', conversationId, messageIds: [noteId] }])
    }
    if (followed) {
      await tx.query('update conversation set participant_ids = array_remove(participant_ids, $3::uuid) where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId, run.made_by])
      await append(tx, [{ type: 'conversation.changed', conversationId, data: { undid: changeId } }])
    }
  }
  return told
}
