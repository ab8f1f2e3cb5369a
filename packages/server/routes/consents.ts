import { Type } from '@fastify/type-provider-typebox'
import { BASES, CONSENT_SOURCES, CONSENT_STATES } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { actorOf, audit } from '../auth/audit.js'
import { categoriesOf } from '../consents/categories.js'
import '../consents/live.js'
import { marketingOf } from '../consents/glance.js'
import { readPurposes } from '../consents/purposes.js'
import { listConsents, readContactConsents } from '../consents/read.js'
import { recordByRequest } from '../consents/record.js'
import { addCategory, editCategory, orderCategories, setPurposes, toCategory, toPurpose } from '../consents/settings.js'
import { allWordings, keepWording, wordingsById } from '../consents/wordings.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { liftExclusion } from '../people/exclusion.js'
import { answers, Id, idOf, IdParams, Moment, Nullable, PageOf, PageQuery } from '../http/schemas.js'
import { PurposeWord } from './conversation-shapes.js'

const strict = { additionalProperties: false } as const
const words = <T extends string>(values: readonly T[]) => Type.Union(values.map((value) => Type.Literal(value)))
const Languages = (maxLength: number) => Type.Record(Type.String({ pattern: '^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$' }), Type.String({ maxLength }))
const Key = Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,59}$', maxLength: 60 })

const Fact = Type.Union([
  Type.Object({ kind: Type.Literal('order') }, strict), Type.Object({ kind: Type.Literal('stage'), stageId: Id }, strict),
  Type.Object({ kind: Type.Literal('attribute'), key: Type.String({ minLength: 1, maxLength: 60 }), value: Type.Optional(Type.String({ maxLength: 200 })) }, strict),
])
const PurposeShape = Type.Object({ purpose: PurposeWord, basis: words(BASES), texts: Languages(4_000), doubleOptIn: Type.Boolean(), monthsValid: Nullable(Type.Integer()), customerFact: Nullable(Fact), updatedAt: Nullable(Moment) }, { title: 'Purpose' })
const CategoryShape = Type.Object({ id: Id, key: Type.String(), names: Languages(200), descriptions: Languages(2_000), archivedAt: Nullable(Moment) }, { title: 'ConsentCategory' })
const WordingShape = Type.Object({ id: Id, name: Type.String(), language: Type.String(), version: Type.Integer(), text: Type.String(), privacyUrl: Nullable(Type.String()), createdAt: Moment }, { title: 'ConsentWording' })
const ConsentShape = Type.Object({
  id: Id, contactId: Id, identityId: Nullable(Id), purpose: PurposeWord, category: Nullable(Type.String()), channel: Nullable(Type.String()), state: words(CONSENT_STATES), source: words(CONSENT_SOURCES), sourceDetail: Nullable(Type.String()),
  wording: Nullable(WordingShape), at: Moment, recordedAt: Moment, expiresAt: Nullable(Moment), actor: Type.Object({ kind: words(['user', 'token', 'system', 'nobody', 'contact']), id: Type.Optional(Type.String()), name: Type.Optional(Type.String()) }),
  evidence: Nullable(Type.Object({}, { additionalProperties: true })), evidenceState: words(['none', 'readable', 'hidden', 'destroyed']),
}, { title: 'Consent' })
const StandingShape = Type.Object({
  purpose: PurposeWord, category: Nullable(Type.String()), channel: Nullable(Type.String()), identityId: Nullable(Id), accountName: Nullable(Type.String()), basis: words(BASES), allowed: Type.Boolean(),
  code: Nullable(words(['opted_out', 'consent_missing'])), state: words([...CONSENT_STATES, 'none']), since: Nullable(Moment), until: Nullable(Moment), proofId: Nullable(Id), stoppedOnPlatform: Type.Boolean(),
}, { title: 'ConsentStanding' })
const Glance = Type.Object({
  contactId: Id, word: Nullable(words(['yes', 'no', 'asked', 'lapsed'])), partly: Type.Boolean({ description: 'Not every topic and app says the same.' }), excluded: Type.Boolean(),
  rows: Type.Array(Type.Object({ category: Nullable(Type.String()), channel: Nullable(Type.String()), word: words(['yes', 'no', 'asked', 'lapsed']), onPlatform: Type.Boolean() })),
}, { title: 'MarketingStanding' })
const Address = Type.String({ format: 'uri', pattern: '^https?://', maxLength: 2_000 })

