import pg from 'pg'

/** So many bytes may lie here before the server is made to wait, and so few before it goes on. */
const HIGH = 4 * 1024 * 1024
const LOW = 1024 * 1024

/** What pg's client calls on the statement it is working on, as far as we answer it. */
interface Wire { stream: import('node:stream').Duplex; query(text: string): void; sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void; sendCopyFail(message: string): void }

/** Rows beside the stream, as text: BASE_BACKUP tells where it begins and ends. */
export type Rows = (string | null)[][]

/** A statement whose answer is a stream of bytes (COPY ... TO STDOUT, BASE_BACKUP): read it by `for await`; memory stays flat. */
export class CopyOut implements AsyncIterable<Buffer> {
  /** Sets of rows that came before and after the stream. */
  readonly rows: Rows[] = []
  private readonly text: string
  private chunks: Buffer[] = []
  private waiting = 0
  private over = false
  private fault: Error | null = null
  private wire: Wire | null = null
  private wake: (() => void) | null = null

  constructor(client: pg.Client | pg.PoolClient, text: string) {
    this.text = text
    client.query(this as unknown as pg.Submittable) // pg's own words for what follows are not in its types
  }

  submit(wire: Wire): void {
    this.wire = wire
    wire.query(this.text)
  }

  handleRowDescription(): void { this.rows.push([]) }
  handleDataRow({ fields }: { fields: (string | null)[] }): void { this.rows.at(-1)?.push(fields) }
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The reader's buffer is written over by the next packet.
    this.chunks.push(Buffer.from(chunk))
    this.waiting += chunk.length
    if (this.waiting > HIGH) this.wire?.stream.pause()
    this.wake?.()
  }
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleError(error: Error): void { this.fault = error; this.over = true; this.wake?.() }
  handleReadyForQuery(): void { this.over = true; this.wake?.() }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      for (const chunk of this.chunks.splice(0)) {
        this.waiting -= chunk.length
        yield chunk
      }
      if (this.waiting < LOW) this.wire?.stream.resume()
      if (this.over && this.chunks.length === 0) break
      if (this.chunks.length === 0) await new Promise<void>((resolve) => { this.wake = resolve })
      this.wake = null
    }
    if (this.fault) throw this.fault
  }
}

/** COPY ... FROM STDIN: gives it `source` piece by piece, no faster than the server takes it. */
export function copyIn(client: pg.Client, text: string, source: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    let fault: Error | null = null
    let wire: Wire | null = null
    const feed = async (): Promise<void> => {
      const { stream } = wire! // set before the server asks
      for await (const chunk of source) {
        if (fault) return
        wire!.sendCopyFromChunk(chunk)
        if (stream.writableNeedDrain) await new Promise<void>((done) => { stream.once('drain', done).once('close', done) })
      }
      wire!.endCopyFrom()
    }
    const statement = {
      submit(connection: Wire) { wire = connection; connection.query(text) },
      handleCopyInResponse() { feed().catch((error: Error) => { fault ??= error; wire?.sendCopyFail('the source broke off') }) },
      handleRowDescription() {}, handleDataRow() {}, handleCommandComplete() {}, handleEmptyQuery() {}, handlePortalSuspended() {}, handleCopyData() {},
      handleError(error: Error) { fault ??= error },
      // After an error the client no longer belongs to this statement.
      handleReadyForQuery() { if (fault) reject(fault); else resolve() },
    }
    const handleError = statement.handleError
    statement.handleError = (error) => { handleError(error); reject(fault!) } // just set
    client.query(statement as unknown as pg.Submittable)
  })
}

/** A connection of its own for long work, where nothing times out. */
export async function openClient(url: string, name = 'recado backup'): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: name })
  client.on('error', () => {})
  await client.connect()
  return client
}
export type { Client } from 'pg'
