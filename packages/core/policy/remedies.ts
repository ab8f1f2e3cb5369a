import type { DenyCode } from '../errors.js'
import type { Instant } from '../model/ids.js'
import type { Price, Remedy, Verdict } from '../model/verdict.js'
import { compareAmounts } from './money.js'
import type { Deny } from './verdicts.js'

/** What the person's other threads and our templates offer. Templates are approved ones that would be allowed; verdicts are for the same intent. */
export interface Alternatives {
  templates: readonly { id: string; price: Price | null }[]
  /** Without `conversationId` there is no thread yet: it is begun with the contact on the account. */
  others: readonly { conversationId?: string; contactId?: string; channelAccountId?: string; channel: string; accountName?: string; verdict: Verdict }[]
  now: Instant
}

const isNothing = (price: Price): boolean => compareAmounts(price.amount, '0') === 0

/** Cheapest first: free in any currency, then by amount within a currency (never converted), an unknown price last. */
export function comparePrices(a: Price | null | undefined, b: Price | null | undefined): number {
  const rank = (price: Price | null | undefined): number => (!price ? 2 : isNothing(price) ? 0 : 1)
  if (rank(a) !== rank(b) || !a || !b || isNothing(a)) return rank(a) - rank(b)
  if (a.currency !== b.currency) return a.currency < b.currency ? -1 : 1
  return compareAmounts(a.amount, b.amount)
}

type Way = 'template' | 'other_channel' | 'wait' | 'consent' | 'ask_to_write'

/** Which ways around a refusal are lawful at all. What is missing here has none but to change the message. */
const WAYS: Partial<Record<DenyCode, readonly Way[]>> = {
  window_closed: ['template', 'other_channel', 'ask_to_write'],
  replies_exhausted: ['template', 'other_channel', 'ask_to_write'],
  contact_must_write_first: ['template', 'other_channel', 'ask_to_write'],
  human_only: ['template', 'other_channel', 'ask_to_write'],
  not_approved_for_tag: ['template', 'other_channel', 'ask_to_write'],
  template_not_approved: ['template', 'other_channel'],
  consent_missing: ['other_channel', 'consent'],
  opted_out: ['other_channel'],
  country_not_reachable: ['other_channel'],
  identity_unreachable: ['other_channel', 'ask_to_write'],
  account_disconnected: ['other_channel'],
  quota_exhausted: ['other_channel', 'wait'],
  budget_exhausted: ['other_channel', 'wait'],
  pair_rate: ['wait', 'other_channel'],
}

function templateRemedies(templates: Alternatives['templates']): Remedy[] {
  const cheapest = [...templates].sort((a, b) => comparePrices(a.price, b.price))
  return cheapest[0] ? [{ kind: 'template', templateIds: cheapest.map((template) => template.id), price: cheapest[0].price }] : []
}

function otherChannels(others: Alternatives['others']): Remedy[] {
  return others.flatMap(({ verdict, ...where }) => (verdict.kind === 'allow' ? [{ kind: 'other_channel' as const, ...where, until: verdict.until, price: verdict.price }] : []))
}

/**
 * Ways around a refusal, best first: what is allowed now, cheapest first (an app where she may be answered freely before a template of the same
 * price); then what needs her consent; then waiting; then asking to be written to. An opt-out is only answered by an app whose own verdict for
 * this purpose is yes. Waiting that ends before anything else would be delivered (the pace to one person) comes first.
 */
export function remediesFor(refusal: Deny, { templates, others, now }: Alternatives): Remedy[] {
  const ways = WAYS[refusal.code] ?? []
  const sendable = [...(ways.includes('other_channel') ? otherChannels(others) : []), ...(ways.includes('template') ? templateRemedies(templates) : [])]
  const wait: Remedy[] = ways.includes('wait') && refusal.retryAt !== null && refusal.retryAt > now ? [{ kind: 'wait', until: refusal.retryAt }] : []
  return [
    ...(ways[0] === 'wait' ? wait : []),
    ...sendable.sort((a, b) => comparePrices(a.price, b.price)),
    ...(ways.includes('consent') ? [{ kind: 'consent' as const }] : []),
    ...(ways[0] === 'wait' ? [] : wait),
    ...(ways.includes('ask_to_write') ? [{ kind: 'ask_to_write' as const }] : []),
  ]
}

/** The same verdict with its remedies; an allowed one stays as it is. */
export function withRemedies(verdict: Verdict, alternatives: Alternatives): Verdict {
  return verdict.kind === 'deny' ? { ...verdict, remedies: remediesFor(verdict, alternatives) } : verdict
}
