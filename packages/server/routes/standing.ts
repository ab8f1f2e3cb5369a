import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { demandRecent } from '../auth/second-factor/recent.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { readerLanguage } from '../http/language.js'
import { answers, Id, IdParams, idOf, Moment, Nullable } from '../http/schemas.js'
import type { Account } from '../services.js'
import { isDelicate, runAction } from '../standing/act.js'
import { lookAt } from '../standing/look.js'
import { readStanding } from '../standing/view.js'
import { HealthShape } from './health.js'

const Fact = Type.Object({
  id: Type.String(), title: Type.String(), state: Type.String({ description: 'ok, attention, broken, or unknown where the platform did not tell' }), sentence: Type.String(), next: Nullable(Type.String()), link: Nullable(Type.String()),
  action: Nullable(Type.String({ description: 'The account action that mends it' })), shown: Nullable(Type.String()), until: Nullable(Moment), usage: Nullable(Type.Object({ used: Type.Number(), limit: Type.Number() })), since: Moment,
})
const Gap = Type.Object({
  id: Id, cause: Type.String({ description: 'unsubscribed, silent or server_away' }), from: Moment, to: Nullable(Moment), outcome: Nullable(Type.String({ description: 'pending, fetched, partly or lost; null while it lasts' })), fetched: Type.Integer(),
})
const Field = Type.Object({ key: Type.String(), label: Type.String(), help: Nullable(Type.String()), type: Type.String(), choices: Type.Array(Type.Object({ value: Type.String(), label: Type.String() })), pattern: Nullable(Type.String()), confidential: Type.Boolean() })
const Action = Type.Object({ id: Type.String(), title: Type.String(), text: Type.String(), grave: Type.Boolean(), parameters: Type.Array(Field) })
const Standing = Type.Object({
  facts: Type.Array(Fact), lookedAt: Nullable(Moment), items: Type.Array(Type.Intersect([HealthShape, Type.Object({ endedAt: Nullable(Moment) })])), gaps: Type.Array(Gap), actions: Type.Array(Action),
  mail: Type.Boolean({ description: 'Whether owners get letters; false without SMTP_URL' }),
})
const Answer = Type.Object({
  ok: Type.Boolean(), sentence: Type.String(), next: Nullable(Type.String()), link: Nullable(Type.String()), refusal: Nullable(Type.Object({ code: Type.String(), platformCode: Type.String(), message: Type.String() })),
  rows: Type.Array(Type.Object({ label: Type.String(), value: Type.String(), ok: Nullable(Type.Boolean()) })),
})
const ActionParams = Type.Object({ id: Type.String({ maxLength: 60 }), action: Type.String({ maxLength: 60 }) })
const Run = Type.Object({ parameters: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 500 }), { maxProperties: 20 })) }, { additionalProperties: false })

/** How an account stands with its platform, and what may be done about it there. */
export async function standingRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['channels']
  const demand = async (workspaceId: string, id: string): Promise<Account> => {
    const account = await services.accounts.byId(workspaceId, idOf(id))
    if (!account || account.disconnected) throw new RecadoError('not_found')
    return account
  }

  api.get('/api/v1/channel-accounts/:id/standing', { ...need('channels.read'), schema: { tags, summary: 'What its platform says about it, what was missed, what can be done', params: IdParams, response: answers({ 200: Standing }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const account = await demand(workspaceId, request.params.id)
    return services.db.inWorkspace(workspaceId, (tx) => readStanding(tx, services, account, readerLanguage(request, undefined)))
  })

  api.post('/api/v1/channel-accounts/:id/look', { ...need('channels.manage'), schema: { tags, summary: 'Ask the platform now', params: IdParams, response: answers({ 200: Standing }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const account = await demand(workspaceId, request.params.id)
    await lookAt(services, account, 'whole')
    return services.db.inWorkspace(workspaceId, (tx) => readStanding(tx, services, account, readerLanguage(request, undefined)))
  })

  api.post('/api/v1/channel-accounts/:id/actions/:action', { ...need('channels.manage'), schema: { tags, summary: 'Have something done at the platform; a refusal of the platform is an answer with ok = false', params: ActionParams, body: Run, response: answers({ 200: Answer }) } }, async (request) => {
    const principal = principalOf(request)
    const account = await demand(principal.workspaceId, request.params.id)
    if (isDelicate(services, account, request.params.action)) await demandRecent(services.db, request)
    return runAction(services, principal, account, request.params.action, request.body.parameters ?? {}, readerLanguage(request, undefined))
  })
}
