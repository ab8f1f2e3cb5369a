/** Settings against Meta: each check says what it saw and what to do. Without internet the account is saved all the same. */
import { PlatformRefusal, SilentPlatform, type CallContext, type Check } from '@recado/channel-kit'
import { figures } from './channel.js'
import { callGraph, isProvider, setting } from './graph.js'
import { compact, list, number, record, text, type Json } from './read.js'
import { limitOf } from './words.js'

const timeoutMs = figures.checkTimeoutMs.value

/** A check that could not be made is a failed one, with the reason. */
async function attempt(id: string, work: () => Promise<Check>): Promise<Check> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PlatformRefusal) return { id, ok: false, code: error.detail.code, message: error.detail.message }
    if (error instanceof SilentPlatform) return { id, ok: false, code: 'platform_unavailable', message: 'Meta did not answer. Webhooks are received all the same.' }
    throw error
  }
}

const needed = ['whatsapp_business_management', 'whatsapp_business_messaging']

const checkToken = (context: CallContext) => attempt('token', async () => {
  const { settings } = context
  const app = setting(settings, 'appId')
  // A token may look at itself; the app's own token sees more, and also one that has expired.
  const headers: Record<string, string> = app ? { authorization: `Bearer ${app}|${setting(settings, 'appSecret')}` } : {}
  const query = new URLSearchParams({ input_token: setting(settings, 'accessToken') })
  const answer = await callGraph(context, { method: 'GET', path: `debug_token?${query}`, timeoutMs, headers })
  const data = record(answer.data)
  if (data.is_valid === false) return { id: 'token', ok: false, code: 'token_invalid', message: 'The access token is no longer valid.' }
  const scopes = list(data.scopes).flatMap((scope) => text(scope) ?? [])
  const missing = needed.filter((scope) => scopes.length > 0 && !scopes.includes(scope))
  const expires = number(data.expires_at)
  const shown = compact({ scopes, expiresAt: expires ? new Date(expires * 1_000).toISOString() : undefined })
  if (missing.length > 0) return { id: 'token', ok: false, code: 'permission_missing', message: `The token lacks ${missing.join(', ')}.`, data: shown }
  return { id: 'token', ok: true, code: 'ok', message: expires ? `The token is valid until ${new Date(expires * 1_000).toISOString().slice(0, 10)}.` : 'The token is valid and does not expire.', data: shown }
})

const numberFields = 'display_phone_number,verified_name,name_status,status,quality_rating,code_verification_status,platform_type,is_on_biz_app,throughput,health_status,whatsapp_business_manager_messaging_limit'

function numberFacts(found: Json): Json {
  return compact({
    displayPhoneNumber: text(found.display_phone_number), verifiedName: text(found.verified_name), nameStatus: text(found.name_status), status: text(found.status), quality: text(found.quality_rating)?.toLowerCase(),
    throughput: text(record(found.throughput).level), onBusinessApp: found.is_on_biz_app === true ? true : undefined, messagingLimit: limitOf(found.whatsapp_business_manager_messaging_limit),
  })
}

/** What blocks or limits sending, entity by entity, in Meta's words. */
function healthOf(found: Json): { state: string; problems: string[] } {
  const health = record(found.health_status)
  const problems = list(health.entities).map(record).flatMap((entity) =>
    entity.can_send_message === 'AVAILABLE' ? [] : list(entity.errors).map(record).flatMap((error) => text(error.error_description) ?? []))
  return { state: text(health.can_send_message) ?? 'AVAILABLE', problems }
}

const downStates: Readonly<Record<string, string>> = { PENDING: 'not_registered', DISCONNECTED: 'not_registered', DELETED: 'not_registered', MIGRATED: 'not_registered', BANNED: 'account_restricted', RESTRICTED: 'account_restricted' }

const checkNumber = (context: CallContext) => attempt('number', async () => {
  const found = await callGraph(context, { method: 'GET', path: `${setting(context.settings, 'phoneNumberId')}?fields=${numberFields}`, timeoutMs })
  const data = { ...numberFacts(found) }
  const down = downStates[text(found.status) ?? '']
  if (down) return { id: 'number', ok: false, code: down, message: `The number’s state is ${text(found.status)}.`, data }
  const health = healthOf(found)
  if (health.state === 'BLOCKED') return { id: 'number', ok: false, code: 'account_restricted', message: health.problems.join(' ') || 'Meta blocks sending.', data }
  const remark = health.state === 'LIMITED' ? ` ${health.problems.join(' ')}` : ''
  return { id: 'number', ok: true, code: 'ok', message: `${text(found.verified_name) ?? 'The number'} (${text(found.display_phone_number) ?? '?'}) may send.${remark}`, data }
})

const checkPayment = (context: CallContext) => attempt('payment', async () => {
  const found = await callGraph(context, { method: 'GET', path: `${setting(context.settings, 'wabaId')}?fields=id,name,currency,primary_funding_id`, timeoutMs })
  const data = compact({ name: text(found.name), currency: text(found.currency) })
  // A remark, not a fault: a test number and the free answers work without.
  if (!text(found.primary_funding_id)) return { id: 'payment', ok: true, code: 'payment_missing', message: 'There is no payment method: templates are blocked, and answers end with the free ones of the month.', data }
  return { id: 'payment', ok: true, code: 'ok', message: 'A payment method is set.', data }
})

const subscriptions = async (context: CallContext): Promise<Json[]> =>
  list((await callGraph(context, { method: 'GET', path: `${setting(context.settings, 'wabaId')}/subscribed_apps`, timeoutMs })).data).map(record)

const isOurs = (row: Json, appId: string): boolean => appId === '' || text(record(row.whatsapp_business_api_data).id) === appId || text(row.id) === appId

const providerWebhook: Check = { id: 'webhook', ok: true, code: 'provider', message: 'The provider calls the webhook address that is set in its console.' }

/** A provider answers for Meta: that it takes our key is all that can be asked of every one of them. */
const checkProvider = (context: CallContext) => attempt('token', async () => {
  await callGraph(context, { method: 'GET', path: `${setting(context.settings, 'wabaId')}/message_templates?limit=1`, timeoutMs })
  return { id: 'token', ok: true, code: 'ok', message: 'The provider accepts the key.' }
})

/** The app must be subscribed to the account, or no webhook comes; a missing subscription is made. The address itself is set in Meta's console. */
export const ensureSubscribed = (context: CallContext): Promise<Check> => attempt('webhook', async () => {
  if (isProvider(context.settings)) return providerWebhook
  const appId = setting(context.settings, 'appId')
  if ((await subscriptions(context)).some((row) => isOurs(row, appId))) return { id: 'webhook', ok: true, code: 'ok', message: 'The app is subscribed to the account.' }
  await callGraph(context, { method: 'POST', path: `${setting(context.settings, 'wabaId')}/subscribed_apps`, timeoutMs })
  return { id: 'webhook', ok: true, code: 'subscribed', message: 'The app was not subscribed to the account; it is now.' }
})

/** All checks side by side. */
export const check = (context: CallContext): Promise<Check[]> => Promise.all(isProvider(context.settings) ? [checkProvider(context), ensureSubscribed(context)] : [checkToken(context), checkNumber(context), checkPayment(context), ensureSubscribed(context)])
