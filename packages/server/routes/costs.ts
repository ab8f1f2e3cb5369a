import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { listBudgets, removeBudget, setBudget } from '../costs/budget-list.js'
import { estimateFor } from '../costs/estimate.js'
import { costMonth } from '../costs/month.js'
import { monthOf } from '../costs/months.js'
import { addRateCard, listRateCards, previewRateCard, readRateCard, removeRateCard } from '../costs/rate-cards.js'
import { costCsv, costReport } from '../costs/report.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, IdParams, idOf, Nothing } from '../http/schemas.js'
import { BudgetShape, CardDetailShape, CardShape, CardText, Currency, Day, EstimateShape, Group, GroupsBody, Month, MonthShape, PreviewShape, ReportShape, strict } from './cost-shapes.js'

const ReportQuery = Type.Object({ from: Month, to: Month, by: Type.Optional(Group) })
const ChannelId = Type.String({ minLength: 1, maxLength: 60 })
const Decimal = Type.String({ pattern: '^\\d{1,12}(\\.\\d{1,6})?$' })
const CardName = { channel: ChannelId, currency: Type.Optional(Currency), effectiveOn: Type.Optional(Day), text: CardText }

/** What messages cost and may cost: estimates, the ledger's reports, budgets and price cards. */
export async function costRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['costs']

  api.post('/api/v1/costs/estimate', { ...need('costs.read'), schema: { tags, summary: 'What these messages cost at most', body: GroupsBody, response: answers({ 200: EstimateShape }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { groups, at } = request.body
    return services.db.snapshot(workspaceId, (tx) => estimateFor(tx, services, workspaceId, groups, at === undefined ? undefined : Date.parse(at)))
  })

  api.get('/api/v1/costs/month', { ...need('costs.read'), schema: { tags, summary: 'A month against its budgets; the running one unless named', querystring: Type.Object({ month: Type.Optional(Month) }), response: answers({ 200: MonthShape }) } },
    async (request) => costMonth(services, principalOf(request), request.query.month))

  api.get('/api/v1/reports/costs', { ...need('costs.read'), schema: { tags: ['reports'], summary: 'What messages of these months cost, and why it differs from the estimate', querystring: ReportQuery, response: answers({ 200: ReportShape }) } },
    async (request) => costReport(services, principalOf(request), request.query, request.query.by ?? 'month'))

  api.get('/api/v1/reports/costs.csv', { ...need('costs.read'), schema: { tags: ['reports'], summary: 'The same as CSV', querystring: ReportQuery, produces: ['text/csv'], response: answers({ 200: Type.String() }) } },
    async (request, reply) => reply.headers({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="costs.csv"' }).send(Buffer.from(costCsv(await costReport(services, principalOf(request), request.query, request.query.by ?? 'month')))))

  api.get('/api/v1/budgets', { ...need('costs.read'), schema: { tags, summary: 'What may be spent, and what has gone of it', response: answers({ 200: Type.Object({ items: Type.Array(BudgetShape) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return services.db.snapshot(workspaceId, async (tx) => {
      const [workspace] = await tx.query<{ zone: string }>('select time_zone as zone from workspace where workspace_id = $1', [workspaceId])
      return { items: await listBudgets(tx, workspaceId, monthOf(services.clock.now(workspaceId), workspace?.zone ?? 'UTC')) }
    })
  })

  api.put('/api/v1/budgets', {
    ...need('costs.manage'), schema: {
      tags, summary: 'Set what may be spent in a month, by all or by a team', description: 'One per subject and currency. What the running month has spent already counts. Nothing that would go beyond it leaves any more: it is refused with `budget_exhausted`.',
      body: Type.Object({ scope: Type.Union([Type.Literal('workspace'), Type.Literal('team')]), subjectId: Type.Optional(Type.String({ maxLength: 100 })), amount: Decimal, currency: Currency, warnPercent: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) }, strict),
      response: answers({ 200: BudgetShape }),
    },
  }, async (request) => setBudget(services, principalOf(request), request.body))

  api.delete('/api/v1/budgets/:id', { ...need('costs.manage'), schema: { tags, summary: 'Take a budget away', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeBudget(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })

  api.get('/api/v1/rate-cards', { ...need('costs.read'), schema: { tags, summary: 'Price cards, own ones and those that come with a channel', response: answers({ 200: Type.Object({ items: Type.Array(CardShape) }) }) } },
    async (request) => ({ items: await listRateCards(services, principalOf(request)) }))

  api.get('/api/v1/rate-cards/one', {
    ...need('costs.read'), schema: { tags, summary: 'One card with its rates', querystring: Type.Object({ channel: ChannelId, currency: Currency, effectiveOn: Day, own: Type.Boolean() }), response: answers({ 200: CardDetailShape }) },
  }, async (request) => readRateCard(services, principalOf(request), request.query))

  api.post('/api/v1/rate-cards/preview', { ...need('costs.manage'), schema: { tags, summary: 'What a file would change, row by row', body: Type.Object(CardName, strict), response: answers({ 200: PreviewShape }) } },
    async (request) => previewRateCard(services, principalOf(request), request.body))

  api.post('/api/v1/rate-cards', {
    ...need('costs.manage'), schema: { tags, summary: 'Put a card in', description: 'One of the same channel, currency and day takes the place of the former, which stays as its earlier version.', body: Type.Object({ ...CardName, name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }), fileName: Type.String({ maxLength: 200 }) }, strict), response: answers({ 201: CardShape }) },
  }, async (request, reply) => reply.code(201).send(await addRateCard(services, principalOf(request), request.body)))

  api.delete('/api/v1/rate-cards/:id', { ...need('costs.manage'), schema: { tags, summary: 'Take a card out; the one before it counts again', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeRateCard(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })
}
