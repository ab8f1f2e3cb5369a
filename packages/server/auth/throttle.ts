import { createHash } from 'node:crypto'
import { RecadoError } from '@recado/core'
import type { Database } from '@recado/db'
import { countedAddress } from './address.js'

/** So many failures are free; from there each one doubles the wait, up to the longest. */
export const FREE_FAILURES = 5
export const FIRST_WAIT_S = 5
export const LONGEST_WAIT_S = 15 * 60
/** One address that tries many accounts. */
export const FREE_FAILURES_OF_ADDRESS = 50
/** Failures this old no longer count. */
const FORGIVEN_HOURS = 24

// A try counts as failed until it has succeeded, so a thousand at the same instant are counted one after the other.
const TAKE = `insert into sign_in_failure as f (subject, failures) values ($1, 1)
  on conflict (subject) do update set
    failures = case when f.updated_at < now() - interval '${FORGIVEN_HOURS} hours' then 1 else f.failures + 1 end,
    blocked_until = case when f.updated_at < now() - interval '${FORGIVEN_HOURS} hours' or f.failures + 1 < $2::int then null
      else now() + make_interval(secs => least(${LONGEST_WAIT_S}, ${FIRST_WAIT_S} * power(2, least(f.failures + 1 - $2::int, 20)))) end,
    updated_at = now()
  where f.blocked_until is null or f.blocked_until <= now()
  returning failures`

/** Sign-in tries per account and address, and per address alone. Kept in the database: all nodes count together, and without it nobody signs in. */
export class Throttle {
  private readonly db: Database

  constructor(db: Database) { this.db = db }

  /** Takes one try; throws too_many_requests with `retryAfterS` while the wait lasts. */
  async take(account: string, ip: string): Promise<void> {
    const address = countedAddress(ip)
    const wait = await this.db.asSystem(async (tx) => {
      for (const [subject, free] of [[subjectOf('address', address), FREE_FAILURES_OF_ADDRESS], [subjectOf('account', account, address), FREE_FAILURES]] as const) {
        const taken = await tx.query(TAKE, [subject, free])
        if (taken.length > 0) continue
        const [row] = await tx.query<{ wait: number }>('select ceil(extract(epoch from blocked_until - now()))::int as wait from sign_in_failure where subject = $1', [subject])
        return Math.max(1, row?.wait ?? 1)
      }
      return 0
    })
    if (wait > 0) throw new RecadoError('too_many_requests', { retryAfterS: wait })
  }

  /** The try succeeded: the account is free again at this address, and the address has its try back. */
  async succeeded(account: string, ip: string): Promise<void> {
    const address = countedAddress(ip)
    await this.db.asSystem(async (tx) => {
      await tx.query('update sign_in_failure set failures = greatest(0, failures - 1), blocked_until = null where subject = $1', [subjectOf('address', address)])
      await tx.query('delete from sign_in_failure where subject = $1', [subjectOf('account', account, address)])
    })
  }

  /** Drops what no longer counts. */
  async forgive(): Promise<void> {
    await this.db.asSystem((tx) => tx.query(`delete from sign_in_failure where updated_at < now() - interval '${FORGIVEN_HOURS} hours'`))
  }
}

/** Neither addresses nor e-mails lie readable in the table. */
export function subjectOf(...parts: string[]): string { return `${parts[0]}:${createHash('sha256').update(parts.join('\n')).digest('base64url')}` }
