import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { actorOf } from '../auth/audit.js'
import { need, open, principalOf } from '../auth/guard.js'
import { demandSeen } from '../auth/sight.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { RateLimit } from '../http/rate-limit.js'
import { answers, Id, idOf, IdParams, iso, isoOrNull, Moment, Nullable, PageOf, PageQuery } from '../http/schemas.js'
import { erasePerson } from '../people/erase.js'
import '../people/erase/live.js'
import { cancelForgetting, changeAccountPrivacy, listForgetting, readAccountPrivacy } from '../privacy/view.js'
import { languageOf, type PageState, STATE_PAGE_POLICY, statePage } from '../privacy/state-page.js'
import { ForgettingWorker } from '../privacy/worker.js'
import type { Account } from '../services.js'

const How = Type.Union([Type.Literal('erase'), Type.Literal('anonymise')])
const Forgotten = Type.Object({ contactId: Type.String(), whole: Type.Boolean(), identities: Type.Integer(), messages: Type.Integer(), files: Type.Integer() })

const Leaving = Type.Union([Type.Literal('keep'), Type.Literal('anonymise'), Type.Literal('erase')])
const AccountPrivacy = Type.Object({
  leaving: Type.Object({ told: Type.Boolean(), how: Leaving, days: Type.Integer() }),
  request: Type.Object({ told: Type.Boolean(), how: How, days: Type.Integer(), url: Nullable(Type.String()), steps: Nullable(Type.Record(Type.String(), Type.String())), source: Nullable(Type.String()) }),
})
const Item = Type.Object({
  id: Id, cause: Type.Union([Type.Literal('left'), Type.Literal('platform_request'), Type.Literal('restored')]), how: How, state: Type.String(), searching: Type.Boolean(), askedAt: Moment, dueAt: Moment, settledAt: Nullable(Moment),
  contact: Nullable(Type.Object({ id: Id, name: Type.String() })), account: Nullable(Type.Object({ id: Id, name: Type.String(), channel: Type.String() })),
})
const strict = { additionalProperties: false } as const

/** Looks at the state of requests that one address may take a second: codes are 128 random bits, but nobody needs to try many. */
const LOOKS_PER_SECOND = 5

