import { newId } from '@recado/db'
import type { Services } from '../services.js'
import { type OutgoingEvent, readEvents, wants } from './events.js'
import { wallNow } from '../auth/audit.js'

interface Cursor { endpoint_id: string; events: string[]; seq: number; epoch: string; numbered: number; head: number; head_epoch: string }

const CURSORS = `select e.endpoint_id, e.events, e.seq, e.epoch, e.numbered, h.seq as head, h.epoch as head_epoch from webhook_endpoint e join event_head h on h.workspace_id = $1 where e.workspace_id = $1 and e.disabled_at is null`

/** The text that is signed and sent: made once, the same at every try. */
export function payloadOf(event: Pick<OutgoingEvent, 'type' | 'at' | 'data'> | { type: 'webhook.test'; at: string; data: object }): string {
  return JSON.stringify({ type: event.type, timestamp: event.at, data: event.data })
}

/**
 * Gives every endpoint of a workspace what the log holds behind its place: rows to deliver and the new place in one transaction, so a kill
 * repeats nothing and loses nothing. Nodes may do it at the same time: who comes second finds the place moved. Returns the endpoints that got something.
 */
export async function feed(services: Services, workspaceId: string): Promise<Set<string>> {
  const given = new Set<string>()
  for (;;) {
    const cursors = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Cursor>(CURSORS, [workspaceId]))
    for (const one of cursors.filter((cursor) => cursor.epoch !== cursor.head_epoch)) await startAnew(services, workspaceId, one)
    const behind = cursors.filter((one) => one.epoch === one.head_epoch && one.seq < one.head)
    if (behind.length === 0) return given
    // Endpoints are usually at one place: the log is read once for all of them.
    const from = Math.min(...behind.map((one) => one.seq))
    const group = behind.filter((one) => one.seq === from)
    const stretch = await readEvents(services, workspaceId, from, Math.min(...group.map((one) => one.numbered)))
    if (!stretch) return given
    for (const one of group) if (await give(services, workspaceId, one, stretch.to, stretch.numbered, stretch.events)) given.add(one.endpoint_id)
  }
}

/** Moves one endpoint over a stretch; true when it was given something. */
async function give(services: Services, workspaceId: string, cursor: Cursor, to: number, numbered: number, events: readonly OutgoingEvent[]): Promise<boolean> {
  const wanted = events.filter((event) => wants(cursor.events, event.type))
  const rows = wanted.map((event, i) => ({ id: newId(), i: i + 1, type: event.type, key: event.key, order_key: event.orderKey, at: event.at, payload: payloadOf(event) }))
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const [moved] = await tx.query<{ ordinal: number }>(
      `update webhook_endpoint set seq = $4, numbered = greatest(numbered, $5), ordinal = ordinal + $6 where workspace_id = $1 and endpoint_id = $2 and seq = $3 and disabled_at is null returning ordinal - $6 as ordinal`,
      [workspaceId, cursor.endpoint_id, cursor.seq, to, numbered, rows.length])
    if (!moved || rows.length === 0) return false
    const added = await tx.query(
      `insert into webhook_delivery (workspace_id, endpoint_id, delivery_id, ordinal, type, event_key, order_key, payload, at, due_at)
       select $1, $2, r.id, $3 + r.i, r.type, r.key, r.order_key, r.payload, r.at, $5 from jsonb_to_recordset($4::jsonb) as r(id uuid, i int, type text, key text, order_key uuid, at timestamptz, payload text)
       on conflict do nothing returning 1`, [workspaceId, cursor.endpoint_id, moved.ordinal, JSON.stringify(rows), wallNow(services, workspaceId)])
    return added.length > 0
  })
}

/** The log is another one (a backup was restored): what it says from now on is told. */
async function startAnew(services: Services, workspaceId: string, cursor: Cursor): Promise<void> {
  await services.db.inWorkspace(workspaceId, (tx) => tx.query('update webhook_endpoint set seq = $3, epoch = $4, numbered = greatest(numbered, (select value from workspace_counter where workspace_id = $1 and name = $5)) where workspace_id = $1 and endpoint_id = $2',
    [workspaceId, cursor.endpoint_id, cursor.head, cursor.head_epoch, 'conversation']))
}
