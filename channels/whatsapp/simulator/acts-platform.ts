/**
 * What Meta, or the colleague with the Business app, does: action `platform` with the event as `ref`. For rehearsals; nothing of it is on a customer's phone.
 *
 * - Account: `restrict` {restriction, days}, `violation` {violation}, `disable`, `reinstate`, `account_review` {decision}, `account_deleted`, `partner_removed` {reason},
 *   `alert` {severity, type, description}, `business_verified`, `tier` {tier}, `throughput_upgrade`, `payment_missing`, `payment_added`, `payment_configuration` {name, provider, status}.
 * - Token and subscription: `revoke_token`, `expire_token`, `token_expires` {days}, `restore_token`, `unsubscribe`.
 * - Number: `quality_red`, `quality_yellow`, `quality_green`, `name_approved`, `name_rejected` {reason}, `name_deferred`, `pin_reset`, `deregister`, `coexistence_on`, `coexistence_off`.
 * - Templates, by {name, language} or the first one: `template_approved`, `template_rejected` {reason, explanation}, `template_paused`, `template_reinstated`,
 *   `template_disabled`, `template_quality` {score}, `template_category` (24 h notice, then marketing).
 * - Readings: `refuse_late`, `refuse_at_once`. In the app: `app_message` {text}.
 */
import type { World } from '@recado/channel-kit'
import type { Action } from './acts.js'
import { number as toNumber, record, text, type Json } from './json.js'
import { messageId, nextNumber, numberOf, saveItem, saveNumber, type NumberRow } from './state.js'
import { decideName } from './number-name.js'
import { tellSecurity } from './number-registration.js'
import { changeQuality } from './standing.js'
import { announce, disable, endReview, pause, setQuality, unpause } from './template-life.js'
import { saveTemplate, templateById, templateNamed, templatesOf, type Quality, type TemplateRow } from './template-store.js'
import { postChanges, valueOf } from './webhook.js'
import { seconds } from './window.js'

const DAY_MS = 24 * 3_600_000

type PlatformEvent = (world: World, number: NumberRow, content: Json, customerId: string) => Promise<void>

const tell = (world: World, number: NumberRow, field: string, value: Json): Promise<void> => postChanges(world, number.id, [{ field, value }], true)

const account = (event: string, rest: (world: World, content: Json) => Json, change: (world: World, content: Json) => Partial<NumberRow>): PlatformEvent => async (world, number, content) => {
  const next = { ...number, ...change(world, content) }
  // The last thing an app hears is that it hears no more.
  saveNumber(world, { ...next, subscribed: number.subscribed })
  await tell(world, number, 'account_update', { event, ...rest(world, content) })
  if (next.subscribed !== number.subscribed) saveNumber(world, { ...(numberOf(world, number.id) ?? next), subscribed: next.subscribed })
}

const untilOf = (world: World, content: Json): number => world.now() + (toNumber(content['days']) ?? 1) * DAY_MS
const kindOf = (content: Json): string => text(content['restriction']) ?? 'RESTRICTED_BIZ_INITIATED_MESSAGING'
const dateOf = (world: World): string => new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(world.now())

const quality = (score: NumberRow['quality']): PlatformEvent => (world, number) => changeQuality(world, number.id, score)

const template = (world: World, number: NumberRow, content: Json): TemplateRow => {
  const name = text(content['name'])
  const found = name === undefined ? templatesOf(world, number.wabaId)[0] : templateNamed(world, number.wabaId, name, text(content['language']) ?? 'es')
  if (!found) throw new Error(`There is no template ${name}.`)
  return found
}

const tellTier = (world: World, number: NumberRow): Promise<void> => tell(world, number, 'business_capability_update', { max_daily_conversations_per_business: number.tier, max_phone_numbers_per_waba: 25 })

