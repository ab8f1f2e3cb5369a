import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { demandRecent } from '../auth/second-factor/recent.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, Moment, Nothing, Nullable, PageOf, pageOf, PageQuery, readCursor, readIdCursor } from '../http/schemas.js'
import { listDeliveries, resend, resendFailed, sendTest } from '../webhooks/deliveries.js'
import { addEndpoint, changeEndpoint, listEndpoints, readEndpoint, removeEndpoint, rotateSecret } from '../webhooks/endpoints.js'
import { EVENT_TYPES } from '../webhooks/events.js'

const EventName = Type.Union([...EVENT_TYPES, 'message.*', 'conversation.*', 'contact.*', 'campaign.*', 'post.*', '*'].map((name) => Type.Literal(name)))
const Url = Type.String({ minLength: 1, maxLength: 2000 })
const Description = Type.String({ maxLength: 200 })
const Events = Type.Array(EventName, { minItems: 1, maxItems: 20, uniqueItems: true })

const row = {
  id: Id, url: Type.String(), description: Type.String(), events: Type.Array(Type.String()), enabled: Type.Boolean(), disabledAt: Nullable(Moment),
  disabledCode: Nullable(Type.Union([Type.Literal('by_hand'), Type.Literal('gone'), Type.Literal('failing')])), failingSince: Nullable(Moment), failures: Type.Integer(), lastDeliveredAt: Nullable(Moment),
  waiting: Type.Integer({ description: 'Deliveries that wait, counted to 1,000.' }), formerSecretUntil: Nullable(Moment), createdAt: Moment,
}
const Shape = Type.Object(row, { title: 'WebhookEndpoint' })
const WithSecret = Type.Object({ ...row, secret: Type.String({ description: '`whsec_…`, said this once.' }) })
const Delivery = Type.Object({
  id: Id, type: Type.String(), state: Type.Union([Type.Literal('pending'), Type.Literal('delivered'), Type.Literal('failed')]), at: Moment, nextTryAt: Nullable(Moment), settledAt: Nullable(Moment), attempts: Type.Integer(),
  tries: Type.Array(Type.Object({ at: Moment, status: Nullable(Type.Integer()), ms: Type.Integer(), error: Nullable(Type.String()), answer: Nullable(Type.String()) })),
  payload: Type.Object({ type: Type.String(), timestamp: Moment, data: Type.Record(Type.String(), Type.Unknown()) }),
}, { title: 'WebhookDelivery' })
const DeliveryParams = Type.Object({ id: Type.String({ maxLength: 100 }), deliveryId: Type.String({ maxLength: 100 }) })

/** Webhooks we send (Standard Webhooks): where to, what of, and what became of each. */
export async function webhookEndpointRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['webhooks']
  const path = '/api/v1/webhook-endpoints'
  const withSecret = { ...need('webhooks.manage').config, secretAnswer: true }

  api.get(path, { ...need('webhooks.read'), schema: { tags, summary: 'Endpoints, newest first', querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(Shape) }) } }, async (request) => {
    const { limit = 50, cursor } = request.query
    const rows = await listEndpoints(services, principalOf(request).workspaceId, readIdCursor(cursor), limit + 1)
    return pageOf(rows, limit, (one) => [one.id], (one) => one)
  })

  api.post(path, {
    config: withSecret, schema: {
      tags, summary: 'Tell an address what happens from now on; its secret is shown this once', description: 'Requests are signed in the Standard Webhooks form (`webhook-id`, `webhook-timestamp`, `webhook-signature`).',
      body: Type.Object({ url: Url, events: Events, description: Type.Optional(Description), enabled: Type.Optional(Type.Boolean()) }, { additionalProperties: false }), response: answers({ 201: WithSecret }),
    },
  }, async (request, reply) => {
    // From then on everything that is said here is sent there.
    await demandRecent(services.db, request)
    return reply.code(201).send(await addEndpoint(services, principalOf(request), request.body as { url: string; events: string[] }))
  })

  api.get(`${path}/:id`, { ...need('webhooks.read'), schema: { tags, summary: 'One endpoint', params: IdParams, response: answers({ 200: Shape }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const id = idOf(request.params.id)
    const endpoint = await services.db.inWorkspace(workspaceId, (tx) => readEndpoint(tx, services, workspaceId, id))
    if (!endpoint) throw new RecadoError('not_found')
    return endpoint
  })

  api.patch(`${path}/:id`, {
    ...need('webhooks.manage'), schema: {
      tags, summary: 'Change an endpoint, or switch it on or off', params: IdParams, response: answers({ 200: Shape }),
      body: Type.Object({ url: Type.Optional(Url), events: Type.Optional(Events), description: Type.Optional(Description), enabled: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
    },
  }, async (request) => {
    if (request.body.url !== undefined || request.body.events) await demandRecent(services.db, request)
    return changeEndpoint(services, principalOf(request), idOf(request.params.id), request.body as { events?: string[] })
  })

  api.delete(`${path}/:id`, { ...need('webhooks.manage'), schema: { tags, summary: 'Remove an endpoint with its log', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeEndpoint(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send()
  })

  api.post(`${path}/:id/rotate-secret`, { config: withSecret, schema: { tags, summary: 'A new secret, shown this once; both sign for 24 hours', params: IdParams, response: answers({ 200: WithSecret }) } },
    async (request) => {
      await demandRecent(services.db, request)
      return rotateSecret(services, principalOf(request), idOf(request.params.id))
    })

  api.post(`${path}/:id/test`, { ...need('webhooks.manage'), schema: { tags, summary: 'Send a `webhook.test` event now and say what came back', params: IdParams, response: answers({ 200: Delivery }) } },
    async (request) => sendTest(services, principalOf(request), idOf(request.params.id)))

  api.get(`${path}/:id/deliveries`, {
    ...need('webhooks.read'), schema: {
      tags, summary: 'What was sent there, newest first; kept for 14 days', params: IdParams, response: answers({ 200: PageOf(Delivery) }),
      querystring: Type.Object({ ...PageQuery, state: Type.Optional(Type.Union([Type.Literal('pending'), Type.Literal('delivered'), Type.Literal('failed')])), type: Type.Optional(Type.String({ maxLength: 60 })) }),
    },
  }, async (request) => {
    const { limit = 50, cursor, state, type } = request.query
    const [before] = readCursor(cursor, 1)
    if (before && !/^\d{1,18}$/.test(before)) throw new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is not one that this list gave' }] })
    const rows = await listDeliveries(services, principalOf(request).workspaceId, idOf(request.params.id), { before: before ?? null, limit: limit + 1, ...(state ? { state } : {}), ...(type ? { type } : {}) })
    return pageOf(rows, limit, (one) => [one.place], (one) => one.row)
  })

  api.post(`${path}/:id/deliveries/:deliveryId/resend`, { ...need('webhooks.manage'), schema: { tags, summary: 'Send one again now, under the same webhook-id', params: DeliveryParams, response: answers({ 200: Delivery }) } },
    async (request) => resend(services, principalOf(request), idOf(request.params.id), idOf(request.params.deliveryId)))

  api.post(`${path}/:id/resend-failed`, {
    ...need('webhooks.manage'), schema: { tags, summary: 'Send again what failed since a moment, in its order', params: IdParams, body: Type.Object({ since: Type.String({ format: 'date-time' }) }, { additionalProperties: false }), response: answers({ 200: Type.Object({ resent: Type.Integer() }) }) },
  }, async (request) => ({ resent: await resendFailed(services, principalOf(request), idOf(request.params.id), new Date(request.body.since).toISOString()) }))
}
