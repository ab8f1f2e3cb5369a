import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, idOf, IdParams, Nullable, PageOf, PageQuery } from '../http/schemas.js'
import { editContact, mergeContacts, splitContact } from '../people/change-contacts.js'
import { listContacts, readContact, readTimeline } from '../people/read-contacts.js'
import { ContactDetailShape, ContactShape, MessageShape } from './conversation-shapes.js'

const strict = { additionalProperties: false } as const

/** People: who they are, how they can be reached, and what was said over all apps. */
export async function contactRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['contacts']
  const detail = answers({ 200: ContactDetailShape })

  api.get('/api/v1/contacts', {
    ...need('contacts.read'), schema: { tags, summary: 'A page by name; q is part of a name or digits of an address', querystring: Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })), ...PageQuery }), response: answers({ 200: PageOf(ContactShape) }) },
  }, async (request) => listContacts(services, principalOf(request), request.query))

  api.get('/api/v1/contacts/:id', { ...need('contacts.read'), schema: { tags, summary: 'A person with all her threads and what may be sent in each', params: IdParams, response: detail } },
    async (request) => readContact(services, principalOf(request), idOf(request.params.id)))

  api.patch('/api/v1/contacts/:id', {
    ...need('contacts.manage'), schema: {
      tags, summary: 'What we know of her; a name typed here is no longer changed by profiles', params: IdParams, response: detail,
      body: Type.Object({
        name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })), language: Type.Optional(Nullable(Type.String({ maxLength: 20 }))),
        country: Type.Optional(Nullable(Type.String({ pattern: '^[A-Z]{2}$' }))), notes: Type.Optional(Type.String({ maxLength: 20_000 })),
      }, strict),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    await editContact(services, principal, id, request.body)
    return readContact(services, principal, id)
  })

  api.post('/api/v1/contacts/:id/merge', {
    ...need('contacts.manage'), schema: { tags, summary: 'Two contacts are one person: everything of the other comes to this one', params: IdParams, body: Type.Object({ otherId: Type.String({ maxLength: 100 }) }, strict), response: detail },
  }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    await mergeContacts(services, principal, id, idOf(request.body.otherId))
    return readContact(services, principal, id)
  })

  api.post('/api/v1/contacts/:id/split', {
    ...need('contacts.manage'), schema: {
      tags, summary: 'One of her identities is somebody else', params: IdParams, body: Type.Object({ identityId: Type.String({ maxLength: 100 }) }, strict),
      response: answers({ 200: Type.Object({ contact: ContactDetailShape, other: ContactDetailShape }) }),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    const otherId = await splitContact(services, principal, id, idOf(request.body.identityId))
    return { contact: await readContact(services, principal, id), other: await readContact(services, principal, otherId) }
  })

  api.get('/api/v1/contacts/:id/timeline', {
    ...need('conversations.read'), schema: { tags, summary: 'Her messages over all apps, newest first', params: IdParams, querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(MessageShape) }) },
  }, async (request) => readTimeline(services, principalOf(request), idOf(request.params.id), request.query.cursor, request.query.limit ?? 50))
}
