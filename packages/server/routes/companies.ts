import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, idOf, IdParams, Nothing, PageOf, PageQuery } from '../http/schemas.js'
import { addCompany, editCompany, listCompanies, mergeCompanies, readCompanyById, removeCompany } from '../people/companies.js'
import { addFile, removeFile } from '../people/contact-files.js'
import { FILE_KINDS, listFiles } from '../people/thread-files.js'
import { CompanyBody, CompanyChange, CompanyDetailShape, CompanyShape, FileShape } from './contact-shapes.js'

/** The companies that people belong to, and the files kept with a person. Who belongs to a company: GET /contacts with the condition `company`. */
export async function companyRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['contacts']

  api.get('/api/v1/companies', { ...need('contacts.read'), schema: { tags, summary: 'A page by name; q begins a name or is a domain', querystring: Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })), ...PageQuery }), response: answers({ 200: PageOf(CompanyShape) }) } },
    async (request) => listCompanies(services, principalOf(request), request.query))

  api.post('/api/v1/companies', { ...need('contacts.manage'), schema: { tags, summary: 'A new company', body: CompanyBody, response: answers({ 201: CompanyShape }) } },
    async (request, reply) => reply.code(201).send(await addCompany(services, principalOf(request), request.body)))

  api.get('/api/v1/companies/:id', { ...need('contacts.read'), schema: { tags, summary: 'One company, with what its people’s threads and orders come to', description: 'Its people: GET /contacts with the condition `company`. Their threads: GET /conversations?company=.', params: IdParams, response: answers({ 200: CompanyDetailShape }) } },
    async (request) => readCompanyById(services, principalOf(request), idOf(request.params.id)))

  api.patch('/api/v1/companies/:id', { ...need('contacts.manage'), schema: { tags, summary: 'Another name or domain', params: IdParams, body: CompanyChange, response: answers({ 200: CompanyShape }) } },
    async (request) => editCompany(services, principalOf(request), idOf(request.params.id), request.body))

  api.post('/api/v1/companies/:id/merge', {
    ...need('contacts.manage'), schema: { tags, summary: 'Take another entry of the same company into this one', description: 'Its people come along, and its domain where this one has none; the other is then gone.', params: IdParams, body: Type.Object({ otherId: Type.String({ maxLength: 100 }) }, { additionalProperties: false }), response: answers({ 200: CompanyShape }) },
  }, async (request) => mergeCompanies(services, principalOf(request), idOf(request.params.id), idOf(request.body.otherId)))

  api.delete('/api/v1/companies/:id', { ...need('contacts.manage'), schema: { tags, summary: 'Take it away; its people stay', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeCompany(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })

  api.get('/api/v1/contacts/:id/files', { ...need('contacts.read'), schema: {
    tags, summary: 'Files of a person, newest first: those kept with her and those of her threads', description: 'Of threads only those that the asker sees. A page may hold a file or two more than asked for, where one message carried several.', params: IdParams,
    querystring: Type.Object({ kind: Type.Optional(Type.Union(FILE_KINDS.map((kind) => Type.Literal(kind)))), channel: Type.Optional(Type.String({ maxLength: 60, description: 'Only what came or went on this app' })), ...PageQuery }), response: answers({ 200: PageOf(FileShape) }),
  } }, async (request) => listFiles(services, principalOf(request), idOf(request.params.id), request.query))

  api.post('/api/v1/contacts/:id/files', {
    ...need('contacts.manage'), schema: {
      tags, summary: 'Keep a file with a person', description: 'The file is uploaded before (POST /media) or came in a message; whoever sees the person sees it from then on.', params: IdParams,
      body: Type.Object({ mediaId: Type.String({ maxLength: 100 }), name: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false }), response: answers({ 201: FileShape }),
    },
  }, async (request, reply) => reply.code(201).send(await addFile(services, principalOf(request), idOf(request.params.id), { ...request.body, mediaId: idOf(request.body.mediaId) })))

  api.delete('/api/v1/contacts/:id/files/:fileId', { ...need('contacts.manage'), schema: { tags, summary: 'Take a file from a person', params: Type.Object({ id: Type.String({ maxLength: 100 }), fileId: Type.String({ maxLength: 100 }) }), response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeFile(services, principalOf(request), idOf(request.params.id), idOf(request.params.fileId))
    return reply.code(204).send(null)
  })
}
