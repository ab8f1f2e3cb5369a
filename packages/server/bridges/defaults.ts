/** What a new bridge is set to. Whatever of the other side could not be verified is a setting here, so that it can be put right without a new version (docs/bridges.md). */
import type { CrmSettings, ShopSettings } from '@recado/api'

export const SHOP_DEFAULTS: ShopSettings = { fields: [], consents: [], notices: [], statuses: {}, labels: [] }

export const CRM_DEFAULTS: CrmSettings = {
  clientId: '', apiUrl: 'https://api.hubapi.com', authorizeUrl: 'https://app.hubspot.com/oauth/authorize', tokenPath: '/oauth/v3/token', contactsPath: '/crm/v3/objects/contacts',
  scopes: ['oauth', 'crm.objects.contacts.read', 'crm.objects.contacts.write'], pkce: true, everyMinutes: 5,
  fields: [
    { ours: 'name', theirs: 'firstname+lastname', direction: 'both' }, { ours: 'email', theirs: 'email', direction: 'both' }, { ours: 'phone', theirs: 'phone', direction: 'both' },
    { ours: 'company', theirs: 'company', direction: 'in' }, { ours: 'country', theirs: 'hs_country_region_code', direction: 'in' }, { ours: 'language', theirs: 'hs_language', direction: 'in' },
  ],
  consents: [], match: 'email', create: 'nobody', erasedThere: 'anonymise', erasedHere: 'keep',
}
