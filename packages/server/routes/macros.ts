import { Type } from '@fastify/type-provider-typebox'
import { RecadoError, SNOOZE_PRESETS } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { BULK_MAX } from '../conversations/bulk.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Moment, Nothing, Nullable, PageOf } from '../http/schemas.js'
import { macroOnAccounts } from '../macros/accounts.js'
import { addMacro, editMacro, type MacroWish, removeMacro } from '../macros/change.js'
import { visibleMacros } from '../macros/read.js'
import { MANY_MAX, previewMacro, runMacro, runMacroOnMany } from '../macros/run.js'
import { MediaShape, MessageShape, PriorityWord, StatusWord, VerdictShape } from './conversation-shapes.js'
import { ListQueryObject, listQueryOf } from './conversations.js'
import { circle } from './saved-replies.js'
import { LabelNames } from './states.js'

const strict = { additionalProperties: false } as const
const Sleep = Type.Union([
  Type.Object({ mode: Type.Literal('reply') }, strict), Type.Object({ mode: Type.Literal('before_close'), marginMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })) }, strict),
  Type.Object({ mode: Type.Literal('until'), preset: Type.Union(SNOOZE_PRESETS.map((preset) => Type.Literal(preset))) }, strict),
])
const Assign = Type.Union([Type.Object({ to: Type.Union([Type.Literal('me'), Type.Literal('nobody')]) }, strict), Type.Object({ to: Type.Union([Type.Literal('user'), Type.Literal('team')]), id: Id }, strict)])
const MentionKind = Type.Union([Type.Literal('user'), Type.Literal('team'), Type.Literal('everybody')])
const Note = Type.Object({ text: Type.String({ minLength: 1, maxLength: 10_000 }), mentions: Type.Optional(Type.Array(Type.Object({ kind: MentionKind, id: Nullable(Id), name: Type.String({ minLength: 1, maxLength: 200 }) }, strict), { maxItems: 50 })) }, strict)
const Actions = Type.Object({
  status: Type.Optional(Type.Object({ status: StatusWord, sleep: Type.Optional(Sleep) }, strict)), assign: Type.Optional(Assign), addLabels: LabelNames, removeLabels: LabelNames, priority: Type.Optional(PriorityWord), note: Type.Optional(Note), follow: Type.Optional(Type.Boolean()),
}, strict)
const Template = Type.Object({ channelAccountId: Id, templateId: Id, parameters: Type.Array(Type.Object({ component: Type.String(), type: Type.String(), text: Type.Optional(Type.String({ maxLength: 2_000 })) }, { additionalProperties: true }), { maxItems: 60 }) }, strict)
const Name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const body = { savedReplyId: Type.Optional(Nullable(Id)), actions: Type.Optional(Actions), templates: Type.Optional(Type.Array(Template, { maxItems: 100 })) }
const Shape = Type.Object({
  id: Id, name: Type.String(), folder: Nullable(Type.String()), scope: Type.String(), ownerId: Nullable(Id), teamId: Nullable(Id), savedReplyId: Nullable(Id), actions: Type.Record(Type.String(), Type.Unknown()), templates: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  uses: Type.Integer(), lastUsedAt: Nullable(Moment), problem: Nullable(Type.String()),
}, { title: 'Macro' })
const As = Nullable(Type.Union([Type.Literal('freeform'), Type.Literal('template')]))
const Preview = Type.Object({
  as: As, text: Nullable(Type.String()), files: Type.Array(MediaShape), language: Nullable(Type.String()), languages: Type.Array(Nullable(Type.String())), verdict: Nullable(VerdictShape), missing: Type.Array(Type.String()), note: Nullable(Type.String()), snoozedUntil: Nullable(Moment),
}, { title: 'MacroPreview' })
const ClientId = Type.String({ minLength: 1, maxLength: 100 })
const Language = Type.Optional(Nullable(Type.String({ maxLength: 20 })))
const Ids = Type.Array(Type.String({ maxLength: 100 }), { maxItems: BULK_MAX })

