import { Type } from '@fastify/type-provider-typebox'
import { type Openers, type ProfileValues, RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { readerLanguage } from '../http/language.js'
import { answers, IdParams, idOf, Moment, Nothing, Nullable } from '../http/schemas.js'
import { fileHeaders, sendBuffer } from '../media/serve.js'
import { handOver } from '../openers/hand-over.js'
import { forgetDraft, importOpeners, publish, readOpeners, saveDraft, unpublish } from '../openers/openers.js'
import { readPhoto, readProfile, writeProfile } from '../openers/profile.js'
import type { Account } from '../services.js'

const Text = Type.String({ maxLength: 5_000 })
const Problem = Nullable(Type.Object({ code: Type.String(), message: Type.String({ description: 'In the platform’s own words.' }) }))

const Stretch = Type.Object({ from: Type.String({ maxLength: 5 }), to: Type.String({ maxLength: 5 }) }, { additionalProperties: false })
const Value = Type.Union([Text, Type.Null(), Type.Array(Text, { maxItems: 20 }), Type.Record(Type.String({ maxLength: 40 }), Type.Union([Text, Type.Array(Stretch, { maxItems: 10 })]), { maxProperties: 20 })], { description: 'A text, a list of links, opening hours by day, an address in parts, or a photo as {mediaId}; null clears the field.' })
const Values = Type.Record(Type.String({ maxLength: 60 }), Value, { maxProperties: 40 })
const Profile = Type.Object({ editor: Type.Object({ fields: Type.Array(Type.Object({ key: Type.String(), kind: Type.String(), label: Type.String() })), elsewhere: Type.Array(Type.Object({ key: Type.String(), link: Type.String() })) }), values: Nullable(Values), problem: Problem, readAt: Moment })

const Leaf = { title: Text, type: Type.Optional(Type.String({ maxLength: 60 })), values: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Text, { maxProperties: 10 })) }
const Button = Type.Object({ ...Leaf, below: Type.Optional(Type.Array(Type.Object({ ...Leaf, below: Type.Optional(Type.Array(Type.Object({}), { maxItems: 0 })) }, { additionalProperties: false }), { maxItems: 50 })) }, { additionalProperties: false })
const Set = Type.Object({
  audience: Nullable(Type.Object({ kind: Type.Union([Type.Literal('tag'), Type.Literal('language')]), value: Type.String({ maxLength: 100 }), label: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false })),
  greeting: Type.Optional(Text), iceBreakers: Type.Optional(Type.Array(Type.Object({ title: Text, key: Type.Optional(Text) }, { additionalProperties: false }), { maxItems: 50 })),
  commands: Type.Optional(Type.Array(Type.Object({ name: Text, hint: Text }, { additionalProperties: false }), { maxItems: 100 })), menu: Type.Optional(Type.Array(Button, { maxItems: 50 })),
}, { additionalProperties: false })
const OpenersShape = Type.Object({ sets: Type.Array(Set, { maxItems: 50 }) }, { additionalProperties: false })
const Reply = Type.Object({ on: Type.Object({ kind: Type.String() }), name: Type.String(), active: Type.Boolean(), mode: Type.String(), say: Type.Array(Type.Object({ kind: Type.String() })) })
const Shape = Type.Object({
  editor: Type.Object({ shows: Type.String(), notes: Type.Array(Type.String()) }), published: Nullable(OpenersShape), problem: Problem, publishedAt: Nullable(Moment), importedAt: Nullable(Moment), replies: Type.Array(Reply),
  draft: Nullable(Type.Object({ openers: OpenersShape, from: Type.String(), notes: Type.Array(Type.Object({ code: Type.String(), title: Type.String(), was: Type.String() })), changedAt: Moment })),
  audiences: Type.Array(Type.Object({ value: Type.String(), label: Type.String() })),
})
const Wish = Type.Object({ openers: Nullable(OpenersShape), draft: Type.Optional(Type.Boolean({ description: 'Keep it here and publish nothing; with `openers: null` the draft is thrown away.' })) }, { additionalProperties: false })
const Language = Type.Object({ language: Type.Optional(Type.String({ maxLength: 20 })) })
const Bytes = Type.Unsafe<unknown>({ type: 'string', format: 'binary', description: 'The picture itself.' })

