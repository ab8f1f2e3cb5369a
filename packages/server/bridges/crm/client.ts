/** Calls to the CRM: with a token that is refreshed before it runs out, at the pace it asks for, and with one answer for each way it can refuse. */
import type { CrmSettings } from '@recado/api'
import { type HttpAnswer, SilentPlatform } from '@recado/channel-kit'
import { minutes, seconds } from '@recado/core'
import { wallNow } from '../../auth/audit.js'
import type { Services } from '../../services.js'
import { readRetryAfter } from '../../webhooks/schedule.js'
import { type BridgeSecrets, openSecrets, readRow, sealSecrets } from '../store.js'

/** A token is renewed so long before it runs out. */
const MARGIN_MS = minutes(1)
/** Asked to wait without being told how long: the window of the short limits, and a while for the day's. */
const WAIT_MS = seconds(10)
const WAIT_DAY_MS = minutes(30)

/** The other side asked for a slower pace. */
export class AskedToWait extends Error { readonly until: number; constructor(until: number) { super('asked to wait'); this.until = until } }
/** The permission is gone: somebody has to connect it again. */
export class MustReconnect extends Error { readonly code: string; constructor(code: string) { super(code); this.code = code } }
/** It did not answer, or with a failure of its own. */
export class CrmAway extends Error {}
/** It understood and refused. */
export class CrmRefused extends Error {
  readonly status: number; readonly body: Record<string, unknown>
  constructor(status: number, body: Record<string, unknown>) { super(`HTTP ${status}: ${String(body.message ?? '').slice(0, 300)}`); this.status = status; this.body = body }
}

export interface CrmClient { get(path: string): Promise<Record<string, unknown>>; post(path: string, body: unknown): Promise<Record<string, unknown>> }

export function crmClient(services: Services, workspaceId: string, bridgeId: string, settings: CrmSettings): CrmClient {
  const now = (): number => Date.parse(wallNow(services, workspaceId))
  const send = async (method: 'GET' | 'POST', path: string, body: unknown, token: string): Promise<HttpAnswer> => call(services, {
    method, url: `${settings.apiUrl.replace(/\/+$/, '')}${path}`, headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const ask = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const token = await freshToken(services, workspaceId, bridgeId, settings, null)
    let answer = await send(method, path, body, token)
    // A refusal does not say that the token is stale, but a new one is tried once before anybody is told to connect again.
    if (answer.status === 401) answer = await send(method, path, body, await freshToken(services, workspaceId, bridgeId, settings, token))
    return settle(answer, now())
  }
  return { get: (path) => ask('GET', path), post: (path, body) => ask('POST', path, body) }
}

async function call(services: Services, request: Parameters<Services['egress']['call']>[0]): Promise<HttpAnswer> {
  try { return await services.egress.call({ timeoutMs: 20_000, maxBytes: 8 * 1024 * 1024, ...request }, { loopback: false }) } catch (error) {
    if (error instanceof SilentPlatform) throw new CrmAway(error.message, { cause: error })
    throw error
  }
}

function bodyOf(answer: HttpAnswer): Record<string, unknown> { try { const read = answer.json(); return read !== null && typeof read === 'object' ? read as Record<string, unknown> : {} } catch { return {} } }

function settle(answer: HttpAnswer, now: number): Record<string, unknown> {
  const body = bodyOf(answer)
  if (answer.status >= 200 && answer.status < 300) return body
  if (answer.status === 401) throw new MustReconnect('token_refused')
  if (answer.status === 429) throw new AskedToWait(now + (readRetryAfter(answer.headers['retry-after'], now) ?? (body.policyName === 'DAILY' ? WAIT_DAY_MS : WAIT_MS)))
  if (answer.status >= 500) throw new CrmAway(`HTTP ${answer.status}`)
  throw new CrmRefused(answer.status, body)
}

/** A token that holds. `refused`: one that was turned down; who finds another one in its place uses that. One node at a time renews. */
async function freshToken(services: Services, workspaceId: string, bridgeId: string, settings: CrmSettings, refused: string | null): Promise<string> {
  const now = Date.parse(wallNow(services, workspaceId))
  const holds = (secrets: BridgeSecrets): boolean => secrets.accessToken !== undefined && secrets.accessToken !== refused && (secrets.expiresAt ?? 0) - MARGIN_MS > now
  const read = await services.db.inWorkspace(workspaceId, (tx) => readRow(tx, workspaceId, bridgeId))
  const secrets = await openSecrets(services, workspaceId, read)
  if (holds(secrets)) return secrets.accessToken! // held above
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await readRow(tx, workspaceId, bridgeId, true)
    const kept = await openSecrets(services, workspaceId, row)
    if (holds(kept)) return kept.accessToken! // held above
    if (!kept.refreshToken || row.state === 'disconnected') throw new MustReconnect('not_connected')
    const fresh = await askForToken(services, settings, { grant_type: 'refresh_token', refresh_token: kept.refreshToken, client_id: settings.clientId, client_secret: kept.secret ?? '' }, now)
    const next = { ...kept, ...fresh }
    await tx.query('update bridge set sealed = $3 where workspace_id = $1 and bridge_id = $2', [workspaceId, bridgeId, await sealSecrets(services, workspaceId, bridgeId, next)])
    return next.accessToken
  })
}

/** The token endpoint: for a code that came back, or for a refresh token. Throws MustReconnect where it is not given. */
export async function askForToken(services: Services, settings: CrmSettings, form: Record<string, string>, now: number): Promise<{ accessToken: string; refreshToken: string; expiresAt: number }> {
  const answer = await call(services, { method: 'POST', url: `${settings.apiUrl.replace(/\/+$/, '')}${settings.tokenPath}`, headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, body: new URLSearchParams(form).toString() })
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) throw new MustReconnect('token_refused')
  const body = settle(answer, now)
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn } = body
  if (typeof accessToken !== 'string' || accessToken === '') throw new MustReconnect('token_refused')
  return { accessToken, refreshToken: typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : form.refresh_token ?? '', expiresAt: now + (typeof expiresIn === 'number' && expiresIn > 0 ? expiresIn : 1_800) * 1_000 }
}

