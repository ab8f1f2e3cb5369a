import { RecadoError } from '@recado/core'
import type { Database } from '@recado/db'
import { countedAddress } from '../address.js'
import { subjectOf } from '../throttle.js'

/** So many codes may be tried at once from one address, then one every six seconds: guessing one in a million takes years. */
export const BURST = 5
export const EVERY_S = 6
/** The same for a person whatever the addresses: whoever has her password and a thousand machines does not get a thousand times as far. */
export const BURST_OF_PERSON = 50

// By the clock and not by the transaction's beginning: of five that begin at once the last to get the row may have begun first, and would be refused.
// `blocked_until` is the moment at which everything tried so far has been paid for; a try is granted while that lies less than the burst ahead.
const TAKE = `insert into sign_in_failure as f (subject, failures, blocked_until) values ($1, 1, clock_timestamp() + make_interval(secs => ${EVERY_S}))
  on conflict (subject) do update set failures = f.failures + 1, blocked_until = greatest(f.blocked_until, clock_timestamp()) + make_interval(secs => ${EVERY_S}), updated_at = clock_timestamp()
  where f.blocked_until is null or f.blocked_until <= clock_timestamp() + make_interval(secs => ${EVERY_S} * ($2::int - 1))
  returning failures`
const WAIT = `select ceil(extract(epoch from blocked_until - clock_timestamp() - make_interval(secs => ${EVERY_S} * ($2::int - 1))))::int as wait from sign_in_failure where subject = $1`

/** Tries at codes, per person and address. They are counted apart from passwords: a code is only asked for once the password was right. */
export class CodeThrottle {
  private readonly db: Database

  constructor(db: Database) { this.db = db }

  /** Takes one try; throws too_many_requests with `retryAfterS` when there is none left. */
  async take(userId: string, ip: string): Promise<void> {
    const subjects = [[subjectOf('code', userId, countedAddress(ip)), BURST], [subjectOf('code', userId), BURST_OF_PERSON]] as const
    const wait = await this.db.asSystem(async (tx) => {
      for (const [subject, burst] of subjects) {
        if ((await tx.query(TAKE, [subject, burst])).length > 0) continue
        const [row] = await tx.query<{ wait: number }>(WAIT, [subject, burst])
        return Math.max(1, row?.wait ?? 1)
      }
      return 0
    })
    if (wait > 0) throw new RecadoError('too_many_requests', { retryAfterS: wait })
  }

  /** It was the right one: this address may try afresh. */
  async succeeded(userId: string, ip: string): Promise<void> {
    await this.db.asSystem(async (tx) => {
      for (const subject of [subjectOf('code', userId, countedAddress(ip)), subjectOf('code', userId)]) await tx.query('delete from sign_in_failure where subject = $1', [subject]) // in the order of take: neither waits for the other's
    })
  }
}
