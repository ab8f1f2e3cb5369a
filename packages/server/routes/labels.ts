import { Type } from '@fastify/type-provider-typebox'
import { LABEL_COLOURS } from '@recado/api'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Moment, Nullable } from '../http/schemas.js'
import { addLabel, countUses, editLabel, loadLabels, mergeLabels, orderLabels } from '../labels/labels.js'
import '../labels/live.js'
import { changePersonLabels } from '../labels/people.js'
import { readContact } from '../people/read-contacts.js'
import { ContactDetailShape } from './conversation-shapes.js'
import { LabelNames } from './states.js'

const strict = { additionalProperties: false } as const
const Colour = Type.Union(LABEL_COLOURS.map((colour) => Type.Literal(colour)))
const LabelShape = Type.Object({ id: Id, name: Type.String(), colour: Colour, description: Type.String(), archivedAt: Nullable(Moment), renaming: Type.Boolean() }, { title: 'Label' })
const Name = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })
const more = { colour: Type.Optional(Colour), description: Type.Optional(Type.String({ maxLength: 300 })) }

/** The vocabulary of labels, and those of people. */
export async function labelRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['labels']
  const list = answers({ 200: Type.Object({ items: Type.Array(LabelShape) }) })

  api.get('/api/v1/labels', { ...need('workspace.read'), schema: { tags, summary: 'All of them in their order, those put away too', response: list } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await services.db.inWorkspace(workspaceId, (tx) => loadLabels(tx, workspaceId)) }
  })

  api.get('/api/v1/labels/uses', {
    ...need('labels.manage'), schema: { tags, summary: 'How many threads and people carry each, counted to 10,000', response: answers({ 200: Type.Object({ items: Type.Array(Type.Object({ labelId: Id, conversations: Type.Integer(), people: Type.Integer(), capped: Type.Boolean() })) }) }) },
  }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await services.db.inWorkspace(workspaceId, (tx) => countUses(tx, workspaceId)) }
  })

  api.post('/api/v1/labels', { ...need('labels.manage'), schema: { tags, summary: 'Make a label', body: Type.Object({ name: Name, ...more }, strict), response: answers({ 201: LabelShape }) } },
    async (request, reply) => reply.code(201).send(await addLabel(services, principalOf(request), request.body)))

  api.patch('/api/v1/labels/:id', {
    ...need('labels.manage'), schema: {
      tags, summary: 'Rename, colour, describe or put away', description: 'A new name goes to all threads, people, rules and saved views; where there are many it takes a while (`renaming`). The old name is understood from then on.',
      params: IdParams, body: Type.Object({ name: Type.Optional(Name), ...more, archived: Type.Optional(Type.Boolean()) }, strict), response: answers({ 200: LabelShape }),
    },
  }, async (request) => editLabel(services, principalOf(request), idOf(request.params.id), request.body))

  api.post('/api/v1/labels/:id/merge', { ...need('labels.manage'), schema: { tags, summary: 'Everything that carries it carries another one from now on', params: IdParams, body: Type.Object({ intoId: Type.String({ maxLength: 100 }) }, strict), response: answers({ 200: LabelShape }) } },
    async (request) => mergeLabels(services, principalOf(request), idOf(request.params.id), idOf(request.body.intoId)))

  api.put('/api/v1/labels/order', { ...need('labels.manage'), schema: { tags, summary: 'In which order they are shown', body: Type.Object({ ids: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 2_000 }) }, strict), response: list } },
    async (request) => ({ items: await orderLabels(services, principalOf(request), request.body.ids.map(idOf)) }))

  api.post('/api/v1/contacts/:id/labels', {
    ...need('contacts.manage'), schema: { tags, summary: 'Put labels on a person and take labels off', params: IdParams, body: Type.Object({ add: LabelNames, remove: LabelNames, conversationId: Type.Optional(Type.String({ maxLength: 100, description: 'The thread in which it is said of her.' })) }, strict), response: answers({ 200: ContactDetailShape }) },
  }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    await changePersonLabels(services, principal, id, request.body.add ?? [], request.body.remove ?? [], request.body.conversationId ? idOf(request.body.conversationId) : null)
    return readContact(services, principal, id)
  })
}
