/** Who a campaign is for, over which accounts, and why somebody of them is left out. */
import type { Basis } from '../consent/model.js'
import type { Filter } from '../filter/tree.js'

/** Segments, static lists and a tree of the moment, joined by "or". Nothing at all is nobody. */
export interface AudiencePeople { segmentIds: string[]; listIds: string[]; filter?: Filter }

/** One way to write, over one account. */
export interface AudienceRoute {
  accountId: string
  as: 'template' | 'freeform' | 'post'
  /** Category of the template; null for free-form text and posts. */
  priceClass: string | null
  /** For templates that go only to those who gave their permission for this very one. */
  templateId?: string
  /** What it is written in, where nothing is known of her own language. */
  language?: string
}

export interface AudienceSpec {
  include: AudiencePeople
  exclude: AudiencePeople
  purpose: 'marketing' | 'notification'
  /** Topic, by its key; null = none in particular: only a yes to everything covers it. */
  category: string | null
  basis?: Basis
  /** In the order in which they are tried. */
  routes: AudienceRoute[]
  /** `cheapest`: of the routes that are open to her the one that costs least; alike, the first. */
  choose: 'first' | 'cheapest'
  /** At most so many campaign messages in so many days, over all campaigns; null = any number. */
  cap: { messages: number; days: number } | null
  /** Only people of these countries (ISO); all unless given. Whose country nobody knows is not among them. */
  countries?: string[]
  /** Nobody of these countries. */
  exceptCountries?: string[]
  /** When it leaves: people whose clock shows quiet hours all that time are left out. `until` null = later is as good. */
  schedule?: { from: string; until: string | null; quietHours: { from: string; to: string } | null }
}

/**
 * Why somebody is left out. The order is the order in which they are looked at; of several routes the one that came furthest tells. Codes of the rule engine
 * keep their name where the meaning is the same.
 */
export const EXCLUSION_CODES = [
  'suppressed', 'consent_missing', 'opted_out', 'no_address', 'account_disconnected', 'route_unusable', 'country_not_reachable', 'marketing_not_deliverable', 'unreachable', 'frequency_cap',
  'quiet_hours', 'quota_exhausted', 'window_closed', 'permission_missing', 'price_unknown',
] as const
export type ExclusionCode = (typeof EXCLUSION_CODES)[number]

/** An audience as the table of recipients takes it: one row per person. `route` is the place in `spec.routes`, -1 where there is none. */
export interface AudienceRow {
  contact_id: string
  identity_id: string | null
  account_id: string | null
  route: number
  country: string | null
  language: string | null
  time_zone: string
  /** null = may be written to over that route. */
  code: ExclusionCode | null
}

export const nobody: AudiencePeople = { segmentIds: [], listIds: [] }
