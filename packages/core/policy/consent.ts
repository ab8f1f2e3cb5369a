import { refusedByBasis } from '../consent/lawful.js'
import type { DenyCode } from '../errors.js'
import type { Purpose } from '../model/message.js'
import type { Facts, Intent } from '../model/verdict.js'

/**
 * What our own rules say to this purpose, whatever window is open: the basis that the owner has set for it, her own words, and for advertising what she told
 * the platform. Service answers and contract notices go on after an opt-out: she ended advertising, not her own question.
 */
export function purposeRefused(purpose: Purpose, intent: Pick<Intent, 'category' | 'basis'>, facts: Facts): DenyCode | null {
  const refused = refusedByBasis(purpose, intent.category ?? null, intent.basis ?? null, facts.consent, facts.now)
  return purpose === 'marketing' && facts.identity.marketingStopped ? 'opted_out' : refused
}
