import type { BridgedValue } from './told.js'

export type SyncDirection = 'in' | 'out' | 'both'

/** One field on both sides. `agreed`: what the other side last held as far as we know, null = it was never looked at. */
export interface SyncedField {
  direction: SyncDirection
  agreed: { value: BridgedValue } | null
  here: BridgedValue
  /** When it was last changed here. */
  hereAt: number
  there: BridgedValue
  thereAt: number
}

/** `write`: ours becomes theirs. `push`: theirs becomes ours. Never both. */
export interface SyncStep { write: boolean; push: boolean }

/** Nothing and an empty text are one to both sides. */
export const sameValue = (one: BridgedValue, other: BridgedValue): boolean => (one ?? '') === (other ?? '')

/**
 * What to do about a field that was looked at there. Only a value that is otherwise than the agreed one is news: what we wrote there comes back as agreed
 * and does nothing, so no echo runs in circles. Changed on both sides, the newer change wins; at one instant theirs does.
 */
export function syncStep({ direction, agreed, here, hereAt, there, thereAt }: SyncedField): SyncStep {
  if (sameValue(here, there)) return { write: false, push: false }
  const newsThere = agreed === null ? !sameValue(there, null) : !sameValue(there, agreed.value)
  const newsHere = agreed === null ? !sameValue(here, null) : !sameValue(here, agreed.value)
  if (direction === 'in') return { write: newsThere, push: false }
  if (direction === 'out') return { write: false, push: newsHere || newsThere }
  if (newsThere && newsHere) return hereAt > thereAt ? { write: false, push: true } : { write: true, push: false }
  return { write: newsThere, push: newsHere }
}
