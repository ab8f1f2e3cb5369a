import type { DenyCode } from '../errors.js'
import type { Instant } from '../model/ids.js'
import type { Purpose } from '../model/message.js'
import type { ConsentFacts } from './facts.js'
import type { Basis } from './model.js'
import { standingOf } from './standing.js'

/** The basis a message rests on. A writer may ask for more than the owner has set, never for less: only `consent` can be claimed over it. */
export const basisThatCounts = (set: Basis, claimed: Basis | null | undefined): Basis => (claimed === 'consent' ? 'consent' : set)

/** Whether anything of the ledger has to be read at all: what rests on the contract pays nothing. */
export const needsLedger = (basis: Basis): boolean => basis !== 'contract'

/**
 * May she be written to for this purpose? null = yes. Whatever the basis, a withdrawal that names the purpose ends it, except where the contract itself is
 * the ground: answers and notices she needs go on.
 */
export function refusedByBasis(purpose: Purpose, category: string | null, claimed: Basis | null, facts: ConsentFacts, now: Instant): Extract<DenyCode, 'opted_out' | 'consent_missing'> | null {
  const { basis: set, doubleOptIn } = facts.purposes[purpose]
  const basis = basisThatCounts(set, claimed)
  if (!needsLedger(basis)) return null
  if (facts.entries === null) return 'consent_missing'
  const { state } = standingOf(facts.entries, { purpose, category, channel: facts.channel, identityId: facts.identityId }, now)
  if (state === 'withdrawn') return 'opted_out'
  if (basis === 'legitimate_interest') return null
  if (basis === 'existing_customer' && facts.existingCustomer === true) return null
  return state === 'confirmed' || (state === 'given' && !doubleOptIn) ? null : 'consent_missing'
}
