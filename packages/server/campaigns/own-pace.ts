/** The pace that a campaign itself was given: over all accounts of this process, below theirs. */
import { Pace } from '../sending/pace.js'
import type { Services } from '../services.js'

interface Held { perSecond: number; tokens: Pace }

const held = new WeakMap<Services, Map<string, Held>>()
/** A fifth of every bucket is kept for people; a campaign's own bucket knows none. */
const WHOLE = 0

/** Null where it goes as fast as its accounts let it. A changed pace begins anew. */
export function ownPace(services: Services, campaignId: string, perSecond: number | null): { some: (want: number) => number; giveBack: (count: number) => void } | null {
  const mine = held.get(services) ?? new Map<string, Held>()
  held.set(services, mine)
  if (perSecond === null) { mine.delete(campaignId); return null }
  let one = mine.get(campaignId)
  if (!one || one.perSecond !== perSecond) mine.set(campaignId, (one = { perSecond, tokens: new Pace(perSecond, Date.now()) }))
  const { tokens } = one
  return { some: (want) => tokens.some(WHOLE, want, Date.now()), giveBack: (count) => tokens.giveBack(count) }
}
