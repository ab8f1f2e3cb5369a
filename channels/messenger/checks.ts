import type { CallContext, Check } from '@recado/channel-kit'
import { PlatformRefusal } from '@recado/channel-kit'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { list, object, text } from './json.js'
import type { Json } from './json.js'

/** Without these the inbox would miss messages, taps or receipts. */
export const NEEDED_FIELDS = ['messages', 'messaging_postbacks', 'messaging_referrals', 'message_deliveries', 'message_reads', 'message_echoes', 'message_reactions'] as const
/** The rest of what we read; a Page or Graph version may not offer every one. */
export const WANTED_FIELDS = ['messaging_optins', 'message_edits', 'messaging_handovers', 'standby', 'response_feedback', 'message_template_status_update', 'messaging_policy_enforcement'] as const

const NEEDED_SCOPES = ['pages_messaging', 'pages_manage_metadata', 'pages_show_list']

/** A check has 10 s in all: at most three calls in a row, 3 s each. */
const TIMEOUT_MS = 3_000

/** Settings against the platform; subscribes the webhook on the way. Every check says what to do. */
export async function check(context: CallContext): Promise<Check[]> {
  const checks = await Promise.all([
    ask('page', () => page(context)), ask('app_secret', () => appSecret(context)), ask('token', () => token(context)),
    ensureSubscribed(context), ask('human_agent', () => humanAgent(context)),
  ])
  return checks.flatMap((one) => one ?? [])
}

/** Makes sure that Meta still calls us: after an hour of failures it drops the subscription by itself. */
export function ensureSubscribed(context: CallContext): Promise<Check> {
  return ask('subscription', async () => {
    const before = await subscribedFields(context)
    const absent = [...NEEDED_FIELDS, ...WANTED_FIELDS].filter((field) => !before.includes(field))
    if (absent.length === 0) return { id: 'subscription', ok: true, code: 'subscribed', message: 'The Page sends its events to this app.', data: { fields: before } }
    const fields = await subscribe(context, [...new Set([...before, ...NEEDED_FIELDS, ...WANTED_FIELDS])])
    return { id: 'subscription', ok: true, code: 'subscribed_now', message: 'The Page was subscribed to this app.', data: { fields } }
  })
}

async function subscribedFields(context: CallContext): Promise<string[]> {
  const rows = list(object(bodyOf(await graph(context, { method: 'GET', path: 'subscribed_apps', timeoutMs: TIMEOUT_MS }))).data).map(object)
  const appId = text(context.settings.appId)
  // A Page may serve several apps. Without our app id nobody can tell which row is ours, unless there is only one.
  const ours = appId ? rows.find((row) => text(row.id) === appId) : rows.length === 1 ? rows[0] : undefined
  return list(ours?.subscribed_fields).flatMap((field) => text(field) ?? text(object(field).name) ?? [])
}

async function subscribe(context: CallContext, fields: readonly string[]): Promise<readonly string[]> {
  const call = (wanted: readonly string[]) => graph(context, { method: 'POST', path: 'subscribed_apps', query: { subscribed_fields: wanted.join(',') }, timeoutMs: TIMEOUT_MS })
  try {
    await call(fields)
    return fields
  } catch (error) {
    // One field unknown to this Graph version refuses the whole list: what the inbox cannot do without goes alone.
    if (!(error instanceof PlatformRefusal) || error.detail.code !== 'bad_request') throw error
    await call(NEEDED_FIELDS)
    return NEEDED_FIELDS
  }
}

async function page(context: CallContext): Promise<Check> {
  const found = object(bodyOf(await graph(context, { method: 'GET', path: '', query: { fields: 'id,name' }, timeoutMs: TIMEOUT_MS })))
  const name = text(found.name) ?? ''
  const matches = text(found.id) === text(context.settings.pageId)
  return matches
    ? { id: 'page', ok: true, code: 'page_found', message: `The Page is “${name}”.`, data: { displayName: name } }
    : { id: 'page', ok: false, code: 'page_differs', message: 'The Page ID belongs to another object. Copy it from the Page’s transparency section.' }
}

