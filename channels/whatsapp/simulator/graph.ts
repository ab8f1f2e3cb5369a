/** The Graph API as a caller sees it: paths, tokens, bodies, answers and refusals. */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { graphJson, isRecord, type Json } from './json.js'

/** HTTP status and title of each code. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes (2026-05). */
const REFUSALS: Readonly<Record<number, readonly [status: number, title: string]>> = {
  1: [500, 'An unknown error occurred'],
  2: [503, 'Service temporarily unavailable'],
  3: [500, 'Application does not have the capability to make this API call.'],
  10: [403, 'Application does not have permission for this action'],
  33: [400, 'Parameter value is not valid'],
  100: [400, 'Invalid parameter'],
  190: [401, 'Error validating access token'],
  368: [403, 'Temporarily blocked for policies violations'],
  2500: [400, 'Unknown path components'],
  80007: [400, 'There have been too many calls to this WhatsApp Business account.'],
  130429: [400, 'Rate limit hit'],
  131000: [500, 'Something went wrong'],
  131008: [400, 'Required parameter is missing'],
  131009: [400, 'Parameter value is not valid'],
  131021: [400, 'Recipient cannot be sender'],
  131026: [400, 'Message undeliverable'],
  131030: [400, 'Recipient phone number not in allowed list'],
  131031: [403, 'Business Account locked'],
  131042: [400, 'Business eligibility payment issue'],
  131047: [400, 'Re-engagement message'],
  131048: [400, 'Spam rate limit hit'],
  131049: [400, 'This message was not delivered to maintain healthy ecosystem engagement.'],
  131050: [400, 'User has stopped marketing messages'],
  131051: [400, 'Unsupported message type'],
  131052: [400, 'Media download error'],
  131053: [400, 'Media upload error'],
  131055: [400, 'Method not allowed'],
  131056: [400, '(Business Account, Consumer Account) pair rate limit hit'],
  131062: [400, 'Business-scoped User ID (BSUID) recipients are not supported for this message.'],
  131064: [400, 'Message limit due to template misuse'],
  132000: [400, 'Number of parameters does not match the expected number of params'],
  132001: [404, 'Template name does not exist in the translation'],
  132005: [400, 'Template Hydrated Text Too Long'],
  132008: [400, 'Parameter value is badly formed'],
  132012: [400, 'Parameter format does not match format in the created template'],
  132015: [400, 'Template is paused'],
  132016: [400, 'Template is disabled'],
  133005: [400, 'Two step verification PIN mismatch'],
  133006: [400, 'Phone number re-verification needed'],
  133008: [400, 'Too many two step verification PIN guesses'],
  133010: [400, 'Account not registered'],
  133016: [400, 'Account register deregister rate limit exceeded'],
  136024: [400, 'Request code error'],
  136025: [400, 'Verify code error'],
  137000: [400, 'Recipient identity key hash mismatch'],
  139100: [400, 'Failed to block/unblock users'],
  139102: [400, 'Users to block not in the conversation within 24 hours'],
}

/** A refusal in Graph's words. `details` is the sentence for people, `subcode` Graph's finer number. */
export class GraphRefusal extends Error {
  constructor(readonly code: number, readonly details?: string, readonly subcode?: number, readonly wholeMessage?: string) {
    super(`(#${code}) ${details ?? titleOf(code)}`)
    this.name = 'GraphRefusal'
  }
}

export const titleOf = (code: number): string => REFUSALS[code]?.[1] ?? 'Something went wrong'

export const answerJson = (body: unknown, status = 200, headers: Record<string, string> = {}): SimulatorAnswer =>
  ({ status, headers: { 'content-type': 'application/json; charset=UTF-8', ...headers }, body: graphJson(body) })

/** A refusal as the HTTP answer. */
export function answerRefusal(world: World, refusal: GraphRefusal): SimulatorAnswer {
  const { code, details, subcode, wholeMessage } = refusal
  const message = wholeMessage ?? (code === 190 ? titleOf(190) : `(#${code}) ${titleOf(code)}`)
  return answerJson({
    error: {
      message, type: 'OAuthException', code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
      ...(code === 80007 ? { is_transient: true } : {}),
      fbtrace_id: `A${world.token(22)}`,
    },
  }, REFUSALS[code]?.[0] ?? 400)
}

/** An object nobody may see: unknown, or of somebody else. Graph does not tell which. */
export const noSuchObject = (method: string, id: string): GraphRefusal => new GraphRefusal(100, undefined, 33,
  `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`)

/** Path parts after the optional version. */
export function pathParts(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '').map(decode)
  return /^v\d+\.\d+$/.test(parts[0] ?? '') ? parts.slice(1) : parts
}

const decode = (part: string): string => { try { return decodeURIComponent(part) } catch { return part } }

/** The caller's token, from the header or, as Graph allows, from the query. */
export function bearer(request: RawRequest): string | undefined {
  const header = request.headers['authorization']
  const match = header ? /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(header) : null
  return match?.[1] ?? request.query['access_token']
}

/** The body as an object: JSON, form fields, or nothing. */
export function bodyOf(request: RawRequest): Json {
  if (request.body.length === 0) return { ...request.query }
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(request.body.toString('utf8')))
  try {
    const parsed: unknown = JSON.parse(request.body.toString('utf8'))
    if (isRecord(parsed)) return parsed
  } catch { /* said below: Graph has one sentence for every unreadable body */ }
  throw new GraphRefusal(100, 'The request body is not valid JSON.')
}
