/** Occasions that follow from a change of state wait until nobody can take it back. */
import type { Instant } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { readChange, standingOf } from '../conversations/change-sets.js'
import type { Occasion } from './occasions.js'

/** Puts aside what has to wait; returns what may be told now. */
export async function putAside(tx: Tx, workspaceId: string, occasions: readonly Occasion[], now: Instant): Promise<Occasion[]> {
  const free: Occasion[] = []
  const changes = new Map<string, Awaited<ReturnType<typeof readChange>>>()
  for (const occasion of occasions) {
    const { changeId } = occasion
    if (changeId === null) { free.push(occasion); continue }
    if (!changes.has(changeId)) changes.set(changeId, await readChange(tx, workspaceId, changeId))
    const change = changes.get(changeId) ?? null
    const standing = standingOf(change, now)
    if (standing === 'now') free.push(occasion)
    if (standing === 'wait' && change) await tx.query('insert into notice_waiting (workspace_id, waiting_id, change_id, settles_at, occasion) values ($1, $2, $3, $4, $5)', [workspaceId, newId(), changeId, new Date(change.settlesAt).toISOString(), JSON.stringify(occasion)])
  }
  return free
}

/** What has settled since: taken out, and told unless it was undone. */
export async function takeSettled(tx: Tx, workspaceId: string, now: Instant): Promise<Occasion[]> {
  const rows = await tx.query<{ change_id: string; occasion: Occasion }>('delete from notice_waiting where workspace_id = $1 and settles_at <= $2 returning change_id, occasion', [workspaceId, new Date(now).toISOString()])
  const undone = new Map<string, boolean>()
  for (const { change_id: id } of rows) if (!undone.has(id)) undone.set(id, standingOf(await readChange(tx, workspaceId, id), now) === 'dropped')
  return rows.filter((row) => !undone.get(row.change_id)).map((row) => row.occasion)
}

export async function nextSettling(tx: Tx, workspaceId: string): Promise<Instant | null> {
  const [row] = await tx.query<{ at: number | null }>('select min(settles_at) as at from notice_waiting where workspace_id = $1', [workspaceId])
  return row?.at ?? null
}
