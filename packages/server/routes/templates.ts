import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import type { TemplateDraft } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import { need, principalOf } from '../auth/guard.js'
import { TEMPLATE_COLUMNS, type TemplateRow, toTemplate } from '../channels/template-view.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, Nothing, Nullable, PageOf, pageOf, PageQuery, readCursor } from '../http/schemas.js'
import { adoptTemplate, createTemplate, readLibrary } from '../templates/create.js'
import { STARTER_LANGUAGES, starters, TRADES } from '../templates/starters/index.js'

const Placeholder = Type.Object({
  component: Type.String(), index: Type.Optional(Type.Integer()), position: Type.Optional(Type.Integer()), name: Type.Optional(Type.String()), type: Type.String(), label: Type.String(), example: Type.Optional(Type.String()), maxLength: Type.Optional(Type.Integer()),
})
const Shape = Type.Object({
  id: Id, channelAccountId: Id, name: Type.String(), language: Type.String(), category: Type.String(), status: Type.String(), quality: Type.Optional(Nullable(Type.String())), reason: Type.Optional(Nullable(Type.String())),
  origin: Type.Optional(Type.String({ description: '`starter:shop/order_confirmed`, `draft` or `library`; absent when it was on the platform before.' })),
  preview: Type.Object({ body: Type.String(), header: Type.Optional(Type.String()), headerKind: Type.Optional(Type.String()), footer: Type.Optional(Type.String()), buttons: Type.Optional(Type.Array(Type.Object({ type: Type.String(), text: Type.String(), url: Type.Optional(Type.String()) }))) }),
  parameters: Type.Array(Placeholder),
}, { title: 'Template' })

const words = <T extends string>(values: readonly T[]) => Type.Union(values.map((value) => Type.Literal(value)))
const TradeWord = words(TRADES)
const LanguageWord = words(STARTER_LANGUAGES)
const strict = { additionalProperties: false } as const
const Label = Type.String({ minLength: 1, maxLength: 60 })
const Draft = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 512 }), language: Type.String({ minLength: 2, maxLength: 10 }), category: words(['utility', 'marketing']), header: Type.Optional(Type.String({ maxLength: 200 })),
  body: Type.String({ minLength: 1, maxLength: 2000, description: 'Placeholders as {{name}}.' }), footer: Type.Optional(Type.String({ maxLength: 200 })),
  buttons: Type.Optional(Type.Array(Type.Union([
    Type.Object({ type: Type.Literal('quick_reply'), text: Label }, strict), Type.Object({ type: Type.Literal('url'), text: Label, url: Type.String({ maxLength: 2000 }) }, strict), Type.Object({ type: Type.Literal('phone'), text: Label, phone: Type.String({ maxLength: 30 }) }, strict),
  ]), { maxItems: 10 })),
  examples: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 200 }), { description: 'A sample value per placeholder, for the reviewer.', maxProperties: 50 }),
}, { ...strict, title: 'TemplateDraft' })
const Starter = Type.Object({ id: Type.String(), trade: TradeWord, language: LanguageWord, draft: Draft })
const New = Type.Union([
  Type.Object({ channelAccountId: Type.String({ maxLength: 100 }), starter: Type.Object({ trade: TradeWord, id: Type.String({ maxLength: 60 }), language: LanguageWord }, strict) }, strict),
  Type.Object({ channelAccountId: Type.String({ maxLength: 100 }), draft: Draft }, strict),
])
const Entry = Type.Object({ id: Type.String(), title: Type.String(), category: Type.String(), kind: Type.String(), lines: Type.Array(Type.Object({ id: Type.String(), label: Type.String(), example: Type.String() })) })

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
    const draft = starter?.draft ?? (request.body as { draft: TemplateDraft }).draft // one of the two, by the schema
    return reply.code(201).send(await createTemplate(services, principalOf(request), { accountId: idOf(channelAccountId), draft, origin: starter ? `starter:${starter.trade}/${starter.id}` : 'draft' }))
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
      querystring: Type.Object({ ...PageQuery, account: Type.Optional(Type.String({ maxLength: 60 })), status: Type.Optional(Type.String({ maxLength: 40 })), language: Type.Optional(Type.String({ maxLength: 40 })), q: Type.Optional(Type.String({ maxLength: 200 })) }), response: answers({ 200: PageOf(Shape) }),
    },
  }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { limit = 200, cursor, account, status, language, q } = request.query
    const [name, lang, id] = readCursor(cursor, 3)
    const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<TemplateRow>(
      `select ${TEMPLATE_COLUMNS} from template where workspace_id = $1 and not gone
         and ($2::text is null or account_id::text = $2) and ($3::text is null or status = $3) and ($4::text is null or language = $4) and ($5::text is null or position(lower($5) in lower(name || ' ' || (preview->>'body'))) > 0)
         and ($6::text is null or (name, language, template_id::text) > ($6, $7::text, $8::text)) order by name, language, template_id::text limit $9`,
      [workspaceId, account ?? null, status ?? null, language ?? null, q ?? null, name, lang, id, limit + 1]))
    return pageOf(rows, limit, (row) => [row.name, row.language, row.template_id], toTemplate)
  })
}
