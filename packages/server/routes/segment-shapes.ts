import { Type } from '@fastify/type-provider-typebox'
import { EXCLUSION_CODES } from '@recado/core'
import { Id, Moment, Nullable } from '../http/schemas.js'

export const strict = { additionalProperties: false } as const
const Name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const Description = Type.Optional(Type.String({ maxLength: 500 }))
const Ids = Type.Array(Type.String({ format: 'uuid' }), { maxItems: 100 })
const Conditions = Type.Unknown({ description: 'Conditions, as in saved views; those about people (docs/segments.md).' })
const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })

export const SegmentBody = Type.Object({ name: Name, description: Description, filter: Conditions }, strict)
export const SegmentShape = Type.Object({ id: Id, name: Type.String(), description: Type.String(), filter: Type.Unknown(), count: Nullable(Type.Integer()), countedAt: Nullable(Moment), createdBy: Nullable(Type.String()), createdAt: Moment, updatedAt: Moment, usedBy: Type.Integer() }, { title: 'Segment' })
export const ListBody = Type.Object({ name: Name, description: Description }, strict)
export const ListShape = Type.Object({ id: Id, name: Type.String(), description: Type.String(), members: Type.Integer(), createdAt: Moment, updatedAt: Moment, usedBy: Type.Integer() }, { title: 'ContactList' })
export const ListAdditionBody = Type.Object({
  contactIds: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 10_000 })),
  query: Type.Optional(Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })), filter: Type.Optional(Type.Unknown()), except: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { maxItems: 10_000 })) }, strict)),
  segmentId: Type.Optional(Id), addresses: Type.Optional(Type.String({ minLength: 1, maxLength: 4_000_000 })), country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
}, strict)

const People = Type.Object({ segmentIds: Ids, listIds: Ids, filter: Type.Optional(Conditions) }, strict)
/** An audience as it is asked for. */
export const SpecShape = Type.Object({
  include: People, exclude: People, purpose: Type.Union([Type.Literal('marketing'), Type.Literal('notification')]), category: Nullable(Type.String({ maxLength: 60 })),
  basis: Type.Optional(Type.Union([Type.Literal('contract'), Type.Literal('consent'), Type.Literal('existing_customer'), Type.Literal('legitimate_interest')])),
  routes: Type.Array(Type.Object({ accountId: Id, as: Type.Union([Type.Literal('template'), Type.Literal('freeform'), Type.Literal('post')]), priceClass: Nullable(Type.String({ maxLength: 60 })), templateId: Type.Optional(Id), language: Type.Optional(Type.String({ maxLength: 20 })) }, strict), { maxItems: 20 }),
  choose: Type.Union([Type.Literal('first'), Type.Literal('cheapest')]), cap: Nullable(Type.Object({ messages: Type.Integer({ minimum: 1, maximum: 1_000 }), days: Type.Integer({ minimum: 1, maximum: 366 }) }, strict)),
  countries: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { maxItems: 250 })),
  schedule: Type.Optional(Type.Object({ from: Moment, until: Nullable(Moment), quietHours: Nullable(Type.Object({ from: Clock, to: Clock }, strict)) }, strict)),
}, { ...strict, title: 'AudienceSpec' })

export const PreviewBody = Type.Object({ spec: Type.Optional(SpecShape), filter: Type.Optional(Conditions) }, strict)
export const Code = Type.Union(EXCLUSION_CODES.map((code) => Type.Literal(code)))
const Money = Type.Object({ amount: Type.String(), currency: Type.String() })
export const PreviewShape = Type.Object({
  total: Type.Integer(), eligible: Type.Integer(), excluded: Type.Array(Type.Object({ code: Type.String(), count: Type.Integer() })), byRoute: Type.Array(Type.Object({ route: Type.Integer(), accountId: Id, count: Type.Integer() })),
  byCountry: Type.Array(Type.Object({ country: Nullable(Type.String()), count: Type.Integer() })),
  estimate: Nullable(Type.Object({
    maximum: Type.Array(Money), unpriced: Type.Integer(),
    lines: Type.Array(Type.Object({ accountId: Id, country: Nullable(Type.String()), market: Nullable(Type.String()), priceClass: Type.String(), count: Type.Integer(), free: Type.Integer(), unit: Nullable(Type.String()), amount: Nullable(Type.String()), currency: Nullable(Type.String()) })),
  })),
}, { title: 'AudiencePreview' })
export const PersonShape = Type.Object({ contactId: Id, name: Type.String(), avatarUrl: Nullable(Type.String()), country: Nullable(Type.String()), accountId: Nullable(Id), code: Nullable(Type.String()) }, { title: 'AudiencePerson' })
