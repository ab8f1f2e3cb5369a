/** Who may not be sent marketing: people who stopped it, the United States, and those whose share of it is used up. */
import { countryOfPhone, type World } from '@recado/channel-kit'
import type { CustomerRow, NumberRow } from './state.js'

/** The per-person cap does not run where sender or person is in the EEA, the UK, Japan or South Korea. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/marketing-templates/per-user-limits (2026-02). */
const NO_CAP = new Set(['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT', 'LI', 'LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK', 'GB', 'JP', 'KR'])
/** Share of marketing messages that meet the cap. The real one is not published: it follows the person's inbox. */
const CAPPED_SHARE = 0.1

export function marketingRefusal(world: World, number: NumberRow, customer: CustomerRow, inWindow: boolean): { code: number; details: string; always: true } | null {
  if (customer.stoppedMarketing) return { code: 131050, details: 'Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business.', always: true }
  const capped = { code: 131049, details: 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.', always: true as const }
  if (countryOfPhone(customer.waId) === 'US') return capped
  if (inWindow || NO_CAP.has(number.country) || NO_CAP.has(countryOfPhone(customer.waId) ?? '')) return null
  return world.random() < CAPPED_SHARE ? capped : null
}
