/** How a Service Account stands with WeChat: its secret, this server's address, its kind and verification, the day's quotas. */
import { minutes } from '@recado/core'
import { notTold, PlatformRefusal, type AccountNotice, type CallContext, type Standing, type StandingFact } from '@recado/channel-kit'
import { fetchToken, readAnswer, sendRequest, type Answer, type ApiCall } from './client.js'
import { refusedAddress } from './errors.js'
import { setting } from './settings.js'
import { standingEvents, standingTexts } from './standing-texts.js'

// Two rounds of calls, so the whole ends within the ten seconds a look may take.
const timeoutMs = 4_000
const RENEWAL_WARNING_MS = 30 * 86_400_000
/** From here on a quota is worth a look. */
const NEARLY = 0.8

/** What the desk uses up, by the interface that counts it. Source: https://developers.weixin.qq.com/doc/offiaccount/Message_Management/API_Call_Limits.html */
const QUOTAS = [
  ['quota_replies', '/cgi-bin/message/custom/send'], ['quota_templates', '/cgi-bin/message/template/send'], ['quota_posts', '/cgi-bin/message/mass/send'], ['quota_files', '/cgi-bin/media/upload'],
] as const

/** A token was given: the secret is right and this server is on the list. */
const WELL: readonly StandingFact[] = [{ id: 'secret', state: 'ok', code: 'right', frees: 'token_invalid' }, { id: 'allow_list', state: 'ok', code: 'allowed', frees: 'ip_not_allowed' }]

async function look(context: CallContext, notices: readonly AccountNotice[]): Promise<StandingFact[]> {
  const others = ['verification', ...QUOTAS.map(([id]) => id)]
  let token: string
  try {
    token = (await fetchToken(context, timeoutMs)).value // asked anew: a token kept from before would hide a wrong secret
  } catch (error) {
    return [...refusedToken(error), region(context), ...others.map(notTold)]
  }
  const [verification, ...quotas] = await Promise.all([verificationFact(context, token, notices), ...QUOTAS.map(([id, path]) => quotaFact(context, token, id, path))])
  return [...WELL, verification, region(context), ...quotas]
}

/** Why no token was given: the secret is wrong, or this server's address is not on the list. */
function refusedToken(error: unknown): StandingFact[] {
  if (!(error instanceof PlatformRefusal)) return [notTold('secret'), notTold('allow_list')]
  const { code, platformCode, message } = error.detail
  if (code === 'ip_not_allowed') {
    // 40164 = not on the list; 89503 to 89507 = an administrator has to confirm it, or has refused.
    const waiting = platformCode !== '40164'
    return [notTold('secret'), { id: 'allow_list', state: 'broken', code: waiting ? 'unconfirmed' : 'not_listed', values: { address: refusedAddress(message) ?? '' }, blocks: 'ip_not_allowed' }]
  }
  if (code === 'token_invalid') return [{ id: 'secret', state: 'broken', code: 'wrong', values: { reason: message }, blocks: 'token_invalid' }, notTold('allow_list')]
  if (code === 'account_restricted') return [{ id: 'secret', state: 'broken', code: 'restricted', values: { reason: message }, blocks: 'account_restricted' }, notTold('allow_list')]
  return [notTold('secret'), notTold('allow_list')]
}

async function ask(context: CallContext, token: string, request: ApiCall): Promise<Answer | PlatformRefusal | null> {
  try {
    return readAnswer(context, await sendRequest(context, { ...request, timeoutMs }, token))
  } catch (error) {
    return error instanceof PlatformRefusal ? error : null
  }
}

/** WeChat names no kind of account: what only verified ones may call tells it (48001), and its yearly notice tells until when. */
async function verificationFact(context: CallContext, token: string, notices: readonly AccountNotice[]): Promise<StandingFact> {
  const answer = await ask(context, token, { method: 'GET', path: '/cgi-bin/template/get_all_private_template' })
  if (answer === null || (answer instanceof PlatformRefusal && answer.detail.code !== 'permission_missing')) return notTold('verification')
  const until = renewalOf(notices)
  const due = until === undefined ? {} : { until }
  if (answer instanceof PlatformRefusal) {
    const expired = until !== undefined && until <= context.now()
    const state = expired || context.settings.verified === true ? 'broken' : 'ok'
    return { id: 'verification', state, code: expired ? 'expired' : state === 'broken' ? 'said_only' : 'unverified', ...due }
  }
  if (until !== undefined && until - context.now() < RENEWAL_WARNING_MS) return { id: 'verification', state: 'attention', code: 'renewal_due', ...due }
  return { id: 'verification', state: 'ok', code: until === undefined ? 'verified' : 'verified_until', ...due }
}

/** The newest date WeChat has named. */
function renewalOf(notices: readonly AccountNotice[]): number | undefined {
  const told = notices.filter(({ data }) => typeof data.expiresAt === 'number').toSorted((a, b) => b.at - a.at)[0]
  return told && Number(told.data.expiresAt)
}

const region = ({ settings }: CallContext): StandingFact => ({ id: 'region', state: 'ok', code: settings.overseas === true ? 'overseas' : 'mainland' })

async function quotaFact(context: CallContext, token: string, id: string, path: string): Promise<StandingFact> {
  const answer = await ask(context, token, { method: 'POST', path: '/cgi-bin/openapi/quota/get', body: { cgi_path: path } })
  if (answer instanceof PlatformRefusal && answer.detail.code === 'permission_missing') return { id, state: 'unknown', code: 'not_granted' }
  if (answer === null || answer instanceof PlatformRefusal) return notTold(id)
  const { daily_limit: limit, used } = (typeof answer.quota === 'object' && answer.quota !== null ? answer.quota : {}) as { daily_limit?: unknown; used?: unknown } // read below as what they are
  if (typeof limit !== 'number' || typeof used !== 'number' || limit <= 0) return notTold(id)
  const [state, code] = used >= limit ? ['broken', 'used_up'] as const : used >= limit * NEARLY ? ['attention', 'nearly'] as const : ['ok', 'enough'] as const
  return { id, state, code, usage: { used, limit } }
}

/** A token is what the allow-list guards; the stable token may be asked for 10,000 times a minute. */
async function pulse(context: CallContext): Promise<StandingFact[]> {
  try {
    await fetchToken(context, timeoutMs)
    return [...WELL]
  } catch (error) {
    return refusedToken(error)
  }
}

export const standing: Standing = {
  look, pulse: { everyMs: minutes(1), look: pulse }, texts: standingTexts, events: standingEvents,
  settles: { verification: ['annual_renew', 'verify_expired', 'qualification_verify_fail', 'naming_verify_fail', 'qualification_verify_success', 'naming_verify_success'] },
}

/** The account's own id, for calls that name it. */
export const appIdOf = (context: CallContext): string => setting(context.settings, 'appId')
