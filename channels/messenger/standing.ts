/** How a Page stands with Meta: page, subscription, token and approvals, each as a fact. */
import { minutes } from '@recado/core'
import { notTold, PlatformRefusal, SilentPlatform, type AccountNotice, type CallContext, type Standing, type StandingFact } from '@recado/channel-kit'
import { NEEDED_FIELDS } from './checks.js'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { list, number, object, text, type Json } from './json.js'
import { standingEvents, standingTexts } from './standing-texts.js'

const TIMEOUT_MS = 8_000
/** A token that dies within two weeks is worth a look now. */
const TOKEN_WARNING_MS = 14 * 86_400_000
/** A Page has 200 calls a day per engaged person: https://developers.facebook.com/docs/graph-api/overview/rate-limiting. This takes 288. */
const PULSE_MS = minutes(5)

export const NEEDED_SCOPES = ['pages_messaging', 'pages_manage_metadata', 'pages_show_list'] as const

const get = async (context: CallContext, path: string, more: { root?: string; query?: Record<string, string>; token?: string; proof?: boolean } = {}): Promise<Json> => object(bodyOf(await graph(context, { method: 'GET', path, timeoutMs: TIMEOUT_MS, ...more })))

const deadToken = (reason: string): StandingFact => ({ id: 'token', state: 'broken', code: 'invalid', values: { reason }, blocks: 'token_invalid' })

/** A question about some facts: a dead token is a fact of its own, everything else leaves them unknown. */
async function ask(ids: readonly string[], question: () => Promise<StandingFact[]>): Promise<StandingFact[]> {
  try {
    return await question()
  } catch (error) {
    const unknown = ids.map(notTold)
    if (error instanceof SilentPlatform) return unknown
    if (!(error instanceof PlatformRefusal)) throw error
    const { code, message } = error.detail
    if (code === 'token_invalid') return [...unknown.filter(({ id }) => id !== 'token'), deadToken(message)]
    if (code === 'account_restricted') return [...unknown, { id: 'page', state: 'broken', code: 'restricted', values: { reason: message }, blocks: 'account_restricted' }]
    return unknown
  }
}

const pageFacts = (context: CallContext) => ask(['page'], async () => {
  const found = await get(context, '', { query: { fields: 'id,name,is_published' } })
  const shown = text(found.name)
  const fact = (state: StandingFact['state'], code: string): StandingFact => ({ id: 'page', state, code, ...(shown && { shown }) })
  if (text(found.id) !== text(context.settings.pageId)) return [fact('broken', 'differs')]
  return [found.is_published === false ? fact('attention', 'unpublished') : { ...fact('ok', 'found'), frees: 'token_invalid' }]
})

/** Only with an app id can the token be looked into. */
const tokenFacts = (context: CallContext) => ask(['token', 'permissions'], async () => {
  const { appId, appSecret, pageAccessToken } = context.settings
  if (!text(appId) || !text(appSecret)) return [{ id: 'token', state: 'unknown', code: 'app_id_missing' }]
  const data = object((await get(context, '', { root: 'debug_token', query: { input_token: text(pageAccessToken) ?? '' }, token: `${text(appId)}|${text(appSecret)}` })).data)
  if (data.is_valid !== true) return [deadToken(text(object(data.error).message) ?? '')]
  if (text(data.app_id) !== text(appId)) return [{ id: 'token', state: 'broken', code: 'other_app' }]
  return [lifeOf(data, context.now()), permissionsOf(data)]
})

function lifeOf(data: Json, now: number): StandingFact {
  const until = (number(data.expires_at) ?? 0) * 1_000
  if (until === 0) return { id: 'token', state: 'ok', code: 'lasting', frees: 'token_invalid' }
  return { id: 'token', state: until - now < TOKEN_WARNING_MS ? 'attention' : 'ok', code: 'expires', until, frees: 'token_invalid' }
}

function permissionsOf(data: Json): StandingFact {
  const scopes = list(data.scopes).flatMap((scope) => text(scope) ?? [])
  const missing = NEEDED_SCOPES.filter((scope) => !scopes.includes(scope))
  return missing.length > 0 ? { id: 'permissions', state: 'broken', code: 'missing', values: { missing: missing.join(', ') }, blocks: 'permission_missing' } : { id: 'permissions', state: 'ok', code: 'granted' }
}

/** Whether Meta calls us, and for what: without one of the needed fields a part of the inbox stays empty. */
export const subscriptionFacts = (context: CallContext): Promise<StandingFact[]> => ask(['webhook'], async () => {
  const rows = list((await get(context, 'subscribed_apps')).data).map(object)
  const appId = text(context.settings.appId)
  const ours = appId ? rows.find((row) => text(row.id) === appId) : rows.length === 1 ? rows[0] : undefined
  if (!ours) return [{ id: 'webhook', state: 'broken', code: 'unsubscribed' }]
  const fields = list(ours.subscribed_fields).flatMap((field) => text(field) ?? text(object(field).name) ?? [])
  const absent = NEEDED_FIELDS.filter((field) => !fields.includes(field))
  return [absent.length > 0 ? { id: 'webhook', state: 'attention', code: 'fields_missing', values: { missing: absent.join(', ') } } : { id: 'webhook', state: 'ok', code: 'subscribed' }]
})

/** Meta refuses a proof made with the secret of another app, which would otherwise show only as webhooks that never pass. */
const secretFacts = (context: CallContext) => ask(['app_secret'], async () => {
  try {
    await get(context, '', { query: { fields: 'id' }, proof: true })
    return [{ id: 'app_secret', state: 'ok', code: 'matches' }]
  } catch (error) {
    if (error instanceof PlatformRefusal && error.detail.code === 'bad_request') return [{ id: 'app_secret', state: 'broken', code: 'differs' }]
    throw error
  }
})

/** What App Review has granted. Edge from memory (NV): where it cannot be asked, nothing is claimed. */
export async function approvalsOf(context: CallContext): Promise<{ feature: string; status: string }[]> {
  const rows = list((await get(context, 'messaging_feature_review')).data).map(object)
  return rows.flatMap((row) => { const feature = text(row.feature); return feature ? [{ feature, status: (text(row.status) ?? '').toLowerCase() }] : [] })
}

const approvalFacts = (context: CallContext) => ask(['human_agent'], async () => {
  const found = (await approvalsOf(context)).find(({ feature }) => feature.toLowerCase() === 'human_agent')
  const ticked = context.settings.humanAgentApproved === true
  if (!found) return [notTold('human_agent')]
  if (found.status === 'approved') return [{ id: 'human_agent', state: ticked ? 'ok' : 'attention', code: ticked ? 'approved' : 'unticked' }]
  return [{ id: 'human_agent', state: ticked ? 'attention' : 'ok', code: ticked ? 'ticked_only' : 'absent' }]
})

async function look(context: CallContext, _notices: readonly AccountNotice[]): Promise<StandingFact[]> {
  const facts = (await Promise.all([pageFacts(context), subscriptionFacts(context), tokenFacts(context), secretFacts(context), approvalFacts(context)])).flat()
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
  settles: { page: ['policy_unblock'] },
}
