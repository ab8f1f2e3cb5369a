import fc from 'fast-check'
import { NOW } from '../../policy/testing/facts.js'
import type { ConsentFacts } from '../facts.js'
import { BASES, CONSENT_STATES, type ConsentFact } from '../model.js'

/** Few moments, so that ties are common, around the two instants the facts are read at. */
const moments = fc.oneof(fc.constantFrom(0, 1, 2, 3), fc.integer({ min: -3, max: 3 }).map((n) => NOW + n), fc.constantFrom(Date.UTC(2026, 8, 29), Date.UTC(2026, 8, 30)))
export const topics = fc.constantFrom('news', 'offers', null)
export const apps = fc.constantFrom('a', 'b', null)
const addresses = fc.constantFrom('i1', 'i2', null)
const purposes = fc.constantFrom('marketing' as const, 'marketing' as const, 'notification' as const, 'service' as const)

export const lines: fc.Arbitrary<ConsentFact> = fc.record({
  purpose: purposes, category: topics, channel: apps, identityId: addresses, state: fc.constantFrom(...CONSENT_STATES, 'confirmed' as const), at: moments, expiresAt: fc.option(moments, { nil: null }),
})

const settings = fc.record({ basis: fc.constantFrom(...BASES), doubleOptIn: fc.boolean() })

/** What is known of somebody with two addresses on two apps. */
export const consentFacts: fc.Arbitrary<ConsentFacts> = fc.record({
  identityId: fc.constantFrom('i1', 'i2'), channel: fc.constantFrom('a', 'b'), purposes: fc.record({ service: settings, notification: settings, marketing: settings }),
  entries: fc.oneof({ weight: 9, arbitrary: fc.array(lines, { maxLength: 6 }) }, { weight: 1, arbitrary: fc.constant(null) }), existingCustomer: fc.constantFrom(true, false, null),
})
