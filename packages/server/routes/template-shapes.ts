/** What travels of templates: as platforms have them, as drafts of ours, and what is known of one. */
import { Type } from '@fastify/type-provider-typebox'
import { FINDING_CODES } from '@recado/core'
import { Id, Moment, Nullable } from '../http/schemas.js'
import { Ways } from './notice-shapes.js'

const strict = { additionalProperties: false } as const
export const words = <T extends string>(values: readonly T[]) => Type.Union(values.map((value) => Type.Literal(value)))
const Button = Type.Object({ type: Type.String(), text: Type.String(), url: Type.Optional(Type.String()) })
export const Placeholder = Type.Object({
  component: Type.String(), index: Type.Optional(Type.Integer()), position: Type.Optional(Type.Integer()), name: Type.Optional(Type.String()), type: Type.String(), label: Type.String(), example: Type.Optional(Type.String()), maxLength: Type.Optional(Type.Integer()),
})
export const Preview = Type.Object({
  body: Type.String(), header: Type.Optional(Type.String()), headerKind: Type.Optional(Type.String()), footer: Type.Optional(Type.String()), offer: Type.Optional(Type.String({ description: 'An offer that runs out, above the text.' })), buttons: Type.Optional(Type.Array(Button)),
  cards: Type.Optional(Type.Array(Type.Object({ headerKind: Type.String(), body: Type.String(), buttons: Type.Array(Button) }))),
})
export const Shape = Type.Object({
  id: Id, channelAccountId: Id, name: Type.String(), language: Type.String(), category: Type.String(), status: Type.String(), quality: Type.Optional(Nullable(Type.String())), reason: Type.Optional(Nullable(Type.String())),
  origin: Type.Optional(Type.String({ description: '`starter:shop/order_confirmed`, `draft` or `library`; absent when it was on the platform before.' })), preview: Preview, parameters: Type.Array(Placeholder),
  statusAt: Type.Optional(Moment), pauses: Type.Optional(Type.Integer({ description: 'How often the platform has paused it.' })), pausedUntil: Type.Optional(Nullable(Moment)),
  askedCategory: Type.Optional(Nullable(Type.String({ description: 'As it was handed in, where the platform filed it under another.' }))),
  nextCategory: Type.Optional(Nullable(Type.Object({ category: Type.String(), at: Nullable(Moment) }, { description: 'Announced by the platform.' }))),
  advice: Type.Optional(Nullable(Type.String())), createdById: Type.Optional(Nullable(Id)), updatedAt: Type.Optional(Moment),
}, { title: 'Template' })

const Label = Type.String({ maxLength: 60 })
const MediaId = Nullable(Type.String({ maxLength: 60 }))
const DraftButton = Type.Union([
  Type.Object({ type: Type.Literal('quick_reply'), text: Label }, strict), Type.Object({ type: Type.Literal('url'), text: Label, url: Type.String({ maxLength: 2100 }) }, strict), Type.Object({ type: Type.Literal('phone'), text: Label, phone: Type.String({ maxLength: 30 }) }, strict),
  Type.Object({ type: Type.Literal('copy_code'), code: Type.String({ maxLength: 60 }) }, strict), Type.Object({ type: Type.Literal('flow'), text: Label, flowId: Type.String({ maxLength: 40 }), screen: Type.Optional(Type.String({ maxLength: 80 })) }, strict),
  Type.Object({ type: Type.Literal('catalog'), text: Label }, strict), Type.Object({ type: Type.Literal('products'), text: Label }, strict), Type.Object({ type: Type.Literal('call'), text: Label }, strict),
])
const Header = Type.Union([Type.String({ maxLength: 200 }), Type.Object({ kind: words(['image', 'video', 'document']), mediaId: MediaId, text: Type.Optional(Type.String({ maxLength: 200 })) }, strict), Type.Object({ kind: Type.Literal('location') }, strict)])

