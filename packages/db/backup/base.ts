/** The embedded engine's own base backup, over a replication connection: the data directory as one tar, with the log that makes it whole. */
import pg from 'pg'
import { type Lsn, segmentAfter } from './wal.js'
import { CopyOut } from './stream.js'

/** Filled while the stream is read: where it may be followed from, and the size that was foretold. */
export interface BaseFacts { timeline: number; /** first segment of the log that it does not hold */ nextSegment: number; bytes: number }

const [ARCHIVE, DATA, MANIFEST, PROGRESS] = ['n', 'd', 'm', 'p'].map((letter) => letter.charCodeAt(0))

/** Yields the tar. `facts` is complete once the last byte was read. */
export async function* baseBackup(adminUrl: string, facts: BaseFacts): AsyncGenerator<Buffer> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'recado backup', replication: 'true' } as pg.ClientConfig) // a setting of the protocol that the types do not name
  client.on('error', () => {})
  await client.connect()
  let whole = false
  try {
    // Gone with this connection; until then no segment is recycled that the backup still has to take in.
    await client.query(`CREATE_REPLICATION_SLOT recado_base_${process.pid}_${Date.now()} TEMPORARY PHYSICAL RESERVE_WAL`)
    const stream = new CopyOut(client, `BASE_BACKUP (LABEL 'recado', CHECKPOINT 'fast', WAL true, WAIT true, MANIFEST 'no', PROGRESS true)`)
    let archives = 0
    for await (const chunk of stream) {
      if (chunk[0] === ARCHIVE && ++archives > 1) throw new Error('The database has tablespaces outside its directory: back it up by --logical.')
      if (facts.bytes === 0) facts.bytes = Number(stream.rows[1]?.[0]?.[2] ?? 0) * 1024
      if (chunk[0] === DATA) yield chunk.subarray(1)
      else if (chunk[0] !== ARCHIVE && chunk[0] !== MANIFEST && chunk[0] !== PROGRESS) throw new Error('The base backup says something this version does not know.')
    }
    const [end, timeline] = stream.rows.at(-1)?.[0] ?? []
    facts.nextSegment = segmentAfter(text(end) as Lsn)
    facts.timeline = Number(text(timeline))
    whole = true
  } finally {
    if (whole) await client.end()
    else (client as unknown as { connection: { stream: import('node:stream').Duplex } }).connection.stream.destroy() // cut: the server ends the backup
  }
}

const text = (value: unknown): string => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value))
