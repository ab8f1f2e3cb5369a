/** The log of what was asked of the platforms, oldest first, the last ten thousand calls of a world. */
import type { RawRequest, SimulatorAnswer } from '@recado/channel-kit'
import { readMultipart } from '@recado/channel-kit/testing/multipart'
import type { WorldStore } from './store.js'

export interface LoggedCall {
  id: string
  at: number
  channel: string
  /** The platform's id of the account; null where the call names none. */
  account: string | null
  request: { method: string; path: string; query: Record<string, string>; body: unknown }
  /** Status null = the caller got no answer. */
  answer: { status: number | null; body: unknown }
  billed: NonNullable<SimulatorAnswer['billed']> | null
  /** The fault that was played around the call. */
  fault?: string
}

const KEPT = 10_000
/** Longer bodies are told by their size. */
const BODY_BYTES = 64 * 1024
const SECRETS = new Set(['access_token', 'secret', 'appsecret', 'client_secret', 'appsecret_proof', 'fb_exchange_token'])

export class CallLog {
  readonly #store: WorldStore
  readonly #calls: LoggedCall[]
  #last: number

  constructor(store: WorldStore) {
    this.#store = store
    this.#calls = store.all<LoggedCall>('host/log')
    this.#last = Number(this.#calls.at(-1)?.id ?? 0)
  }

  add(call: Omit<LoggedCall, 'id'>): void {
    const row: LoggedCall = { id: String(++this.#last).padStart(9, '0'), ...call }
    this.#calls.push(row)
    this.#store.put('host/log', row.id, row)
    if (this.#calls.length <= KEPT) return
    const oldest = this.#calls.shift()
    if (oldest) this.#store.remove('host/log', oldest.id)
  }

  /** At most `limit` calls after the one named, and whether there are more. */
  after(id: string | undefined, limit: number, wanted: (call: LoggedCall) => boolean): { items: LoggedCall[]; more: boolean } {
    const found = this.#calls.filter((call) => (id === undefined || call.id > id) && wanted(call)).slice(0, limit + 1)
    return { items: found.slice(0, limit), more: found.length > limit }
  }

  /** The last ones, oldest first. */
  latest(limit: number, wanted: (call: LoggedCall) => boolean): LoggedCall[] {
    const found: LoggedCall[] = []
    for (let at = this.#calls.length - 1; at >= 0 && found.length < limit; at--) {
      const call = this.#calls[at]
      if (call && wanted(call)) found.push(call)
    }
    return found.toReversed()
  }

  clear(): void {
    this.#calls.length = 0
  }
}

/** A request as the log shows it: JSON as JSON, forms by their fields, files by their size; secrets of address and body left out. */
export function shownRequest(request: RawRequest): LoggedCall['request'] {
  const query = Object.fromEntries(Object.entries(request.query).map(([name, value]) => [name, SECRETS.has(name) ? '…' : value]))
  return { method: request.method, path: request.path, query, body: shownBody(request.body, request.headers['content-type']) }
}

export function shownBody(body: string | Buffer, contentType: string | undefined): unknown {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
  if (bytes.length === 0) return null
  const form = readMultipart(contentType, bytes)
  if (form) return Object.fromEntries(form.map((part) => [part.name, part.filename === undefined ? part.bytes.toString('utf8').slice(0, BODY_BYTES) : { filename: part.filename, contentType: part.contentType ?? null, bytes: part.bytes.length }]))
  if (bytes.length > BODY_BYTES || bytes.includes(0)) return { bytes: bytes.length, contentType: contentType ?? null }
  const text = bytes.toString('utf8')
  try {
    return withoutSecrets(jsonOf(text))
  } catch {
    return text
  }
}

/** Secrets stand at the top of what is asked and answered (`secret`, `access_token`), nowhere deeper. */
function withoutSecrets(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, SECRETS.has(name) && typeof value === 'string' ? '…' : value]))
}

/** JSON in which whole numbers beyond 2^53 stay what they are, as text. */
function jsonOf(text: string): unknown {
  return JSON.parse(text.replace(/("(?:[^"\\]|\\.)*")|(-?\d{16,})(?![\d.eE])/g, (whole, quoted: string | undefined, digits: string | undefined) => (quoted === undefined && digits !== undefined && !Number.isSafeInteger(Number(digits)) ? `"${digits}"` : whole)))
}
