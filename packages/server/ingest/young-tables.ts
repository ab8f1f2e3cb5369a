import type { Database } from '@recado/db'

/** One count for all that write messages: what comes in and what a campaign sends. */
const COUNTS = new WeakMap<Database, YoungTables>()

/** Messages written since start after which the planner looks at the tables again. */
const STEPS = [50, 500, 5_000, 50_000]
const TABLES = 'contact, identity, identity_key, conversation, message, window_grant, work_case, event, send_entry, send_job, campaign_recipient'

/**
 * On a young database the plans are made for empty tables, where every index costs the same, and kept: 94 ms a batch of 100 at 5,000 messages, growing.
 * Autovacuum looks only once a minute; this looks when it matters, off the hot path.
 */
class YoungTables {
  private taken = 0
  private step = 0
  private looking: Promise<void> | null = null
  private readonly db: Database

  constructor(db: Database) { this.db = db }

  grown(by: number): void {
    this.taken += by
    if (this.step >= STEPS.length || this.taken < STEPS[this.step]! || this.looking) return
    this.step++
    this.looking = this.db.pool.query(`analyze ${TABLES}`).then(() => {}, () => {}).finally(() => { this.looking = null })
  }

  async settled(): Promise<void> { await this.looking }
}

export function youngTables(db: Database): YoungTables {
  const known = COUNTS.get(db) ?? new YoungTables(db)
  COUNTS.set(db, known)
  return known
}
