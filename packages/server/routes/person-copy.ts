import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Moment } from '../http/schemas.js'
import { orderCopy, readCopy, takeCopy } from '../people/copy/copy.js'

const Copy = Type.Object({ id: Id, contactId: Id, state: Type.Union([Type.Literal('waiting'), Type.Literal('running'), Type.Literal('ready'), Type.Literal('failed'), Type.Literal('expired')]), bytes: Type.Integer(), messages: Type.Integer(), files: Type.Integer(), createdAt: Moment, expiresAt: Moment })

/** A person's copy of her data (GDPR Art. 15 and 20). */
export async function personCopyRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['privacy']

  api.post('/api/v1/contacts/:id/copy', { ...need('contacts.export'), schema: { tags, summary: 'Orders a copy of everything held about a person, over all apps: JSON, CSV and files in one archive', params: IdParams, response: answers({ 202: Copy }) } },
    async (request, reply) => reply.code(202).send(await orderCopy(services, principalOf(request), idOf(request.params.id))))

  api.get('/api/v1/person-copies/:id', { ...need('contacts.export'), schema: { tags, summary: 'How far a copy is', params: IdParams, response: answers({ 200: Copy }) } },
    async (request) => readCopy(services, principalOf(request), idOf(request.params.id)))

  api.get('/api/v1/person-copies/:id/file', { ...need('contacts.export'), schema: { tags, summary: 'The archive, for three days', params: IdParams, response: answers({ 200: Type.String({ description: 'application/zip' }) }) } }, async (request, reply) => {
    const id = idOf(request.params.id)
    const path = await takeCopy(services, principalOf(request), id)
    const file = await stat(path).catch(() => null)
    if (!file) throw new RecadoError('not_found')
    return reply.header('content-disposition', `attachment; filename="copy-${id.slice(0, 8)}.zip"`).header('content-length', file.size).header('content-security-policy', 'sandbox').type('application/zip').send(createReadStream(path))
  })
}
