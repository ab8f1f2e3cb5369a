/** What the platform itself says it has charged: totals, the bill's own words. */
import type { Instant } from '@recado/core'
import type { CallContext } from './connector.js'

/** Delivered messages of one account that were charged alike. */
export interface ChargeLine {
  /** The platform's own word for the class, as its reports on single messages have it. */
  class: string
  /** Whether they were charged, or free by whatever rule. */
  charged: boolean
  count: number
  /** Decimal text; null where the platform tells this account volumes alone. */
  amount: string | null
  currency: string | null
}

/** Asks for everything delivered from `from` to before `to`. Throws PlatformRefusal or SilentPlatform. */
export type ReadCharges = (span: { from: Instant; to: Instant }, context: CallContext) => Promise<ChargeLine[]>
