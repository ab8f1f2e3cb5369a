import type { Instant } from '../model/ids.js'
import type { ConsentState } from './model.js'

/** How somebody stands, in one word for a list: `asked` waits for her yes (or her second one), `lapsed` has run out. */
export type MarketingWord = 'yes' | 'no' | 'asked' | 'lapsed'

/** A row of where she stands: a topic (null: all others) on an app (null: all others). */
export interface StandingRow { category: string | null; channel: string | null; standing: ConsentState; until: Instant | null }
export interface MarketingRow { category: string | null; channel: string | null; word: MarketingWord; /** she told the platform itself */ onPlatform: boolean }
/** `word` null: nobody ever asked her. `partly`: not everything that is known says the same. */
export interface MarketingGlance { word: MarketingWord | null; partly: boolean; rows: MarketingRow[] }

/** What comes first where rows differ: a yes to anything is worth knowing, then what waits for her, then that she said no. */
const FIRST: readonly MarketingWord[] = ['yes', 'asked', 'no', 'lapsed']

/**
 * What a list says of somebody's marketing. The ledger decides whether a message may leave; this only tells where she stands. `doubleOptIn`: a yes waits for
 * the second one. `stoppedOn`: apps on which all her addresses told the platform to stop; `apps`: those she has at all; `excluded`: her address is on the list of those who must not be taken in.
 */
export function marketingAtAGlance(rows: readonly StandingRow[], { now, doubleOptIn, stoppedOn, apps, excluded }: { now: Instant; doubleOptIn: boolean; stoppedOn: readonly string[]; apps: readonly string[]; excluded: boolean }): MarketingGlance {
  const told = rows.map((row): MarketingRow => ({ category: row.category, channel: row.channel, word: stoppedOn.includes(row.channel ?? '') ? 'no' : wordOf(row, now, doubleOptIn), onPlatform: false }))
  const stopped = stoppedOn.map((channel): MarketingRow => ({ category: null, channel, word: 'no', onPlatform: true }))
  const all = [...told, ...stopped]
  // Where every app of hers is shut by herself, no yes leads anywhere.
  const shut = apps.length > 0 && apps.every((app) => stoppedOn.includes(app))
  const word = shut || excluded ? 'no' : FIRST.find((each) => all.some((row) => row.word === each)) ?? null
  return { word, partly: all.some((row) => row.word !== word), rows: all }
}

function wordOf({ standing, until }: StandingRow, now: Instant, doubleOptIn: boolean): MarketingWord {
  if (standing === 'withdrawn') return 'no'
  if (standing === 'expired' || (until !== null && until <= now)) return 'lapsed'
  return standing === 'pending' || (standing === 'given' && doubleOptIn) ? 'asked' : 'yes'
}
