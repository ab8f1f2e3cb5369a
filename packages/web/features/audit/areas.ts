/** The families of entries (what stands before their dot) by what they are about: the filter shows them under words, not under our names. */
export const AREAS = {
  people: ['attribute', 'company', 'contact', 'contact_stage', 'contacts', 'deletion', 'preference_link'],
  consent: ['consent', 'consent_category', 'consent_keyword', 'consent_words', 'opt_in', 'privacy_notice', 'purpose', 'wording'],
  desk: ['assignment', 'automatic_reply', 'automation', 'availability', 'health_item', 'hours', 'inbox', 'label', 'nudge', 'view'],
  campaigns: ['budget', 'campaign', 'list', 'post', 'rate_card', 'segment', 'template'],
  channels: ['channel_account', 'entry_point', 'link_code', 'raw_request'],
  team: ['invitation', 'member', 'role', 'team'],
  security: ['access', 'audit', 'public_address', 'second_factor', 'session', 'token'],
  data: ['backup', 'contact_import', 'export', 'import', 'restore'],
  company: ['bridge', 'webhook_delivery', 'webhook_endpoint', 'workspace'],
} as const
export type Area = keyof typeof AREAS

/** Where an action belongs; one that no area names stands with the company's own. */
export const areaOf = (action: string): Area => (Object.keys(AREAS) as Area[]).find((area) => (AREAS[area] as readonly string[]).includes(action.split('.')[0]!)) ?? 'company' // a part before the dot is always there

/** Whatever of an area the filter takes in one question; null where its names are too many for one. */
export function allOf(actions: readonly string[]): string | null {
  const all = actions.join(',')
  return actions.length > 1 && all.length <= 400 ? all : null
}
