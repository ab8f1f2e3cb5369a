import { Type } from '@fastify/type-provider-typebox'
import { OPT_IN_LANGUAGES } from '@recado/api'
import type { FastifyInstance } from 'fastify'
import { actorOf, audit } from '../auth/audit.js'
import { need, principalOf } from '../auth/guard.js'
import { demandSeen } from '../auth/sight.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, Moment, Nullable } from '../http/schemas.js'
import { changeForm, listForms, listVersions, makeForm, publishForm, readForm } from '../opt-in/forms.js'
import { preferenceLink } from '../preferences/link.js'

const strict = { additionalProperties: false } as const
const Language = Type.Union(OPT_IN_LANGUAGES.map((language) => Type.Literal(language)))
const text = (maxLength: number) => Type.String({ maxLength })
const Texts = Type.Object({ title: text(120), text: text(600), wording: text(2_000), thanks: text(300), button: text(40) }, strict)
const Look = Type.Object({ accent: text(7), page: text(7), corners: Type.Union([Type.Literal('round'), Type.Literal('square')]), side: Type.Union([Type.Literal('start'), Type.Literal('end')]) }, strict)
const Draft = Type.Object({
  purpose: Type.Union([Type.Literal('marketing'), Type.Literal('notification')]), languages: Type.Array(Language, { maxItems: 6 }), texts: Type.Object(Object.fromEntries(OPT_IN_LANGUAGES.map((language) => [language, Type.Optional(Texts)])), strict), privacyUrl: text(500),
  accountIds: Type.Array(Id, { maxItems: 50 }), categoryIds: Type.Array(Id, { maxItems: 50 }), look: Look,
}, { ...strict, title: 'OptInDraft' })
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
const Count = Type.Integer()
const Form = Type.Object({
  id: Id, name: Type.String(), slug: Type.String(), pageUrl: Type.String(), widgetUrl: Type.String(), draft: Draft,
  faults: Type.Array(Type.Object({ field: Type.String(), fault: Type.String({ description: 'missing, not_https, gone, no_address, delivers_nowhere or contrast' }), language: Type.Optional(Type.String()), id: Type.Optional(Id) })),
  publishedVersion: Nullable(Type.Integer()), publishedAt: Nullable(Moment), changed: Type.Boolean({ description: 'The draft says something else than what visitors see.' }), archivedAt: Nullable(Moment), createdAt: Moment,
  figures: Type.Object({ seen: Count, chosen: Count, arrived: Count }),
  byApp: Type.Array(Type.Object({ channelAccountId: Id, chosen: Count, arrived: Count })), byCategory: Type.Array(Type.Object({ categoryId: Id, chosen: Count, arrived: Count })),
}, { title: 'OptInForm' })
const Version = Type.Object({ version: Type.Integer(), publishedAt: Moment, publishedBy: Type.Object({ kind: Type.String(), id: Type.Optional(Type.String()) }), texts: Type.Record(Type.String(), Texts), privacyUrl: Type.String() }, { title: 'OptInVersion' })

/** Opt-in forms, and the link under which one person changes what she agreed to. */
export async function optInRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['consents']

  api.get('/api/v1/opt-in-forms', { ...need('opt_in.manage'), schema: { tags, summary: 'Opt-in pages and widgets, with what came of them', response: answers({ 200: Type.Object({ items: Type.Array(Form) }) }) } },
    async (request) => ({ items: await listForms(services, principalOf(request)) }))

  api.post('/api/v1/opt-in-forms', { ...need('opt_in.manage'), schema: { tags, summary: 'Make one; nobody sees it until it is published', body: Type.Object({ name: Name, copyOf: Type.Optional(Id) }, strict), response: answers({ 201: Form }) } },
    async (request, reply) => reply.code(201).send(await makeForm(services, principalOf(request), request.body.name, request.body.copyOf)))

  api.get('/api/v1/opt-in-forms/:id', { ...need('opt_in.manage'), schema: { tags, summary: 'One of them', params: IdParams, response: answers({ 200: Form }) } },
    async (request) => readForm(services, principalOf(request), idOf(request.params.id)))

  api.patch('/api/v1/opt-in-forms/:id', { ...need('opt_in.manage'), schema: { tags, summary: 'Change its draft, or close it for visitors', description: 'What was published stays as it is until it is published again. A closed form answers as if it were not there; codes given before still count.', params: IdParams, body: Type.Object({ name: Type.Optional(Name), draft: Type.Optional(Draft), archived: Type.Optional(Type.Boolean()) }, strict), response: answers({ 200: Form }) } },
    async (request) => changeForm(services, principalOf(request), idOf(request.params.id), request.body as Parameters<typeof changeForm>[3])) // checked by the form above

  api.post('/api/v1/opt-in-forms/:id/publish', { ...need('opt_in.manage'), schema: { tags, summary: 'Make the draft what visitors see', description: 'A new version that never changes; its wording is kept in the ledger. Without wording in each language and the address of the privacy statement: 422 `opt_in_incomplete` with `fields`.', params: IdParams, response: answers({ 200: Form }) } },
    async (request) => publishForm(services, principalOf(request), idOf(request.params.id)))

  api.get('/api/v1/opt-in-forms/:id/versions', { ...need('opt_in.manage'), schema: { tags, summary: 'What was published, newest first', params: IdParams, response: answers({ 200: Type.Object({ items: Type.Array(Version) }) }) } },
    async (request) => ({ items: await listVersions(services, principalOf(request), idOf(request.params.id)) }))

  api.post('/api/v1/contacts/:id/preference-link', {
    ...need('consents.manage'), config: { permission: 'consents.manage', secretAnswer: true },
    schema: { tags, summary: 'A link to this person’s own preference page', description: 'Whoever has it sees and changes what she agreed to: give it to her alone. It holds for 180 days.', params: IdParams, response: answers({ 200: Type.Object({ url: Type.String(), expiresAt: Moment }, { title: 'PreferenceLink' }) }) },
  }, async (request) => {
    const principal = principalOf(request)
    const contactId = await services.db.inWorkspace(principal.workspaceId, async (tx) => {
      const id = idOf(request.params.id)
      await demandSeen(tx, principal, 'contact', id)
      // Whoever has the link speaks for her: it is written down who took one.
      await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'preference_link.made', subject: id })
      const [row] = await tx.query<{ id: string }>('select coalesce(merged_into, contact_id) as id from contact where workspace_id = $1 and contact_id = $2', [principal.workspaceId, id])
      return row?.id ?? id
    })
    return preferenceLink(services, principal.workspaceId, contactId)
  })
}
