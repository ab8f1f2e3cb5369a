import { type Static, Type } from '@fastify/type-provider-typebox'
import type { ListQuery } from '@recado/api'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import type { Receiver } from '../conversations/assign.js'
import { readConversation, readList } from '../conversations/read.js'
import { startConversation } from '../conversations/send.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, idOf, IdParams, Nothing, Nullable, PageOf, PageQuery } from '../http/schemas.js'
import { sayTyping } from '../live/courtesy.js'
import { hubOf } from '../live/hub.js'
import type { Principal } from '../services.js'
import { ConversationDetailShape, ConversationShape, Recipient, StatusWord } from './conversation-shapes.js'

const word = Type.Optional(Type.String({ maxLength: 100 }))
/** What restricts and orders a list, but for its paging. */
export const listFields = {
  view: word, status: Type.Optional(StatusWord), assignee: word, team: word, inbox: word, channel: word, account: word, label: word, company: Type.Optional(Type.String({ maxLength: 100, description: 'A company’s id: threads of its people' })), q: Type.Optional(Type.String({ maxLength: 300 })),
  sort: Type.Optional(Type.Union([Type.Literal('newest'), Type.Literal('waiting'), Type.Literal('closing'), Type.Literal('priority')])),
}
export const ListQueryObject = Type.Object(listFields, { additionalProperties: false })
const ListQuerySchema = Type.Object({ ...listFields, ...PageQuery })
const strict = { additionalProperties: false } as const

/** Lists, threads and whose they are. What people do with them: routes/states.ts. */
export async function conversationRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['conversations']
  const hub = hubOf(services)
  const changed = (principal: Principal, id: string) => readConversation(services, principal, id)
  const detail = answers({ 200: ConversationDetailShape })

  api.get('/api/v1/conversations', {
    ...need('conversations.read'), schema: { tags, summary: 'One page of a list, with the position of the event log it was read at', querystring: ListQuerySchema, response: answers({ 200: Type.Object({ ...PageOf(ConversationShape).properties, seq: Type.Integer() }) }) },
  }, async (request) => {
    const { cursor, limit, ...query } = request.query
    return readList(services, principalOf(request), { ...listQueryOf(query), ...(cursor ? { cursor } : {}), ...(limit ? { limit } : {}) })
  })

  api.post('/api/v1/conversations', {
    ...need('messages.send'), schema: { tags, summary: 'Find or begin the thread with a person on an account', body: Type.Object({ channelAccountId: Type.String({ maxLength: 100 }), to: Recipient }, strict), response: answers({ 201: ConversationDetailShape }) },
  }, async (request, reply) => {
    const principal = principalOf(request)
    const id = await startConversation(services, principal, idOf(request.body.channelAccountId), request.body.to)
    return reply.code(201).send(await changed(principal, id))
  })

  api.get('/api/v1/conversations/:id', { ...need('conversations.read'), schema: { tags, summary: 'A thread with what may be sent in it now', params: IdParams, response: detail } },
    async (request) => readConversation(services, principalOf(request), idOf(request.params.id)))

  api.post('/api/v1/conversations/:id/typing', {
    ...need('messages.send'), schema: {
      tags, summary: 'Somebody is writing: colleagues see it, and the customer where her app shows it', params: IdParams,
      body: Type.Object({ state: Type.Union([Type.Literal('on'), Type.Literal('off')]), mode: Type.Optional(Type.Union([Type.Literal('reply'), Type.Literal('note')])) }, strict), response: answers({ 204: Nothing }),
    },
  }, async (request, reply) => {
    await sayTyping(services, hub, principalOf(request), idOf(request.params.id), request.body.state, request.body.mode ?? 'reply')
    return reply.code(204).send(null)
  })
}

/** The question of a list as a request asks it. What cannot be an id belongs to nobody; an empty field of a form restricts nothing. */
export function listQueryOf({ team, inbox, account, company, assignee, ...rest }: Static<typeof ListQueryObject>): ListQuery {
  for (const id of [team, inbox, account, company]) if (id) idOf(id)
  if (assignee && assignee !== 'me' && assignee !== 'none') idOf(assignee)
  return { ...rest, ...given({ team, inbox, account, company, assignee }) } as ListQuery
}

/** To whom threads go, as a request says it. */
export const ReceiverBody = Type.Object({ userId: Type.Optional(Nullable(Type.String({ maxLength: 100 }))), teamId: Type.Optional(Nullable(Type.String({ maxLength: 100 }))) }, strict)
export function receiverOf({ userId, teamId }: { userId?: string | null | undefined; teamId?: string | null | undefined }): Receiver {
  return { ...(userId === undefined ? {} : { userId: userId && idOf(userId) }), ...(teamId === undefined ? {} : { teamId: teamId && idOf(teamId) }) }
}

function given<T extends Record<string, string | undefined>>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as Partial<T> // empty ones left out
}
