import { Type } from '@fastify/type-provider-typebox'
import type { CampaignAdjust, CampaignChange, CampaignMake, RecipientQuery } from '@recado/api'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { adjustCampaign } from '../campaigns/adjust.js'
import { changeCampaign, duplicateCampaign, makeCampaign, removeCampaign } from '../campaigns/change.js'
import '../campaigns/live.js'
import { campaignsOfConversation, listCampaigns, listRecipients, readCampaign } from '../campaigns/read.js'
import { recipientsCsv } from '../campaigns/export.js'
import { previewCampaign } from '../campaigns/preview.js'
import { testCampaign } from '../campaigns/trial.js'
import { pickWinner, variantTrial } from '../campaigns/variant-trial.js'
import { approveCampaign, pauseCampaign, rejectCampaign, resumeCampaign, scheduleCampaign, stopCampaign, submitCampaign } from '../campaigns/steps.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, IdParams, idOf, Nothing, PageOf, PageQuery } from '../http/schemas.js'
import { Adjust, Change, Crown, InThread, Make, Preview, Recipient, RecipientAsk, Row, Shape, TestAsk, TestResult, Trial } from './campaign-shapes.js'

const Note = Type.Object({ note: Type.Optional(Type.String({ maxLength: 1_000 })), version: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false })
const Copy = Type.Object({ name: Type.Optional(Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })) }, { additionalProperties: false })

