/** What a restore held back, kind by kind: a person sends it on its way or throws it away. */
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { resumeCampaign, stopCampaign } from '../campaigns/steps.js'
import { append } from '../ingest/others.js'
import { failMessage } from '../sending/outcome.js'
import type { Principal, Services } from '../services.js'
import { countHeld, HEALTH_KIND, HELD, HELD_KINDS, type HeldCounts, type HeldKind } from './hold.js'

export interface Held { backupAt: number; restoredAt: number; undecided: HeldKind[]; counts: HeldCounts }
export type Decision = 'release' | 'discard'

/** Messages thrown away in one transaction: each is a line in its thread. */
const BATCH = 200

/** null where nothing was restored, or everything is decided. */
export function readHeld(services: Services, workspaceId: string): Promise<Held | null> {
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.query<{ backup_at: number; restored_at: number; undecided: HeldKind[] }>('select backup_at, restored_at, undecided from restore_state where workspace_id = $1 and cardinality(undecided) > 0', [workspaceId])
    return row ? { backupAt: row.backup_at, restoredAt: row.restored_at, undecided: HELD_KINDS.filter((kind) => row.undecided.includes(kind)), counts: await countHeld(tx, workspaceId) } : null
  })
}

/** Decides about one kind. Throws not_found where nothing of it is held. */
export async function decideHeld(services: Services, principal: Principal, kind: HeldKind, decision: Decision): Promise<Held | null> {
  const { workspaceId } = principal
  const held = await readHeld(services, workspaceId)
  if (!held?.undecided.includes(kind)) throw new RecadoError('not_found', { kind })
  const ids = (await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ id: string }>('select subject_id as id from restore_hold where workspace_id = $1 and kind = $2', [workspaceId, kind]))).map((row) => row.id)
  if (kind === 'campaigns') for (const id of ids) await oneCampaign(services, principal, id, decision)
  if (kind === 'messages' && decision === 'discard') for (let i = 0; i < ids.length; i += BATCH) await services.db.inWorkspace(workspaceId, (tx) => discard(tx, services, workspaceId, ids.slice(i, i + BATCH)))
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const now = new Date(services.clock.now(workspaceId)).toISOString()
    const [own] = await tx.query<{ undecided: HeldKind[] }>('select undecided from restore_state where workspace_id = $1 for update', [workspaceId])
    if (!own?.undecided.includes(kind)) return
    await settle(tx, workspaceId, kind, decision, now)
    const n = held.counts[kind]
    await tx.query('delete from restore_hold where workspace_id = $1 and kind = $2', [workspaceId, kind])
    await tx.query('update restore_state set undecided = array_remove(undecided, $2) where workspace_id = $1', [workspaceId, kind])
    await audit(tx, services, workspaceId, actorOf(principal), { action: `restore.${decision === 'release' ? 'released' : 'discarded'}`, subject: kind, data: { count: n } })
    await append(tx, [{ type: 'health.changed' }])
  })
  services.signals.committed(workspaceId)
  services.signals.emit('sends', workspaceId)
  services.signals.emit('posts', workspaceId)
  const left = await readHeld(services, workspaceId)
  if (!left) await services.healthy(workspaceId, HEALTH_KIND, 'restore')
  return left
}

/** What lies in tables of its own; campaigns have been let go one by one, by the same steps as by hand. */
async function settle(tx: Tx, workspaceId: string, kind: HeldKind, decision: Decision, now: string): Promise<void> {
  const own = `select subject_id from restore_hold where workspace_id = $1 and kind = '${kind}'`
  const go = decision === 'release'
  // Judged once more as it leaves: a window that has closed meanwhile keeps it here, with that reason.
  if (kind === 'messages' && go) await tx.query(`update send_job set state = 'queued', due_at = greatest(due_at, $2) where workspace_id = $1 and state = 'held' and message_id in (${own})`, [workspaceId, now])
  if (kind === 'scheduled') {
    const rows = await tx.query<{ conversation_id: string }>(`update scheduled_message set state = $2, changed_at = $3 where workspace_id = $1 and state = 'held' and scheduled_message_id in (${own}) returning conversation_id`, [workspaceId, go ? 'waiting' : 'cancelled', now])
    if (rows.length > 0) await append(tx, [...new Set(rows.map((row) => row.conversation_id))].map((conversationId) => ({ type: 'conversation.changed' as const, conversationId })))
  }
  if (kind === 'posts') {
    const rows = await tx.query<{ post_id: string }>(go
      ? `update post p set state = h.former, code = null, updated_at = $2 from restore_hold h where p.workspace_id = $1 and h.workspace_id = $1 and h.kind = 'posts' and h.subject_id = p.post_id and p.state = 'failed' and p.code = '${HELD}' returning p.post_id`
      : `update post set state = 'draft', code = null, updated_at = $2 where workspace_id = $1 and state = 'failed' and code = '${HELD}' and post_id in (${own}) and not exists (select from post_call c where c.workspace_id = $1 and c.post_id = post.post_id) returning post_id`, [workspaceId, now])
    if (rows.length > 0) await append(tx, rows.map((row) => ({ type: 'post.changed' as const, data: { postId: row.post_id } })))
  }
}

/** Somebody may have let it go or ended it by hand meanwhile: that stands. */
async function oneCampaign(services: Services, principal: Principal, id: string, decision: Decision): Promise<void> {
  try {
    const [row] = await services.db.inWorkspace(principal.workspaceId, (tx) => tx.query<{ state: string; reason: string | null }>('select state, state_reason as reason from campaign where workspace_id = $1 and campaign_id = $2', [principal.workspaceId, id]))
    if (row?.state !== 'paused' || row.reason !== HELD) return
    await (decision === 'release' ? resumeCampaign : stopCampaign)(services, principal, id)
  } catch (error) { if (!(error instanceof RecadoError)) throw error }
}

async function discard(tx: Tx, services: Services, workspaceId: string, ids: readonly string[]): Promise<void> {
  const rows = await tx.query<{ message_id: string; conversation_id: string }>(`select message_id, conversation_id from send_job where workspace_id = $1 and state = 'held' and message_id = any($2) order by conversation_id, message_id for update`, [workspaceId, ids])
  for (const row of rows) await failMessage(tx, workspaceId, { messageId: row.message_id, conversationId: row.conversation_id }, { code: 'discarded_after_restore' }, services.clock.now(workspaceId))
}
