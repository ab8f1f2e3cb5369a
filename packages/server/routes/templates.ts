import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { RecadoError } from '@recado/core'
import { need, principalOf } from '../auth/guard.js'
import { TEMPLATE_COLUMNS, type TemplateRow, toTemplate } from '../channels/template-view.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, IdParams, idOf, Nothing, PageOf, pageOf, PageQuery, readCursor } from '../http/schemas.js'
import { adoptTemplate, createTemplate, readLibrary } from '../templates/create.js'
import { Draft, Shape, words } from './template-shapes.js'
import { STARTER_LANGUAGES, starters, TRADES } from '../templates/starters/index.js'

const TradeWord = words(TRADES)
const LanguageWord = words(STARTER_LANGUAGES)
const strict = { additionalProperties: false } as const
const Starter = Type.Object({ id: Type.String(), trade: TradeWord, language: LanguageWord, draft: Draft })
const New = Type.Union([
  Type.Object({ channelAccountId: Type.String({ maxLength: 100 }), starter: Type.Object({ trade: TradeWord, id: Type.String({ maxLength: 60 }), language: LanguageWord }, strict) }, strict),
  Type.Object({ channelAccountId: Type.String({ maxLength: 100 }), draft: Draft, anyway: Type.Optional(Type.Boolean({ description: 'Hands in also what the reviewers may dislike.' })) }, strict),
])
const Entry = Type.Object({ id: Type.String(), title: Type.String(), category: Type.String(), kind: Type.String(), lines: Type.Array(Type.Object({ id: Type.String(), label: Type.String(), example: Type.String() })), least: Type.Optional(Type.Integer()), most: Type.Optional(Type.Integer()) })

/** Templates as the platforms list them, texts to begin with, and how both come together. */
export async function templateRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['templates']

  api.get('/api/v1/starter-templates', {
    ...need('templates.read'), schema: { tags, summary: 'Notices worded for a trade, ready to be submitted', querystring: Type.Object({ trade: Type.Optional(TradeWord), language: Type.Optional(LanguageWord) }), response: answers({ 200: Type.Object({ items: Type.Array(Starter), next: Type.Null() }) }) },
  }, async (request) => ({ items: starters(request.query), next: null }))

  api.post('/api/v1/templates', {
    ...need('templates.manage'), schema: { tags, summary: 'Submit a template to the platform: a starter, or a draft of your own', description: 'The answer is the template as the platform took it, mostly `pending`; its review changes `status`, `category` and `reason`.', body: New, response: answers({ 201: Shape }) },
  }, async (request, reply) => {
    const { channelAccountId } = request.body
    const wish = 'starter' in request.body ? request.body.starter : null
    const [starter] = wish ? starters(wish) : []
    if (wish && !starter) throw new RecadoError('not_found', { starter: wish.id })
    const own = 'draft' in request.body ? request.body : null
    const draft = starter?.draft ?? own!.draft // one of the two, by the schema
    return reply.code(201).send(await createTemplate(services, principalOf(request), { accountId: idOf(channelAccountId), draft, origin: starter ? `starter:${starter.trade}/${starter.id}` : 'draft', anyway: own?.anyway ?? false }))
  })

  api.get('/api/v1/channel-accounts/:id/template-library', { ...need('templates.manage'), schema: { tags, summary: 'Texts of the platform’s own library, where it has one', params: IdParams, response: answers({ 200: Type.Object({ items: Type.Array(Entry), next: Type.Null() }) }) } },
    async (request) => ({ items: await readLibrary(services, principalOf(request), idOf(request.params.id)), next: null }))

  api.post('/api/v1/channel-accounts/:id/template-library', {
    ...need('templates.manage'), schema: { tags, summary: 'Take a text of the platform’s library into use', params: IdParams, body: Type.Object({ entry: Type.String({ maxLength: 60 }), lines: Type.Array(Type.String({ maxLength: 20 }), { minItems: 2, maxItems: 5 }), purpose: Type.String({ minLength: 1, maxLength: 15 }) }, strict), response: answers({ 204: Nothing }) },
  }, async (request, reply) => {
    await adoptTemplate(services, principalOf(request), idOf(request.params.id), request.body)
    return reply.code(204).send()
  })

  api.get('/api/v1/templates', {
    ...need('templates.read'), schema: {
      tags, summary: 'Templates, by name; of one account or all',
      querystring: Type.Object({ ...PageQuery, account: Type.Optional(Type.String({ maxLength: 60 })), status: Type.Optional(Type.String({ maxLength: 40 })), language: Type.Optional(Type.String({ maxLength: 40 })), category: Type.Optional(Type.String({ maxLength: 40 })), quality: Type.Optional(Type.String({ maxLength: 20 })), name: Type.Optional(Type.String({ maxLength: 512 })), q: Type.Optional(Type.String({ maxLength: 200 })) }), response: answers({ 200: PageOf(Shape) }),
    },
  }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { limit = 200, cursor, account, status, language, category, quality, name: called, q } = request.query
    const [name, lang, id] = readCursor(cursor, 3)
    const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<TemplateRow>(
      `select ${TEMPLATE_COLUMNS} from template where workspace_id = $1 and not gone
         and ($2::text is null or account_id::text = $2) and ($3::text is null or status = $3) and ($4::text is null or language = $4) and ($5::text is null or position(lower($5) in lower(name || ' ' || (preview->>'body'))) > 0)
         and ($6::text is null or (name, language, template_id::text) > ($6, $7::text, $8::text)) and ($10::text is null or lower(category) = lower($10)) and ($11::text is null or lower(coalesce(quality, 'unknown')) = lower($11)) and ($12::text is null or name = $12) order by name, language, template_id::text limit $9`,
      [workspaceId, account ?? null, status ?? null, language ?? null, q ?? null, name, lang, id, limit + 1, category ?? null, quality ?? null, called ?? null]))
    return pageOf(rows, limit, (row) => [row.name, row.language, row.template_id], toTemplate)
  })
}
