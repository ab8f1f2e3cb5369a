import type { StatusEvent } from '@recado/channel-kit'
import { type Database, extKey, type Tx } from '@recado/db'
import type { Services } from '../services.js'
import { isThreadEvent, type Accepted } from './events.js'
import { applyOther } from './others.js'
import { planBatch, type Planned, UUID } from './plan.js'

const INGEST = 'select i, message_id, conversation_id from ingest_batch($1, $2, $3, $4, $5)'
const INGEST_ALONE = 'select i, message_id, conversation_id from ingest_batch_of($1, $2, $3, $4, $5, $6)'
const SETTLE = 'select settle_batch($1, $2)'
const REPORTS = 'select take_reports($1, $2)'
const WATERMARKS = 'select take_watermarks($1, $2)'

export interface Stored { i: number; messageId: string; conversationId: string }

/** Whether these go into the thread and nowhere else: then one statement stores them, which is a transaction of its own. */
export const isOneStatement = (batch: readonly Accepted[]): boolean => batch.every((item) => isThreadEvent(item.event) && reportsOf(item).length === 0)

/** Writes one batch of one workspace. What was stored before changes nothing. Throws what the database throws. */
export async function commitBatch(services: Pick<Services, 'clock' | 'channels' | 'log'> & { db: Database }, workspaceId: string, batch: readonly Accepted[]): Promise<Stored[]> {
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  if (isOneStatement(batch)) return storedOf(await services.db.callInWorkspace<StoredRow>(workspaceId, INGEST_ALONE, argumentsOf(batch as Planned[], now))) // thread events, looked at just now
  const thread = batch.filter((item): item is Planned => isThreadEvent(item.event))
  const reports = batch.flatMap((item) => reportsOf(item))
  const others = batch.filter((item) => !isThreadEvent(item.event) && item.event.type !== 'status' && item.event.type !== 'ignored' && item.event.type !== 'kept')
  // Each of these ends with an entry in the log, whose head is then held to the commit. Two in one transaction would take more threads while they hold it, and wait in a
  // ring with whoever has those threads and wants the head. What came twice changes nothing, so a batch that breaks off between them is simply sent again.
  const stored = thread.length > 0 ? await services.db.inWorkspace(workspaceId, (tx) => storeThread(tx, thread, now)) : []
  for (const [merge, some] of [[REPORTS, reports.filter((one) => !one.up_to)], [WATERMARKS, reports.filter((one) => one.up_to)]] as const) {
    if (some.length > 0) await services.db.inWorkspace(workspaceId, (tx) => tx.query(merge, [JSON.stringify(some.map((report, i) => ({ ...report, i }))), now]))
  }
  const alone = [...others, ...batch.filter(({ event }) => event.type === 'status' && (event.grants || event.error?.code === 'window_closed'))]
  for (const item of alone) await services.db.inWorkspace(workspaceId, (tx) => applyOther(tx, item, now))
  return stored
}

interface StoredRow { i: number; message_id: string; conversation_id: string }

async function storeThread(tx: Tx, thread: Planned[], now: string): Promise<Stored[]> {
  const values = argumentsOf(thread, now)
  const stored = storedOf(await tx.query<StoredRow>(INGEST, values))
  await tx.query(SETTLE, [values[2], now])
  return stored
}

const storedOf = (rows: readonly StoredRow[]): Stored[] => rows.map((row) => ({ i: row.i, messageId: row.message_id, conversationId: row.conversation_id }))

function argumentsOf(thread: Planned[], now: string): unknown[] {
  const plan = planBatch(thread)
  return [JSON.stringify(plan.people), JSON.stringify(plan.keys), JSON.stringify(plan.events), plan.media.length > 0 ? JSON.stringify(plan.media) : null, now]
}

/** Reports as the database merges them; the echo of one of ours also tells its platform id. */
function reportsOf({ account, event }: Accepted): Record<string, unknown>[] {
  if (event.type === 'echo' && UUID.test(event.clientRef ?? ''))
    return [{ account: account.id, client_ref: event.clientRef, ext_key: extKey(event.externalId), external_id: event.externalId, status: event.status ?? 'sent', at: new Date(event.at).toISOString() }]
  if (event.type !== 'status') return []
  const status: StatusEvent = event
  return [{
    account: account.id, client_ref: UUID.test(status.clientRef ?? '') ? status.clientRef : undefined, ext_key: status.externalId ? extKey(status.externalId) : undefined, external_id: status.externalId,
    status: status.status, at: new Date(status.at).toISOString(), error: status.error, pricing: status.pricing,
    person_keys: (status.upTo?.person ?? status.person)?.keys, up_to: status.upTo ? new Date(status.upTo.at).toISOString() : undefined,
  }]
}
