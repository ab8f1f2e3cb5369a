import type { DenyCode } from '../errors.js'
import type { Purpose } from '../model/message.js'
import type { Facts } from '../model/verdict.js'

/**
 * What our own rules say to this purpose, whatever window is open: marketing needs consent and ends with an opt-out, here or on the platform.
 * Service answers and notices go on after an opt-out: she ended advertising, not her own question.
 */
export function purposeRefused(purpose: Purpose, facts: Facts): DenyCode | null {
  if (purpose !== 'marketing') return null
  const { marketing, optedOut } = facts.consent
  if (optedOut || marketing === 'withdrawn' || facts.identity.marketingStopped) return 'opted_out'
  return marketing === 'given' ? null : 'consent_missing'
}
