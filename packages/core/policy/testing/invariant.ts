import fc from 'fast-check'
import { test } from 'vitest'
import type { ChannelRules } from '../../model/rules.js'
import type { Facts } from '../../model/verdict.js'
import { play, settings, steps, type Moment, type Step } from './stories.js'

/** 200 histories in everyday runs, 100,000 with RECADO_LONG=1 (reliability goal R10). */
export const RUNS = process.env.RECADO_LONG === '1' ? 100_000 : 200
const PATIENCE_MS = process.env.RECADO_LONG === '1' ? 3_600_000 : 20_000

/** A law that holds for whatever these arbitraries make. */
export function law<Ts extends [unknown, ...unknown[]]>(name: string, arbitraries: { [K in keyof Ts]: fc.Arbitrary<Ts[K]> }, holds: (...values: Ts) => void): void {
  test(name, () => { fc.assert(fc.property(...arbitraries, holds), { numRuns: RUNS }) }, PATIENCE_MS)
}

type Hold = (moment: Moment, list: readonly Step[]) => void

/** A law that holds at every moment of every story on a channel with these rules. `only` leaves out stories it says nothing about. */
export function atEveryMoment(name: string, rules: ChannelRules, holds: Hold, options: { change?: Partial<Facts>; only?: (list: readonly Step[]) => boolean } = {}): void {
  const { change = {}, only = () => true } = options
  law(name, [steps.filter(only), settings], (list, set) => {
    const account = { state: 'ready' as const, timeZone: 'Europe/Madrid', currency: 'USD', ...change.account, settings: { ...set, ...change.account?.settings } }
    for (const moment of play(rules, list, { ...change, account })) holds(moment, list)
  })
}
