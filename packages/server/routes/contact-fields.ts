import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, idOf, IdParams } from '../http/schemas.js'
import { addDefinition, addStage, editDefinition, editStage, listDefinitions, listStages, orderDefinitions, orderStages } from '../people/fields.js'
import { DefinitionBody, DefinitionChange, DefinitionShape, OrderBody, StageBody, StageChange, StageShape } from './contact-shapes.js'

/** What the company keeps about people beside what every app tells: fields of its own, and how far they have come. */
export async function contactFieldRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['contacts']
  const definitions = answers({ 200: Type.Object({ items: Type.Array(DefinitionShape) }) })
  const stages = answers({ 200: Type.Object({ items: Type.Array(StageShape) }) })

  api.get('/api/v1/contact-attributes', { ...need('contacts.read'), schema: { tags, summary: 'The fields in their order, those put away too', response: definitions } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await services.db.inWorkspace(workspaceId, (tx) => listDefinitions(tx, workspaceId)) }
  })

  api.post('/api/v1/contact-attributes', { ...need('contacts.fields'), schema: { tags, summary: 'A new field', description: 'Its key is made of the name where none is given; key and type never change.', body: DefinitionBody, response: answers({ 201: DefinitionShape }) } },
    async (request, reply) => reply.code(201).send(await addDefinition(services, principalOf(request), request.body)))

  api.patch('/api/v1/contact-attributes/:id', { ...need('contacts.fields'), schema: { tags, summary: 'Rename, change the choices, put away', description: 'What people have stays. A choice that is left out is put away.', params: IdParams, body: DefinitionChange, response: answers({ 200: DefinitionShape }) } },
    async (request) => editDefinition(services, principalOf(request), idOf(request.params.id), request.body))

  api.put('/api/v1/contact-attributes/order', { ...need('contacts.fields'), schema: { tags, summary: 'In which order they are shown', body: OrderBody, response: definitions } },
    async (request) => ({ items: await orderDefinitions(services, principalOf(request), request.body.ids.map(idOf)) }))

  api.get('/api/v1/contact-stages', { ...need('contacts.read'), schema: { tags, summary: 'The stages in their order, those put away too', response: stages } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await services.db.inWorkspace(workspaceId, (tx) => listStages(tx, workspaceId)) }
  })

  api.post('/api/v1/contact-stages', { ...need('contacts.fields'), schema: { tags, summary: 'A new stage, after the others', body: StageBody, response: answers({ 201: StageShape }) } },
    async (request, reply) => reply.code(201).send(await addStage(services, principalOf(request), request.body)))

  api.patch('/api/v1/contact-stages/:id', { ...need('contacts.fields'), schema: { tags, summary: 'Rename, colour, put away', params: IdParams, body: StageChange, response: answers({ 200: StageShape }) } },
    async (request) => editStage(services, principalOf(request), idOf(request.params.id), request.body))

  api.put('/api/v1/contact-stages/order', { ...need('contacts.fields'), schema: { tags, summary: 'From the first to the last', body: OrderBody, response: stages } },
    async (request) => ({ items: await orderStages(services, principalOf(request), request.body.ids.map(idOf)) }))
}
