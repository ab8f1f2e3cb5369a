import type { Purpose } from '../model/message.js'
import { type ConsentFact, PURPOSE_DEFAULTS, type PurposeSettings } from './model.js'

/** What the engine may look at of one person on one of her addresses. */
export interface ConsentFacts {
  identityId: string
  channel: string
  purposes: Readonly<Record<Purpose, Pick<PurposeSettings, 'basis' | 'doubleOptIn'>>>
  /** Every line of hers, over all her addresses; null where nobody has looked, since the purpose in question needs none: then nothing goes that would. */
  entries: readonly ConsentFact[] | null
  /** Whether the fact holds that the owner has named for existing customers; null where nobody has looked. */
  existingCustomer: boolean | null
}

/** She has said nothing, and the owner has set nothing. */
export const nothingSaid: ConsentFacts = { identityId: '', channel: '', purposes: PURPOSE_DEFAULTS, entries: [], existingCustomer: null }