const draftParts = {
  language: Type.String({ minLength: 2, maxLength: 10 }), category: words(['utility', 'marketing', 'authentication']), format: Type.Optional(words(['named', 'positional'])), header: Type.Optional(Header), footer: Type.Optional(Type.String({ maxLength: 200 })),
  offer: Type.Optional(Type.Object({ text: Type.String({ maxLength: 100 }), expires: Type.Boolean() }, strict)), buttons: Type.Optional(Type.Array(DraftButton, { maxItems: 20 })),
  cards: Type.Optional(Type.Array(Type.Object({ header: Type.Object({ kind: words(['image', 'video']), mediaId: MediaId }, strict), body: Type.String({ maxLength: 500 }), buttons: Type.Array(DraftButton, { maxItems: 5 }) }, strict), { maxItems: 12 })),
  code: Type.Optional(Type.Object({
    button: words(['copy_code', 'one_tap', 'zero_tap']), securityAdvice: Type.Boolean(), minutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })), label: Type.Optional(Label),
    apps: Type.Optional(Type.Array(Type.Object({ packageName: Type.String({ maxLength: 230 }), signatureHash: Type.String({ maxLength: 40 }) }, strict), { maxItems: 10 })),
  }, strict)),
  ttlSeconds: Type.Optional(Type.Integer({ minimum: -1, maximum: 2_592_000 })),
  examples: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 2000 }), { description: 'A sample value per placeholder, for the reviewer: by name, or by place where they are numbered (`1`, `header.1`, `button.0`, `card.0.1`, `card.0.button.1`).', maxProperties: 100 }),
}
/** One that is handed in. */
export const Draft = Type.Object({ name: Type.String({ minLength: 1, maxLength: 512 }), body: Type.String({ maxLength: 2000, description: 'Placeholders as {{name}} or {{1}}.' }), ...draftParts }, { ...strict, title: 'TemplateDraft' })
/** One that is being written: nothing has to be right yet. */
export const LooseDraft = Type.Object({ name: Type.String({ maxLength: 600 }), body: Type.String({ maxLength: 5000 }), ...draftParts, footer: Type.Optional(Type.String({ maxLength: 1000 })) }, { ...strict, title: 'TemplateDraftInProgress' })
export const Finding = Type.Object({ code: words(FINDING_CODES), field: Type.String(), level: words(['error', 'warning', 'hint']), source: Type.String(), limit: Type.Optional(Type.Number()), index: Type.Optional(Type.Integer()), found: Type.Optional(Type.String()) })
export const DraftShape = Type.Object({ id: Id, channelAccountId: Id, templateId: Nullable(Id), draft: LooseDraft, preview: Preview, createdById: Nullable(Id), updatedAt: Moment, left: Type.Optional(Type.Array(Type.String({ description: 'What this account’s platform does not take of its pattern.' }))) })

const Named = Type.Object({ id: Id, name: Type.String() })
const Entry = Type.Object({ at: Moment, what: words(['status', 'category', 'quality', 'notice']), was: Nullable(Type.String()), became: Type.String(), reason: Nullable(Type.String()) })
const Bar = Nullable(Type.Object({ why: words(['not_offered', 'status', 'too_often', 'not_readable']), again: Type.Optional(Nullable(Moment)) }))
export const Detail = Type.Object({
  template: Shape, draft: Nullable(LooseDraft), draftId: Nullable(Id), languages: Type.Array(Type.Object({ id: Id, language: Type.String(), status: Type.String() })),
  versions: Type.Array(Type.Object({ version: Type.Integer(), at: Moment, by: Type.Object({ kind: words(['user', 'token', 'platform']), id: Nullable(Id), name: Nullable(Type.String()) }), category: Type.String(), preview: Preview, draft: Nullable(LooseDraft) })),
  history: Type.Array(Entry),
  uses: Type.Object({
    macros: Type.Array(Named), automaticReplies: Type.Array(Type.Object({ id: Id, name: Type.String(), accountId: Nullable(Id) })), nudges: Type.Array(Named), campaigns: Type.Array(Type.Object({ id: Id, name: Type.String(), state: Type.String() })), rules: Type.Array(Named),
    messages: Type.Object({ byApi: Type.Integer(), byPeople: Type.Integer(), byRules: Type.Integer(), byCampaigns: Type.Integer(), lastAt: Nullable(Moment) }, { description: 'In the last 30 days.' }),
  }),
  deeds: Type.Object({ edit: Bar, remove: Bar, duplicate: Bar, resume: Bar }, { description: 'null: it may be done; else why not.' }), editsLeft: Nullable(Type.Integer()),
})
export const Alert = Type.Intersect([Entry, Type.Object({ id: Id, templateId: Id, name: Type.String(), language: Type.String(), channelAccountId: Id, ways: Ways })])
/** The builder is data of the channel, with rules of many kinds. */
export const Form = Type.Object({ from: words(['drafts', 'library']), builder: Nullable(Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })), byNumber: Type.Boolean(), edits: Type.Boolean(), removes: Type.Boolean(), missing: Type.Array(Type.String()), others: Type.Array(Type.Object({ id: Id, name: Type.String(), language: Type.String(), body: Type.String() })) })
