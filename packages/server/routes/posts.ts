import { Type } from '@fastify/type-provider-typebox'
import { type Filter, RecadoError } from '@recado/core'
import { filterFaults } from '@recado/core/filter/check'
import { POST_STATES, type PostAudience } from '@recado/api'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, iso, Moment, Nothing, Nullable, PageOf, PageQuery, readCursor, readIdCursor, writeCursor } from '../http/schemas.js'
import { dropPost, duplicatePost, editPost, listPosts, makePost, readPost, schedulePost, unschedulePost } from '../posts/drafts.js'
import '../posts/live.js'
import { enterOutside, sayWhom, takeBack } from '../posts/outside.js'
import { previewPost, readAccounts, readFull, readTags, showTo } from '../posts/view.js'
import { AccountShape, PostShape, PreviewShape, WishShape } from './post-shapes.js'

const strict = { additionalProperties: false } as const

/** Conditions are checked here, or nobody could say later why the audience is empty. */
function demandFilters(audience: PostAudience | undefined): void {
  if (audience?.to !== 'people') return
  for (const part of ['include', 'exclude'] as const) {
    const tree: Filter | undefined = audience[part].filter
    const faults = tree ? filterFaults(tree, 'people') : []
    if (faults.length > 0) throw new RecadoError('invalid_request', { fields: faults.map((fault) => ({ field: `audience.${part}.filter.${fault.path}`, message: fault.message })) })
  }
}

