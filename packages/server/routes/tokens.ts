import { Type } from '@fastify/type-provider-typebox'
import type { ApiToken } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId } from '@recado/db'
import type { FastifyInstance } from 'fastify'
import { actorOf, audit, enterWorkspace } from '../auth/audit.js'
import { need, principalOf } from '../auth/guard.js'
import { actsAsOwner, SCOPES } from '../auth/permissions.js'
import { demandRecent } from '../auth/second-factor/recent.js'
import { hashOf, newSecret } from '../auth/secrets.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, iso, isoOrNull, Moment, Nothing, PageOf, pageOf, PageQuery, readIdCursor } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { TokenShape } from './shapes.js'

interface Row { token_id: string; name: string; scopes: string[]; created_at: number; expires_at: number | null; last_used_at: number | null }

const toToken = (row: Row): ApiToken => ({ id: row.token_id, name: row.name, scopes: row.scopes, createdAt: iso(row.created_at), expiresAt: isoOrNull(row.expires_at), lastUsedAt: isoOrNull(row.last_used_at) })

const NewToken = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }), scopes: Type.Array(Type.Union([Type.Literal('all'), ...SCOPES.map((scope) => Type.Literal(scope))]), { minItems: 1, maxItems: 20 }),
  expiresAt: Type.Optional(Type.String({ format: 'date-time' })),
}, { additionalProperties: false })

/** API tokens of a workspace: the secret is said once, its hash is kept. */
export async function tokenRoutes(app: FastifyInstance, { services, auth }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['tokens']

  api.get('/api/v1/tokens', { ...need('tokens.manage'), schema: { tags, summary: 'API tokens, newest first', querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(TokenShape) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { limit = 200, cursor } = request.query
    const before = readIdCursor(cursor)
    const rows = await services.db.asSystem((tx) => tx.query<Row>(
      'select token_id, name, scopes, created_at, expires_at, last_used_at from api_token where workspace_id = $1 and revoked_at is null and ($2::uuid is null or token_id < $2) order by token_id desc limit $3', [workspaceId, before, limit + 1]))
    return pageOf(rows, limit, (row) => [row.token_id], toToken)
  })

  api.post('/api/v1/tokens', {
    config: { ...need('tokens.manage').config, secretAnswer: true }, schema: { tags, summary: 'Make an API token; it is shown this once', body: NewToken, response: answers({ 201: Type.Object({ id: Id, token: Type.String(), name: Type.String(), scopes: Type.Array(Type.String()), expiresAt: Type.Union([Moment, Type.Null()]) }) }) },
  }, async (request, reply) => {
    const principal = principalOf(request)
    const { name, scopes, expiresAt } = request.body
    await demandRecent(services.db, request)
    // Nobody hands out more than she has: `all` reaches what only owners may do, and a token passes on its own scopes.
    const given = [...new Set(scopes)]
    if (!actsAsOwner(principal) && (given.includes('all') || (principal.kind === 'token' && given.some((scope) => !principal.scopes?.includes(scope))))) throw new RecadoError('not_permitted')
    if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now()) throw new RecadoError('invalid_request', { fields: [{ field: 'expiresAt', message: 'is in the past' }] })
    const id = newId()
    const token = newSecret('rcd_')
    await services.db.asSystem(async (tx) => {
      await tx.query('insert into api_token (workspace_id, token_id, name, token_hash, scopes, created_by, expires_at) values ($1, $2, $3, $4, $5, $6, $7)',
        [principal.workspaceId, id, storable(name.trim()), hashOf(token), given, principal.kind === 'user' ? principal.id : null, expiresAt ?? null])
      await enterWorkspace(tx, principal.workspaceId)
      await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'token.created', subject: id, data: { scopes: given } })
      await append(tx, [{ type: 'token.changed', data: { tokenId: id } }])
    })
    services.signals.committed(principal.workspaceId)
    return reply.code(201).send({ id, token, name: name.trim(), scopes: given, expiresAt: expiresAt ? new Date(expiresAt).toISOString() : null })
  })

  api.delete('/api/v1/tokens/:id', { ...need('tokens.manage'), schema: { tags, summary: 'Revoke a token; it stops within 5 s everywhere', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    await services.db.asSystem(async (tx) => {
      const rows = await tx.query('update api_token set revoked_at = now() where workspace_id = $1 and token_id = $2 and revoked_at is null returning 1', [principal.workspaceId, id])
      if (rows.length === 0) throw new RecadoError('not_found')
      await enterWorkspace(tx, principal.workspaceId)
      await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'token.revoked', subject: id })
      await append(tx, [{ type: 'token.changed', data: { tokenId: id } }])
    })
    auth.changed()
    services.signals.committed(principal.workspaceId)
    return reply.code(204).send()
  })
}
