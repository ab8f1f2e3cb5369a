/** Facts over time: what a new look changes, what deserves somebody's eye. Pure. */
import type { FactState, StandingFact } from '@recado/channel-kit'
import { type Instant, minutes } from '@recado/core'

/** A fact as it is kept. */
export interface KeptFact extends StandingFact {
  /** Since when it is in this state. */
  since: Instant
  /** The last state the platform told: silence changes nothing in what is known. */
  known: Exclude<FactState, 'unknown'> | null
  /** It was well once: to be worth a look now is news. */
  wasOk: boolean
}

const RANK: Readonly<Record<FactState, number>> = { unknown: 0, ok: 1, attention: 2, broken: 3 }

/** The kept facts with a look's new ones. A whole look replaces all of them; a pulse only those it asked about. */
export function mergeFacts(before: readonly KeptFact[], told: readonly StandingFact[], now: Instant, whole: boolean): KeptFact[] {
  const former = new Map(before.map((fact) => [fact.id, fact]))
  const fresh = told.map((fact) => keep(fact, former.get(fact.id), now))
  const rest = whole ? [] : before.filter((fact) => !told.some(({ id }) => id === fact.id))
  // Each stays where it stood, so that a page does not jump.
  return [...rest, ...fresh].toSorted((a, b) => placeOf(before, told, a.id) - placeOf(before, told, b.id))
}

const placeOf = (before: readonly { id: string }[], told: readonly { id: string }[], id: string): number => {
  const old = before.findIndex((fact) => fact.id === id)
  return old >= 0 ? old : before.length + told.findIndex((fact) => fact.id === id)
}

function keep(fact: StandingFact, former: KeptFact | undefined, now: Instant): KeptFact {
  // A platform that does not answer this time has taken nothing back.
  if (fact.state === 'unknown' && former && former.state !== 'unknown') return former
  const known = fact.state === 'unknown' ? (former?.known ?? null) : fact.state
  return { ...fact, known, since: former && former.state === fact.state && former.code === fact.code ? former.since : now, wasOk: fact.state === 'ok' || (former?.wasOk ?? false) }
}

/** The worst of what is known. */
export function worstOf(facts: readonly Pick<StandingFact, 'state'>[]): FactState {
  return facts.reduce<FactState>((worst, { state }) => (RANK[state] > RANK[worst] ? state : worst), 'unknown')
}

/** What somebody must be told: what is broken, and what was well and no longer is. Advice for setting up stays on the page. */
export const isTrouble = (fact: KeptFact): boolean => fact.state === 'broken' || (fact.state === 'attention' && fact.wasOk)

/** The reason for which sending has to wait; null when there is none. */
export const blockedBy = (facts: readonly KeptFact[]): string | null => facts.find((fact) => fact.state === 'broken' && fact.blocks !== undefined)?.blocks ?? null

/** Whether a pause under this code is over: what held it back is well, or the platform has just said that nothing of the kind does. */
export function frees(code: string, before: readonly KeptFact[], told: readonly StandingFact[], after: readonly KeptFact[]): boolean {
  if (after.some((fact) => fact.state === 'broken' && fact.blocks === code)) return false
  const mended = before.some((fact) => fact.state === 'broken' && fact.blocks === code && after.some(({ id, state }) => id === fact.id && state === 'ok'))
  return mended || told.some((fact) => fact.state === 'ok' && fact.frees === code)
}

/** Between two whole looks; each takes four or five calls. */
export const LOOK_EVERY_MS = minutes(60)
/** While something is broken its end is looked for: often at first. */
const TROUBLED = { soonMs: minutes(1), laterMs: minutes(5), soonForMs: minutes(10) } as const

/** How long until the account is looked at again. */
export function nextLookIn(facts: readonly KeptFact[], now: Instant): number {
  const since = Math.min(...facts.filter(({ state }) => state === 'broken').map((fact) => fact.since))
  return since === Infinity ? LOOK_EVERY_MS : now - since < TROUBLED.soonForMs ? TROUBLED.soonMs : TROUBLED.laterMs
}

/** Whether two lists say the same, whatever order the database gives the fields in. */
export const sameFacts = (a: readonly KeptFact[], b: readonly KeptFact[]): boolean => inOrder(a) === inOrder(b)

const inOrder = (facts: readonly KeptFact[]): string => JSON.stringify(facts, (_key, value: unknown) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1))) : value))