/** Meta refuses a proof made with the secret of another app, which would otherwise show only as webhooks that never pass. */
async function appSecret(context: CallContext): Promise<Check> {
  try {
    await graph(context, { method: 'GET', path: '', query: { fields: 'id' }, proof: true, timeoutMs: TIMEOUT_MS })
    return { id: 'app_secret', ok: true, code: 'app_secret_matches', message: 'App secret and token belong together.' }
  } catch (error) {
    if (!(error instanceof PlatformRefusal) || error.detail.code !== 'bad_request') throw error
    return { id: 'app_secret', ok: false, code: 'app_secret_differs', message: 'The app secret is not that of the app which made the token: every webhook would be refused.', data: { platformCode: error.detail.platformCode } }
  }
}

/** Only with an app id can the token be looked into. */
async function token(context: CallContext): Promise<Check | null> {
  const { appId, appSecret: secret, pageAccessToken } = context.settings
  if (!text(appId) || !text(secret)) return null
  const answer = await graph(context, { method: 'GET', path: '', root: 'debug_token', query: { input_token: text(pageAccessToken) ?? '' }, token: `${text(appId)}|${text(secret)}`, timeoutMs: TIMEOUT_MS })
  return judgeToken(object(object(bodyOf(answer)).data), text(appId) ?? '', context.now())
}

function judgeToken(data: Json, appId: string, now: number): Check {
  const expiresAt = Number(data.expires_at ?? 0) * 1_000
  const scopes = list(data.scopes).flatMap((scope) => text(scope) ?? [])
  const missing = NEEDED_SCOPES.filter((scope) => !scopes.includes(scope))
  const facts = { expiresAt: expiresAt > 0 ? new Date(expiresAt).toISOString() : null, scopes }
  if (data.is_valid !== true) return { id: 'token', ok: false, code: 'token_invalid', message: 'The Page access token is no longer valid. Generate a new one.', data: facts }
  if (text(data.app_id) !== appId) return { id: 'token', ok: false, code: 'token_of_other_app', message: 'The token was made by another app than the app ID names.', data: facts }
  if (missing.length > 0) return { id: 'token', ok: false, code: 'permission_missing', message: `The token lacks ${missing.join(', ')}.`, data: { ...facts, missing } }
  if (expiresAt > now) return { id: 'token', ok: true, code: 'token_expires', message: 'The token works, yet it expires. A token made in the app dashboard does not.', data: facts }
  return { id: 'token', ok: true, code: 'token_valid', message: 'The token works and has the permissions it needs.', data: facts }
}

/** What App Review says about Human Agent (edge from memory, NV): where it cannot be asked, the setting stands as it is. */
async function humanAgent(context: CallContext): Promise<Check | null> {
  const ticked = context.settings.humanAgentApproved === true
  let status: string | undefined
  try {
    const rows = list(object(bodyOf(await graph(context, { method: 'GET', path: 'messaging_feature_review', timeoutMs: TIMEOUT_MS }))).data).map(object)
    status = text(rows.find((row) => text(row.feature)?.toLowerCase() === 'human_agent')?.status)?.toLowerCase()
  } catch (error) {
    if (!(error instanceof PlatformRefusal)) throw error
  }
  if (status === undefined) return null
  const approved = status === 'approved'
  if (approved === ticked) return { id: 'human_agent', ok: true, code: approved ? 'human_agent_approved' : 'human_agent_absent', message: approved ? 'People may answer up to 7 days after the customer wrote.' : 'Answers are possible for 24 hours after the customer wrote.' }
  return approved
    ? { id: 'human_agent', ok: true, code: 'human_agent_unticked', message: 'Meta has approved Human Agent: tick it here to answer up to 7 days.' }
    : { id: 'human_agent', ok: false, code: 'human_agent_not_approved', message: 'Human Agent is ticked here, but Meta has not approved it: answers after 24 hours would be refused.' }
}

/** A check never throws: what went wrong is its answer. */
async function ask<T extends Check | null>(id: string, question: () => Promise<T>): Promise<T | Check> {
  try {
    return await question()
  } catch (error) {
    if (error instanceof PlatformRefusal) return { id, ok: false, code: error.detail.code, message: error.detail.message, data: { platformCode: error.detail.platformCode } }
    return { id, ok: false, code: 'platform_silent', message: 'Meta could not be reached from this machine. The account can still receive.' }
  }
}
