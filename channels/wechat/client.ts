/** WeChat's few HTTP calls: token, one renewal, answers read without rounding an id. */
import { PlatformRefusal, SilentPlatform, type CallContext, type HttpAnswer, type HttpRequest } from '@recado/channel-kit'
import { staleToken, refusalOf } from './errors.js'
import { parseJson, writeJson } from './json.js'
import { baseUrl, setting } from './settings.js'

export type Answer = Readonly<Record<string, unknown>>

export interface ApiCall {
  method: 'GET' | 'POST'
  path: string
  query?: Record<string, string>
  body?: unknown
  form?: HttpRequest['form']
  timeoutMs?: number
  maxBytes?: number
}

const TOKEN = 'access_token'

/** Calls an interface with the account's token and gives the answer's fields. Throws PlatformRefusal or SilentPlatform. */
export async function call(context: CallContext, request: ApiCall): Promise<Answer> {
  return withToken(context, async (token) => readAnswer(context, await sendRequest(context, request, token)))
}

/** Runs a call with the token and once more with a new one when WeChat says that it is stale. */
export async function withToken<T>(context: CallContext, run: (token: string) => Promise<T>): Promise<T> {
  const token = await beforeSending(() => context.token(TOKEN, () => fetchToken(context)))
  try {
    return await run(token)
  } catch (error) {
    if (!(error instanceof PlatformRefusal) || !staleToken.has(error.detail.platformCode)) throw error
    await context.dropToken(TOKEN, token)
    return run(await beforeSending(() => context.token(TOKEN, () => fetchToken(context))))
  }
}

/** Sends the request with the token in its query, as WeChat wants it. */
export function sendRequest(context: CallContext, { method, path, query, body, form, timeoutMs, maxBytes }: ApiCall, token: string): Promise<HttpAnswer> {
  const url = `${baseUrl(context.settings)}${path}?${new URLSearchParams({ access_token: token, ...query }).toString()}`
  return context.http({
    method, url,
    ...(body !== undefined && { body: writeJson(body), headers: { 'content-type': 'application/json; charset=utf-8' } }),
    ...(form && { form }), ...(timeoutMs && { timeoutMs }), ...(maxBytes && { maxBytes }),
  })
}

/**
 * The stable token: every process that asks gets the same one, so that nodes and other programs do not invalidate each other's.
 * `expires_in` is at least five minutes.
 */
export async function fetchToken(context: CallContext, timeoutMs?: number): Promise<{ value: string; expiresAt: number }> {
  const { settings } = context
  const answer = await context.http({
    method: 'POST', url: `${baseUrl(settings)}/cgi-bin/stable_token`, headers: { 'content-type': 'application/json; charset=utf-8' },
    body: writeJson({ grant_type: 'client_credential', appid: setting(settings, 'appId'), secret: setting(settings, 'appSecret'), force_refresh: false }),
    ...(timeoutMs && { timeoutMs }),
  })
  const { access_token: value, expires_in: seconds } = readAnswer(context, answer)
  if (typeof value !== 'string' || typeof seconds !== 'number') throw new SilentPlatform('no', 'the token answer holds no token')
  return { value, expiresAt: context.now() + seconds * 1000 }
}

/** Fields of a JSON answer. WeChat refuses with HTTP 200 and an errcode; any other status did not come from its interface. */
export function readAnswer(context: CallContext, answer: HttpAnswer): Answer {
  if (answer.status === 429) throw new PlatformRefusal({ code: 'platform_rate_limited', platformCode: 'http_429', message: 'too many requests', sent: 'no', retry: { kind: 'slow_down' }, scope: 'account' })
  if (answer.status >= 500) throw new SilentPlatform('unknown', `HTTP ${answer.status}`)
  const fields = fieldsOf(answer.text())
  if (!fields) throw new SilentPlatform('unknown', `HTTP ${answer.status} with a body that is no JSON object`)
  const code = String(fields.errcode ?? 0)
  if (code !== '0') throw refusalOf(code, String(fields.errmsg ?? ''), context.now())
  if (answer.status >= 400) throw new PlatformRefusal({ code: 'bad_request', platformCode: `http_${answer.status}`, message: answer.text().slice(0, 200), sent: 'no', retry: { kind: 'never' }, scope: 'message' })
  return fields
}

function fieldsOf(text: string): Answer | null {
  try {
    const value = parseJson(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Answer) : null // an object, by the checks of this line
  } catch {
    return null
  }
}

/** Runs what comes before a message leaves (token, upload): whatever fails here, nothing was sent, so it may be tried again. */
export async function beforeSending<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof SilentPlatform && error.sent === 'unknown') throw new SilentPlatform('no', error.message, { cause: error })
    throw error
  }
}

/** An id or other text of an answer, digit for digit; null when it is absent. */
export function answerText(answer: Answer, name: string): string | null {
  const value = answer[name]
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null
}
