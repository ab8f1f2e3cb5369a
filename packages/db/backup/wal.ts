/** The write-ahead log of the embedded engine as whole segments, kept for us by a replication slot until we have them. */
import type pg from 'pg'

export const SLOT = 'recado_backup'
const SEGMENT = 16n * 1024n * 1024n
const PIECE = 1024 * 1024

/** A place in the log: `2/F8000060`. */
export type Lsn = string
export const lsnNumber = (lsn: Lsn): bigint => { const [high = '0', low = '0'] = lsn.split('/'); return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`) }

/** Number of the first segment that begins at or after this place. */
export const segmentAfter = (lsn: Lsn): number => Number((lsnNumber(lsn) + SEGMENT - 1n) / SEGMENT)

const lsnOf = (segment: number): Lsn => { const at = BigInt(segment) * SEGMENT; return `${(at >> 32n).toString(16).toUpperCase()}/${(at & 0xffffffffn).toString(16).toUpperCase()}` }
const hex8 = (n: bigint | number): string => n.toString(16).toUpperCase().padStart(8, '0')
export const segmentName = (timeline: number, segment: number): string => { const n = BigInt(segment); return hex8(timeline) + hex8(n >> 8n) + hex8(n & 0xffn) }

export interface Identity { system: string; timeline: number }
export async function identityOf(client: pg.Client): Promise<Identity> {
  const { rows } = await client.query<{ system: string; timeline: number }>(`select (select system_identifier::text from pg_control_system()) as system, (select timeline_id from pg_control_checkpoint()) as timeline`)
  return rows[0]! // one row
}

/** Makes the log be kept from here on, where it is not kept already; a slot that fell behind its limit is made anew. */
export async function keepLog(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ lost: boolean }>(`select wal_status = 'lost' as lost from pg_replication_slots where slot_name = $1`, [SLOT])
  if (rows[0]?.lost) await dropLog(client)
  if (!rows[0] || rows[0].lost) await client.query('select pg_create_physical_replication_slot($1, true)', [SLOT])
}

/** The log is no longer kept for us. */
export async function dropLog(client: pg.Client): Promise<void> {
  await client.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1 and not active', [SLOT])
}

/** Whether every segment from this one on is still there. */
export async function hasLog(client: pg.Client, timeline: number, segment: number): Promise<boolean> {
  const { rows } = await client.query(`select 1 from pg_replication_slots where slot_name = $1 and wal_status in ('reserved', 'extended') and restart_lsn <= $2::pg_lsn`, [SLOT, lsnOf(segment)])
  if (rows.length === 0) return false
  const there = await client.query('select (pg_stat_file($1, true)).size is not null as there', [`pg_wal/${segmentName(timeline, segment)}`])
  return there.rows[0]?.there === true || lsnNumber((await client.query<{ at: string }>('select pg_current_wal_lsn()::text as at')).rows[0]!.at) <= BigInt(segment) * SEGMENT // one row; nothing was written since
}

/** Ends the running segment; answers the first that is still to be written. All before it are whole. */
export async function closeSegment(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ at: string }>('select pg_switch_wal()::text as at')
  return segmentAfter(rows[0]!.at) // one row
}

/** One whole segment. */
export async function* readSegment(client: pg.Client, timeline: number, segment: number): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < Number(SEGMENT); offset += PIECE) {
    const { rows } = await client.query<{ piece: Buffer }>('select pg_read_binary_file($1, $2, $3) as piece', [`pg_wal/${segmentName(timeline, segment)}`, offset, PIECE])
    yield rows[0]!.piece // one row
  }
}

/** Everything before this segment lies safe elsewhere: the engine may use its space again. */
export async function releaseLog(client: pg.Client, segment: number): Promise<void> {
  await client.query('select pg_replication_slot_advance(slot_name, least($2::pg_lsn, pg_current_wal_flush_lsn())) from pg_replication_slots where slot_name = $1 and restart_lsn < $2::pg_lsn', [SLOT, lsnOf(segment)])
}
