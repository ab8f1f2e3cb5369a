import { randomBytes } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import type { SelfCheck, SelfCheckCode } from '@recado/api'
import type { HttpAnswer, HttpRequest } from '@recado/channel-kit'
import { isLocal, scopeOfAddress, scopeOfHost } from './classify.js'

const PATIENCE_MS = 8_000
export const NONCE_PATH = '/.well-known/recado/'

/** What the check stands on; a test answers for the world. */
export interface World {
  resolve(host: string): Promise<string[]>
  call(request: HttpRequest): Promise<HttpAnswer>
  /** What only this installation says to a nonce. */
  proof(nonce: string): string
  now(): number
}

export const resolveByName = async (host: string): Promise<string[]> => (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * Calls our own public address as a platform would: by its name, with the certificate checked, without following a redirect. What answers must
 * know this installation's secret. Everything that can be wrong has a code of its own, since each has another next step.
 */
export async function checkSelf(world: World, publicUrl: string): Promise<SelfCheck> {
  const told = (code: SelfCheckCode, more: Partial<SelfCheck> = {}): SelfCheck => ({ at: new Date(world.now()).toISOString(), ok: code === 'ok', code, addresses: [], ...more })
  const url = new URL(publicUrl)
  const scope = scopeOfHost(url.host)
  if (scope === 'local_name') return told('local_name')
  if (isLocal(scope)) return told('private_address', { addresses: [url.hostname] })
  if (url.protocol !== 'https:') return told('not_https')
  const addresses = scope === 'public' ? [url.hostname.replace(/^\[|\]$/g, '')] : await world.resolve(url.hostname).catch(() => null)
  if (addresses === null || addresses.length === 0) return told('dns_failed')
  if (addresses.every((address) => isLocal(scopeOfAddress(address)))) return told('resolves_private', { addresses })
  const nonce = randomBytes(24).toString('base64url')
  try {
    const answer = await world.call({ method: 'GET', url: `${url.origin}${url.pathname.replace(/\/+$/, '')}${NONCE_PATH}${nonce}`, headers: { accept: 'text/plain' }, timeoutMs: PATIENCE_MS, maxBytes: 64 * 1024 })
    if (answer.status >= 300 && answer.status < 400) return told('redirected', { addresses, detail: answer.headers.location ?? String(answer.status) })
    if (answer.status !== 200 || answer.text().trim() !== world.proof(nonce)) return told('other_answer', { addresses, detail: String(answer.status) })
    return told('ok', { addresses })
  } catch (error) {
    const code = codeIn(error)
    return told(nameOf(code), { addresses, ...(code ? { detail: code } : {}) })
  }
}

function nameOf(code: string): SelfCheckCode {
  if (/CERT|SIGNATURE|ISSUER|SSL|TLS|EPROTO/.test(code)) return 'certificate'
  if (/ENOTFOUND|EAI_AGAIN/.test(code)) return 'dns_failed'
  if (code === 'EGRESS_REFUSED') return 'resolves_private'
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ECONNRESET|UND_ERR_SOCKET/.test(code)) return 'refused'
  return 'timed_out'
}

/** The first system code in an error and what caused it. */
function codeIn(error: unknown): string {
  for (let at = error, depth = 0; at && depth < 6; depth++) {
    const { code, errors, cause } = at as { code?: unknown; errors?: unknown[]; cause?: unknown }
    if (typeof code === 'string') return code
    at = errors?.[0] ?? cause
  }
  return ''
}
