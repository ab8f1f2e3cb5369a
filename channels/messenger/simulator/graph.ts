/** The Graph API as a Page's app sees it. */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { readForm } from './form.js'
import { GraphRefusal } from './refusal.js'
import { graphJson, isRecord, type Json } from './json.js'

/** Source: https://developers.facebook.com/docs/messenger-platform/reference/send-api/error-codes (2026-03) and the Send API reference. */
const STATUS: Readonly<Record<number, number>> = { 1: 500, 2: 503, 10: 403, 190: 401, 200: 403, 551: 400, 613: 400 }

export { GraphRefusal }

export const badParameter = (details: string, subcode?: number): GraphRefusal => new GraphRefusal(100, details, subcode)
export const outsideWindow = (): GraphRefusal => new GraphRefusal(10, 'This message is sent outside of allowed window. Learn more about the new policy here: https://developers.facebook.com/docs/messenger-platform/policy-overview', 2018278)
export const unavailable = (): GraphRefusal => new GraphRefusal(551, "This person isn't available right now.", 1545041)
export const noSuchPerson = (): GraphRefusal => new GraphRefusal(100, 'No matching user found', 2018001)
export const noSuchObject = (method: string, id: string): GraphRefusal =>
  new GraphRefusal(100, `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`, 33, true)

export const answerJson = (body: unknown, status = 200, headers: Record<string, string> = {}): SimulatorAnswer =>
  ({ status, headers: { 'content-type': 'application/json; charset=UTF-8', ...headers }, body: graphJson(body) })

export const answerRefusal = (world: World, refusal: GraphRefusal): SimulatorAnswer => answerJson({
  error: { message: refusal.message, type: 'OAuthException', code: refusal.code, ...(refusal.subcode === undefined ? {} : { error_subcode: refusal.subcode }), fbtrace_id: `A${world.token(22)}` },
}, STATUS[refusal.code] ?? 400)

/** Path parts after the optional version. */
export function pathParts(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '').map(decode)
  return /^v\d+\.\d+$/.test(parts[0] ?? '') ? parts.slice(1) : parts
}
const decode = (part: string): string => { try { return decodeURIComponent(part) } catch { return part } }

export interface Upload { bytes: Buffer; mime: string; name?: string }

/** The body in any of the forms Graph takes; a multipart body brings its file along. */
export function bodyOf(request: RawRequest): { body: Json; file?: Upload } {
  const type = request.headers['content-type'] ?? ''
  if (request.body.length === 0) return { body: { ...request.query } }
  if (type.startsWith('multipart/form-data')) {
    const parts = readForm(request)
    const file = parts.find((part) => part.filename !== undefined)
    const body = Object.fromEntries(parts.filter((part) => part !== file).map((part) => [part.name, unwrapped(part.body.toString('utf8'))]))
    return { body: { ...request.query, ...body }, ...(file ? { file: { bytes: file.body, mime: file.contentType ?? 'application/octet-stream', ...(file.filename ? { name: file.filename } : {}) } } : {}) }
  }
  if (type.startsWith('application/x-www-form-urlencoded')) return { body: Object.fromEntries([...new URLSearchParams(request.body.toString('utf8'))].map(([key, value]) => [key, unwrapped(value)])) }
  const parsed = unwrapped(request.body.toString('utf8'))
  if (!isRecord(parsed)) throw badParameter('The request body is not a JSON object.')
  return { body: { ...request.query, ...parsed } }
}

/** Form fields may hold JSON. */
function unwrapped(value: string): unknown {
  if (!/^\s*[[{]/.test(value)) return value
  try { return JSON.parse(value) as unknown } catch { return value }
}

/** The caller's token: query, body or header. */
export function tokenOf(request: RawRequest): string | undefined {
  const header = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1]
  if (header) return header
  if (request.query['access_token']) return request.query['access_token']
  try {
    const { body } = bodyOf(request)
    return typeof body['access_token'] === 'string' ? body['access_token'] : undefined
  } catch { return undefined } // an unreadable body holds no token; it is refused later, in its own words
}