/** Why people are written to, what they can say yes or no to, which words they were shown, and the ledger of what they said. */
export async function consentRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['consents']
  const purposes = answers({ 200: Type.Object({ items: Type.Array(PurposeShape) }) })
  const topics = answers({ 200: Type.Object({ items: Type.Array(CategoryShape) }) })

  api.get('/api/v1/purposes', { ...need('consents.read'), schema: { tags, summary: 'Purposes with their legal bases', response: purposes } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: (await services.db.inWorkspace(workspaceId, (tx) => readPurposes(tx, workspaceId))).map(toPurpose) }
  })

  api.put('/api/v1/purposes', {
    ...need('purposes.manage'), schema: {
      tags, summary: 'Set the basis of purposes; those not named stay as they are', description: '`existing_customer` and `legitimate_interest` need the words that say why they hold (`texts`); the former also what makes somebody a customer. A withdrawal ends both.',
      body: Type.Object({ items: Type.Array(Type.Object({
        purpose: PurposeWord, basis: words(BASES), texts: Type.Optional(Languages(4_000)), doubleOptIn: Type.Optional(Type.Boolean()), monthsValid: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 120 }))), customerFact: Type.Optional(Nullable(Fact)),
      }, strict), { minItems: 1, maxItems: 3 }) }, strict), response: purposes,
    },
  }, async (request) => ({ items: await setPurposes(services, principalOf(request), request.body.items) }))

  api.get('/api/v1/consent-categories', { ...need('consents.read'), schema: { tags, summary: 'The topics people say yes or no to, those put away last', response: topics } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: (await services.db.inWorkspace(workspaceId, (tx) => categoriesOf(tx, workspaceId))).map(toCategory) }
  })

  api.post('/api/v1/consent-categories', {
    ...need('purposes.manage'), schema: { tags, summary: 'Make a topic', body: Type.Object({ key: Type.Optional(Key), names: Languages(200), descriptions: Type.Optional(Languages(2_000)) }, strict), response: answers({ 201: CategoryShape }) },
  }, async (request, reply) => reply.code(201).send(await addCategory(services, principalOf(request), request.body)))

  api.patch('/api/v1/consent-categories/:id', {
    ...need('purposes.manage'), schema: { tags, summary: 'Rename, describe or put away', params: IdParams, body: Type.Object({ names: Type.Optional(Languages(200)), descriptions: Type.Optional(Languages(2_000)), archived: Type.Optional(Type.Boolean()) }, strict), response: answers({ 200: CategoryShape }) },
  }, async (request) => editCategory(services, principalOf(request), idOf(request.params.id), request.body))

  api.put('/api/v1/consent-categories/order', { ...need('purposes.manage'), schema: { tags, summary: 'In which order they are shown', body: Type.Object({ ids: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 1_000 }) }, strict), response: topics } },
    async (request) => ({ items: await orderCategories(services, principalOf(request), request.body.ids.map(idOf)) }))

  api.get('/api/v1/wordings', { ...need('consents.read'), schema: { tags, summary: 'Every wording with all its versions, newest first', response: answers({ 200: Type.Object({ items: Type.Array(WordingShape) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await services.db.inWorkspace(workspaceId, (tx) => allWordings(tx, workspaceId)) }
  })

  api.post('/api/v1/wordings', {
    ...need('purposes.manage'), schema: {
      tags, summary: 'Keep a wording: a new version where the words or the address differ', description: 'Versions never change, and what somebody agreed to keeps pointing at hers. The same words again are the version that is there.',
      body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }), language: Type.String({ minLength: 2, maxLength: 20 }), text: Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' }), privacyUrl: Address }, strict), response: answers({ 201: WordingShape }),
    },
  }, async (request, reply) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const { name, language, text, privacyUrl } = request.body
    const wording = await services.db.inWorkspace(workspaceId, async (tx) => {
      const id = await keepWording(tx, services, workspaceId, { name: name.trim(), language, text: text.trim(), privacyUrl })
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'wording.kept', subject: id })
      return (await wordingsById(tx, workspaceId, [id])).get(id)! // kept just above
    })
    return reply.code(201).send(wording)
  })

  api.get('/api/v1/consents', {
    ...need('consents.read'), schema: { tags, summary: 'The ledger, newest line first', querystring: Type.Object({ contactId: Type.Optional(Type.String({ maxLength: 100 })), purpose: Type.Optional(PurposeWord), ...PageQuery }), response: answers({ 200: PageOf(ConsentShape) }) },
  }, async (request) => {
    const { contactId, ...query } = request.query
    return listConsents(services, principalOf(request), { ...query, ...(contactId ? { contactId: idOf(contactId) } : {}) })
  })

  api.post('/api/v1/consents', {
    ...need('consents.manage'), schema: {
      tags, summary: 'Write down what a person said: a line is only ever added', description: '`category` by key and `channel`: nothing = every topic, every app. `wording`: the id of a kept one, or the words she was shown; a yes needs them. A withdrawal ends what is queued for her at once. The same line again answers 200 with the one that is there.',
      body: Type.Object({
        contactId: Type.String({ maxLength: 100 }), identityId: Type.Optional(Nullable(Id)), purpose: PurposeWord, category: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 60 }))), channel: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 40 }))),
        state: words(['pending', 'given', 'confirmed', 'withdrawn']), source: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
        wording: Type.Optional(Type.Union([Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' }), Type.Object({
          name: Type.Optional(Type.String({ maxLength: 100 })), language: Type.Optional(Type.String({ minLength: 2, maxLength: 20 })), text: Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' }), privacyUrl: Type.Optional(Nullable(Address)),
        }, strict)])),
        at: Type.Optional(Moment), expiresAt: Type.Optional(Nullable(Moment)), evidence: Type.Optional(Type.Union([Type.String({ minLength: 1, maxLength: 4_000 }), Type.Object({}, { additionalProperties: true, maxProperties: 50 })])),
      }, strict), response: answers({ 200: ConsentShape, 201: ConsentShape }),
    },
  }, async (request, reply) => {
    const { consent, created } = await recordByRequest(services, principalOf(request), { ...request.body, contactId: idOf(request.body.contactId) } as Parameters<typeof recordByRequest>[2]) // checked by the schema
    return reply.code(created ? 201 : 200).send(consent)
  })

  api.get('/api/v1/contacts/marketing', {
    ...need('consents.read'), schema: {
      tags, summary: 'Where people stand with marketing, in a word each', description: 'Up to 100 people by their ids, as the list of people shows them: yes, no, asked (her yes, or her second one, is waited for), lapsed, or null for somebody nobody ever asked. Whom the asker does not see is left out.',
      querystring: Type.Object({ ids: Type.String({ maxLength: 3_700, pattern: '^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,99}$', description: 'Separated by commas.' }) }), response: answers({ 200: Type.Object({ items: Type.Array(Glance) }) }),
    },
  }, async (request) => ({ items: await marketingOf(services, principalOf(request), request.query.ids.split(',').map(idOf)) }))

  api.get('/api/v1/contacts/:id/consents', {
    ...need('consents.read'), schema: {
      tags, summary: 'Where a person stands for every purpose, topic and app, with its proof, and the whole history', params: IdParams,
      response: answers({ 200: Type.Object({ contactId: Id, standing: Type.Array(StandingShape), history: Type.Array(ConsentShape), categories: Type.Array(CategoryShape), purposes: Type.Array(PurposeShape), exclusion: Nullable(Type.Object({ since: Moment, reason: words(['exclusion_list', 'erased', 'anonymised']) })) }) }),
    },
  }, async (request) => readContactConsents(services, principalOf(request), idOf(request.params.id)))

  api.delete('/api/v1/contacts/:id/exclusion', {
    ...need('consents.manage'), schema: { tags, summary: 'Take her addresses off the list of those who must not be taken in', description: 'She may be in audiences again, where the basis that the owner has set holds. Nothing happens to somebody who was never on it.', params: IdParams, response: answers({ 204: Type.Null() }) },
  }, async (request, reply) => {
    await liftExclusion(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })
}
