/** Shapes of campaigns. Answers are typed by @recado/api where they are made. */
import { Type } from '@fastify/type-provider-typebox'
import { CAMPAIGN_STATES, RECIPIENT_ACTS, RECIPIENT_STATES } from '@recado/api'
import { Id, Moment, Nullable, PageQuery } from '../http/schemas.js'
import { BasisWord } from './conversation-shapes.js'
import { ContentSchema } from './content.js'

const strict = { additionalProperties: false } as const
const words = (values: readonly string[]) => Type.Union(values.map((value) => Type.Literal(value)))
const People = Type.Object({ segmentIds: Type.Array(Id, { maxItems: 50 }), listIds: Type.Array(Id, { maxItems: 50 }), filter: Type.Optional(Type.Record(Type.String(), Type.Unknown())) }, strict)
const Cap = Type.Object({ messages: Type.Integer({ minimum: 1, maximum: 1000 }), days: Type.Integer({ minimum: 1, maximum: 366 }) }, strict)
const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
const Quiet = Type.Object({ from: Clock, to: Clock }, strict)
const Percent = Type.Number({ minimum: 0, maximum: 100 })
const Countries = Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { maxItems: 250 })

export const Audience = Type.Object({
  include: People, exclude: People, purpose: words(['marketing', 'notification']), category: Nullable(Type.String({ minLength: 1, maxLength: 60 })), basis: Type.Optional(BasisWord),
  routes: Type.Array(Type.Object({ accountId: Id, as: words(['template', 'freeform', 'post']), priceClass: Nullable(Type.String({ maxLength: 60 })), templateId: Type.Optional(Id), language: Type.Optional(Type.String({ maxLength: 20 })) }, strict), { maxItems: 10 }),
  choose: words(['first', 'cheapest']), cap: Nullable(Cap), countries: Type.Optional(Countries), exceptCountries: Type.Optional(Countries),
}, { ...strict, title: 'Audience' })

export const Schedule = Type.Union([
  Type.Object({ kind: Type.Literal('now') }, strict), Type.Object({ kind: Type.Literal('at'), at: Moment }, strict),
  Type.Object({ kind: Type.Literal('person_time'), localAt: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$' }) }, strict),
], { title: 'CampaignSchedule' })

const Money = Type.Object({ amount: Type.String({ pattern: '^\\d{1,12}(\\.\\d{1,6})?$' }), currency: Type.String({ pattern: '^[A-Z]{3}$' }) }, strict)
const limits = {
  spreadHours: Type.Optional(Type.Number({ minimum: 0, maximum: 720 })), quietHours: Type.Optional(Nullable(Quiet)), budget: Type.Optional(Nullable(Money)), perSecond: Type.Optional(Nullable(Type.Number({ exclusiveMinimum: 0, maximum: 10_000 }))),
  stopOn: Type.Optional(Nullable(Type.Object({ failures: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000_000 })), errorPercent: Type.Optional(Percent), blockPercent: Type.Optional(Percent), least: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })) }, strict))),
  endsAt: Type.Optional(Nullable(Moment)),
}
export const Adjust = Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })), settings: Type.Object(limits, { ...strict, minProperties: 1 }) }, strict)
export const Settings = Type.Object({
  ...limits, holdOutPercent: Type.Optional(Type.Number({ minimum: 0, maximum: 90 })),
  abTest: Type.Optional(Nullable(Type.Object({ samplePercent: Type.Number({ minimum: 1, maximum: 99 }), afterHours: Type.Number({ minimum: 0.1, maximum: 240 }), by: words(['read', 'clicked', 'replied']) }, strict))),
  approval: Type.Optional(Type.Boolean()),
  replies: Type.Optional(Type.Object({ assign: Type.Optional(Nullable(Type.Object({ to: words(['user', 'team', 'inbox']), id: Id }, strict))), labels: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 20 })) }, strict)),
  trackLinks: Type.Optional(Type.Boolean()), fallback: Type.Optional(Type.Boolean()),
}, { ...strict, title: 'CampaignSettings' })

const Said = Type.Object({ content: ContentSchema, languages: Type.Optional(Type.Record(Type.String({ maxLength: 20 }), ContentSchema)), fallbacks: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 500 }))) }, strict)
export const Variant = Type.Object({ key: Type.String({ pattern: '^[a-h]$' }), name: Type.String({ maxLength: 80 }), share: Type.Integer({ minimum: 0, maximum: 1000 }), contents: Type.Record(Type.String(), Said) }, { ...strict, title: 'CampaignVariant' })
const Name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const parts = { audience: Type.Optional(Audience), schedule: Type.Optional(Schedule), settings: Type.Optional(Settings), variants: Type.Optional(Type.Array(Variant, { maxItems: 8 })) }
export const Make = Type.Object({ name: Name, ...parts }, strict)
export const Change = Type.Object({ name: Type.Optional(Name), version: Type.Optional(Type.Integer({ minimum: 1 })), ...parts }, strict)