/** What customers see of an account before and beside a conversation. The platform's own state is the truth: every answer has been read there. */
export async function profileOpenersRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['channels']
  const manage = need('channels.manage')
  const accountOf = async (request: FastifyRequest, id: string): Promise<Account> => {
    const account = await services.accounts.byId(principalOf(request).workspaceId, idOf(id))
    if (!account || account.disconnected) throw new RecadoError('not_found')
    return account
  }
  const profileRoute = '/api/v1/channel-accounts/:id/profile'
  const openersRoute = '/api/v1/channel-accounts/:id/openers'

  api.get(profileRoute, { ...manage, schema: { tags, summary: 'The public profile as the platform shows it now, and what can be changed of it', params: IdParams, querystring: Language, response: answers({ 200: Profile }) } },
    async (request) => readProfile(services, await accountOf(request, request.params.id), readerLanguage(request, request.query.language)))

  api.put(profileRoute, { ...manage, schema: { tags, summary: 'Change the fields named; the others stay as they are', params: IdParams, querystring: Language, body: Type.Object({ values: Values }, { additionalProperties: false }), response: answers({ 200: Profile }) } }, async (request) => {
    const account = await accountOf(request, request.params.id)
    await writeProfile(services, principalOf(request), account, request.body.values as ProfileValues) // its parts are judged one by one by profileFaults
    return readProfile(services, account, readerLanguage(request, request.query.language))
  })

  api.get(`${profileRoute}/photo`, { ...need('channels.read'), schema: { tags, summary: 'The profile’s photo', params: IdParams, querystring: Type.Object({ at: Type.Optional(Type.String({ maxLength: 20 })) }), response: answers({ 200: Bytes }) } }, async (request, reply) => {
    const { bytes, mime } = await readPhoto(services, await accountOf(request, request.params.id))
    return sendBuffer(request, fileHeaders(reply, { mime, name: 'profile' }, 'inline').header('cache-control', 'private, max-age=300'), bytes)
  })

  api.get(openersRoute, { ...manage, schema: { tags, summary: 'Greeting, questions, commands and menus as they stand on the platform, and the draft beside them', params: IdParams, querystring: Language, response: answers({ 200: Shape }) } },
    async (request) => readOpeners(services, await accountOf(request, request.params.id), readerLanguage(request, request.query.language)))

  api.put(openersRoute, { ...manage, schema: { tags, summary: 'Publish in place of what stands on the platform, or keep a draft', params: IdParams, querystring: Language, body: Wish, response: answers({ 200: Shape }) } }, async (request) => {
    const account = await accountOf(request, request.params.id)
    const { openers, draft } = request.body
    if (openers === null && !draft) throw new RecadoError('invalid_request', { fields: [{ field: 'openers', message: 'is needed to publish; DELETE takes everything away' }] })
    if (openers === null) await forgetDraft(services, account)
    else await (draft ? saveDraft : publish)(services, principalOf(request), account, openers as Openers) // the schema's form is that of Openers
    return readOpeners(services, account, readerLanguage(request, request.query.language))
  })

  api.delete(openersRoute, { ...manage, schema: { tags, summary: 'Take everything away from the platform', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await unpublish(services, principalOf(request), await accountOf(request, request.params.id))
    return reply.code(204).send()
  })

  api.post(`${openersRoute}/replies`, { ...manage, schema: { tags, summary: 'Make automatic replies of those that were imported', params: IdParams, querystring: Language, body: Type.Object({ enable: Type.Optional(Type.Boolean({ description: 'Those that were on go on; otherwise all of them are off.' })) }, { additionalProperties: false }), response: answers({ 200: Type.Object({ added: Type.Integer(), left: Type.Integer({ description: 'Those that the app would refuse; they stay beside the openers.' }) }) }) } },
    async (request) => handOver(services, principalOf(request), await accountOf(request, request.params.id), readerLanguage(request, request.query.language), request.body.enable ?? false))

  api.post(`${openersRoute}/import`, { ...manage, schema: { tags, summary: 'Keep what other tools have made there as a draft, with the replies they gave', params: IdParams, querystring: Language, response: answers({ 200: Shape }) } }, async (request) => {
    const account = await accountOf(request, request.params.id)
    await importOpeners(services, principalOf(request), account)
    return readOpeners(services, account, readerLanguage(request, request.query.language))
  })
}
