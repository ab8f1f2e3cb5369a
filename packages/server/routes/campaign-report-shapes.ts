import { Type, type TSchema } from '@fastify/type-provider-typebox'
import { RECIPIENT_ACTS, RECIPIENT_STATES } from '@recado/api'
import { Id, Moment, Nullable } from '../http/schemas.js'

const Count = Type.Integer()
const Names = Type.Record(Type.String(), Type.String())
const Money = Type.Object({ amount: Type.String(), currency: Type.String() })
const Told = Type.Union([Type.Literal('delivered'), Type.Literal('read')])

const figures = {
  people: Count, excluded: Count, heldOut: Count, waiting: Count, cancelled: Count, sent: Count, delivered: Nullable(Count), deliveredOf: Count, read: Nullable(Count), readOf: Count,
  failed: Count, unknown: Count, clicked: Count, replied: Count, converted: Count, optedOut: Count, blocked: Count,
}
const row = { key: Nullable(Type.String()), ...figures }
const Counts = Type.Object({ audience: Count, ...Object.fromEntries([...RECIPIENT_STATES, ...RECIPIENT_ACTS].map((name): [string, TSchema] => [name, Count])) })
const Line = Type.Object({ accountId: Id, country: Nullable(Type.String()), market: Nullable(Type.String()), priceClass: Nullable(Type.String()), count: Count, free: Count, unit: Nullable(Type.String()), amount: Nullable(Type.String()), currency: Nullable(Type.String()) })
const Point = Type.Object({ at: Moment, sent: Count, delivered: Count, read: Count, clicked: Count, replied: Count, converted: Count, optedOut: Count })

export const CampaignReportShape = Type.Object({
  campaignId: Id, name: Type.String(), state: Type.String(), asOf: Moment, timeZone: Type.String(), startedAt: Nullable(Moment), endedAt: Nullable(Moment),
  counts: Nullable(Counts), erased: Count, total: Type.Object(figures),
  byVariant: Type.Array(Type.Object({ ...row, name: Type.String(), winner: Type.Boolean() })),
  byAccount: Type.Array(Type.Object({ ...row, channel: Nullable(Type.String()), name: Type.String(), tells: Type.Array(Told) })),
  byCountry: Type.Array(Type.Object(row)),
  failures: Type.Array(Type.Object({ code: Nullable(Type.String()), state: Type.String(), count: Count })), exclusions: Type.Array(Type.Object({ code: Nullable(Type.String()), count: Count })),
  overTime: Type.Object({ step: Type.String({ description: 'ten_minutes, hour or day' }), points: Type.Array(Point) }),
  links: Type.Array(Type.Object({ url: Type.String(), clicks: Count, people: Count })),
  holdOut: Nullable(Type.Object({ writtenTo: Count, writtenToOrdered: Count, heldOut: Count, heldOutOrdered: Count })),
  trial: Type.Boolean(),
  money: Type.Object({
    estimate: Nullable(Type.Object({ maximum: Type.Array(Money), lines: Type.Array(Line), unpriced: Type.Optional(Count) })), committed: Nullable(Money), budget: Nullable(Money),
    spent: Type.Array(Type.Object({ currency: Type.String(), billed: Type.String(), billedCount: Count, expected: Type.String(), expectedCount: Count, freeCount: Count })),
    difference: Nullable(Type.Object({ currency: Type.String(), estimate: Type.String(), spent: Type.String(), lines: Type.Array(Type.Object({ reason: Type.String(), count: Count, amount: Type.String() })) })),
  }),
})

const mover = { key: Nullable(Type.String()), joined: Count, left: Count, now: Nullable(Count) }
export const SubscribersShape = Type.Object({
  from: Moment, to: Moment, timeZone: Type.String(), now: Count, joined: Count, left: Count,
  days: Type.Array(Type.Object({ day: Type.String(), joined: Count, left: Count })),
  bySource: Type.Array(Type.Object(mover)), byTopic: Type.Array(Type.Object({ ...mover, names: Names })),
  topics: Type.Array(Type.Object({ purpose: Type.Union([Type.Literal('marketing'), Type.Literal('notification')]), topic: Nullable(Type.String()), names: Names, campaigns: Count, subscribers: Count, ...figures })),
})