/** A text with what is done beside it, in one step. */
export async function macroRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['macros']

  api.get('/api/v1/macros', { ...need('saved_replies.read'), schema: { tags, summary: 'Those you can run', response: answers({ 200: PageOf(Shape) }) } }, async (request) => {
    const principal = principalOf(request)
    return { items: await services.db.inWorkspace(principal.workspaceId, (tx) => visibleMacros(tx, principal)), next: null } as never // the shape above, in the API's own types
  })

  api.post('/api/v1/macros', { ...need('saved_replies.manage'), schema: { tags, summary: 'Keep a macro', description: 'Another circle than your own needs `saved_replies.share`; the saved reply it says must be there for all who can run it.', body: Type.Object({ name: Name, ...circle, ...body }, strict), response: answers({ 201: Shape }) } },
    async (request, reply) => reply.code(201).send(await addMacro(services, principalOf(request), request.body as MacroWish & { name: string }) as never)) // as above

  api.patch('/api/v1/macros/:id', { ...need('saved_replies.manage'), schema: { tags, summary: 'Change it', params: IdParams, body: Type.Object({ name: Type.Optional(Name), ...circle, ...body }, strict), response: answers({ 200: Shape }) } },
    async (request) => await editMacro(services, principalOf(request), idOf(request.params.id), request.body as MacroWish) as never) // as above

  api.delete('/api/v1/macros/:id', { ...need('saved_replies.manage'), schema: { tags, summary: 'Remove it', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeMacro(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })

  api.post('/api/v1/macros/on-accounts', {
    ...need('saved_replies.manage'), schema: {
      tags, summary: 'What a macro would do on each account, before it is kept', description: '`fault`: why its text or files cannot go there. `closed`: what it has for a closed window there.', body: Type.Object({ savedReplyId: Nullable(Id), templates: Type.Array(Template, { maxItems: 100 }) }, strict),
      response: answers({ 200: PageOf(Type.Object({ channelAccountId: Id, channel: Type.String(), name: Type.String(), fault: Nullable(Type.String()), closed: Type.String() })) }),
    },
  }, async (request) => ({ items: await macroOnAccounts(services, principalOf(request), request.body as never), next: null })) // checked by the form above

  api.post('/api/v1/macros/:id/preview', {
    ...need('conversations.work'), schema: { tags, summary: 'What running it would do now, and at which price', params: IdParams, body: Type.Object({ conversationId: Id, language: Language }, strict), response: answers({ 200: Preview }) },
  }, async (request) => previewMacro(services, principalOf(request), idOf(request.params.id), request.body.conversationId, request.body.language))

  api.post('/api/v1/macros/:id/run', {
    ...need('conversations.work'), schema: {
      tags, summary: 'Run it on a conversation', description: 'One transaction: what it sends is accepted and what it does is done, or neither. Free text where the window allows it, else its template. The same clientId again is the same run. `parameter_missing` names places without a value in `fields`; `seen`, `anyway` and `delaySeconds` as in sending. POST /changes/{changeId}/undo takes it back for ten seconds and says which messages had left.',
      params: IdParams, body: Type.Object({ conversationId: Id, clientId: ClientId, language: Language, seen: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.String({ maxLength: 100 })])), anyway: Type.Optional(Type.Boolean()), delaySeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 30 })) }, strict),
      response: answers({ 200: Type.Object({ changeId: Id, as: As, messages: Type.Array(MessageShape), noteId: Nullable(Id) }, { title: 'MacroRun' }) }),
    },
  }, async (request) => {
    const { seen, delaySeconds = 0, anyway = false, conversationId, clientId, language } = request.body
    return runMacro(services, principalOf(request), idOf(request.params.id), { conversationId, clientId, anyway, delayMs: delaySeconds * 1_000, ...(language === undefined ? {} : { language }), ...(seen === undefined ? {} : { seen: typeof seen === 'string' ? idOf(seen) : seen }) })
  })

  api.post('/api/v1/macros/:id/run-many', {
    ...need('conversations.work'), schema: {
      tags, summary: 'Run it on many conversations as one change', description: `Only macros without free text: actions, notes and templates (else 422 \`macro_text_to_many\`). Each conversation is done wholly or left out with its code in \`skipped\`. At most ${BULK_MAX} in one go, ${MANY_MAX} where each is written to.`,
      params: IdParams, body: Type.Object({ ids: Type.Optional(Ids), query: Type.Optional(ListQueryObject), except: Type.Optional(Ids), clientId: ClientId }, strict),
      response: answers({ 200: Type.Object({ changeId: Id, done: Type.Integer(), sent: Type.Integer(), skipped: Type.Array(Type.Object({ id: Id, code: Type.String() })), more: Type.Boolean() }, { title: 'MacroManyRun' }) }),
    },
  }, async (request) => {
    const { ids, query, except = [], clientId } = request.body
    if ((ids === undefined) === (query === undefined)) throw new RecadoError('invalid_request', { fields: [{ field: 'ids', message: 'or query, one of the two' }] })
    return runMacroOnMany(services, principalOf(request), idOf(request.params.id), query ? { query: listQueryOf(query), except } : { ids: ids!.map(idOf) }, clientId) // one of the two
  })
}
