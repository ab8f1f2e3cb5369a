import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Moment, PageOf, PageQuery } from '../http/schemas.js'
import { DEFAULT_HOURS, endLinkCode, LONGEST_HOURS, makeLinkCode, sendLinkCode } from '../people/joining/link-codes.js'
import { listDuplicates, mergeContacts, notSame, previewMerge, readJoining, splitContact } from '../people/joining/service.js'
import { readTimeline } from '../people/joining/timeline.js'
import { readContact } from '../people/read-contacts.js'
import { toApi } from '../sending/verdicts.js'
import { ContactDetailShape, ContactShape, MessageShape } from './conversation-shapes.js'
import { ChoiceBody, LinkCodeShape, MergeRecordShape, SplitBody } from './joining-shapes.js'

const strict = { additionalProperties: false } as const
const CodeParams = Type.Object({ id: Type.String({ maxLength: 100 }), codeId: Type.String({ maxLength: 100 }) })
const PairShape = Type.Object({ people: Type.Array(ContactShape), kinds: Type.Array(Type.String({ description: 'phone, email, or platform: an id that a platform gives one person on several accounts' })), foundAt: Moment }, { title: 'DuplicatePair' })
const LineShape = Type.Object({ ...MessageShape.properties, id: Type.String(), conversationId: Type.String({ description: 'Empty where it belongs to no thread.' }) })

/** One person over many apps: joined by code, by hand, parted again; who may be one; everything in one line of time. */
export async function joiningRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['contacts']
  const detail = answers({ 200: ContactDetailShape })

  api.post('/api/v1/contacts/:id/merge', {
    ...need('contacts.manage'), schema: { tags, summary: 'Two contacts are one person', description: 'Everything of the other is read under this one, and its id leads here. `take` names values of which the other’s is seen. Nothing is lost: split with the id of the record gives everything back.', params: IdParams, body: ChoiceBody, response: detail },
  }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    await mergeContacts(services, principal, id, { ...request.body, otherId: idOf(request.body.otherId) })
    return readContact(services, principal, id)
  })

  api.post('/api/v1/contacts/:id/merge-preview', {
    ...need('contacts.manage'), schema: {
      tags, summary: 'What the person would be', params: IdParams, body: ChoiceBody,
      response: answers({ 200: Type.Object({ people: Type.Array(ContactShape), fields: Type.Array(Type.Object({ key: Type.String(), mine: Type.Unknown(), other: Type.Unknown(), shown: Type.Union([Type.Literal('mine'), Type.Literal('other')]) })), labels: Type.Array(Type.String()), notes: Type.String() }) }),
    },
  }, async (request) => previewMerge(services, principalOf(request), idOf(request.params.id), { ...request.body, otherId: idOf(request.body.otherId) }))

  api.post('/api/v1/contacts/:id/split', {
    ...need('contacts.manage'), schema: {
      tags, summary: 'One person is two after all', description: 'By the record of a joining, or by an identity that is somebody else’s. Everything goes back to whose it is.', params: IdParams, body: SplitBody,
      response: answers({ 200: Type.Object({ contact: ContactDetailShape, other: ContactDetailShape }) }),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const wish = 'mergeId' in request.body ? { mergeId: idOf(request.body.mergeId) } : { identityId: idOf(request.body.identityId) }
    const { contactId, otherId } = await splitContact(services, principal, idOf(request.params.id), wish)
    return { contact: await readContact(services, principal, contactId), other: await readContact(services, principal, otherId) }
  })

  api.get('/api/v1/contacts/:id/joining', {
    ...need('contacts.read'), schema: { tags, summary: 'How she was joined, who may be the same, and her personal codes', params: IdParams, response: answers({ 200: Type.Object({ merges: Type.Array(MergeRecordShape), duplicates: Type.Array(PairShape), linkCodes: Type.Array(LinkCodeShape) }) }) },
  }, async (request) => readJoining(services, principalOf(request), idOf(request.params.id)))

  api.get('/api/v1/contacts/duplicates', {
    ...need('contacts.read'), schema: { tags, summary: 'People who may be one, the latest found first', querystring: Type.Object({ contactId: Type.Optional(Id), ...PageQuery }), response: answers({ 200: PageOf(PairShape) }) },
  }, async (request) => listDuplicates(services, principalOf(request), request.query))

  api.post('/api/v1/contacts/:id/not-same', { ...need('contacts.manage'), schema: { tags, summary: 'They are two: not suggested again', params: IdParams, body: Type.Object({ otherId: Type.String({ maxLength: 100 }) }, strict), response: answers({ 204: Type.Null() }) } }, async (request, reply) => {
    await notSame(services, principalOf(request), idOf(request.params.id), idOf(request.body.otherId))
    return reply.code(204).send(null)
  })

  api.post('/api/v1/contacts/:id/link-codes', {
    ...need('contacts.manage'), schema: {
      tags, summary: 'A personal code by which she joins another app', description: 'Whoever comes to that account with it is this person. It works once; an earlier open one for the same account ends.', params: IdParams,
      body: Type.Object({ channelAccountId: Id, hours: Type.Optional(Type.Integer({ minimum: 1, maximum: LONGEST_HOURS, default: DEFAULT_HOURS })) }, strict), response: answers({ 201: LinkCodeShape }),
    },
  }, async (request, reply) => reply.code(201).send(await makeLinkCode(services, principalOf(request), idOf(request.params.id), request.body)))

  api.delete('/api/v1/contacts/:id/link-codes/:codeId', { ...need('contacts.manage'), schema: { tags, summary: 'Take a personal code back', params: CodeParams, response: answers({ 200: LinkCodeShape }) } },
    async (request) => endLinkCode(services, principalOf(request), idOf(request.params.id), idOf(request.params.codeId)))

  api.post('/api/v1/contacts/:id/link-codes/:codeId/send', {
    ...need('messages.send'), schema: { tags, summary: 'Send a personal code into a thread of hers, in her language', params: CodeParams, body: Type.Object({ conversationId: Id, clientId: Type.String({ minLength: 1, maxLength: 100 }) }, strict), response: answers({ 200: MessageShape, 201: MessageShape }) },
  }, async (request, reply) => {
    const answer = await sendLinkCode(services, principalOf(request), idOf(request.params.id), idOf(request.params.codeId), request.body)
    if (answer.kind === 'refused') throw new RecadoError(answer.verdict.code, { verdict: toApi(answer.verdict), ...(answer.fields ? { fields: answer.fields } : {}) })
    return reply.code(answer.kind === 'created' ? 201 : 200).send(answer.message)
  })

  api.get('/api/v1/contacts/:id/timeline', {
    ...need('conversations.read'), schema: {
      tags, summary: 'Everything that happened with her, over all apps, newest first', description: 'Messages and lines of all her threads, what she agreed to and took back, and how she came in; of one app or account where it is named.', params: IdParams,
      querystring: Type.Object({ channel: Type.Optional(Type.String({ maxLength: 60 })), account: Type.Optional(Id), ...PageQuery }), response: answers({ 200: PageOf(LineShape) }),
    },
  }, async (request) => readTimeline(services, principalOf(request), idOf(request.params.id), request.query))
}
