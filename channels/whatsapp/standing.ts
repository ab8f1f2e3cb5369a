/** How a number stands with Meta: the number, its WABA, the token and the subscription, each as a fact. */
import { notTold, PlatformRefusal, SilentPlatform, type AccountNotice, type CallContext, type Standing, type StandingFact } from '@recado/channel-kit'
import { days, minutes } from '@recado/core'
import { figures } from './channel.js'
import { callGraph, setting } from './graph.js'
import { compact, list, number, record, text, type Json } from './read.js'
import { standingEvents, standingTexts } from './standing-texts.js'
import { limitOf, paceOf } from './words.js'

const timeoutMs = figures.checkTimeoutMs.value
/** A token that dies within two weeks is worth a look now. */
const TOKEN_WARNING_MS = days(14)
/** 60 calls an hour of the 200 that a WABA without an active number has: https://developers.facebook.com/docs/graph-api/overview/rate-limiting */
const PULSE_MS = minutes(1)

/** A question about several facts: a dead token is a fact of its own, everything else leaves them unknown. */
async function ask(ids: readonly string[], question: () => Promise<StandingFact[]>): Promise<StandingFact[]> {
  try {
    return await question()
  } catch (error) {
    const unknown = ids.map(notTold)
    if (error instanceof SilentPlatform) return unknown
    if (!(error instanceof PlatformRefusal)) throw error
    const { code } = error.detail
    return code === 'token_invalid' ? [...unknown.filter(({ id }) => id !== 'token'), deadToken(error.detail.message)] : unknown
  }
}

const deadToken = (reason: string): StandingFact => ({ id: 'token', state: 'broken', code: 'invalid', values: { reason }, blocks: 'token_invalid' })

const get = (context: CallContext, path: string, headers: Record<string, string> = {}) => callGraph(context, { method: 'GET', path, timeoutMs, headers })

const needed = ['whatsapp_business_management', 'whatsapp_business_messaging']

const tokenFacts = (context: CallContext) => ask(['token'], async () => {
  const { settings } = context
  const app = setting(settings, 'appId')
  // A token may look at itself; the app's own token sees more, and also one that has expired.
  const data = record((await get(context, `debug_token?${new URLSearchParams({ input_token: setting(settings, 'accessToken') })}`, app ? { authorization: `Bearer ${app}|${setting(settings, 'appSecret')}` } : {})).data)
  if (data.is_valid === false) return [deadToken(text(record(data.error).message) ?? '')]
  const scopes = list(data.scopes).flatMap((scope) => text(scope) ?? [])
  const missing = needed.filter((scope) => scopes.length > 0 && !scopes.includes(scope))
  if (missing.length > 0) return [{ id: 'token', state: 'broken', code: 'permission_missing', values: { missing: missing.join(', ') }, blocks: 'permission_missing' }]
  const seconds = number(data.expires_at) ?? 0
  if (seconds === 0) return [{ id: 'token', state: 'ok', code: 'lasting', frees: 'token_invalid' }]
  const until = seconds * 1_000
  return [{ id: 'token', state: until - context.now() < TOKEN_WARNING_MS ? 'attention' : 'ok', code: 'expires', until, frees: 'token_invalid' }]
})

const numberFields = 'display_phone_number,verified_name,name_status,status,quality_rating,is_on_biz_app,throughput,health_status,whatsapp_business_manager_messaging_limit'
const numberIds = ['registration', 'quality', 'limit', 'name', 'sending'] as const

const numberFacts = (context: CallContext) => ask(numberIds, async () => {
  const found = await get(context, `${setting(context.settings, 'phoneNumberId')}?fields=${numberFields}`)
  return [registration(found), quality(found), limit(found), name(found), sending(found)]
})

const states: Readonly<Record<string, Omit<StandingFact, 'id' | 'shown'>>> = {
  CONNECTED: { state: 'ok', code: 'connected', frees: 'not_registered' },
  PENDING: { state: 'broken', code: 'pending', blocks: 'not_registered' },
  DISCONNECTED: { state: 'broken', code: 'disconnected', blocks: 'not_registered' },
  DELETED: { state: 'broken', code: 'gone', blocks: 'not_registered' },
  MIGRATED: { state: 'broken', code: 'gone', blocks: 'not_registered' },
  FLAGGED: { state: 'attention', code: 'flagged' },
  RATE_LIMITED: { state: 'attention', code: 'rate_limited' },
  RESTRICTED: { state: 'broken', code: 'restricted', blocks: 'account_restricted' },
  BANNED: { state: 'broken', code: 'banned', blocks: 'account_restricted' },
}

function registration(found: Json): StandingFact {
  const known = states[text(found.status) ?? '']
  return known ? compact<StandingFact>({ id: 'registration', ...known, shown: text(found.display_phone_number) }) : notTold('registration')
}

function quality(found: Json): StandingFact {
  switch (text(found.quality_rating)) {
    case 'GREEN': return { id: 'quality', state: 'ok', code: 'green' }
    case 'YELLOW': return { id: 'quality', state: 'attention', code: 'yellow' }
    case 'RED': return { id: 'quality', state: 'broken', code: 'red' }
    // A new number has none yet.
    default: return { id: 'quality', state: 'unknown', code: 'none' }
  }
}

