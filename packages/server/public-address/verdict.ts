import type { ReachVerdict, SelfCheck, SelfCheckCode } from '@recado/api'

/** What only says that the way back inside is shut: many routers do not lead their own public address back to the network behind them. */
const MAY_BE_HAIRPIN: ReadonlySet<SelfCheckCode> = new Set(['refused', 'timed_out', 'resolves_private'])

/**
 * What can be said of the public address. A platform's signed call is proof, whatever we see from here: it came through everything that lies
 * between. Calling ourselves proves name, way and certificate only as seen from inside.
 */
export function judge(known: { publicUrl: string | null; proofs: number; check: Pick<SelfCheck, 'ok' | 'code'> | null }): ReachVerdict {
  if (known.proofs > 0) return 'proven'
  if (known.publicUrl === null) return 'none'
  if (known.check === null) return 'unproven'
  if (known.check.ok) return 'likely'
  return MAY_BE_HAIRPIN.has(known.check.code) ? 'unproven' : 'unreachable'
}