/** Campaigns: made, looked at by somebody else, let go, held, ended, and read. */
export async function campaignRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['campaigns']
  const one = { params: IdParams, response: answers({ 200: Shape }) }

  api.get('/api/v1/campaigns', { ...need('campaigns.read'), schema: { tags, summary: 'Newest first', querystring: Type.Object({ state: Type.Optional(Type.String({ maxLength: 200, description: 'one or several, by commas' })), q: Type.Optional(Type.String({ maxLength: 120 })), ...PageQuery }), response: answers({ 200: PageOf(Row) }) } },
    async (request) => listCampaigns(services, principalOf(request), request.query))

  api.post('/api/v1/campaigns', { ...need('campaigns.manage'), schema: { tags, summary: 'Begin a campaign', body: Make, response: answers({ 201: Shape }) } },
    async (request, reply) => reply.code(201).send(await makeCampaign(services, principalOf(request), request.body as unknown as CampaignMake))) // the shape above, in the API's own types

  api.get('/api/v1/campaigns/:id', { ...need('campaigns.read'), schema: { tags, summary: 'One campaign with its contents, counts and what is missing', ...one } }, async (request) => {
    const principal = principalOf(request)
    return services.db.inWorkspace(principal.workspaceId, (tx) => readCampaign(tx, services, principal, idOf(request.params.id)))
  })

  api.patch('/api/v1/campaigns/:id', { ...need('campaigns.manage'), schema: { tags, summary: 'Change it', description: 'What was handed in or scheduled becomes a draft again: whoever approved it has not seen the change.', ...one, body: Change } },
    async (request) => changeCampaign(services, principalOf(request), idOf(request.params.id), request.body as unknown as CampaignChange)) // as above

  api.delete('/api/v1/campaigns/:id', { ...need('campaigns.manage'), schema: { tags, summary: 'Remove one that has not begun', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeCampaign(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })

  api.post('/api/v1/campaigns/:id/duplicate', { ...need('campaigns.manage'), schema: { tags, summary: 'The same again as a draft', params: IdParams, body: Copy, response: answers({ 201: Shape }) } },
    async (request, reply) => reply.code(201).send(await duplicateCampaign(services, principalOf(request), idOf(request.params.id), request.body.name)))

  api.post('/api/v1/campaigns/:id/submit', { ...need('campaigns.manage'), schema: { tags, summary: 'Hand it to a colleague for approval', ...one } }, async (request) => submitCampaign(services, principalOf(request), idOf(request.params.id)))
  api.post('/api/v1/campaigns/:id/approve', { ...need('campaigns.approve'), schema: { tags, summary: 'Approve it: never one that the asker had a hand in', ...one, body: Note } }, async (request) => approveCampaign(services, principalOf(request), idOf(request.params.id), request.body.version, request.body.note))
  api.post('/api/v1/campaigns/:id/reject', { ...need('campaigns.approve'), schema: { tags, summary: 'Give it back with a reason', ...one, body: Note } }, async (request) => rejectCampaign(services, principalOf(request), idOf(request.params.id), request.body.note))
  api.post('/api/v1/campaigns/:id/schedule', { ...need('campaigns.manage'), schema: { tags, summary: 'Let it go at its time', ...one } }, async (request) => scheduleCampaign(services, principalOf(request), idOf(request.params.id)))
  api.post('/api/v1/campaigns/:id/pause', { ...need('campaigns.manage'), schema: { tags, summary: 'Nothing new leaves until it is resumed', ...one } }, async (request) => pauseCampaign(services, principalOf(request), idOf(request.params.id)))
  api.post('/api/v1/campaigns/:id/resume', { ...need('campaigns.manage'), schema: { tags, summary: 'Go on where it stood', ...one } }, async (request) => resumeCampaign(services, principalOf(request), idOf(request.params.id)))
  api.post('/api/v1/campaigns/:id/stop', { ...need('campaigns.manage'), schema: { tags, summary: 'End it for good', ...one } }, async (request) => stopCampaign(services, principalOf(request), idOf(request.params.id)))

  api.post('/api/v1/campaigns/:id/adjust', { ...need('campaigns.manage'), schema: { tags, summary: 'Other bounds for a paused campaign', description: 'Budget, pace, quiet hours, when it pauses by itself, its end. It stays paused. Where a second person approved it, wider bounds need somebody who could have approved it.', ...one, body: Adjust } },
    async (request) => adjustCampaign(services, principalOf(request), idOf(request.params.id), request.body as CampaignAdjust)) // the shape above, in the API's own types
  api.get('/api/v1/campaigns/:id/variant-trial', { ...need('campaigns.read'), schema: { tags, summary: 'How its variants do with the sample, and what each would cost for the rest', params: IdParams, response: answers({ 200: Trial }) } },
    async (request) => variantTrial(services, principalOf(request), idOf(request.params.id)))
  api.post('/api/v1/campaigns/:id/winner', { ...need('campaigns.manage'), schema: { tags, summary: 'Pick the winning variant before the result does', description: 'Everybody who waits for the result gets it from now on.', ...one, body: Crown } },
    async (request) => pickWinner(services, principalOf(request), idOf(request.params.id), request.body.variant))

  api.get('/api/v1/campaigns/:id/recipients', { ...need('campaigns.read'), schema: { tags, summary: 'Everybody of the frozen audience, one row each', params: IdParams, querystring: RecipientAsk, response: answers({ 200: PageOf(Recipient) }) } },
    async (request) => listRecipients(services, principalOf(request), idOf(request.params.id), request.query as RecipientQuery)) // words were just checked

  api.get('/api/v1/campaigns/:id/recipients.csv', { ...need('contacts.export'), schema: { tags, summary: 'The same as CSV', params: IdParams, querystring: RecipientAsk, produces: ['text/csv'], response: answers({ 200: Type.String() }) } },
    async (request, reply) => reply.headers({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="recipients.csv"' }).send(await recipientsCsv(services, principalOf(request), idOf(request.params.id), request.query as RecipientQuery))) // words were just checked

  api.post('/api/v1/campaigns/:id/preview', { ...need('campaigns.read'), schema: { tags, summary: 'Who would get it, at which price and until when, if it went now', params: IdParams, response: answers({ 200: Preview }) } },
    async (request) => previewCampaign(services, principalOf(request), idOf(request.params.id)))

  api.post('/api/v1/campaigns/:id/test', { ...need('campaigns.manage'), schema: { tags, summary: 'Send it to a few named people', description: 'Through the rule engine like every message; it counts in no report.', params: IdParams, body: TestAsk, response: answers({ 200: TestResult }) } },
    async (request) => testCampaign(services, principalOf(request), idOf(request.params.id), request.body))

  api.get('/api/v1/conversations/:id/campaigns', { ...need('conversations.read'), schema: { tags, summary: 'Campaigns that wrote into this thread, the newest first', params: IdParams, response: answers({ 200: Type.Object({ items: Type.Array(InThread) }) }) } },
    async (request) => ({ items: await campaignsOfConversation(services, principalOf(request), idOf(request.params.id)) }))
}