function limit(found: Json): StandingFact {
  const people = limitOf(found.whatsapp_business_manager_messaging_limit)
  const messagesPerSecond = paceOf({ level: text(record(found.throughput).level), onBusinessApp: found.is_on_biz_app === true })
  const amounts = { ...(people === undefined ? {} : { messagingLimit: people }), ...(messagesPerSecond === undefined ? {} : { messagesPerSecond }) }
  if (people === undefined) return { ...notTold('limit'), amounts }
  return people === Number.MAX_SAFE_INTEGER ? { id: 'limit', state: 'ok', code: 'unlimited', amounts } : { id: 'limit', state: 'ok', code: 'people', values: { people }, amounts }
}

function name(found: Json): StandingFact {
  const fact = (state: StandingFact['state'], code: string): StandingFact => compact<StandingFact>({ id: 'name', state, code, shown: text(found.verified_name) })
  switch (text(found.name_status)) {
    case 'APPROVED': case 'AVAILABLE_WITHOUT_REVIEW': return fact('ok', 'approved')
    case 'PENDING_REVIEW': return fact('ok', 'in_review')
    case 'DECLINED': return fact('attention', 'declined')
    case 'EXPIRED': return fact('attention', 'expired')
    default: return fact('unknown', 'not_told')
  }
}

/** What blocks or limits sending, entity by entity, in Meta's words. */
function sending(found: Json): StandingFact {
  const health = record(found.health_status)
  const reasons = list(health.entities).map(record).flatMap((entity) => (entity.can_send_message === 'AVAILABLE' ? [] : list(entity.errors).map(record).flatMap((error) => text(error.error_description) ?? [])))
  const values = { reasons: reasons.join(' ') }
  switch (text(health.can_send_message)) {
    case 'AVAILABLE': return { id: 'sending', state: 'ok', code: 'available' }
    case 'LIMITED': return { id: 'sending', state: 'attention', code: reasons.length > 0 ? 'limited_why' : 'limited', values }
    // Why it is blocked is told by the registration, the payment or the account's own fact: this one holds nothing back by itself.
    case 'BLOCKED': return { id: 'sending', state: 'broken', code: reasons.length > 0 ? 'blocked_why' : 'blocked', values }
    default: return notTold('sending')
  }
}

/** Asked apart: a provider in between may not know the field, and would refuse the others with it. */
const pinFacts = (context: CallContext) => ask(['two_step'], async () => {
  const enabled = (await get(context, `${setting(context.settings, 'phoneNumberId')}?fields=is_pin_enabled`)).is_pin_enabled
  if (typeof enabled !== 'boolean') return [notTold('two_step')]
  return [enabled ? { id: 'two_step', state: 'ok', code: 'set' } : { id: 'two_step', state: 'attention', code: 'missing' }]
})

const accountFacts = (context: CallContext) => ask(['payment', 'review', 'verification'], async () => {
  const found = await get(context, `${setting(context.settings, 'wabaId')}?fields=id,name,currency,primary_funding_id,account_review_status,business_verification_status`)
  return [payment(found), review(found), verification(found)]
})

const payment = (found: Json): StandingFact => (text(found.primary_funding_id)
  ? compact<StandingFact>({ id: 'payment', state: 'ok', code: 'set', frees: 'payment_missing', shown: text(found.currency) })
  : { id: 'payment', state: 'attention', code: 'missing' })

function review(found: Json): StandingFact {
  switch (text(found.account_review_status)) {
    case 'APPROVED': return { id: 'review', state: 'ok', code: 'approved' }
    case 'PENDING': return { id: 'review', state: 'attention', code: 'pending' }
    case 'REJECTED': return { id: 'review', state: 'broken', code: 'rejected' }
    default: return notTold('review')
  }
}

function verification(found: Json): StandingFact {
  switch (text(found.business_verification_status)) {
    case 'verified': return { id: 'verification', state: 'ok', code: 'verified' }
    case undefined: return notTold('verification')
    // The test number and small volumes work without.
    default: return { id: 'verification', state: 'ok', code: 'unverified' }
  }
}

/** Whether Meta calls us. A provider's own number has no edge for it: then the facts stay unknown. */
export const subscriptionFacts = (context: CallContext): Promise<StandingFact[]> => ask(['webhook'], async () => {
  const appId = setting(context.settings, 'appId')
  const rows = list((await get(context, `${setting(context.settings, 'wabaId')}/subscribed_apps`)).data).map(record)
  const ours = rows.some((row) => appId === '' || text(record(row.whatsapp_business_api_data).id) === appId || text(row.id) === appId)
  return [ours ? { id: 'webhook', state: 'ok', code: 'subscribed' } : { id: 'webhook', state: 'broken', code: 'unsubscribed' }]
})

async function look(context: CallContext, _notices: readonly AccountNotice[]): Promise<StandingFact[]> {
  const facts = (await Promise.all([tokenFacts(context), numberFacts(context), accountFacts(context), subscriptionFacts(context), pinFacts(context)])).flat()
  // Several questions may have met the same dead token.
  const worst = new Map<string, StandingFact>()
  for (const fact of facts) if (worst.get(fact.id)?.state !== 'broken') worst.set(fact.id, fact)
  return [...worst.values()]
}

export const standing: Standing = {
  look,
  pulse: { everyMs: PULSE_MS, look: subscriptionFacts },
  texts: standingTexts,
  events: standingEvents,
  settles: {
    quality: ['number_flagged', 'number_downgrade', 'number_unflagged'],
    registration: ['account_deleted', 'account_offboarded', 'partner_removed', 'partner_app_uninstalled', 'disabled_update', 'account_restriction'],
    name: ['number_name'],
    review: ['account_review'],
  },
}
