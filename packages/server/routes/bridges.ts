import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { BridgeKind } from '@recado/api'
import type { FastifyInstance } from 'fastify'
import { need, open, principalOf } from '../auth/guard.js'
import { demandRecent } from '../auth/second-factor/recent.js'
import { beginAuthorization, finishAuthorization } from '../bridges/crm/authorize.js'
import { MAX_BRIDGE_BODY, takeCall } from '../bridges/inbound.js'
import { listBridgeDeliveries, listRuns, ordersOf, retryFailed, tryBridge } from '../bridges/log.js'
import { addBridge, type BridgeWish, changeBridge, disconnectBridge, removeBridge } from '../bridges/manage.js'
import { listBridges, readBridge } from '../bridges/store.js'
import { countedAddress } from '../auth/address.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { RateLimit } from '../http/rate-limit.js'
import { answers, IdParams, idOf, Nothing, PageOf, pageOf, PageQuery, readCursor, readIdCursor } from '../http/schemas.js'
import { BridgeDeliveryShape, BridgeShape, KindWord, OrderShape, RunShape, SomeSettings } from './bridge-shapes.js'

const Name = Type.String({ minLength: 1, maxLength: 80 })
const Secret = Type.String({ minLength: 8, maxLength: 500, description: 'The secret of the shop’s webhooks, or the client secret of the CRM’s app. Kept sealed and never shown again.' })

