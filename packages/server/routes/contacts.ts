import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { openingsOf } from '../audit/opened.js'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, idOf, IdParams, PageOf, PageQuery } from '../http/schemas.js'
import { editContact } from '../people/change-contacts.js'
import { CONTACT_SORTS, countContacts, listContacts, MOST_COUNTED, MOST_TO_COUNT } from '../people/list-contacts.js'
import { makeContact, upsertContact } from '../people/make-contact.js'
import { readContact } from '../people/read-contacts.js'
import { UpsertBody, WishBody } from './contact-shapes.js'
import { ContactDetailShape, ContactShape } from './conversation-shapes.js'

const strict = { additionalProperties: false } as const

/** People: who they are, how they can be reached, and what was said over all apps. */
export async function contactRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['contacts']
  const detail = answers({ 200: ContactDetailShape })
  const openings = openingsOf(services)

  const asked = { q: Type.Optional(Type.String({ maxLength: 200 })), filter: Type.Optional(Type.String({ maxLength: 20_000, description: 'Conditions as JSON, as in saved views; of people those about people (docs/concepts/contact.md).' })) }

  api.get('/api/v1/contacts', {
    ...need('contacts.read'), schema: {
      tags, summary: 'A page of people', description: 'q is part of a name, digits of a number, part of an e-mail address, or an external id. A page may be short where few of very many fulfil the conditions: go on with `next` until it is null.',
      querystring: Type.Object({ ...asked, sort: Type.Optional(Type.Union(CONTACT_SORTS.map((sort) => Type.Literal(sort)))), ...PageQuery }), response: answers({ 200: PageOf(ContactShape) }),
    },
  }, async (request) => listContacts(services, principalOf(request), request.query))

  api.get('/api/v1/contacts/count', { ...need('contacts.read'), schema: { tags, summary: 'How many it are, exact to 999, or to `most`', querystring: Type.Object({ ...asked, most: Type.Optional(Type.Integer({ minimum: MOST_COUNTED, maximum: MOST_TO_COUNT })) }), response: answers({ 200: Type.Object({ count: Type.Integer(), capped: Type.Boolean() }) }) } },
    async (request) => countContacts(services, principalOf(request), request.query))

  api.post('/api/v1/contacts', {
    ...need('contacts.manage'), schema: { tags, summary: 'A new person, by name or address, without a thread', body: Type.Object({ ...WishBody.properties, externalIds: Type.Optional(Type.Array(Type.Object({ source: Type.String({ maxLength: 40 }), externalId: Type.String({ maxLength: 300 }) }, strict), { maxItems: 20 })) }, strict), response: answers({ 201: ContactDetailShape }) },
  }, async (request, reply) => {
    const principal = principalOf(request)
    return reply.code(201).send(await readContact(services, principal, await makeContact(services, principal, request.body)))
  })

  api.put('/api/v1/contacts/by-external-id/:externalId', {
    ...need('contacts.manage'), schema: {
      tags, summary: 'Make or change the person whom another system calls so', description: 'The same again changes nothing. Labels and addresses are added, all else is as it is said. `source` names the system (`api` where it is left out).',
      params: Type.Object({ externalId: Type.String({ minLength: 1, maxLength: 300 }) }), querystring: Type.Object({ source: Type.Optional(Type.String({ maxLength: 40 })) }), body: UpsertBody, response: answers({ 200: ContactDetailShape, 201: ContactDetailShape }),
    },
  }, async (request, reply) => {
    const principal = principalOf(request)
    const { source, ...wish } = request.body
    const saved = await upsertContact(services, principal, source ?? request.query.source ?? 'api', request.params.externalId, wish)
    return reply.code(saved.created ? 201 : 200).send(await readContact(services, principal, saved.id))
  })

  api.get('/api/v1/contacts/:id', { ...need('contacts.read'), schema: { tags, summary: 'A person with all her threads and what may be sent in each', description: 'Noted in the audit log as contact.opened, once an hour for whoever asks.', params: IdParams, response: detail } },
    async (request) => {
    const principal = principalOf(request)
    const contact = await readContact(services, principal, idOf(request.params.id))
    openings.note(principal, contact.id)
    return contact
  })

  api.patch('/api/v1/contacts/:id', {
    ...need('contacts.manage'), schema: {
      tags, summary: 'What we know of her; a name typed here is no longer changed by profiles', params: IdParams, response: detail,
      body: Type.Object({ ...WishBody.properties, conversationId: Type.Optional(Type.String({ maxLength: 100, description: 'The thread in which it is said of her: parted from somebody she was joined with, it goes with whoever writes there.' })) }, strict),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    const { conversationId, ...wish } = request.body
    await editContact(services, principal, id, wish, conversationId ? idOf(conversationId) : null)
    return readContact(services, principal, id)
  })
}