const events: Readonly<Record<string, PlatformEvent>> = {
  restrict: account('ACCOUNT_RESTRICTION', (world, content) => ({ restriction_info: [{ restriction_type: kindOf(content), expiration: Math.floor(untilOf(world, content) / 1000) }] }), (world, content) => ({ restrictions: { [kindOf(content)]: untilOf(world, content) } })),
  violation: account('ACCOUNT_VIOLATION', (_, content) => ({ violation_info: { violation_type: text(content['violation']) ?? 'SCAM' } }), () => ({})),
  disable: account('DISABLED_UPDATE', (world) => ({ ban_info: { waba_ban_state: 'DISABLE', waba_ban_date: dateOf(world) } }), () => ({ locked: true })),
  reinstate: account('DISABLED_UPDATE', (world) => ({ ban_info: { waba_ban_state: 'REINSTATE', waba_ban_date: dateOf(world) } }), () => ({ locked: false, restrictions: {} })),
  payment_missing: async (world, number) => saveNumber(world, { ...number, funded: false }),
  payment_added: async (world, number) => saveNumber(world, { ...number, funded: true }),
  /** India and Brazil alone have payments in the chat: this is their gateway, not the card that pays Meta. */
  payment_configuration: (world, number, content) => tell(world, number, 'payment_configuration_update', { configuration_name: text(content['name']) ?? 'pagos-tienda', provider_name: text(content['provider']) ?? 'razorpay', provider_mid: `acc_${number.wabaId.slice(-8)}`, status: text(content['status']) ?? 'Active', created_timestamp: Math.floor(world.now() / 1000), updated_timestamp: Math.floor(world.now() / 1000) }),
  expire_token: async (world, number) => saveNumber(world, { ...number, tokenExpiresAt: world.now() }),
  token_expires: async (world, number, content) => saveNumber(world, { ...number, tokenExpiresAt: world.now() + (toNumber(content['days']) ?? 60) * DAY_MS }),
  revoke_token: async (world, number) => saveNumber(world, { ...number, tokenDead: true }),
  restore_token: async (world, number) => {
    const { tokenExpiresAt: _, ...rest } = number
    saveNumber(world, { ...rest, tokenDead: false })
  },
  unsubscribe: async (world, number) => saveNumber(world, { ...number, subscribed: false }),
  deregister: async (world, number) => saveNumber(world, { ...number, registered: false, everRegistered: true }),
  pin_reset: (world, number) => tellSecurity(world, number.id, 'PIN_RESET_REQUEST'),
  name_approved: (world, number) => decideName(world, number.id, 'APPROVED', 'NONE'),
  name_rejected: (world, number, content) => decideName(world, number.id, 'REJECTED', text(content['reason']) ?? 'NAME_DISPLAY_NAME_GUIDELINES_VIOLATION'),
  name_deferred: (world, number) => decideName(world, number.id, 'DEFERRED', 'NONE'),
  business_verified: async (world, number) => {
    const next = { ...number, businessVerified: true, tier: number.tier === 'TIER_250' ? 'TIER_2K' as const : number.tier }
    saveNumber(world, next)
    await tellTier(world, next)
  },
  account_review: (world, number, content) => tell(world, number, 'account_review_update', { decision: text(content['decision']) ?? 'APPROVED' }),
  partner_removed: account('PARTNER_REMOVED', (_, content) => ({ disconnection_info: { reason: text(content['reason']) ?? 'PRIMARY_INACTIVITY', initiated_by: 'USER' } }), () => ({ subscribed: false })),
  account_deleted: account('ACCOUNT_DELETED', () => ({}), () => ({ locked: true })),
  quality_red: quality('RED'),
  quality_yellow: quality('YELLOW'),
  quality_green: quality('GREEN'),
  /** A thousand messages a second instead of eighty, told as Meta tells it. */
  throughput_upgrade: async (world, number) => {
    if (number.coexistence) throw new Error('A number that is also in the app keeps its 20 messages a second.')
    saveNumber(world, { ...number, messagesPerSecond: 1_000 })
    await tell(world, number, 'phone_number_quality_update', { display_phone_number: number.display, event: 'THROUGHPUT_UPGRADE', current_limit: number.tier })
  },
  tier: async (world, number, content) => {
    const tier = text(content['tier'])
    if (!tier || !/^TIER_(250|2K|10K|100K|UNLIMITED)$/.test(tier)) throw new Error('Name a tier: TIER_250, TIER_2K, TIER_10K, TIER_100K or TIER_UNLIMITED.')
    const next = { ...number, tier: tier as NumberRow['tier'] } // one of the five by the test above
    saveNumber(world, next)
    await tellTier(world, next)
  },
  refuse_late: async (world, number) => saveNumber(world, { ...number, refusesLate: true }),
  refuse_at_once: async (world, number) => saveNumber(world, { ...number, refusesLate: false }),
  coexistence_on: async (world, number) => saveNumber(world, { ...number, coexistence: true, messagesPerSecond: 20 }),
  coexistence_off: async (world, number) => saveNumber(world, { ...number, coexistence: false, messagesPerSecond: 80 }),
  template_approved: (world, number, content) => endReview(world, template(world, number, content).id, { status: 'APPROVED', reason: 'NONE' }),
  template_rejected: (world, number, content) => endReview(world, template(world, number, content).id, { status: 'REJECTED', reason: text(content['reason']) ?? 'ABUSIVE_CONTENT', ...(text(content['explanation']) ? { explanation: text(content['explanation']) } : {}) }),
  template_paused: (world, number, content) => pause(world, template(world, number, content).id),
  template_disabled: (world, number, content) => disable(world, template(world, number, content).id),
  template_reinstated: async (world, number, content) => {
    const row = template(world, number, content)
    if (!(await unpause(world, row.id, row.pauses))) throw new Error(`The template ${row.name} is not paused.`)
  },
  template_quality: async (world, number, content) => setQuality(world, template(world, number, content).id, (text(content['score']) ?? 'YELLOW') as Quality), // an unknown word is only shown
  template_category: (world, number, content) => recategoriseAt(world, template(world, number, content)),
  alert: (world, number, content) => tell(world, number, 'account_alerts', { entity_type: 'BUSINESS', entity_id: number.portfolioId, alert_info: { alert_severity: text(content['severity']) ?? 'WARNING', alert_status: 'ACTIVE', alert_type: text(content['type']) ?? 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED', alert_description: text(content['description']) ?? `Limits cannot be increased yet for ${number.verifiedName}.` } }),
  /** A colleague answers from the Business app on the same number. It neither opens nor extends a window. */
  app_message: async (world, number, content, customerId) => {
    if (!number.coexistence) throw new Error('This number is not in the WhatsApp Business app.')
    const value = valueOf(world, number.id, customerId, {})
    const contact = record((value['contacts'] as unknown[] | undefined)?.[0])
    const id = messageId(world, 'out', text(contact['wa_id']) ?? '')
    const words = text(content['text']) ?? 'Te esperamos el jueves.'
    saveItem(world, customerId, { id, order: nextNumber(world, 'item'), at: world.now(), from: 'business', content: { kind: 'text', text: words }, options: [] })
    await postChanges(world, number.id, [{
      field: 'smb_message_echoes',
      value: { ...value, message_echoes: [{ from: number.display, ...(contact['wa_id'] ? { to: contact['wa_id'] } : {}), to_user_id: contact['user_id'], id, timestamp: seconds(world.now()), type: 'text', text: { body: words } }] },
    }])
  },
}

const platform: Action = async (world, customer, input) => {
  const number = numberOf(world, customer.account)
  const event = events[input.ref ?? '']
  if (!number || !event) throw new Error(`The platform has no event "${input.ref ?? ''}": ${Object.keys(events).join(', ')}.`)
  await event(world, number, record(input.content), customer.id)
}

/** Twenty-four hours' notice that it will be marketing. */
export async function recategoriseAt(world: World, row: TemplateRow): Promise<void> {
  world.schedule(world.now() + DAY_MS, 'whatsapp.recategorise', { id: row.id })
  await announce(world, row.wabaId, 'template_category_update', { message_template_id: Number(row.id), message_template_name: row.name, message_template_language: row.language, new_category: row.category, correct_category: 'MARKETING', category_update_timestamp: Math.floor((world.now() + DAY_MS) / 1000) })
}

/** The notice of 24 hours is over: the template is marketing from now on. */
export async function recategorise(world: World, id: string): Promise<void> {
  const row = templateById(world, id)
  if (!row || row.category === 'MARKETING') return
  saveTemplate(world, { ...row, category: 'MARKETING' })
  await announce(world, row.wabaId, 'template_category_update', { message_template_id: Number(row.id), message_template_name: row.name, message_template_language: row.language, previous_category: row.category, new_category: 'MARKETING' })
}

export const platformActs: Readonly<Record<string, Action>> = { platform }