/** Forgetting people: by hand, by the rule of an account, and because a platform asks for it. */
export async function privacyRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['privacy']

  api.delete('/api/v1/contacts/:id', {
    ...need('contacts.erase'), schema: {
      tags, summary: 'Forgets a person for good. how=erase (or nothing) removes every row, word and file of hers; how=anonymise keeps cases and counts without a name or a text. Nothing brings her back',
      params: IdParams, querystring: Type.Object({ how: Type.Optional(How) }), response: answers({ 200: Forgotten }),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = idOf(request.params.id)
    const forgotten = await services.db.inWorkspace(workspaceId, async (tx) => {
      await demandSeen(tx, principal, 'contact', id)
      return erasePerson(tx, services, workspaceId, id, actorOf(principal), request.query.how ?? 'erase')
    })
    if (!forgotten) throw new RecadoError('not_found', { contactId: id })
    services.signals.committed(workspaceId)
    services.queue.wake()
    return forgotten
  })
  api.get('/api/v1/channel-accounts/:id/privacy', { ...need('channels.read'), schema: { tags, summary: 'What an account does about those who leave it, and about requests for deletion that its platform passes on', params: IdParams, response: answers({ 200: AccountPrivacy }) } },
    async (request) => readAccountPrivacy(services, await accountOf(principalOf(request).workspaceId, idOf(request.params.id))))

  api.put('/api/v1/channel-accounts/:id/privacy', {
    ...need('contacts.erase'), schema: {
      tags, summary: 'Sets it; whoever waits already waits by the new rule', params: IdParams, response: answers({ 200: AccountPrivacy }),
      body: Type.Object({ leaving: Type.Object({ how: Leaving, days: Type.Integer({ minimum: 0, maximum: 365 }) }, strict), request: Type.Object({ how: How, days: Type.Integer({ minimum: 0, maximum: 30 }) }, strict) }, strict),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const account = await accountOf(principal.workspaceId, idOf(request.params.id))
    const { leaving, request: asked } = request.body
    await changeAccountPrivacy(services, principal, account, { leaving: leaving.how, leavingDays: leaving.days, request: asked.how, requestDays: asked.days })
    return readAccountPrivacy(services, account)
  })

  api.get('/api/v1/forgetting', {
    ...need('contacts.erase'), schema: { tags, summary: 'Who is due to be forgotten when, the soonest first; or what became of them (state=settled), the latest first', querystring: Type.Object({ state: Type.Optional(Type.Union([Type.Literal('waiting'), Type.Literal('settled')])), ...PageQuery }), response: answers({ 200: PageOf(Item) }) },
  }, async (request) => listForgetting(services, principalOf(request).workspaceId, request.query))

  api.post('/api/v1/forgetting/:id/cancel', { ...need('contacts.erase'), schema: { tags, summary: 'Ends a wait that a rule began', params: IdParams, response: answers({ 204: Type.Null() }) } }, async (request, reply) => {
    const principal = principalOf(request)
    await services.db.inWorkspace(principal.workspaceId, (tx) => cancelForgetting(tx, services, principal, idOf(request.params.id)))
    return reply.code(204).send(null)
  })

  api.post('/api/v1/forgetting/:id/now', { ...need('contacts.erase'), schema: { tags, summary: 'Forgets at once whom a rule would forget later', params: IdParams, response: answers({ 204: Type.Null() }) } }, async (request, reply) => {
    const { workspaceId } = principalOf(request)
    if (!await new ForgettingWorker(services).carryOut(workspaceId, idOf(request.params.id))) throw new RecadoError('not_found')
    return reply.code(204).send(null)
  })

  const looks = new RateLimit(LOOKS_PER_SECOND)
  api.get('/api/v1/deletion-requests/:code', {
    ...open, schema: {
      tags, summary: 'The state of a request for deletion, for whoever has its code', params: Type.Object({ code: Type.String({ pattern: '^[0-9a-f]{32}$' }) }),
      response: answers({ 200: Type.Object({ state: Type.String(), how: How, askedAt: Moment, dueAt: Moment, settledAt: Nullable(Moment) }) }),
    },
  }, async (request) => {
    const row = await stateOf(request.ip, request.params.code)
    if (!row) throw new RecadoError('not_found')
    return { state: row.state, how: row.how, askedAt: iso(row.asked_at), dueAt: iso(row.due_at), settledAt: isoOrNull(row.settled_at) }
  })

  // What the platform shows her: an address of this page. Whoever has no such code learns that, and nothing else.
  app.get<{ Params: { code: string } }>('/deletion/:code', { ...open, schema: { hide: true } }, async (request, reply) => {
    const code = /^[0-9a-f]{32}$/.test(request.params.code) ? request.params.code : ''
    const row = code ? await stateOf(request.ip, code) : undefined
    const language = languageOf(request.headers['accept-language'])
    return reply.code(row ? 200 : 404).header('content-security-policy', STATE_PAGE_POLICY).header('content-language', language).type('text/html; charset=utf-8')
      .send(statePage({ language, code, ...(row ? { state: row.state as PageState, how: row.how, askedAt: row.asked_at, dueAt: row.due_at, settledAt: row.settled_at } : { state: 'no_such' as const }) }))
  })

  async function stateOf(ip: string, code: string): Promise<{ state: string; how: 'erase' | 'anonymise'; asked_at: number; due_at: number; settled_at: number | null } | undefined> {
    looks.take(ip)
    return (await services.db.asSystem((tx) => tx.query<{ state: string; how: 'erase' | 'anonymise'; asked_at: number; due_at: number; settled_at: number | null }>('select * from forgetting_state($1)', [code])))[0]
  }

  async function accountOf(workspaceId: string, id: string): Promise<Account> {
    const account = await services.accounts.byId(workspaceId, id)
    if (!account) throw new RecadoError('not_found', { accountId: id })
    return account
  }
}