const Person = Type.Object({ kind: words(['user', 'token']), id: Type.String(), name: Nullable(Type.String()) })
const Price = Type.Object({ amount: Type.String(), currency: Type.String() })
export const Estimate = Type.Object({
  maximum: Type.Array(Price), unpriced: Type.Integer(), lines: Type.Array(Type.Object({ accountId: Type.String(), country: Nullable(Type.String()), market: Nullable(Type.String()), priceClass: Type.String(), count: Type.Integer(), free: Type.Integer(), unit: Nullable(Type.String()), amount: Nullable(Type.String()), currency: Nullable(Type.String()) })),
}, { title: 'Estimate' })
const Counts = Type.Object(Object.fromEntries(['audience', ...RECIPIENT_STATES, ...RECIPIENT_ACTS].map((name) => [name, Type.Integer()])), { title: 'CampaignCounts' })
const Problem = Type.Object({ code: Type.String(), field: Type.String(), accountId: Type.Optional(Type.String()), variant: Type.Optional(Type.String()), detail: Type.Optional(Type.String()) })
const Free = Type.Record(Type.String(), Type.Unknown())
const row = {
  id: Id, name: Type.String(), state: words(CAMPAIGN_STATES), stateReason: Nullable(Type.String()), audience: Free, schedule: Free, settings: Free, version: Type.Integer(), createdBy: Person, createdAt: Moment, updatedAt: Moment,
  submittedBy: Nullable(Person), submittedAt: Nullable(Moment), approvedBy: Nullable(Person), approvedAt: Nullable(Moment), reviewNote: Nullable(Type.String()), startsAt: Nullable(Moment), snapshotAt: Nullable(Moment), startedAt: Nullable(Moment), pausedAt: Nullable(Moment), endedAt: Nullable(Moment),
  winner: Nullable(Type.String()), winnerAt: Nullable(Moment), winnerBy: Nullable(words(['result', 'person'])), winnerDueAt: Nullable(Moment), committed: Nullable(Price), counts: Nullable(Counts), finishesAt: Nullable(Moment),
}
export const Row = Type.Object({ ...row, variantKeys: Type.Array(Type.String()) }, { title: 'CampaignRow' })
export const Shape = Type.Object({ ...row, variants: Type.Array(Free), estimate: Nullable(Estimate), problems: Type.Array(Problem), mayApprove: Type.Boolean(), mayLoosen: Type.Boolean() }, { title: 'Campaign' })

const Count = Type.Integer()
export const Preview = Type.Object({
  total: Count, eligible: Count, excluded: Type.Array(Type.Object({ code: Type.String(), count: Count })), byRoute: Type.Array(Type.Object({ route: Count, accountId: Type.String(), count: Count })), byCountry: Type.Array(Type.Object({ country: Nullable(Type.String()), count: Count })),
  byVariant: Type.Array(Type.Object({ variant: Type.String(), count: Count })), heldOut: Count, estimate: Estimate, startsAt: Moment, finishesAt: Nullable(Moment),
  pace: Type.Array(Type.Object({ accountId: Type.String(), perSecond: Type.Number(), perDay: Nullable(Count), days: Count, count: Count, finishesAt: Nullable(Moment) })), problems: Type.Array(Problem),
  samples: Type.Array(Type.Object({ contactId: Id, name: Type.String(), accountId: Id, variant: Type.String(), content: Free, missing: Type.Array(Type.String()) })),
}, { title: 'CampaignPreview' })

export const Recipient = Type.Object({
  contactId: Id, name: Type.String(), accountId: Nullable(Id), route: Type.Integer(), variant: Nullable(Type.String()), country: Nullable(Type.String()), language: Nullable(Type.String()), state: words(RECIPIENT_STATES), code: Nullable(Type.String()), platformCode: Nullable(Type.String()),
  conversationId: Nullable(Id), messageId: Nullable(Id), dueAt: Nullable(Moment), acceptedAt: Nullable(Moment), sentAt: Nullable(Moment), deliveredAt: Nullable(Moment), readAt: Nullable(Moment), clickedAt: Nullable(Moment), repliedAt: Nullable(Moment), convertedAt: Nullable(Moment), optedOutAt: Nullable(Moment),
  price: Nullable(Type.Object({ amount: Type.String(), currency: Type.String(), class: Type.String(), estimated: Type.Boolean() })),
}, { title: 'CampaignRecipient' })
export const RecipientAsk = Type.Object({
  state: Type.Optional(words(RECIPIENT_STATES)), act: Type.Optional(words(RECIPIENT_ACTS)), code: Type.Optional(Type.String({ maxLength: 60 })), variant: Type.Optional(Type.String({ maxLength: 1 })), account: Type.Optional(Id), country: Type.Optional(Type.String({ maxLength: 2 })), ...PageQuery,
})
export const InThread = Type.Object({
  campaignId: Id, name: Type.String(), messageId: Nullable(Id), variant: Nullable(Type.String()), state: words(RECIPIENT_STATES), at: Moment, clickedAt: Nullable(Moment), repliedAt: Nullable(Moment), convertedAt: Nullable(Moment),
  links: Type.Array(Type.Object({ url: Type.String(), clickedAt: Nullable(Moment) })),
}, { title: 'ConversationCampaign' })
const Result = Type.Object({ key: Type.String(), sent: Count, read: Count, clicked: Count, replied: Count })
export const Crown = Type.Object({ variant: Type.String({ pattern: '^[a-h]$' }) }, strict)
export const Trial = Type.Object({
  by: words(['read', 'clicked', 'replied']), dueAt: Nullable(Moment), winner: Nullable(Type.String()), winnerAt: Nullable(Moment), winnerBy: Nullable(words(['result', 'person'])), waiting: Count, leader: Nullable(Type.String()),
  variants: Type.Array(Type.Object({ key: Type.String(), name: Type.String(), sent: Count, read: Count, clicked: Count, replied: Count, then: Nullable(Result), restCosts: Type.Array(Price) })),
}, { title: 'VariantTrial' })
export const TestAsk = Type.Object({ contactIds: Type.Array(Id, { minItems: 1, maxItems: 20 }), variant: Type.Optional(Type.String({ pattern: '^[a-h]$' })) }, strict)
export const TestResult = Type.Object({ items: Type.Array(Type.Object({ contactId: Id, name: Type.String(), accountId: Nullable(Id), messageId: Nullable(Id), code: Nullable(Type.String()) })) })
