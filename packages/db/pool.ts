import pg from 'pg'

/** How long is waited for what. Counted in beats of our own, not by a clock: while this process itself is held up, nobody is waiting for the database. */
export interface Patience {
  /** For a new connection; what takes longer is away. */
  connectMs: number
  /** For one of ours to come back from others who are served: then there is too much to do. */
  waitMs: number
  /** For any answer at all to those who asked, before the database is asked whether it lives ... */
  stillMs: number
  /** ... and for its word on that. */
  wordMs: number
}
const PATIENCE: Patience = { connectMs: 5_000, waitMs: 20_000, stillMs: 2_000, wordMs: 3_000 }
const BEAT_MS = 250
/** While all are busy and the database said that it lives, it is asked again after so long. */
const AGAIN_MS = 5_000
const beats = (ms: number): number => Math.ceil(ms / BEAT_MS)

/** All connections were in use for the whole wait, by others whom the database serves: nothing is wrong but the amount. */
export class DatabaseBusy extends Error {
  override readonly name = 'DatabaseBusy'

  constructor() { super('no connection came free in time') }
}

/** The database takes no connection and answers nothing. */
export class DatabaseSilent extends Error {
  /** PostgreSQL's own "cannot connect now". */
  readonly code = '57P03'
  override readonly name = 'DatabaseSilent'

  constructor(message = 'the database answers nobody') { super(message) }
}

/** A connection on which somebody works. */
export interface Line { readonly client: pg.PoolClient; asking: number; /** What becomes of it is decided: to break it off would leave nobody knowing how. */ committing: boolean; broken: boolean }

interface Waiting { resolve(): void; reject(error: Error): void; beats: number }
type Told = (error: Error | undefined, client: pg.PoolClient | undefined, release: (error?: unknown) => void) => void

/**
 * A pool that tells a full house from a dead one. Whoever finds all connections in use waits in a queue of its own, for longer than a connection
 * may take to open. Where nobody hears anything any more, the database is asked on a fresh connection: does it not answer either, then those who
 * wait are told at once, and what is under way is broken off (the server undoes what was not committed).
 */
export class Pool extends pg.Pool {
  private readonly lines = new Set<Line>()
  private readonly queue: Waiting[] = []
  private readonly patience: Patience
  private readonly most: number
  private readonly config: pg.PoolConfig
  private out = 0
  private beating: NodeJS.Timeout | null = null
  private heard = 0
  private heardBefore = 0
  private still = 0
  private word: { client: pg.Client; beats: number } | null = null

  constructor(config: pg.PoolConfig & { max: number }, patience: Partial<Patience> = {}) {
    const whole = { ...PATIENCE, ...patience }
    super({ ...config, connectionTimeoutMillis: whole.connectMs })
    this.patience = whole
    this.most = config.max
    this.config = config
    this.on('release', (error) => {
      if (!error) this.heard++
      this.back()
    })
  }

  /** How many wait for a connection: in our own queue, in pg's (`waitingCount`) nobody ever does. */
  get waiting(): number { return this.queue.length }

  override connect(): Promise<pg.PoolClient>
  override connect(tell: Told): void
  override connect(tell?: Told): Promise<pg.PoolClient> | void {
    const client = this.turn().then(() => super.connect().catch((error: unknown) => { this.back(); throw error }))
    if (!tell) return client
    client.then((one) => tell(undefined, one, (error) => one.release(error as Error | undefined)), (error: Error) => tell(error, undefined, () => {}))
  }

  override end(): Promise<void>
  override end(callback: () => void): void
  override end(callback?: () => void): Promise<void> | void {
    for (const one of this.queue.splice(0)) one.reject(new DatabaseSilent('the connections are being closed'))
    return callback ? super.end(callback) : super.end()
  }

  /** Somebody works on this connection until `done`. */
  line(client: pg.PoolClient): Line {
    const line = { client, asking: 0, committing: false, broken: false }
    this.lines.add(line)
    return line
  }

  done(line: Line): void { this.lines.delete(line) }

  /** Waits for an answer in sight of the watch. */
  async answer<T>(line: Line, asked: Promise<T>): Promise<T> {
    line.asking++
    try { return await asked } finally {
      line.asking--
      if (!line.broken) this.heard++
    }
  }

  private turn(): Promise<void> {
    this.beating ??= setInterval(() => this.beat(), BEAT_MS).unref()
    if (this.out < this.most && this.queue.length === 0) {
      this.out++
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => { this.queue.push({ resolve, reject, beats: 0 }) })
  }

  private back(): void {
    const next = this.queue.shift()
    if (next) next.resolve()
    else this.out--
  }

  private beat(): void {
    if (this.out === 0 && this.beating) {
      clearInterval(this.beating)
      this.beating = null
      this.still = 0
      return
    }
    for (const one of this.queue) one.beats++
    while (this.queue[0] && this.queue[0].beats > beats(this.patience.waitMs)) this.queue.shift()!.reject(new DatabaseBusy()) // looked at above
    const asked = this.queue.length > 0 || [...this.lines].some(({ asking }) => asking > 0)
    this.still = !asked || this.heard !== this.heardBefore ? 0 : this.still + 1
    this.heardBefore = this.heard
    if (this.word) this.word.beats++
    else if (this.still >= beats(this.patience.stillMs)) this.ask()
    if (this.word && this.word.beats > beats(this.patience.wordMs)) this.giveUp()
  }

  /** Asks the database on a connection that is nobody's whether it lives. A refusal in its own words is an answer, that nobody is there is none. */
  private ask(): void {
    const client = new pg.Client({ ...this.config, application_name: 'recado watch' } as pg.ClientConfig)
    const word = (this.word = { client, beats: 0 })
    client.on('error', () => {}) // told by the promise below
    void client.connect().then(() => client.query('select')).then(() => true, (error: { severity?: string }) => error.severity !== undefined).then((lives) => {
      cut(client, new DatabaseSilent())
      if (this.word !== word) return
      if (!lives) { this.giveUp(); return }
      this.word = null
      this.still = -beats(AGAIN_MS)
    })
  }

  private giveUp(): void {
    if (this.word) cut(this.word.client, new DatabaseSilent())
    this.word = null
    for (const one of this.queue.splice(0)) one.reject(new DatabaseSilent())
    for (const line of this.lines) {
      if (line.asking === 0 || line.committing) continue
      line.broken = true
      cut(line.client, new DatabaseSilent())
    }
  }
}

/** pg's own `end` waits for the answers that are missing. */
function cut(client: pg.ClientBase, why: Error): void {
  (client as unknown as { connection: { stream: { destroy(error: Error): void } } }).connection.stream.destroy(why) // its declarations leave out the socket, and nothing else ends a connection that does not answer
}
