import { lookup as resolve } from 'node:dns'
import { isIP } from 'node:net'
import { type HttpAnswer, type HttpRequest, SilentPlatform } from '@recado/channel-kit'
import { Agent, FormData, request as send, type Dispatcher } from 'undici'
import { type AddressRules, mayReach } from './addresses.js'

const TIMEOUT_MS = 10_000
const MAX_BYTES = 1_048_576

/** Errors that come before a byte of the request has left. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EGRESS_REFUSED', 'ERR_INVALID_URL'])

export class EgressRefused extends Error {
  readonly code = 'EGRESS_REFUSED'
}

/** A dispatcher that resolves names itself and drops what may not be reached, so no rebinding can slip past. */
function guarded(rules: AddressRules): Agent {
  return new Agent({
    connect: {
      timeout: 5_000,
      lookup(hostname, options, callback) {
        resolve(hostname, { ...options, all: true }, (error, found) => {
          const addresses = (found as unknown as { address: string; family: number }[] | undefined)?.filter((one) => mayReach(one.address, rules)) ?? []
          if (error) return callback(error, '', 4)
          if (addresses.length === 0) return callback(new EgressRefused(`${hostname} leads to an address that may not be called`) as NodeJS.ErrnoException, '', 4)
          if ((options as { all?: boolean }).all) (callback as unknown as (e: null, a: typeof addresses) => void)(null, addresses)
          else callback(null, addresses[0]!.address, addresses[0]!.family)
        })
      },
    },
    keepAliveTimeout: 10_000, connections: 64, maxRedirections: 0,
  } as ConstructorParameters<typeof Agent>[0])
}

/** The only way out of the server. Throws SilentPlatform when no answer came, saying whether the request may have left. */
export class Egress {
  private readonly open: Dispatcher
  private readonly simulated: Dispatcher
  private readonly allow: readonly string[]

  constructor(allow: readonly string[]) {
    this.allow = allow
    this.open = guarded({ allow, loopback: false })
    this.simulated = guarded({ allow, loopback: true })
  }

  async call(wish: HttpRequest, options: { loopback: boolean }): Promise<HttpAnswer> {
    try {
      const url = this.checked(wish.url, options.loopback)
      const { body, headers } = encode(wish)
      const answer = await send(url, {
        method: wish.method, headers: { 'user-agent': 'Recado', ...headers, ...wish.headers }, body: body ?? null,
        dispatcher: options.loopback ? this.simulated : this.open, headersTimeout: wish.timeoutMs ?? TIMEOUT_MS, bodyTimeout: wish.timeoutMs ?? TIMEOUT_MS,
        signal: AbortSignal.timeout((wish.timeoutMs ?? TIMEOUT_MS) * 2),
      })
      return await read(answer, wish.maxBytes ?? MAX_BYTES)
    } catch (error) {
      const code = codeOf(error)
      throw new SilentPlatform(NEVER_LEFT.has(code) ? 'no' : 'unknown', `${wish.method} ${host(wish.url)}: ${code || (error as Error).message}`, { cause: error })
    }
  }

  /**
   * POSTs to an address that a customer of the installation chose (outgoing webhooks). The answer is cut, not refused, when it is long:
   * its status alone counts. `timeoutMs` is for the whole exchange.
   */
  async deliver(address: string, headers: Record<string, string>, body: string, { timeoutMs, keepBytes }: { timeoutMs: number; keepBytes: number }): Promise<{ status: number; text: string; headers: Readonly<Record<string, string | string[] | undefined>> }> {
    const ended = AbortSignal.timeout(timeoutMs)
    try {
      const answer = await send(this.checked(address, false), { method: 'POST', headers: { 'user-agent': 'Recado', ...headers }, body, dispatcher: this.open, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, signal: ended })
      return { status: answer.statusCode, headers: answer.headers, text: await beginning(answer, keepBytes) }
    } catch (error) {
      const code = codeOf(error)
      throw new SilentPlatform(NEVER_LEFT.has(code) ? 'no' : 'unknown', ended.aborted ? `no answer within ${timeoutMs / 1000} s` : code === 'EGRESS_REFUSED' ? 'the address leads to a network that may not be called' : code || (error as Error).message, { cause: error })
    }
  }

  /** Whether an address could be called at all, as far as it says by itself: its scheme, and the address where it is a literal one. */
  allows(address: string): boolean {
    try { this.checked(address, false); return true } catch { return false }
  }

  /** Literal addresses never reach the resolver, so they are checked here. */
  private checked(address: string, loopback: boolean): URL {
    const url = new URL(address)
    const literal = url.hostname.replace(/^\[|\]$/g, '')
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new EgressRefused(`${url.protocol} is not called`)
    if (isIP(literal) && !mayReach(literal, { allow: this.allow, loopback })) throw new EgressRefused(`${literal} may not be called`)
    return url
  }

  async close(): Promise<void> { await Promise.all([this.open.close(), this.simulated.close()]) }
}

function codeOf(error: unknown): string {
  let at: unknown = error
  for (let depth = 0; at && depth < 5; depth++) {
    const { code, errors } = at as { code?: string; errors?: unknown[] }
    if (typeof code === 'string') return code
    at = errors?.[0] ?? (at as { cause?: unknown }).cause
  }
  return ''
}

function host(address: string): string { try { return new URL(address).host } catch { return 'bad address' } }

function encode(wish: HttpRequest): { body?: string | Buffer | FormData; headers: Record<string, string> } {
  if (wish.form) {
    const form = new FormData()
    for (const part of wish.form) {
      if (Buffer.isBuffer(part.value)) form.append(part.name, new Blob([new Uint8Array(part.value)], part.contentType ? { type: part.contentType } : {}), part.filename ?? part.name)
      else form.append(part.name, part.value)
    }
    return { body: form, headers: {} }
  }
  if (wish.body === undefined) return { headers: {} }
  // JSON.stringify leaves raw UTF-8 in place, which some platforms insist on.
  if (typeof wish.body === 'object' && !Buffer.isBuffer(wish.body)) return { body: JSON.stringify(wish.body), headers: { 'content-type': 'application/json' } }
  return { body: wish.body, headers: {} }
}

/** The first bytes of an answer as text; the rest is not read. */
async function beginning(answer: Dispatcher.ResponseData, bytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer.body) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size >= bytes) break
  }
  return Buffer.concat(chunks).subarray(0, bytes).toString('utf8')
}

async function read(answer: Dispatcher.ResponseData, maxBytes: number): Promise<HttpAnswer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer.body) {
    size += (chunk as Buffer).length
    if (size > maxBytes) { answer.body.destroy(); throw new Error(`answer larger than ${maxBytes} bytes`) }
    chunks.push(chunk as Buffer)
  }
  const body = Buffer.concat(chunks)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  return { status: answer.statusCode, headers, body, text: () => body.toString('utf8'), json: () => JSON.parse(body.toString('utf8')) as unknown }
}