/** Bridges to a shop and to a CRM, and the orders that came over them. */
export async function bridgeRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['bridges']
  const path = '/api/v1/bridges'
  const manage = need('bridges.manage')

  api.get(path, { ...manage, schema: { tags, summary: 'Bridges, in the order they were made', response: answers({ 200: Type.Object({ items: Type.Array(BridgeShape) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await services.db.inWorkspace(workspaceId, (tx) => listBridges(tx, services, workspaceId)) }
  })

  api.post(path, {
    ...manage, schema: { tags, summary: 'Make a bridge', body: Type.Object({ kind: KindWord, name: Name, secret: Type.Optional(Secret), settings: Type.Optional(SomeSettings) }, { additionalProperties: false }), response: answers({ 201: BridgeShape }) },
  }, async (request, reply) => {
    await demandRecent(services.db, request)
    return reply.code(201).send(await addBridge(services, principalOf(request), request.body as BridgeWish & { kind: BridgeKind; name: string }))
  })

  api.get(`${path}/:id`, { ...manage, schema: { tags, summary: 'One bridge', params: IdParams, response: answers({ 200: BridgeShape }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return services.db.inWorkspace(workspaceId, (tx) => readBridge(tx, services, workspaceId, idOf(request.params.id)))
  })

  api.patch(`${path}/:id`, {
    ...manage, schema: { tags, summary: 'Change a bridge, stop it for a while or let it go on', params: IdParams, response: answers({ 200: BridgeShape }), body: Type.Object({ name: Type.Optional(Name), secret: Type.Optional(Secret), settings: Type.Optional(SomeSettings), paused: Type.Optional(Type.Boolean()) }, { additionalProperties: false }) },
  }, async (request) => {
    const wish = request.body as BridgeWish
    // Where it sends, and what proves the other side.
    if (wish.secret !== undefined || wish.settings?.apiUrl !== undefined || wish.settings?.authorizeUrl !== undefined) await demandRecent(services.db, request)
    return changeBridge(services, principalOf(request), idOf(request.params.id), wish)
  })

  api.delete(`${path}/:id`, { ...manage, schema: { tags, summary: 'Take a bridge away with its log; people and orders stay', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeBridge(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send()
  })

  api.post(`${path}/:id/connect`, { ...manage, schema: { tags, summary: 'The address at the CRM where its owner allows the connection', params: IdParams, response: answers({ 200: Type.Object({ url: Type.String() }) }) } }, async (request) => {
    await demandRecent(services.db, request)
    return beginAuthorization(services, principalOf(request), idOf(request.params.id))
  })
  api.post(`${path}/:id/disconnect`, { ...manage, schema: { tags, summary: 'End the connection: tokens go, its address is shut', params: IdParams, response: answers({ 200: BridgeShape }) } }, async (request) => disconnectBridge(services, principalOf(request), idOf(request.params.id)))
  api.post(`${path}/:id/try`, { ...manage, schema: { tags, summary: 'Ask the other side now and say what it answered', params: IdParams, response: answers({ 200: RunShape }) } }, async (request) => tryBridge(services, principalOf(request), idOf(request.params.id)))
  api.post(`${path}/:id/retry`, { ...manage, schema: { tags, summary: 'Take up again what failed', params: IdParams, response: answers({ 200: Type.Object({ retried: Type.Integer() }) }) } }, async (request) => ({ retried: await retryFailed(services, principalOf(request), idOf(request.params.id)) }))

  api.get(`${path}/:id/runs`, { ...manage, schema: { tags, summary: 'Looks at the other side, newest first; kept for 14 days', params: IdParams, querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(RunShape) }) } }, async (request) => {
    const { limit = 50, cursor } = request.query
    return pageOf(await listRuns(services, principalOf(request).workspaceId, idOf(request.params.id), readIdCursor(cursor), limit + 1), limit, (one) => [one.id], (one) => one)
  })

  api.get(`${path}/:id/deliveries`, {
    ...manage, schema: {
      tags, summary: 'What came in, newest first; kept for 14 days', params: IdParams, response: answers({ 200: PageOf(BridgeDeliveryShape) }),
      querystring: Type.Object({ ...PageQuery, state: Type.Optional(Type.Union(['waiting', 'done', 'ignored', 'failed'].map((word) => Type.Literal(word)))) }),
    },
  }, async (request) => {
    const { limit = 50, cursor, state } = request.query
    return pageOf(await listBridgeDeliveries(services, principalOf(request).workspaceId, idOf(request.params.id), { after: readIdCursor(cursor), limit: limit + 1, ...(state ? { state: String(state) } : {}) }), limit, (one) => [one.id], (one) => one)
  })

  api.get('/api/v1/contacts/:id/orders', { ...need('contacts.read'), schema: { tags: ['contacts'], summary: 'A person’s orders, newest first', params: IdParams, querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(OrderShape) }) } }, async (request) => {
    const { limit = 50, cursor } = request.query
    const [at, id] = readCursor(cursor, 2)
    if (at && (Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/.test(id ?? ''))) throw new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is not one that this list gave' }] })
    return pageOf(await ordersOf(services, principalOf(request), idOf(request.params.id), at && id ? { at, id } : null, limit + 1), limit, (one) => [one.at, one.id], (one) => one)
  })

  await app.register(async (scope: FastifyInstance) => { publicSide(scope, { services }) })
}

/** What the other systems call: bytes, since signatures are over bytes, at a pace per address. */
function publicSide(app: FastifyInstance, { services }: Pick<RouteDeps, 'services'>): void {
  const limit = new RateLimit(200)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BRIDGE_BODY }, (_request, body, done) => { done(null, body) })

  app.get('/bridges/authorized', { ...open, schema: { hide: true } }, async (request, reply) => {
    limit.take(countedAddress(request.ip))
    const asked = request.query as Record<string, unknown>
    const query = Object.fromEntries(['state', 'code', 'error'].flatMap((name) => (typeof asked[name] === 'string' && asked[name].length <= 2000 ? [[name, asked[name]]] : [])))
    const back = await finishAuthorization(services, query)
    return reply.redirect(`/settings/bridges?${new URLSearchParams({ ...(back.bridgeId ? { bridge: back.bridgeId } : {}), ...(back.kind === 'connected' ? { connected: '1' } : { fault: back.code }) }).toString()}`, 303)
  })

  app.post('/bridges/:key', { ...open, bodyLimit: MAX_BRIDGE_BODY, schema: { hide: true } }, async (request, reply) => {
    limit.take(countedAddress(request.ip))
    const { key } = request.params as { key: string }
    if (!/^[\w-]{10,100}$/.test(key)) throw new RecadoError('bad_signature')
    await takeCall(services, key, request, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))
    return reply.code(200).type('text/plain').send('')
  })
}