/** Posts to followers: written, planned, sent, counted. */
export async function postRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['posts']
  const manage = need('posts.manage')

  api.get('/api/v1/post-accounts', { ...manage, schema: { tags, summary: 'Accounts that can post, and what is left of their month', response: answers({ 200: Type.Object({ items: Type.Array(AccountShape) }) }) } },
    async (request) => ({ items: (await readAccounts(services, principalOf(request).workspaceId)) as never[] })) // rules are data of the channel

  api.get('/api/v1/post-accounts/:id/full', { ...manage, schema: { tags, summary: 'Followers at this month’s limit', description: '`told`: the platform said so, whatever we had counted.', params: IdParams, querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(Type.Object({ contactId: Id, name: Type.String(), count: Type.Integer(), told: Type.Boolean() }, { title: 'PostReceipt' })) }) } },
    async (request) => {
      const limit = request.query.limit ?? 50
      const rows = await readFull(services, principalOf(request).workspaceId, idOf(request.params.id), readIdCursor(request.query.cursor), limit + 1)
      return { items: rows.slice(0, limit).map(({ identityId: _, ...row }) => row), next: rows.length > limit ? writeCursor([rows[limit - 1]!.identityId]) : null } // more than `limit`
    })

  api.get('/api/v1/post-accounts/:id/tags', { ...manage, schema: { tags, summary: 'The platform’s own groups of followers', params: IdParams, response: answers({ 200: Type.Object({ items: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), count: Type.Integer() })) }) }) } },
    async (request) => ({ items: await readTags(services, principalOf(request).workspaceId, idOf(request.params.id)) }))

  api.get('/api/v1/posts', { ...manage, schema: { tags, summary: 'Posts, newest first', description: 'By when they went out, will go out, or were written. `from` and `to` cut a month out for a calendar.', querystring: Type.Object({ channelAccountId: Type.Optional(Id), state: Type.Optional(Type.Union(POST_STATES.map((state) => Type.Literal(state)))), from: Type.Optional(Moment), to: Type.Optional(Moment), ...PageQuery }), response: answers({ 200: PageOf(PostShape) }) } },
    async (request) => {
      const { workspaceId } = principalOf(request)
      const { cursor, limit = 50, ...query } = request.query
      const { rows, posts } = await services.db.snapshot(workspaceId, (tx) => listPosts(tx, workspaceId, { ...query, after: readCursor(cursor, 2), limit }))
      const last = rows[limit - 1]
      return { items: posts as never[], next: rows.length > limit && last ? writeCursor([iso(last.place), last.post_id]) : null } // read by rows of ours
    })

  api.post('/api/v1/posts', { ...manage, schema: { tags, summary: 'Write a post; nobody gets it until it is scheduled', body: Type.Object({ channelAccountId: Id, ...WishShape }, strict), response: answers({ 201: PostShape }) } },
    async (request, reply) => {
      demandFilters(request.body.audience)
      return reply.code(201).send(await makePost(services, principalOf(request), request.body) as never) // as above
    })

  api.post('/api/v1/posts/outside', { ...manage, schema: { tags, summary: 'Enter a post that was made elsewhere', description: 'It takes from the month of everybody when it went to all.', body: Type.Object({ channelAccountId: Id, name: Type.String({ maxLength: 200 }), at: Moment, toAll: Type.Boolean() }, strict), response: answers({ 201: PostShape }) } },
    async (request, reply) => reply.code(201).send(await enterOutside(services, principalOf(request), { ...request.body, at: Date.parse(request.body.at) }) as never)) // as above

  const one = <T>(work: (id: string, request: Parameters<typeof principalOf>[0]) => Promise<T>) => async (request: Parameters<typeof principalOf>[0] & { params: unknown }) => (await work(idOf((request.params as { id: string }).id), request)) as never // by IdParams

  api.get('/api/v1/posts/:id', { ...manage, schema: { tags, summary: 'One of them', params: IdParams, response: answers({ 200: PostShape }) } },
    one((id, request) => { const { workspaceId } = principalOf(request); return services.db.snapshot(workspaceId, (tx) => readPost(tx, workspaceId, id)) }))

  api.patch('/api/v1/posts/:id', { ...manage, schema: { tags, summary: 'Change a draft, or a post that failed before anything left', params: IdParams, body: Type.Partial(Type.Object(WishShape, strict)), response: answers({ 200: PostShape }) } },
    async (request) => {
      demandFilters(request.body.audience)
      return (await editPost(services, principalOf(request), idOf(request.params.id), request.body)) as never // as above
    })

  api.delete('/api/v1/posts/:id', { ...manage, schema: { tags, summary: 'Throw away what was never sent, or an entry made by hand', params: IdParams, response: answers({ 204: Nothing }) } },
    async (request, reply) => { await dropPost(services, principalOf(request), idOf(request.params.id)); return reply.code(204).send(null) })

  api.get('/api/v1/posts/:id/audience', { ...manage, schema: { tags, summary: 'Whom it would reach, who is left out and why, and how it would go', params: IdParams, response: answers({ 200: PreviewShape }) } },
    one((id, request) => previewPost(services, principalOf(request).workspaceId, id)))

  api.post('/api/v1/posts/:id/preview', { ...manage, schema: { tags, summary: 'Show it to one follower', description: 'Takes nothing from her month.', params: IdParams, body: Type.Object({ contactId: Id }, strict), response: answers({ 204: Nothing }) } },
    async (request, reply) => { await showTo(services, principalOf(request), idOf(request.params.id), request.body.contactId); return reply.code(204).send(null) })

  api.post('/api/v1/posts/:id/schedule', { ...manage, schema: { tags, summary: 'Send it, now or then', description: 'Whom it reaches is decided when its turn comes. 422 `post_incomplete` names in `fields` what the platform would refuse.', params: IdParams, body: Type.Object({ at: Type.Optional(Nullable(Moment)) }, strict), response: answers({ 200: PostShape }) } },
    async (request) => (await schedulePost(services, principalOf(request), idOf(request.params.id), request.body.at ? Date.parse(request.body.at) : null)) as never) // as above

  api.post('/api/v1/posts/:id/unschedule', { ...manage, schema: { tags, summary: 'Back to a draft', params: IdParams, response: answers({ 200: PostShape }) } }, one((id, request) => unschedulePost(services, principalOf(request), id)))
  api.post('/api/v1/posts/:id/duplicate', { ...manage, schema: { tags, summary: 'A draft with the same content', params: IdParams, response: answers({ 201: PostShape }) } },
    async (request, reply) => reply.code(201).send(await duplicatePost(services, principalOf(request), idOf(request.params.id)) as never)) // as above
  api.post('/api/v1/posts/:id/take-back', { ...manage, schema: { tags, summary: 'Delete it on the platform', description: 'Its pages are gone; what arrived stays on the phones, and the month is not given back.', params: IdParams, response: answers({ 200: PostShape }) } }, one((id, request) => takeBack(services, principalOf(request), id)))

  api.post('/api/v1/posts/:id/whom', { ...manage, schema: { tags, summary: 'Say whom a post made elsewhere reached', params: IdParams, body: Type.Object({ name: Type.Optional(Type.String({ maxLength: 200 })), toAll: Type.Optional(Type.Boolean()) }, strict), response: answers({ 200: PostShape }) } },
    async (request) => (await sayWhom(services, principalOf(request), idOf(request.params.id), request.body)) as never) // as above
}
