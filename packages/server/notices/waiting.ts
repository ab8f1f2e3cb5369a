/** What follows from a change of state waits until nobody can take it back. */
import type { Instant } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { readChange, standingOf } from '../conversations/change-sets.js'
import type { Ending, Occasion, Read } from './occasions.js'

/** As it is kept: what somebody is to be told, or what may end notices. */
type Kept = Occasion | { ending: Ending }

/** Puts aside what has to wait; returns what may happen now. */
export async function putAside(tx: Tx, workspaceId: string, { occasions, endings }: Read, now: Instant): Promise<Read> {
  const changes = new Map<string, Awaited<ReturnType<typeof readChange>>>()
  for (const { changeId } of [...occasions, ...endings]) if (changeId !== null && !changes.has(changeId)) changes.set(changeId, await readChange(tx, workspaceId, changeId))
  const standing = ({ changeId }: { changeId: string | null }) => (changeId === null ? 'now' : standingOf(changes.get(changeId) ?? null, now))
  const waits = (one: Occasion | Ending, kept: Kept) => {
    const change = standing(one) === 'wait' ? changes.get(one.changeId ?? '') : null
    return change ? [{ id: newId(), change: change.id, settles: new Date(change.settlesAt).toISOString(), kept }] : []
  }
  const rows = [...occasions.flatMap((one) => waits(one, one)), ...endings.flatMap((ending) => waits(ending, { ending }))]
  if (rows.length > 0) {
    await tx.query(
      `insert into notice_waiting (workspace_id, waiting_id, change_id, settles_at, occasion) select $1, w.id, w.change, w.settles, w.kept from jsonb_to_recordset($2::jsonb) as w(id uuid, change uuid, settles timestamptz, kept jsonb)`, [workspaceId, JSON.stringify(rows)])
  }
  return { occasions: occasions.filter((one) => standing(one) === 'now'), endings: endings.filter((one) => standing(one) === 'now') }
}

/** What has settled since: taken out, and done unless it was undone. */
export async function takeSettled(tx: Tx, workspaceId: string, now: Instant): Promise<Read> {
  const rows = await tx.query<{ change_id: string; occasion: Kept }>('delete from notice_waiting where workspace_id = $1 and settles_at <= $2 returning change_id, occasion', [workspaceId, new Date(now).toISOString()])
  const undone = new Map<string, boolean>()
  for (const { change_id: id } of rows) if (!undone.has(id)) undone.set(id, standingOf(await readChange(tx, workspaceId, id), now) === 'dropped')
  const settled: Read = { occasions: [], endings: [] }
  for (const { occasion: kept } of rows.filter((row) => !undone.get(row.change_id))) if ('ending' in kept) settled.endings.push(kept.ending); else settled.occasions.push(kept)
  return settled
}

export async function nextSettling(tx: Tx, workspaceId: string): Promise<Instant | null> {
  const [row] = await tx.query<{ at: number | null }>('select min(settles_at) as at from notice_waiting where workspace_id = $1', [workspaceId])
  return row?.at ?? null
}
