import { Type } from '@fastify/type-provider-typebox'
import { type SaveView, SORTS, VIEW_COLOURS, VIEW_COLUMNS, VIEW_ICONS, VIEW_SCOPES } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Moment, Nothing, Nullable, PageOf } from '../http/schemas.js'
import { countFilter } from '../live/view-counts.js'
import { addView, demandFilter, editView, orderViews, removeView } from '../saved-views/change.js'
import { toView, visibleView, visibleViews } from '../saved-views/read.js'

const words = <T extends string>(all: readonly T[]) => Type.Union(all.map((word) => Type.Literal(word)))
const Tree = Type.Object({}, { additionalProperties: true, description: 'A condition, or {all: [...]}, {any: [...]}, {not: ...} of them: docs/concepts/views.md' })
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
const look = {
  icon: Type.Optional(words(VIEW_ICONS)), colour: Type.Optional(words(VIEW_COLOURS)), sort: Type.Optional(words(SORTS)), columns: Type.Optional(Type.Array(words(VIEW_COLUMNS), { maxItems: VIEW_COLUMNS.length, uniqueItems: true })),
  scope: Type.Optional(words(VIEW_SCOPES)), teamId: Type.Optional(Nullable(Type.String({ maxLength: 100 }))),
}
const Named = Nullable(Type.Object({ id: Id, name: Type.String() }))
const Shape = Type.Object({
  id: Id, name: Type.String(), icon: words(VIEW_ICONS), colour: words(VIEW_COLOURS), filter: Tree, sort: words(SORTS), columns: Type.Array(words(VIEW_COLUMNS)), scope: words(VIEW_SCOPES), team: Named, owner: Named,
  position: Type.Integer(), editable: Type.Boolean(), updatedAt: Moment,
}, { title: 'SavedView' })
const strict = { additionalProperties: false } as const

/** Saved views. Whose view one may change follows from its scope: one's own with `views.own`, a shared one with `views.share`. */
export async function viewRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['views']
  const read = need('conversations.read')
  const wishOf = <T extends { teamId?: string | null }>(body: T): T => { if (body.teamId) idOf(body.teamId); return body }

  api.get('/api/v1/views', { ...read, schema: { tags, summary: 'Her own, her teams’ and everybody’s', response: answers({ 200: PageOf(Shape) }) } }, async (request) => {
    const principal = principalOf(request)
    const rows = await services.db.inWorkspace(principal.workspaceId, (tx) => visibleViews(tx, principal))
    return { items: rows.map((row) => toView(principal, row)), next: null }
  })

  api.get('/api/v1/views/:id', { ...read, schema: { tags, summary: 'One of them', params: IdParams, response: answers({ 200: Shape }) } }, async (request) => {
    const principal = principalOf(request)
    const row = await services.db.inWorkspace(principal.workspaceId, (tx) => visibleView(tx, principal, idOf(request.params.id)))
    if (!row) throw new RecadoError('not_found', { viewId: request.params.id })
    return toView(principal, row)
  })

  api.post('/api/v1/views', { ...read, schema: { tags, summary: 'Keep a view', body: Type.Object({ name: Name, filter: Tree, ...look }, strict), response: answers({ 201: Shape }) } },
    async (request, reply) => reply.code(201).send(await addView(services, principalOf(request), wishOf(request.body) as SaveView)))

  api.patch('/api/v1/views/:id', { ...read, schema: { tags, summary: 'Change it', params: IdParams, body: Type.Object({ name: Type.Optional(Name), filter: Type.Optional(Tree), ...look }, strict), response: answers({ 200: Shape }) } },
    async (request) => editView(services, principalOf(request), idOf(request.params.id), wishOf(request.body) as Partial<SaveView>))

  api.delete('/api/v1/views/:id', { ...read, schema: { tags, summary: 'Remove it', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeView(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })

  api.put('/api/v1/views/order', { ...read, schema: { tags, summary: 'Put them in this order', body: Type.Object({ ids: Type.Array(Id, { maxItems: 300 }) }, strict), response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await orderViews(services, principalOf(request), request.body.ids)
    return reply.code(204).send(null)
  })

  api.post('/api/v1/views/count', { ...read, schema: { tags, summary: 'How many conversations a question finds', body: Type.Object({ filter: Tree }, strict), response: answers({ 200: Type.Object({ count: Nullable(Type.Integer({ minimum: 0, maximum: 1_000, description: 'Exact to 999; 1000 means more. null: it would take too long.' })) }) }) } }, async (request) => {
    demandFilter(request.body.filter)
    return { count: await countFilter(services, principalOf(request), request.body.filter as unknown as SaveView['filter']) } // checked above
  })
}
