/** What people changed, kept so that it can be taken back for ten seconds, and so that whatever follows from it by itself can wait as long. */
import type { ConversationStatus, Priority } from '@recado/api'
import { type Instant, seconds } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Principal, Services } from '../services.js'
import type { Held } from './change.js'

/** Business time in which a change can be taken back; when it is over the change has settled. */
export const UNDO_MS = seconds(10)

/** What `work_image` says of a thread: all that a change of people can touch. Moments are text of the database, compared and put back as they are. */
export interface WorkImage {
  status: ConversationStatus; snoozedUntil: string | null; snoozeMarginMs: number | null; caseId: string; waitingSince: string | null; failed: number
  assigneeId: string | null; teamId: string | null; priority: Priority; labels: string[]; unread: number
}

/** A change as those see it who cause something by it. */
export interface ChangeState { id: string; madeBy: { kind: 'user' | 'token'; id: string }; madeAt: Instant; settlesAt: Instant; undoneAt: Instant | null }

/** null: no such change, or so long ago that it is forgotten; it has settled. */
export async function readChange(tx: Tx, workspaceId: string, changeId: string): Promise<ChangeState | null> {
  const [row] = await tx.query<{ made_by: string; made_by_kind: 'user' | 'token'; made_at: number; settles_at: number; undone_at: number | null }>(
    'select made_by, made_by_kind, made_at, settles_at, undone_at from change_set where workspace_id = $1 and change_id = $2', [workspaceId, changeId])
  return row ? { id: changeId, madeBy: { kind: row.made_by_kind, id: row.made_by }, madeAt: row.made_at, settlesAt: row.settles_at, undoneAt: row.undone_at } : null
}

/** Whether what follows from a change may happen now (`now`), must still wait (`wait`, until `settlesAt`), or is dropped. */
export function standingOf(change: ChangeState | null, now: Instant): 'now' | 'wait' | 'dropped' {
  if (!change) return 'now'
  if (change.undoneAt !== null) return 'dropped'
  return now >= change.settlesAt ? 'now' : 'wait'
}

/** Remembers every held thread that is not as it was. Returns which. */
export async function recordChange(tx: Tx, services: Pick<Services, 'clock'>, principal: Principal, changeId: string, held: readonly Held[]): Promise<string[]> {
  const { workspaceId } = principal
  const rows = await tx.query<{ conversation_id: string; before: WorkImage; after: WorkImage }>(
    `select c.conversation_id, h.before, work_image(c) as after from jsonb_to_recordset($2::jsonb) as h(id uuid, before jsonb) join conversation c on c.workspace_id = $1 and c.conversation_id = h.id where work_image(c) <> h.before`,
    [workspaceId, JSON.stringify(held.map(({ id, before }) => ({ id, before })))])
  if (rows.length === 0) return []
  const now = services.clock.now(workspaceId)
  await tx.query('insert into change_set (workspace_id, change_id, made_by, made_by_kind, made_at, settles_at, changed) values ($1, $2, $3, $4, $5, $6, $7)',
    [workspaceId, changeId, principal.id, principal.kind, new Date(now).toISOString(), new Date(now + UNDO_MS).toISOString(), rows.length])
  await tx.query('insert into change_row (workspace_id, change_id, conversation_id, before, after) select $1, $2, r.conversation_id, r.before, r.after from jsonb_to_recordset($3::jsonb) as r(conversation_id uuid, before jsonb, after jsonb)',
    [workspaceId, changeId, JSON.stringify(rows)])
  return rows.map((row) => row.conversation_id)
}
