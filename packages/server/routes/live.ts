import { Type } from '@fastify/type-provider-typebox'
import websocket from '@fastify/websocket'
import { RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Recognised } from '../auth/auth.js'
import { need, principalOf } from '../auth/guard.js'
import { may } from '../auth/permissions.js'
import { hashOf, newSecret } from '../auth/secrets.js'
import { type Credential, type RouteDeps, typed } from '../http/deps.js'
import { checkSource } from '../http/origin.js'
import { answers, iso, Moment } from '../http/schemas.js'
import { hubOf } from '../live/hub.js'
import '../live/loaders.js'
import type { Principal } from '../services.js'

/** A ticket opens one socket, once, soon. */
const TICKET_S = 60
/** Nothing a client says is longer. */
const MAX_FRAME = 32 * 1024

/** The live socket, and the tickets by which programs open it: they cannot send a header along. */
export async function liveRoutes(app: FastifyInstance, { services, auth }: RouteDeps): Promise<void> {
  const hub = hubOf(services)
  // The server waits for its last connection: sockets are let go before.
  await app.register(websocket, { options: { maxPayload: MAX_FRAME, perMessageDeflate: false }, preClose: (done) => void hub.close().finally(done) })
  const api = typed(app)

  api.post('/api/v1/live-tickets', {
    config: { ...need('live.watch').config, secretAnswer: true }, schema: { tags: ['live'], summary: 'A ticket for one live socket, good for a minute', response: answers({ 201: Type.Object({ ticket: Type.String(), expiresAt: Moment }) }) },
  }, async (request, reply) => {
    const principal = principalOf(request)
    const ticket = newSecret()
    const { kind, hash } = request.credential! // recognised by it a moment ago
    const [row] = await services.db.asSystem((tx) => tx.query<{ expires_at: number }>(
      `insert into live_ticket (ticket_hash, workspace_id, principal, expires_at) values ($1, $2, $3, now() + make_interval(secs => ${TICKET_S})) returning expires_at`,
      [hashOf(ticket), principal.workspaceId, JSON.stringify({ principal, credential: { kind, hash: hash.toString('base64') } })]))
    return reply.code(201).send({ ticket, expiresAt: iso(row!.expires_at) }) // just inserted
  })

  /** Who opens the socket: a ticket in the address, else the browser's cookie from our own page, else a program's header. */
  async function recognise(request: FastifyRequest): Promise<Recognised> {
    const { token } = request.query as { token?: string }
    if (typeof token === 'string' && token !== '') {
      const [row] = await services.db.asSystem((tx) => tx.query<{ principal: { principal: Principal; credential: { kind: Credential['kind']; hash: string } } }>('delete from live_ticket where ticket_hash = $1 and expires_at > now() returning principal', [hashOf(token)]))
      if (!row) throw new RecadoError('not_signed_in')
      const { principal, credential } = row.principal
      return { principal, credential: { kind: credential.kind, hash: Buffer.from(credential.hash, 'base64') } }
    }
    if (request.headers.authorization === undefined) checkSource(request, services.config)
    const found = await auth.recognise(request)
    if (!found) throw new RecadoError('not_signed_in')
    return found
  }

  app.get('/api/v1/live', {
    websocket: true, config: { permission: 'own_check' },
    schema: { tags: ['live'], summary: 'The workspace live (WebSocket)', description: 'By session cookie, bearer token, or `?token=` with a ticket.', querystring: Type.Object({ token: Type.Optional(Type.String({ maxLength: 200 })) }) },
    preValidation: async (request) => {
      const { principal, credential } = await recognise(request)
      if (!may(principal, 'live.watch')) throw principal.kind === 'token' ? new RecadoError('scope_missing', { scope: 'read' }) : new RecadoError('not_permitted')
      request.principal = principal
      request.credential = credential
    },
  }, (socket, request) => {
    void hub.join(socket, principalOf(request), { credential: request.credential!, workspaceId: principalOf(request).workspaceId }) // set before the upgrade
  })
}
