import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, open } from '../auth/guard.js'
import { describeChannel } from '../channels/describe.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { readerLanguage } from '../http/language.js'
import { answers, Nullable } from '../http/schemas.js'
import { SANDBOX_POLICY } from '../http/security-headers.js'

const Setting = Type.Object({
  key: Type.String(), label: Type.String(), help: Type.Optional(Type.String()), type: Type.String(), choices: Type.Optional(Type.Array(Type.String())), required: Type.Boolean(), confidential: Type.Boolean(),
  default: Type.Optional(Type.Union([Type.String(), Type.Boolean(), Type.Number()])), generate: Type.Optional(Type.String()),
  choiceLabels: Type.Optional(Type.Record(Type.String(), Type.String())), onlyWhen: Type.Optional(Type.Object({ key: Type.String(), is: Type.String() })), later: Type.Optional(Type.Boolean()),
})
const Texts = Type.Array(Type.String())
const Choice = Type.Object({
  id: Type.String(), title: Type.String(), summary: Type.String(), pros: Texts, consequences: Texts, time: Type.String(), cost: Type.String(), steps: Texts, links: Type.Array(Type.Object({ label: Type.String(), url: Type.String() })),
  presets: Type.Record(Type.String(), Type.Union([Type.String(), Type.Boolean(), Type.Number()])), fields: Type.Union([Texts, Type.Null()]), importChats: Type.Boolean(),
})
const Shape = Type.Object({
  id: Type.String(), name: Type.String(), logoUrl: Type.String(), colour: Type.String(), initiation: Type.String(), capabilities: Type.Record(Type.String(), Type.Object({ support: Type.String() })), rules: Type.Object({}),
  settings: Type.Array(Setting), guide: Type.String({ description: 'Markdown' }), reports: Type.Array(Type.String()), presence: Type.Object({}), address: Type.Object({ kind: Type.String(), keyKind: Type.String() }), templates: Type.Boolean(), templateCreation: Type.Optional(Nullable(Type.Union([Type.Literal('drafts'), Type.Literal('library')]))),
  profile: Type.Optional(Type.Boolean()), openers: Type.Optional(Type.Union([Type.Object({ menu: Type.Boolean(), lostOnConnect: Type.Union([Type.Object({ title: Type.String(), text: Type.String(), late: Type.String() }), Type.Null()]) }), Type.Null()])),
  question: Type.Optional(Type.Union([Type.Object({ title: Type.String(), lead: Type.String(), choices: Type.Array(Choice) }, { description: 'Asked before the form.' }), Type.Null()])), chatExport: Type.Optional(Type.Union([Type.Object({ steps: Type.String() }), Type.Null()])),
  entry: Type.Optional(Type.Union([Type.Object({ kinds: Texts, text: Type.Boolean(), temporaryDays: Type.Union([Type.Integer(), Type.Null()]) }), Type.Null()])),
  phone: Type.Union([Type.Object({ appName: Type.String() }), Type.Null()]),
})

/** Shown where a channel folder brings no mark of its own. */
const PLAIN_LOGO = (colour: string, letter: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="${/^#[0-9a-f]{3,8}$/i.test(colour) ? colour : '#666666'}"/><text x="12" y="17" font-family="sans-serif" font-size="14" fill="#fff" text-anchor="middle">${/^\p{L}$/u.test(letter) ? letter : '?'}</text></svg>`

/** The channels this installation knows, by the folders it found. */
export async function channelRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['channels']

  api.get('/api/v1/channels', {
    ...need('channels.read'), schema: { tags, summary: 'Channels with their set-up forms, capabilities and rules, in the reader’s language', querystring: Type.Object({ language: Type.Optional(Type.String({ maxLength: 20 })) }), response: answers({ 200: Type.Object({ items: Type.Array(Shape) }) }) },
  }, async (request) => {
    const languages = readerLanguage(request, request.query.language)
    return { items: services.channels.all().map((channel) => describeChannel(channel, languages)) }
  })

  // A picture in a page cannot send a token along, and a channel's mark is no secret.
  api.get('/api/v1/channels/:id/logo.svg', { ...open, schema: { tags, summary: 'The channel’s mark', params: Type.Object({ id: Type.String({ maxLength: 60 }) }), produces: ['image/svg+xml'], response: { 200: Type.String() } } }, async (request, reply) => {
    const channel = services.channels.find(request.params.id)
    if (!channel) throw new RecadoError('not_found')
    const { name, colour } = channel.declaration
    return reply.headers({ 'content-type': 'image/svg+xml', 'content-security-policy': SANDBOX_POLICY, 'cache-control': 'public, max-age=3600' }).send(Buffer.from(channel.logo ?? PLAIN_LOGO(colour, name[0] ?? '?')))
  })
}
