import { Type } from '@fastify/type-provider-typebox'
import { CONTENT_KINDS, RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { readAfter, readAround } from '../conversations/around.js'
import { readMessages } from '../conversations/read.js'
import { askVerdict, cancelMessage, resolveUnknown, retryMessage, sendMessage, type SendAnswer, sendNotice } from '../conversations/send.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, idOf, IdParams, Nullable, PageOf } from '../http/schemas.js'
import { keepAsDraft } from '../people/drafts.js'
import { toApi } from '../sending/verdicts.js'
import type { Principal } from '../services.js'
import { telemetryOf } from '../telemetry/telemetry.js'
import { ContentSchema, readContent } from './content.js'
import { BasisWord, MessageShape, PurposeWord, Recipient, TopicKey, VerdictShape } from './conversation-shapes.js'

const strict = { additionalProperties: false } as const
const ClientId = Type.String({ minLength: 1, maxLength: 100 })
const about = {
  category: Type.Optional({ ...TopicKey, description: 'The topic it is about (`/consent-categories`), by its key: a yes to another one does not cover it. Without one only a yes to everything does.' }),
  basis: Type.Optional({ ...BasisWord, description: 'On which ground it rests. `consent` demands hers even where the owner has set another ground for the purpose; no other word opens more than she has set.' }),
}
const sending = { clientId: ClientId, content: ContentSchema, replyTo: Type.Optional(Type.String({ maxLength: 100 })), purpose: Type.Optional(PurposeWord), ...about }
const Seen = Type.Union([Type.Integer({ minimum: 0 }), Type.String({ maxLength: 100 })], { description: 'How far the writer had read: the `seq` of the page or live frame she saw, or the id of the last message.' })

/** Thrown with the verdict: what refuses it, until when, and what to do instead. */
function refuse(answer: Extract<SendAnswer, { kind: 'refused' }>): never {
  throw new RecadoError(answer.verdict.code, { verdict: toApi(answer.verdict), ...(answer.fields ? { fields: answer.fields } : {}) })
}

/** Threads message by message, and everything that goes out. */
export async function messageRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['messages']
  /** The request is the first step of the message's trace. */
  const traced = ({ workspaceId }: Principal, { id }: { id: string }, reply: FastifyReply): void => telemetryOf(services).beginOf(id, 'message.post', 'server', { 'recado.workspace_id': workspaceId }, reply.elapsedTime)?.end()

  api.get('/api/v1/conversations/:id/messages', {
    ...need('conversations.read'), schema: {
      tags, summary: 'A page of the thread, newest first; the whole of it, or one part', params: IdParams, querystring: Type.Object({ part: Type.Optional(Type.Union([Type.Literal('messages'), Type.Literal('notes'), Type.Literal('activity')])), before: Type.Optional(Type.String({ maxLength: 100 })), after: Type.Optional(Type.String({ maxLength: 100 })), around: Type.Optional(Type.String({ maxLength: 100 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) }),
      description: '`around` a message of it: half older, half newer, and `newer` to go on with `after`.', response: answers({ 200: Type.Object({ ...PageOf(MessageShape).properties, newer: Type.Optional(Nullable(Type.String())), seq: Type.Integer() }) }),
    },
  }, async (request) => {
    const { before, after, around, limit = 50, part } = request.query
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    if (around) return readAround(services, principal, id, idOf(around), limit)
    if (after) return readAfter(services, principal, id, idOf(after), limit)
    return readMessages(services, principal, id, before ? idOf(before) : undefined, limit, part)
  })

  api.post('/api/v1/conversations/:id/messages', {
    ...need('messages.send'), schema: {
      tags, summary: 'Send; the same clientId and body again is the same message', description: 'A refusal is 422 with `verdict`; nothing is then stored but the writer’s draft. With `seen`: when a colleague, a rule or the customer wrote behind that position, 409 `moved_on` with `lines` and their `seq`; send again with that, or with `anyway`.',
      params: IdParams, body: Type.Object({ ...sending, delaySeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 30, description: 'Stays so long before it leaves, and can be taken back (`/messages/{id}/cancel`) until then.' })), seen: Type.Optional(Seen), anyway: Type.Optional(Type.Boolean()) }, strict), response: answers({ 200: MessageShape, 201: MessageShape }),
    },
  }, async (request, reply) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    const { clientId, replyTo, purpose, category, basis, seen, anyway = false, delaySeconds = 0 } = request.body
    const content = readContent(request.body.content)
    const answer = await sendMessage(services, principal, id, { clientId, content, anyway, delayMs: delaySeconds * 1_000, ...(replyTo ? { replyTo: idOf(replyTo) } : {}), ...(purpose ? { purpose } : {}), ...(category ? { category } : {}), ...(basis ? { basis } : {}), ...(seen === undefined ? {} : { seen: typeof seen === 'string' ? idOf(seen) : seen }) }).catch(async (error: unknown) => {
      if (error instanceof RecadoError && error.code === 'moved_on') await keepAsDraft(services, principal, id, content, replyTo ?? null)
      throw error
    })
    if (answer.kind === 'refused') {
      await keepAsDraft(services, principal, id, content, replyTo ?? null)
      refuse(answer)
    }
    if (answer.kind === 'created') traced(principal, answer.message, reply)
    return reply.code(answer.kind === 'created' ? 201 : 200).send(answer.message)
  })

  api.post('/api/v1/messages', {
    ...need('messages.notify'), schema: {
      tags, summary: 'Send to a person, whether or not there is a thread yet', description: 'For notices of an order, a delivery, an appointment: by an approved template (by `name` and `language`) where the window is shut. The answer’s `verdict` says as what it goes and at which price. 400 `unknown_address` names a wrong number; 422 carries the refusal with its remedies and the fields it is about; the same `clientId` again is the same message.',
      body: Type.Object({
        channelAccountId: Type.String({ maxLength: 100 }), to: Recipient, content: ContentSchema, purpose: PurposeWord, ...about, clientId: ClientId,
      }, strict), response: answers({ 200: MessageShape, 201: MessageShape }),
    },
  }, async (request, reply) => {
    const { channelAccountId, to, purpose, category, basis, clientId } = request.body
    const principal = principalOf(request)
    const answer = await sendNotice(services, principal, { channelAccountId: idOf(channelAccountId), to, content: readContent(request.body.content), purpose, clientId, ...(category ? { category } : {}), ...(basis ? { basis } : {}) })
    if (answer.kind === 'refused') refuse(answer)
    if (answer.kind === 'created') traced(principal, answer.message, reply)
    return reply.code(answer.kind === 'created' ? 201 : 200).send(answer.message)
  })

  api.post('/api/v1/conversations/:id/verdict', {
    ...need('conversations.read'), schema: {
      tags, summary: 'Whether this could go now, as what and at which price', params: IdParams,
      body: Type.Object({ contentKind: Type.Optional(Type.Union(CONTENT_KINDS.map((kind) => Type.Literal(kind)))), templateId: Type.Optional(Type.String({ maxLength: 100 })), purpose: Type.Optional(PurposeWord), ...about }, strict),
      response: answers({ 200: Type.Object({ verdict: VerdictShape }) }),
    },
  }, async (request) => {
    const { contentKind, templateId, purpose, category, basis } = request.body
    const verdict = await askVerdict(services, principalOf(request), idOf(request.params.id), { ...(contentKind ? { contentKind } : {}), ...(templateId ? { templateId: idOf(templateId) } : {}), ...(purpose ? { purpose } : {}), ...(category ? { category } : {}), ...(basis ? { basis } : {}) })
    return { verdict: toApi(verdict) }
  })

  api.post('/api/v1/messages/:id/retry', { ...need('messages.send'), schema: { tags, summary: 'Send a failed one again; it is judged anew', params: IdParams, response: answers({ 200: MessageShape }) } },
    async (request) => retryMessage(services, principalOf(request), idOf(request.params.id)))

  api.post('/api/v1/messages/:id/cancel', { ...need('messages.send'), schema: { tags, summary: 'Take back what has not left yet', params: IdParams, response: answers({ 200: MessageShape }) } },
    async (request) => cancelMessage(services, principalOf(request), idOf(request.params.id)))

  api.post('/api/v1/messages/:id/resolve-unknown', {
    ...need('messages.send'), schema: { tags, summary: 'A person knows whether an unknown one arrived: it counts as sent, or goes again', params: IdParams, body: Type.Object({ sent: Type.Boolean() }, strict), response: answers({ 200: MessageShape }) },
  }, async (request) => resolveUnknown(services, principalOf(request), idOf(request.params.id), request.body.sent))
}
