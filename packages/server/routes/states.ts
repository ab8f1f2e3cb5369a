import { Type } from '@fastify/type-provider-typebox'
import { BEFORE_CLOSE_MS, type ConversationStatus, type SnoozeMode } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import type { Changed } from '../conversations/change.js'
import { changeLabels } from '../conversations/labels.js'
import { readConversation } from '../conversations/read.js'
import { markUnread, setPriority, setStatus, type Sleep } from '../conversations/states.js'
import { undoChange } from '../conversations/undo.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Nullable } from '../http/schemas.js'
import { readThreadByAgent } from '../live/courtesy.js'
import type { Principal, Services } from '../services.js'
import { ChangedDetailShape, PriorityWord, SnoozeModeWord, StatusWord } from './conversation-shapes.js'

const strict = { additionalProperties: false } as const

/** What says which state a thread goes into, of one or of many. */
export const stateFields = { status: StatusWord, until: Type.Optional(Nullable(Type.String({ format: 'date-time' }))), mode: Type.Optional(SnoozeModeWord), marginMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })) }
export const LabelNames = Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 }))

const invalid = (field: string, message: string): RecadoError => new RecadoError('invalid_request', { fields: [{ field, message }] })

/** How a thread is to sleep, as a request says it: `until` alone is a moment. null for the other states. */
export function sleepOf({ status, until, mode = 'until', marginMinutes }: { status: ConversationStatus; until?: string | null; mode?: SnoozeMode; marginMinutes?: number }, now: number): Sleep | null {
  if (status !== 'snoozed') return null
  if (mode === 'reply') return { mode }
  if (mode === 'before_close') return { mode, marginMs: marginMinutes === undefined ? BEFORE_CLOSE_MS : marginMinutes * 60_000 }
  if (!until) throw invalid('until', 'says when it comes back')
  if (Date.parse(until) <= now) throw invalid('until', 'is in the past')
  return { mode, until: Date.parse(until) }
}

/** What people do with a thread. Every change answers with the thread as it then is, and can be taken back for ten seconds. */
export async function stateRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['conversations']
  const response = answers({ 200: ChangedDetailShape })

  api.post('/api/v1/conversations/:id/status', {
    ...need('conversations.work'), schema: {
      tags, summary: 'Open, set pending, snooze or resolve', description: 'Snoozed `until` a moment; or with `mode` `reply` until she writes, `before_close` until `marginMinutes` (30) before the window ends. Whatever the mode, a message of hers opens it.',
      params: IdParams, body: Type.Object(stateFields, strict), response,
    },
  }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    const sleep = sleepOf(request.body, services.clock.now(principal.workspaceId))
    return answer(services, principal, id, await setStatus(services, principal, id, request.body.status, sleep))
  })

  api.post('/api/v1/conversations/:id/read', { ...need('conversations.work'), schema: { tags, summary: 'Somebody has read it; the platform is told where it can be', params: IdParams, response } }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    return answer(services, principal, id, await readThreadByAgent(services, principal, id))
  })

  api.post('/api/v1/conversations/:id/unread', { ...need('conversations.work'), schema: { tags, summary: 'Nobody has read it yet', params: IdParams, response } }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    return answer(services, principal, id, await markUnread(services, principal, id))
  })

  api.post('/api/v1/conversations/:id/labels', {
    ...need('conversations.work'), schema: {
      tags, summary: 'Put labels on and take labels off', description: 'Case and accents do not count, an old name means what became of the label. One that is not in the vocabulary is made where the caller may manage labels, else 422 `unknown_label`.',
      params: IdParams, body: Type.Object({ add: LabelNames, remove: LabelNames }, strict), response,
    },
  }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    return answer(services, principal, id, await changeLabels(services, principal, id, request.body.add ?? [], request.body.remove ?? []))
  })

  api.post('/api/v1/conversations/:id/priority', {
    ...need('conversations.work'), schema: { tags, summary: 'How urgent it is', params: IdParams, body: Type.Object({ priority: PriorityWord }, strict), response },
  }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    return answer(services, principal, id, await setPriority(services, principal, id, request.body.priority))
  })

  const Kept = Type.Union((['status', 'assignee', 'team', 'priority', 'unread', 'gone'] as const).map((field) => Type.Literal(field)))
  api.post('/api/v1/changes/:id/undo', {
    ...need('conversations.work'), schema: {
      tags, summary: 'Take a change back, within ten seconds', description: 'Whoever made it, or who may manage assignment. What others or the customer changed since stays as they made it: `kept` names those fields. Doing it again answers the same; 409 `change_settled` when it is too late.',
      params: IdParams, response: answers({ 200: Type.Object({ changeId: Id, undone: Type.Array(Id), kept: Type.Array(Type.Object({ id: Id, fields: Type.Array(Kept) })), messages: Type.Optional(Type.Object({ takenBack: Type.Integer(), left: Type.Integer() })) }, { title: 'Undone' }) }),
    },
  }, async (request) => undoChange(services, principalOf(request), idOf(request.params.id)))
}

async function answer(services: Services, principal: Principal, id: string, made: Changed | null) {
  return { ...await readConversation(services, principal, id), changeId: made?.changeId ?? null }
}
