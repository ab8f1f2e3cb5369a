import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, IdParams, idOf, Moment } from '../http/schemas.js'
import { campaignReport } from '../reports/campaign.js'
import { campaignCsv, subscribersCsv } from '../reports/csv.js'
import { subscribersReport } from '../reports/subscribers.js'
import { CampaignReportShape, SubscribersShape } from './campaign-report-shapes.js'

const Span = Type.Object({ from: Moment, to: Moment })
const csv = (name: string) => ({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}.csv"` })

/** What became of campaigns, and how the list of subscribers grows. */
export async function campaignReportRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)

  api.get('/api/v1/campaigns/:id/report', { ...need('campaigns.read'), schema: { tags: ['campaigns'], summary: 'What became of a campaign', params: IdParams, response: answers({ 200: CampaignReportShape }) } },
    async (request) => campaignReport(services, principalOf(request), idOf(request.params.id)))

  api.get('/api/v1/campaigns/:id/report.csv', { ...need('campaigns.read'), schema: { tags: ['campaigns'], summary: 'The same as CSV', params: IdParams, produces: ['text/csv'], response: answers({ 200: Type.String() }) } },
    async (request, reply) => reply.headers(csv('campaign')).send(Buffer.from(campaignCsv(await campaignReport(services, principalOf(request), idOf(request.params.id))))))

  api.get('/api/v1/reports/subscribers', { ...need('reports.read'), schema: { tags: ['reports'], summary: 'How the list of subscribers grows, and what each topic is worth to them', querystring: Span, response: answers({ 200: SubscribersShape }) } },
    async (request) => subscribersReport(services, principalOf(request), request.query))

  api.get('/api/v1/reports/subscribers.csv', { ...need('reports.read'), schema: { tags: ['reports'], summary: 'Growth per day as CSV', querystring: Span, produces: ['text/csv'], response: answers({ 200: Type.String() }) } },
    async (request, reply) => reply.headers(csv('subscribers')).send(Buffer.from(subscribersCsv(await subscribersReport(services, principalOf(request), request.query)))))
}
