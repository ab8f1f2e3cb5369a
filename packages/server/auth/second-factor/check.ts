import { RecadoError } from '@recado/core'
import type { Services } from '../../services.js'
import { CodeThrottle } from './code-throttle.js'
import { useCode } from './recovery-codes.js'
import { digitsOf, stepOf } from './totp.js'

/** What a person's seed is sealed as; bound to her, so that nobody's seed opens for another. */
export const seedField = (userId: string): string => `second-factor/${userId}`

export type Passed = 'none' | 'code' | 'recovery_code'

/**
 * Asks for the second factor of somebody whose password was right. `none`: she has no second factor. Throws second_factor_required without a
 * code, bad_code for a wrong, used or outdated one, too_many_requests when she has tried too often. A code that passes is used up.
 */
export async function checkSecondFactor(services: Pick<Services, 'db' | 'sealer'>, who: { userId: string; ip: string; nowMs: number }, code: string | undefined): Promise<Passed> {
  const { db, sealer } = services
  const { userId, ip, nowMs } = who
  const [row] = await db.asSystem((tx) => tx.query<{ sealed: Buffer; last_step: number }>('select sealed, last_step from second_factor where user_id = $1 and enabled_at is not null', [userId]))
  if (!row) return 'none'
  if (code === undefined || code.trim() === '') throw new RecadoError('second_factor_required')
  const throttle = new CodeThrottle(db)
  await throttle.take(userId, ip)
  const digits = digitsOf(code)
  const passed = digits === null
    ? await useCode((sql, values) => db.asSystem((tx) => tx.query(sql, values)), userId, code) && 'recovery_code'
    : await useStep(services, userId, stepOf(await sealer.openOwn(seedField(userId), row.sealed), digits, nowMs, Number(row.last_step))) && 'code'
  if (!passed) throw new RecadoError('bad_code')
  await throttle.succeeded(userId, ip)
  return passed
}

/** Of two who enter the same code at once, one gets through. */
async function useStep({ db }: Pick<Services, 'db'>, userId: string, step: number | null): Promise<boolean> {
  if (step === null) return false
  return (await db.asSystem((tx) => tx.query('update second_factor set last_step = $2 where user_id = $1 and last_step < $2 returning 1', [userId, step]))).length > 0
}
