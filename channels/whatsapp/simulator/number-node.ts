/** GET and POST of a business number itself. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/phone-numbers (2026-05). */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { pretty } from './account.js'
import { automationOf } from './automation.js'
import { nodeFields } from './fields.js'
import { answerJson, bodyOf, GraphRefusal } from './graph.js'
import { isRecord, record, text, type Json } from './json.js'
import { badShape } from './message-shape.js'
import { requestName } from './number-name.js'
import { tellSecurity } from './number-registration.js'
import { healthOf } from './standing.js'
import { numberOf, saveNumber, type NumberRow } from './state.js'
import { shakeHands } from './webhook.js'

/** Every field of the documents; those without a value are left out of the answer. */
const FIELDS = [
  'account_mode', 'certificate', 'code_verification_status', 'conversational_automation', 'country_code', 'country_dial_code', 'display_phone_number', 'eligibility_for_api_business_global_search', 'health_status', 'host_platform',
  'is_official_business_account', 'is_on_biz_app', 'is_pin_enabled', 'is_preverified_number', 'last_onboarded_time', 'messaging_limit_tier', 'name_status', 'new_certificate', 'new_display_name', 'new_name_status', 'platform_type', 'quality_rating',
  'quality_score', 'search_visibility', 'settings', 'status', 'throughput', 'unified_cert_status', 'username', 'verified_name', 'webhook_configuration', 'whatsapp_business_manager_messaging_limit', 'whatsapp_business_profile',
] as const
const USUAL = 'verified_name,code_verification_status,display_phone_number,quality_rating,platform_type,throughput,last_onboarded_time'

function statusOf(number: NumberRow): string {
  if (!number.registered) return number.everRegistered ? 'DISCONNECTED' : 'PENDING'
  return number.locked ? 'BANNED' : number.quality === 'RED' ? 'FLAGGED' : 'CONNECTED'
}

const certificateOf = (number: NumberRow, name: string): string => Buffer.from(`cert/${number.display}/${name}`).toString('base64')

export function nodeOf(world: World, number: NumberRow): Json {
  const { newName } = number
  const test = number.testRecipients !== null
  return {
    id: number.id, display_phone_number: pretty(number.display), verified_name: number.verifiedName, status: statusOf(number), quality_rating: number.quality, quality_score: { score: number.quality },
    code_verification_status: number.verified === false ? 'NOT_VERIFIED' : 'VERIFIED', platform_type: number.registered ? 'CLOUD_API' : 'NOT_APPLICABLE', host_platform: number.registered ? 'CLOUD_API' : 'NOT_APPLICABLE',
    throughput: { level: number.registered ? (number.messagesPerSecond >= 1000 ? 'HIGH' : 'STANDARD') : 'NOT_APPLICABLE' }, country_code: number.country,
    name_status: test ? 'AVAILABLE_WITHOUT_REVIEW' : (number.nameStatus ?? 'APPROVED'), certificate: certificateOf(number, number.verifiedName),
    ...(newName ? { new_display_name: newName.name, new_name_status: newName.status, ...(newName.status === 'APPROVED' ? { new_certificate: certificateOf(number, newName.name) } : {}) } : { new_name_status: 'NONE' }),
    ...(number.onboardedAt === undefined ? {} : { last_onboarded_time: new Date(number.onboardedAt).toISOString().replace(/\.\d{3}Z$/, '+0000') }),
    account_mode: test ? 'SANDBOX' : 'LIVE', is_on_biz_app: number.coexistence, is_pin_enabled: number.pin !== '', is_official_business_account: false, is_preverified_number: false,
    whatsapp_business_manager_messaging_limit: number.tier, messaging_limit_tier: number.tier, search_visibility: 'NON_VISIBLE', conversational_automation: { ...automationOf(number), id: number.id },
    webhook_configuration: { ...(number.callbacks?.number ? { phone_number: number.callbacks.number } : {}), ...(number.callbacks?.waba ? { whatsapp_business_account: number.callbacks.waba } : {}), application: `${world.baseUrl}/callback` },
  }
}

/** The number as asked for; its health is worked out only when somebody wants it. */
export function readNumber(world: World, number: NumberRow, asked: string | undefined): Json {
  const node = nodeOf(world, number)
  return nodeFields('WhatsAppBusinessPhoneNumber', asked?.includes('health_status') ? { ...node, health_status: healthOf(world, number) } : node, FIELDS, asked, USUAL)
}

export async function numberNode(world: World, request: RawRequest, number: NumberRow): Promise<SimulatorAnswer> {
  if (request.method === 'GET') return answerJson(readNumber(world, number, request.query['fields']))
  if (request.method !== 'POST') throw badShape('Unsupported method for this node.')
  const body = { ...request.query, ...bodyOf(request) }
  const known = (['pin', 'new_display_name', 'webhook_configuration', 'search_visibility'] as const).filter((key) => body[key] !== undefined)
  if (known.length === 0) throw badShape('Invalid parameter: nothing to change.')
  if (body['pin'] !== undefined) await setPin(world, number, text(body['pin']) ?? '')
  if (body['new_display_name'] !== undefined) requestName(world, number.id, text(body['new_display_name']) ?? '')
  if (body['webhook_configuration'] !== undefined) await setCallback(world, number.id, 'number', record(isRecord(body['webhook_configuration']) ? body['webhook_configuration'] : parsed(body['webhook_configuration'])))
  return answerJson({ success: true })
}

const parsed = (value: unknown): unknown => { try { return JSON.parse(String(value)) } catch { return {} } }

/** The two-step PIN; an empty one takes it away. */
async function setPin(world: World, number: NumberRow, pin: string): Promise<void> {
  if (pin !== '' && !/^\d{6}$/.test(pin)) throw badShape('Param pin must be 6 digits.')
  saveNumber(world, { ...number, pin, wrongPins: [] })
  await tellSecurity(world, number.id, 'PIN_CHANGED')
}

/** An own callback address of a number or a WABA: the platform asks it to prove itself, as it asked the app's. Here all of them lead to the same desk. */
export async function setCallback(world: World, account: string, level: 'number' | 'waba', given: Json): Promise<void> {
  const number = numberOf(world, account)
  if (!number) return
  const address = text(given['override_callback_uri']) ?? ''
  const rest = { ...number.callbacks }
  delete rest[level]
  if (address === '') return saveNumber(world, { ...number, callbacks: rest })
  if (!/^https:\/\/\S+$/.test(address)) throw badShape('Param override_callback_uri must be an https URL.')
  const reason = await shakeHands(world, account, text(given['verify_token']) ?? '')
  if (reason !== null) throw new GraphRefusal(100, undefined, 2200, `(#2200) Callback verification failed with the following errors: ${reason}`)
  saveNumber(world, { ...(numberOf(world, account) ?? number), callbacks: { ...rest, [level]: address } })
}
