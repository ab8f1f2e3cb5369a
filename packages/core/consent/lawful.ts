import type { DenyCode } from '../errors.js'
import type { Instant } from '../model/ids.js'
import type { Basis, ConsentFact, PurposeSettings } from './model.js'
import { type ConsentQuestion, standingOf } from './standing.js'

/** What the rules look at beside the ledger. */
export interface Ground {
  settings: PurposeSettings
  /** Null where nobody has looked: then nothing that needs it goes. */
  entries: readonly ConsentFact[] | null
  /** Whether the fact holds that makes her an existing customer; null where nobody has looked. */
  existingCustomer: boolean | null
}

/** The basis a message rests on. A writer may ask for more than the owner has set, never for less: only `consent` can be claimed over it. */
export const basisThatCounts = (set: Basis, claimed: Basis | null | undefined): Basis => (claimed === 'consent' ? 'consent' : set)

/** Whether anything of the ledger has to be read at all: what rests on the contract pays nothing. */
export const needsLedger = (basis: Basis): boolean => basis !== 'contract'

/**
 * May she be written to on this basis? null = yes. Whatever the basis, a withdrawal that names the purpose ends it, except where the contract itself is
 * the ground: answers and notices she needs go on.
 */
export function refusedByBasis(basis: Basis, ground: Ground, question: ConsentQuestion, now: Instant): Extract<DenyCode, 'opted_out' | 'consent_missing'> | null {
  if (!needsLedger(basis)) return null
  if (ground.entries === null) return 'consent_missing'
  const { state } = standingOf(ground.entries, question, now)
  if (state === 'withdrawn') return 'opted_out'
  if (basis === 'legitimate_interest') return null
  if (basis === 'existing_customer' && ground.existingCustomer === true) return null
  return state === 'confirmed' || (state === 'given' && !ground.settings.doubleOptIn) ? null : 'consent_missing'
}
