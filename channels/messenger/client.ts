import { createHmac } from 'node:crypto'
import type { CallContext, HttpAnswer, HttpRequest, LoadedMedia } from '@recado/channel-kit'
import { PlatformRefusal } from '@recado/channel-kit'
import type { IdentityKey } from '@recado/core'
import type { Person } from '@recado/channel-kit'
import { messenger } from './channel.js'
import { bodyOf, refusalOf } from './errors.js'
import { object, text, webUrl } from './json.js'

/** One call to the Graph API. `path` is relative to the Page unless `root` names another node. */
export interface GraphCall {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  /** The node instead of the Page: another person's id, `debug_token`. */
  root?: string
  query?: Readonly<Record<string, string>>
  body?: Record<string, unknown>
  form?: HttpRequest['form']
  /** The bytes of an upload, from its beginning on. */
  bytes?: { data: Buffer; mime: string }
  /** Another token than the Page's. */
  token?: string
  timeoutMs?: number
  attempt?: number
  /** Proves that token and app secret belong together, whatever the setting says. */
  proof?: boolean
}

/** Calls Graph and returns the answer; throws PlatformRefusal for any answer that is no success. */
export async function graph(context: CallContext, call: GraphCall): Promise<HttpAnswer> {
  const token = call.token ?? text(context.settings.pageAccessToken) ?? ''
  const answer = await context.http({
    method: call.method,
    url: addressOf(context, call, token),
    // In the header, so that no log of addresses holds the token.
    headers: { authorization: `${call.bytes ? 'OAuth' : 'Bearer'} ${token}`, accept: 'application/json', ...(call.bytes && { 'content-type': call.bytes.mime, file_offset: '0' }) },
    ...((call.bytes?.data ?? call.body) && { body: call.bytes?.data ?? call.body }),
    ...(call.form && { form: call.form }),
    ...(call.timeoutMs !== undefined && { timeoutMs: call.timeoutMs }),
  })
  if (answer.status < 200 || answer.status > 299 || object(bodyOf(answer)).error !== undefined) throw refusalOf(answer, call.attempt)
  return answer
}

function addressOf(context: CallContext, call: GraphCall, token: string): string {
  const { settings } = context
  const base = (text(settings.baseUrl) ?? 'https://graph.facebook.com').replace(/\/+$/, '')
  const version = text(settings.graphVersion) ?? 'v25.0'
  const node = call.root ?? `${encodeURIComponent(text(settings.pageId) ?? '')}/${call.path}`
  const url = new URL(`${base}/${version}/${node.replace(/\/$/, '')}`)
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value)
  const secret = text(settings.appSecret)
  if (secret && (call.proof || settings.appSecretProof === true)) url.searchParams.set('appsecret_proof', createHmac('sha256', secret).update(token).digest('hex'))
  return url.href
}

/** "Typing" and "seen", which need no open window. */
export async function senderAction(action: 'typing_on' | 'typing_off' | 'mark_seen', to: readonly IdentityKey[], context: CallContext): Promise<void> {
  const psid = psidOf(to)
  if (psid) await graph(context, { method: 'POST', path: 'messages', body: { recipient: { id: psid }, sender_action: action } })
}

/** Her name and picture, where she and the app's access level allow it; null when Meta shows nothing. */
export async function profile(keys: readonly IdentityKey[], context: CallContext): Promise<Person['profile'] | null> {
  const psid = psidOf(keys)
  if (!psid) return null
  try {
    const answer = await graph(context, { method: 'GET', path: '', root: encodeURIComponent(psid), query: { fields: 'first_name,last_name,profile_pic' } })
    const shown = object(bodyOf(answer))
    const name = [text(shown.first_name), text(shown.last_name)].filter((part) => part !== undefined).join(' ')
    const avatarUrl = webUrl(shown.profile_pic)
    return name || avatarUrl ? { ...(name && { name }), ...(avatarUrl && { avatarUrl }) } : null
  } catch (error) {
    // Privacy, the European rules or a missing Advanced Access: she stays a "Messenger user".
    if (error instanceof PlatformRefusal && ['permission_missing', 'bad_request', 'recipient_unreachable', 'platform_refused'].includes(error.detail.code)) return null
    throw error
  }
}

/** A file a customer sent. The CDN's address is its own key: the token never goes to another host. */
export async function fetchMedia(source: { kind: 'id'; id: string } | { kind: 'url'; url: string }, context: CallContext): Promise<LoadedMedia> {
  if (source.kind === 'id') throw downloadFailed('no_address', 'Messenger names files by address only.')
  const answer = await context.http({ method: 'GET', url: source.url, maxBytes: messenger.capabilities.document?.maxBytes ?? 0 })
  if (answer.status !== 200) throw downloadFailed(`http_${answer.status}`, 'The file is no longer there.', answer.status >= 500 || answer.status === 429)
  const mime = (answer.headers['content-type'] ?? 'application/octet-stream').split(';')[0]?.trim().toLowerCase() ?? ''
  return { bytes: answer.body, mime, name: nameOf(source.url) }
}

function downloadFailed(platformCode: string, message: string, again = false): PlatformRefusal {
  return new PlatformRefusal({ code: 'media_download_failed', platformCode, message, sent: 'no', retry: { kind: again ? 'schedule' : 'never' }, scope: 'message' })
}

function nameOf(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '').slice(0, 200) || 'file'
  } catch {
    return 'file'
  }
}

function psidOf(keys: readonly IdentityKey[]): string | undefined {
  return keys.find((key) => key.kind === 'psid')?.value
}
