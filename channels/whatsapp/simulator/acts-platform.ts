/** What Meta, or the colleague with the Business app, does: action `platform` with the event as `ref`. For rehearsals; nothing of it is on a customer's phone. */
import type { World } from '@recado/channel-kit'
import type { Action } from './acts.js'
import { number as toNumber, record, text, type Json } from './json.js'
import { messageId, nextNumber, numberOf, saveItem, saveNumber, type NumberRow } from './state.js'
import { announce, setQuality } from './template-life.js'
import { saveTemplate, templateById, templateNamed, templatesOf, type Quality, type TemplateRow } from './template-store.js'
import { postChanges, valueOf } from './webhook.js'
import { seconds } from './window.js'

const DAY_MS = 24 * 3_600_000

type PlatformEvent = (world: World, number: NumberRow, content: Json, customerId: string) => Promise<void>

const account = (event: string, rest: (world: World, content: Json) => Json, change: (world: World, content: Json) => Partial<NumberRow>): PlatformEvent => async (world, number, content) => {
  saveNumber(world, { ...number, ...change(world, content) })
  await announce(world, number.wabaId, 'account_update', { event, ...rest(world, content) })
}

const untilOf = (world: World, content: Json): number => world.now() + (toNumber(content['days']) ?? 1) * DAY_MS
const kindOf = (content: Json): string => text(content['restriction']) ?? 'RESTRICTED_BIZ_INITIATED_MESSAGING'
const dateOf = (world: World): string => new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(world.now())

const quality = (score: NumberRow['quality']): PlatformEvent => async (world, number) => {
  saveNumber(world, { ...number, quality: score })
  await announce(world, number.wabaId, 'phone_number_quality_update', { display_phone_number: number.display, event: score === 'RED' ? 'FLAGGED' : 'UNFLAGGED', max_daily_conversations_per_business: number.tier })
}

const template = (world: World, number: NumberRow, content: Json): TemplateRow => {
  const name = text(content['name'])
  const found = name === undefined ? templatesOf(world, number.wabaId)[0] : templateNamed(world, number.wabaId, name, text(content['language']) ?? 'es')
  if (!found) throw new Error(`There is no template ${name}.`)
  return found
}

const tellTier = (world: World, number: NumberRow): Promise<void> => announce(world, number.wabaId, 'business_capability_update', { max_daily_conversations_per_business: number.tier, max_phone_numbers_per_waba: 25 })

const events: Readonly<Record<string, PlatformEvent>> = {
  restrict: account('ACCOUNT_RESTRICTION', (world, content) => ({ restriction_info: [{ restriction_type: kindOf(content), expiration: Math.floor(untilOf(world, content) / 1000) }] }), (world, content) => ({ restrictions: { [kindOf(content)]: untilOf(world, content) } })),
  violation: account('ACCOUNT_VIOLATION', (_, content) => ({ violation_info: { violation_type: text(content['violation']) ?? 'SCAM' } }), () => ({})),
  disable: account('DISABLED_UPDATE', (world) => ({ ban_info: { waba_ban_state: 'DISABLE', waba_ban_date: dateOf(world) } }), () => ({ locked: true })),
  reinstate: account('DISABLED_UPDATE', (world) => ({ ban_info: { waba_ban_state: 'REINSTATE', waba_ban_date: dateOf(world) } }), () => ({ locked: false, restrictions: {} })),
  payment_missing: async (world, number) => saveNumber(world, { ...number, funded: false }),
  payment_added: async (world, number) => saveNumber(world, { ...number, funded: true }),
  revoke_token: async (world, number) => saveNumber(world, { ...number, tokenDead: true }),
  restore_token: async (world, number) => saveNumber(world, { ...number, tokenDead: false }),
  deregister: async (world, number) => saveNumber(world, { ...number, registered: false }),
  quality_red: quality('RED'),
  quality_yellow: quality('YELLOW'),
  quality_green: quality('GREEN'),
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
  template_quality: async (world, number, content) => setQuality(world, template(world, number, content).id, (text(content['score']) ?? 'YELLOW') as Quality), // an unknown word is only shown
  template_category: async (world, number, content) => {
    const row = template(world, number, content)
    const identity = { message_template_id: Number(row.id), message_template_name: row.name, message_template_language: row.language }
    world.schedule(world.now() + DAY_MS, 'whatsapp.recategorise', { id: row.id })
    await announce(world, row.wabaId, 'template_category_update', { ...identity, new_category: row.category, correct_category: 'MARKETING', category_update_timestamp: Math.floor((world.now() + DAY_MS) / 1000) })
  },
  alert: (world, number) => announce(world, number.wabaId, 'account_alerts', { entity_type: 'BUSINESS', entity_id: number.portfolioId, alert_info: { alert_severity: 'WARNING', alert_status: 'ACTIVE', alert_type: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED', alert_description: `Limits cannot be increased yet for ${number.verifiedName}.` } }),
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

/** The notice of 24 hours is over: the template is marketing from now on. */
export async function recategorise(world: World, id: string): Promise<void> {
  const row = templateById(world, id)
  if (!row || row.category === 'MARKETING') return
  saveTemplate(world, { ...row, category: 'MARKETING' })
  await announce(world, row.wabaId, 'template_category_update', { message_template_id: Number(row.id), message_template_name: row.name, message_template_language: row.language, previous_category: row.category, new_category: 'MARKETING' })
}

export const platformActs: Readonly<Record<string, Action>> = { platform }
