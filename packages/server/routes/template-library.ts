import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, IdParams, idOf, Nothing } from '../http/schemas.js'
import { listAlerts, seeAlerts } from '../templates/alerts.js'
import { editTemplate, removeTemplate, resumeTemplate } from '../templates/change.js'
import { checkDraft } from '../templates/check.js'
import { changeDraft, duplicateTemplate, listDrafts, makeDraft, readDraft, removeDraft, submitDraft } from '../templates/drafts.js'
import { adoptByNumber } from '../templates/number.js'
import { readForm, readTemplate } from '../templates/read.js'
import { Alert, Detail, Draft, DraftShape, Finding, Form, LooseDraft, Shape } from './template-shapes.js'

const strict = { additionalProperties: false } as const
const Account = Type.String({ maxLength: 100 })
const Anyway = Type.Optional(Type.Boolean({ description: 'Hands in also what the reviewers may dislike.' }))

/** One template over its life, and the drafts that are to become some. */
export async function templateLibraryRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['templates']

  api.get('/api/v1/channel-accounts/:id/template-form', { ...need('templates.read'), schema: { tags, summary: 'What the account’s platform takes in a template: parts, limits, and what its reviewers turn down', params: IdParams, response: answers({ 200: Form }) } },
    // The builder travels as the channel declares it.
    async (request) => ({ ...(await readForm(services, principalOf(request), idOf(request.params.id))) }) as never)

  api.post('/api/v1/templates/check', {
    ...need('templates.read'), schema: { tags, summary: 'What the platform would find in a draft', body: Type.Object({ channelAccountId: Account, draft: LooseDraft, templateId: Type.Optional(Account) }, strict), response: answers({ 200: Type.Object({ findings: Type.Array(Finding) }) }) },
  }, async (request) => ({ findings: await checkDraft(services, principalOf(request), { ...request.body, accountId: idOf(request.body.channelAccountId) }) }))

  api.post('/api/v1/channel-accounts/:id/template-number', {
    ...need('templates.manage'), schema: { tags, summary: 'Take a template into use by the number that the platform’s console shows', params: IdParams, body: Type.Object({ number: Type.String({ minLength: 1, maxLength: 40 }), lines: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 }) }, strict), response: answers({ 204: Nothing }) },
  }, async (request, reply) => {
    await adoptByNumber(services, principalOf(request), idOf(request.params.id), request.body)
    return reply.code(204).send()
  })

  api.get('/api/v1/templates/:id', { ...need('templates.read'), schema: { tags, summary: 'A template: versions, history, where it is used, what may be done with it now', params: IdParams, response: answers({ 200: Detail }) } },
    async (request) => (await readTemplate(services, principalOf(request), idOf(request.params.id))) as never) // drafts are kept in the shape of the schema

  api.put('/api/v1/templates/:id', {
    ...need('templates.manage'), schema: { tags, summary: 'Change its text; the platform reviews it again', description: 'Name and language stay as they are. An approved one can be changed only as often as its platform allows.', params: IdParams, body: Type.Object({ draft: Draft, anyway: Anyway }, strict), response: answers({ 200: Shape }) },
  }, async (request) => editTemplate(services, principalOf(request), idOf(request.params.id), request.body))

  api.delete('/api/v1/templates/:id', {
    ...need('templates.manage'), schema: { tags, summary: 'Delete it at the platform', params: IdParams, querystring: Type.Object({ everyLanguage: Type.Optional(Type.Boolean()) }), response: answers({ 204: Nothing }) },
  }, async (request, reply) => {
    await removeTemplate(services, principalOf(request), idOf(request.params.id), request.query.everyLanguage ?? false)
    return reply.code(204).send()
  })

  api.post('/api/v1/templates/:id/resume', { ...need('templates.manage'), schema: { tags, summary: 'End the platform’s pause before its time', params: IdParams, response: answers({ 200: Shape }) } },
    async (request) => resumeTemplate(services, principalOf(request), idOf(request.params.id)))

  api.post('/api/v1/templates/:id/duplicate', {
    ...need('templates.manage'), schema: { tags, summary: 'A draft with the same text: under another name, in another language, or for another account', params: IdParams, body: Type.Object({ channelAccountId: Type.Optional(Account), name: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })), language: Type.Optional(Type.String({ minLength: 2, maxLength: 10 })) }, strict), response: answers({ 201: DraftShape }) },
  }, async (request, reply) => {
    const { channelAccountId, ...rest } = request.body
    return reply.code(201).send((await duplicateTemplate(services, principalOf(request), idOf(request.params.id), { ...rest, ...(channelAccountId ? { accountId: idOf(channelAccountId) } : {}) })) as never) // as above
  })

  api.get('/api/v1/template-drafts', { ...need('templates.read'), schema: { tags, summary: 'Drafts that no platform has yet, newest first', querystring: Type.Object({ account: Type.Optional(Account) }), response: answers({ 200: Type.Object({ items: Type.Array(DraftShape), next: Type.Null() }) }) } },
    async (request) => ({ items: await listDrafts(services, principalOf(request), request.query.account ? idOf(request.query.account) : null), next: null }) as never)

  api.post('/api/v1/template-drafts', {
    ...need('templates.manage'), schema: { tags, summary: 'Keep a draft; with templateId it will change that one', body: Type.Object({ channelAccountId: Account, templateId: Type.Optional(Type.Union([Account, Type.Null()])), draft: LooseDraft }, strict), response: answers({ 201: DraftShape }) },
  }, async (request, reply) => {
    const { channelAccountId, templateId, draft } = request.body
    return reply.code(201).send((await makeDraft(services, principalOf(request), { accountId: idOf(channelAccountId), templateId: templateId ? idOf(templateId) : null, draft })) as never)
  })

  api.get('/api/v1/template-drafts/:id', { ...need('templates.read'), schema: { tags, summary: 'A draft', params: IdParams, response: answers({ 200: DraftShape }) } }, async (request) => (await readDraft(services, principalOf(request), idOf(request.params.id))) as never)

  api.put('/api/v1/template-drafts/:id', { ...need('templates.manage'), schema: { tags, summary: 'Go on writing a draft', params: IdParams, body: Type.Object({ draft: LooseDraft }, strict), response: answers({ 200: DraftShape }) } },
    async (request) => (await changeDraft(services, principalOf(request), idOf(request.params.id), request.body.draft)) as never)

  api.delete('/api/v1/template-drafts/:id', { ...need('templates.manage'), schema: { tags, summary: 'Throw a draft away', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeDraft(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send()
  })

  api.post('/api/v1/template-drafts/:id/submit', { ...need('templates.manage'), schema: { tags, summary: 'Hand a draft in to the platform', params: IdParams, body: Type.Object({ anyway: Anyway }, strict), response: answers({ 200: Shape }) } },
    async (request) => submitDraft(services, principalOf(request), idOf(request.params.id), request.body.anyway ?? false))

  api.get('/api/v1/template-alerts', { ...need('templates.read'), schema: { tags, summary: 'What happened to templates that you wrote or look after, and that you have not seen yet', response: answers({ 200: Type.Object({ items: Type.Array(Alert), next: Type.Null() }) }) } },
    async (request) => ({ items: await listAlerts(services, principalOf(request)), next: null }))

  api.post('/api/v1/template-alerts/seen', { ...need('templates.read'), schema: { tags, summary: 'You have seen them, or those of one template', body: Type.Object({ templateId: Type.Optional(Account) }, strict), response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await seeAlerts(services, principalOf(request), request.body.templateId ? idOf(request.body.templateId) : null)
    return reply.code(204).send()
  })
}
