/** Calls to the Graph API: where it is, who we are, and what its refusals mean. */
import { PlatformRefusal, SilentPlatform, type CallContext, type HttpAnswer, type HttpRequest, type Settings } from '@recado/channel-kit'
import { refusalOf } from './errors.js'
import { record, text, type Json } from './read.js'

export const setting = (settings: Settings, key: string): string => text(settings[key]) ?? ''

/** The API's root with its version, without a trailing slash. */
export function graphUrl(settings: Settings): string {
  const base = (setting(settings, 'baseUrl') || 'https://graph.facebook.com').replace(/\/+$/, '')
  return `${base}/${setting(settings, 'graphVersion') || 'v26.0'}`
}

/**
 * A provider between us and Meta: Meta's own calls under its address, without version and number in the path, by a key in a header of its own
 * (https://docs.360dialog.com/partner/integration/cloud-waba-integration).
 */
export const isProvider = (settings: Settings): boolean => setting(settings, 'apiStyle') === 'provider'

/** Where a call of the Graph API goes: to Meta as it is, to a provider by its shorter way. */
export function addressOf(settings: Settings, path: string): string {
  if (!isProvider(settings)) return `${graphUrl(settings)}/${path}`
  const base = setting(settings, 'baseUrl').replace(/\/+$/, '')
  const [number, account] = [setting(settings, 'phoneNumberId'), setting(settings, 'wabaId')]
  const templates = `${account}/message_templates`
  const short = path.startsWith(templates) ? `${setting(settings, 'templatesPath').replace(/^\/+/, '')}${path.slice(templates.length)}` : path.startsWith(`${number}/`) ? path.slice(number.length + 1) : path
  return `${base}/${short}`
}

/** The answer's JSON object; an empty one when it is none. */
export function bodyOf(answer: HttpAnswer): Json {
  try {
    return record(answer.json())
  } catch {
    return record(undefined)
  }
}

const HEADER = /^[a-z0-9-]{1,60}$/

/** Our key as the account's address wants it: `Authorization: Bearer ...`, or another header and form. */
export const bearer = (settings: Settings): Record<string, string> => ({
  [HEADER.test(setting(settings, 'authHeader').toLowerCase()) ? setting(settings, 'authHeader').toLowerCase() : 'authorization']: (setting(settings, 'authFormat') || 'Bearer {token}').replaceAll('{token}', setting(settings, 'accessToken')),
})

/** One call with our token. Throws PlatformRefusal or SilentPlatform. */
export async function callGraph(context: CallContext, request: Omit<HttpRequest, 'url'> & { path: string }, attempt = 1): Promise<Json> {
  const { path, ...rest } = request
  const answer = await context.http({ ...rest, url: addressOf(context.settings, path), headers: { ...bearer(context.settings), ...rest.headers } })
  if (answer.status >= 200 && answer.status < 300) return bodyOf(answer)
  throw refusalOf(answer.status, bodyOf(answer), { attempt, now: context.now() })
}

/** Work before the message itself leaves (uploads): whatever is lost there, the message was not sent. */
export async function beforeSending<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SilentPlatform) throw new SilentPlatform('no', error.message, { cause: error })
    if (error instanceof PlatformRefusal && error.detail.sent === 'unknown')
      throw new PlatformRefusal({ ...error.detail, code: 'platform_unavailable', sent: 'no', retry: { kind: 'schedule' } })
    throw error
  }
}
