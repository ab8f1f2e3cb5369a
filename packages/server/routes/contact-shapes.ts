/** Schemas of people and of what the company keeps about them. */
import { Type } from '@fastify/type-provider-typebox'
import { LABEL_COLOURS } from '@recado/api'
import { ATTRIBUTE_TYPES } from '@recado/core'
import { Id, Moment, Nullable } from '../http/schemas.js'

const strict = { additionalProperties: false } as const
const words = <T extends string>(values: readonly T[]) => Type.Union(values.map((value) => Type.Literal(value)))

export const Colour = words(LABEL_COLOURS)
export const AddressKind = words(['phone', 'email'] as const)
export const AttributeValueShape = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.String())])

/** What a person has beside name, language, labels and identities. */
export const personMore = {
  timeZone: Nullable(Type.String()), languageGiven: Type.Boolean(), countryGiven: Type.Boolean(), timeZoneGiven: Type.Boolean(), stageId: Nullable(Id), ownerId: Nullable(Id), company: Nullable(Type.Object({ id: Id, name: Type.String() })),
  attributes: Type.Record(Type.String(), AttributeValueShape), addresses: Type.Array(Type.Object({ id: Id, kind: AddressKind, value: Type.String(), label: Type.String() })),
  externalIds: Type.Array(Type.Object({ source: Type.String(), externalId: Type.String() })), updatedAt: Moment,
}

const Address = Type.Object({ kind: AddressKind, value: Type.String({ minLength: 1, maxLength: 300 }), label: Type.Optional(Type.String({ maxLength: 60 })) }, strict)
const IdOrNone = Type.Optional(Nullable(Type.String({ maxLength: 100 })))

/** What may be said of a person. Values that cannot be are answered by field, all at once. */
export const wishFields = {
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })), language: Type.Optional(Nullable(Type.String({ maxLength: 20 }))), country: Type.Optional(Nullable(Type.String({ pattern: '^[A-Z]{2}$' }))),
  timeZone: Type.Optional(Nullable(Type.String({ maxLength: 60 }))), notes: Type.Optional(Type.String({ maxLength: 20_000 })),
  attributes: Type.Optional(Type.Record(Type.String({ maxLength: 40 }), Type.Unknown(), { maxProperties: 200, description: 'By key of the definition; null takes the value away.' })),
  addresses: Type.Optional(Type.Array(Address, { maxItems: 50, description: 'All she has from now on.' })),
  stageId: IdOrNone, ownerId: IdOrNone, companyId: IdOrNone,
}
export const WishBody = Type.Object(wishFields, strict)
/** As programs say it: labels are put on and made where they are new, phones and e-mails are added. */
export const UpsertBody = Type.Object({ ...wishFields, labels: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 })), company: Type.Optional(Type.Object({ name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }), domain: Type.Optional(Type.String({ maxLength: 253 })) }, { ...strict, description: 'By its domain or name; made where there is none.' })), source: Type.Optional(Type.String({ maxLength: 40 })) }, strict)

const Option = Type.Object({ key: Type.String(), name: Type.String(), archived: Type.Boolean() })
export const DefinitionShape = Type.Object({
  id: Id, key: Type.String(), name: Type.String(), description: Type.String(), type: words(ATTRIBUTE_TYPES), options: Type.Array(Option), required: Type.Boolean(), archivedAt: Nullable(Moment),
}, { title: 'AttributeDefinition' })
const OptionWish = Type.Object({ key: Type.Optional(Type.String({ maxLength: 40 })), name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }), archived: Type.Optional(Type.Boolean()) }, strict)
const definition = { description: Type.Optional(Type.String({ maxLength: 300 })), options: Type.Optional(Type.Array(OptionWish, { maxItems: 200 })), required: Type.Optional(Type.Boolean()) }
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
export const DefinitionBody = Type.Object({ name: Name, type: words(ATTRIBUTE_TYPES), key: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' })), ...definition }, strict)
export const DefinitionChange = Type.Object({ name: Type.Optional(Name), ...definition, archived: Type.Optional(Type.Boolean()) }, strict)

export const StageShape = Type.Object({ id: Id, name: Type.String(), colour: Colour, archivedAt: Nullable(Moment) }, { title: 'ContactStage' })
export const StageBody = Type.Object({ name: Name, colour: Type.Optional(Colour) }, strict)
export const StageChange = Type.Object({ name: Type.Optional(Name), colour: Type.Optional(Colour), archived: Type.Optional(Type.Boolean()) }, strict)
export const OrderBody = Type.Object({ ids: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 500 }) }, strict)

export const CompanyShape = Type.Object({ id: Id, name: Type.String(), domain: Nullable(Type.String()), people: Type.Integer(), createdAt: Moment }, { title: 'Company' })
export const CompanyDetailShape = Type.Object({
  ...CompanyShape.properties, threads: Nullable(Type.Object({ all: Type.Integer(), open: Type.Integer(), waiting: Type.Integer() }, { description: 'Of its people, as far as the asker sees them, to 1,000; null where it has more than 4,000 people, or the asker reads no threads' })),
  orders: Nullable(Type.Array(Type.Object({ currency: Type.String(), count: Type.Integer(), amount: Type.String() }), { description: 'Paid ones of the people that the asker sees, by currency; null where it has more than 4,000 people' })),
}, { title: 'CompanyDetail' })
export const CompanyBody = Type.Object({ name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }), domain: Type.Optional(Nullable(Type.String({ maxLength: 253 }))) }, strict)
export const CompanyChange = Type.Partial(CompanyBody, strict)

export const FileShape = Type.Object({ id: Id, mediaId: Id, name: Type.String(), mime: Type.String(), bytes: Type.Integer(), url: Type.String(), addedBy: Nullable(Type.Object({ id: Id, name: Type.String() })), createdAt: Moment, place: Nullable(Type.Object({ conversationId: Id, messageId: Id, channel: Type.String(), channelAccountId: Id, direction: Type.Union([Type.Literal('in'), Type.Literal('out')]) }, { description: 'Where it came or went; null for a file kept with her' })) }, { title: 'ContactFile' })
