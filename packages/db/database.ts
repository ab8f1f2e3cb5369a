import pg from 'pg'
import { DatabaseBusy, type Line, type Patience, Pool } from './pool.js'

// Instants travel as milliseconds (core's Instant), bigint counters as numbers: neither passes 2^53 here. Plain dates are not used.
const types = {
  getTypeParser(oid: number, format?: string) {
    if (format !== 'binary') {
      if (oid === 1184 || oid === 1114) return (value: string) => Date.parse(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
      if (oid === 20) return Number
    }
    return pg.types.getTypeParser(oid as never, format as never) as (value: string) => unknown
  },
}

export interface DatabaseOptions {
  url: string
  max?: number
  /** Behind PgBouncer in transaction mode: no named statements. */
  pooler?: boolean
  /** How long is waited for what, where it is not what pool.ts says. */
  patience?: Partial<Patience>
  onError?: (error: Error) => void
}

/** What a statement is run on: a transaction that already knows its role and workspace. */
export interface Tx {
  /** Named (prepared) unless behind a pooler; the name is the statement's own text, so a shape is planned once per connection. */
  query<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>
  /** For texts that are made anew for every question: never kept prepared, planned for these very values. */
  ask<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>
}

/** No statement of ours takes longer: what does is lost in the woods, and holds a connection. */
const STATEMENT_MS = 60_000

/** One pool. Every use is a transaction whose first statement sets role and workspace: there is no way to a table without. */
export class Database {
  readonly pool: Pool
  /** Statements sent since start, for the bench. */
  statements = 0
  private readonly names = new Map<string, string>()
  /** Connections that carry calls of a workspace just now. */
  private readonly lines = new Map<string, { client: Promise<pg.PoolClient>; calls: number; broken: Error | undefined }>()
  private readonly pooler: boolean
  readonly url: string

  constructor(options: DatabaseOptions) {
    this.url = options.url
    this.pooler = options.pooler ?? false
    this.pool = new Pool({
      connectionString: options.url, max: options.max ?? 10, types: types as never, allowExitOnIdle: false,
      idleTimeoutMillis: 30_000, application_name: 'recado',
      // Seen with PgBouncer 1.18 (Debian 12) under load: of calls sent without waiting, some reached the server as "invalid frontend message type".
      pipeline: !this.pooler,
      // It also refuses a connection that asks for a time limit; there each transaction says so itself.
      ...(this.pooler ? {} : { statement_timeout: STATEMENT_MS }),
    } as pg.PoolConfig & { max: number }, options.patience)
    this.pool.on('error', (error) => options.onError?.(error))
    // A connection that breaks while a statement runs rejects the statement and says so a second time, which nobody else hears: unheard, it ends the process.
    this.pool.on('connect', (client) => client.on('error', () => {}))
  }

  /** Runs `work` as recado_app in one workspace; rolls back when it throws. */
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (!UUID.test(workspaceId)) throw new Error('workspace id is not a UUID')
    return this.transaction(`begin; select set_config('role', 'recado_app', true), set_config('recado.workspace', '${workspaceId}', true)`, work)
  }

  /** Like inWorkspace, but all reads see one moment: for snapshots that carry a `seq`. */
  snapshot<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (!UUID.test(workspaceId)) throw new Error('workspace id is not a UUID')
    return this.transaction(`begin isolation level repeatable read read only; select set_config('role', 'recado_app', true), set_config('recado.workspace', '${workspaceId}', true)`, work, false)
  }

  /** Runs `work` as recado_system: sessions, tokens, addresses, leases, heads of logs - nothing of a workspace's content. */
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transaction(`begin; select set_config('role', 'recado_system', true)`, work)
  }

  /**
   * One statement that is a transaction of its own: a function that takes the workspace as its first argument and enters it. One round trip
   * where inWorkspace has three; for the one path on which that shows. Calls of one workspace share a connection and are sent without waiting
   * for each other: the server runs them one after the other.
   */
  async callInWorkspace<R>(workspaceId: string, text: string, values: readonly unknown[]): Promise<R[]> {
    const line = this.lines.get(workspaceId) ?? { client: this.pool.connect(), calls: 0, broken: undefined }
    line.calls++
    this.lines.set(workspaceId, line)
    let watched: Line | undefined
    try {
      const client = await line.client
      this.statements++
      const all = [workspaceId, ...values]
      watched = this.pool.line(client)
      return (await this.pool.answer(watched, client.query(this.pooler ? { text, values: all } : { name: this.nameOf(text), text, values: all }))).rows as R[]
    } catch (error) {
      // Nobody is let in on a connection that is lost.
      if (isAway(error)) { line.broken = error as Error; this.lines.delete(workspaceId) }
      throw error
    } finally {
      if (watched) this.pool.done(watched)
      if (--line.calls === 0) {
        if (this.lines.get(workspaceId) === line) this.lines.delete(workspaceId)
        void line.client.then((client) => client.release(line.broken), () => {}) // one that never came was refused above
      }
    }
  }

  /**
   * The opening and the first statement travel together: the server runs them one after the other, and refuses the second where the first failed.
   * Whoever only read (`writes` false) has its answer before the transaction is closed; the connection goes back when it is.
   */
  private async transaction<T>(opening: string, work: (tx: Tx) => Promise<T>, writes = true): Promise<T> {
    const client = await this.pool.connect()
    const line = this.pool.line(client)
    let broken: Error | undefined
    let closing: Promise<unknown> | undefined
    this.statements++
    const opened = this.pool.answer(line, client.query(this.pooler ? `${opening}, set_config('statement_timeout', '${STATEMENT_MS}', true)` : opening))
    opened.catch(() => {}) // heard below
    // What was begun beside a statement that failed finds the transaction over: it must not run on a connection that is somebody else's by then.
    let over = false
    const run = async <R>(statement: pg.QueryConfig): Promise<R[]> => {
      if (over) throw new Error('the transaction is over')
      this.statements++
      return (await this.pool.answer(line, client.query(statement))).rows as R[]
    }
    try {
      const result = await work({
        query: (text, values = []) => run(this.pooler ? { text, values: values as unknown[] } : { name: this.nameOf(text), text, values: values as unknown[] }),
        ask: (text, values = []) => run({ text, values: values as unknown[] }),
      })
      over = true
      await opened
      this.statements++
      line.committing = writes
      const ended = this.pool.answer(line, client.query('commit'))
      if (writes) await ended
      else closing = ended
      return result
    } catch (error) {
      over = true
      try { await this.pool.answer(line, client.query('rollback')) } catch (lost) { broken = lost as Error }
      // Where the opening failed, what came after it only says that.
      await opened
      throw error
    } finally {
      const giveBack = (lost?: Error): void => { this.pool.done(line); client.release(lost) }
      if (closing) closing.then(() => giveBack(), giveBack)
      else giveBack(broken)
    }
  }

  private nameOf(text: string): string {
    let name = this.names.get(text)
    if (!name) this.names.set(text, (name = `s${this.names.size}`))
    return name
  }

  close(): Promise<void> { return this.pool.end() }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006', '53300', '25006', // no disk, no memory, or a file that cannot be written: what cannot be stored now may be in a minute
  '53100', '53200', '58030'])

/** The database is not there (starting, stopped, restarting), or had no room for us: worth trying again, nothing is wrong with the statement. */
export function isAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return isBusy(error) || AWAY.has(code ?? '') || /Connection terminated|timeout expired|Client has encountered a connection error|not queryable/i.test(message ?? '')
}

/** The database is there and serves others; all our connections were in use for too long. */
export const isBusy = (error: unknown): boolean => error instanceof DatabaseBusy

/** The data itself cannot be stored (SQLSTATE classes 22 and 23): trying again brings nothing. */
export function isDataError(error: unknown): boolean {
  const code = (error as { code?: string }).code
  return typeof code === 'string' && code.length === 5 && (code.startsWith('22') || code.startsWith('23'))
}

/** Two nodes met; the transaction may simply be repeated. */
export function isConflict(error: unknown): boolean {
  const code = (error as { code?: string }).code
  return code === '40001' || code === '40P01'
}
