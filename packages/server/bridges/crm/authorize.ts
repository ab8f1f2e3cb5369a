/** Connecting a CRM: its owner allows it there and comes back with a code (OAuth 2, authorization code). */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { CrmSettings } from '@recado/api'
import { minutes, RecadoError } from '@recado/core'
import { actorOf, audit, wallNow } from '../../auth/audit.js'
import type { Principal, Services } from '../../services.js'
import { openSecrets, readRow, redirectUrlOf, sealSecrets } from '../store.js'
import { askForToken, CrmAway, MustReconnect } from './client.js'

/** So long somebody may take to say yes there. */
const OPEN_MS = minutes(15)
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
const verifierField = (bridgeId: string): string => `bridge/${bridgeId}/verifier`

/** The address to send the owner's browser to. `state` is used once, by whoever comes back with it. */
export async function beginAuthorization(services: Services, principal: Principal, bridgeId: string): Promise<{ url: string }> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await readRow(tx, workspaceId, bridgeId, true)
    const settings = row.settings as CrmSettings
    if (row.kind !== 'hubspot') throw new RecadoError('invalid_request', { fields: [{ field: 'id', message: 'is connected by its webhooks alone' }] })
    const { secret } = await openSecrets(services, workspaceId, row)
    if (!settings.clientId || !secret) throw new RecadoError('invalid_request', { fields: [{ field: settings.clientId ? 'secret' : 'settings.clientId', message: 'is needed first' }] })
    const [state, verifier] = [`${row.key}.${randomBytes(24).toString('base64url')}`, randomBytes(48).toString('base64url')]
    await tx.query('update bridge set oauth_hash = $3, oauth_sealed = $4, oauth_until = $5 where workspace_id = $1 and bridge_id = $2',
      [workspaceId, bridgeId, sha256(state), await services.sealer.seal(workspaceId, verifierField(bridgeId), verifier), new Date(Date.parse(wallNow(services, workspaceId)) + OPEN_MS).toISOString()])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'bridge.authorization_begun', subject: bridgeId })
    const url = new URL(settings.authorizeUrl)
    for (const [name, value] of Object.entries({ client_id: settings.clientId, redirect_uri: redirectUrlOf(services), scope: settings.scopes.join(' '), state, response_type: 'code' })) url.searchParams.set(name, value)
    if (settings.pkce) { url.searchParams.set('code_challenge', sha256(verifier).toString('base64url')); url.searchParams.set('code_challenge_method', 'S256') }
    return { url: url.toString() }
  })
}

export type Returned = { kind: 'connected'; bridgeId: string } | { kind: 'failed'; bridgeId: string | null; code: 'bad_state' | 'denied' | 'token_refused' | 'away' }

/** Who comes back. A state that is unknown, used or old connects nothing, and tells nothing of what there is. */
export async function finishAuthorization(services: Services, query: { state?: string; code?: string; error?: string }): Promise<Returned> {
  const key = query.state?.split('.')[0] ?? ''
  const [found] = await services.db.asSystem((tx) => tx.query<{ workspace_id: string; bridge_id: string }>('select b.workspace_id, b.bridge_id from bridge_by_key($1) b', [key]))
  if (!found || !query.state) return { kind: 'failed', bridgeId: null, code: 'bad_state' }
  const { workspace_id: workspaceId, bridge_id: bridgeId } = found
  const begun = await services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await readRow(tx, workspaceId, bridgeId, true)
    const given = sha256(query.state!) // looked at above
    if (!row.oauth_hash || !row.oauth_sealed || !timingSafeEqual(row.oauth_hash, given) || (row.oauth_until ?? 0) < Date.parse(wallNow(services, workspaceId))) return null
    await tx.query('update bridge set oauth_hash = null, oauth_sealed = null, oauth_until = null where workspace_id = $1 and bridge_id = $2', [workspaceId, bridgeId])
    return { row, verifier: await services.sealer.open(workspaceId, verifierField(bridgeId), row.oauth_sealed) }
  })
  if (!begun) return { kind: 'failed', bridgeId: null, code: 'bad_state' }
  if (!query.code) return { kind: 'failed', bridgeId, code: 'denied' }
  const settings = begun.row.settings as CrmSettings
  const secrets = await openSecrets(services, workspaceId, begun.row)
  try {
    const now = Date.parse(wallNow(services, workspaceId))
    const tokens = await askForToken(services, settings, { grant_type: 'authorization_code', code: query.code, client_id: settings.clientId, client_secret: secrets.secret ?? '', redirect_uri: redirectUrlOf(services), ...(settings.pkce ? { code_verifier: begun.verifier } : {}) }, now)
    await services.db.inWorkspace(workspaceId, async (tx) => {
      await readRow(tx, workspaceId, bridgeId, true)
      await tx.query(`update bridge set sealed = $3, state = 'ready', state_code = null, due_at = $4, retry_at = null, updated_at = $4 where workspace_id = $1 and bridge_id = $2`, [workspaceId, bridgeId, await sealSecrets(services, workspaceId, bridgeId, { ...secrets, ...tokens }), new Date(now).toISOString()])
      await audit(tx, services, workspaceId, { kind: 'system' }, { action: 'bridge.connected', subject: bridgeId })
    })
  } catch (error) {
    if (error instanceof MustReconnect) return { kind: 'failed', bridgeId, code: 'token_refused' }
    if (error instanceof CrmAway) return { kind: 'failed', bridgeId, code: 'away' }
    throw error
  }
  for (const kind of ['bridge_reconnect', 'bridge_failing']) await services.healthy(workspaceId, kind, bridgeId)
  services.signals.emit('bridges', workspaceId)
  return { kind: 'connected', bridgeId }
}
