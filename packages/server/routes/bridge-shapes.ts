import { type TSchema, Type } from '@fastify/type-provider-typebox'
import { BRIDGE_KINDS, ORDER_STATUSES } from '@recado/api'
import { Id, Moment, Nullable } from '../http/schemas.js'
import { BasisWord, PurposeWord, TopicKey } from './conversation-shapes.js'

const strict = { additionalProperties: false } as const
const oneOf = (words: readonly string[]): TSchema => Type.Union(words.map((word) => Type.Literal(word)))
const Path = Type.String({ minLength: 1, maxLength: 200 })
const Ours = Type.String({ minLength: 1, maxLength: 60, description: 'A field of a contact: name, email, phone, company, country, language, timeZone, stage, notes, attributes.<key>.' })
const Url = Type.String({ minLength: 1, maxLength: 500 })

export const KindWord = oneOf(BRIDGE_KINDS)
export const OrderStatusWord = oneOf(ORDER_STATUSES)
const Topic = Nullable(TopicKey)

const Consent = Type.Object({
  from: Path, purpose: PurposeWord, category: Topic, channel: Nullable(Type.String({ maxLength: 60 })),
  wording: Type.Object({ text: Type.String({ minLength: 1, maxLength: 5000 }), language: Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }), privacyUrl: Nullable(Url) }, strict),
}, { ...strict, description: 'A field there that stands for a yes of hers, with the words she was shown. Nothing else is ever taken for one.' })
const Notice = Type.Object({
  status: OrderStatusWord, channelAccountId: Type.String({ maxLength: 100 }), template: Type.Object({ name: Type.String({ minLength: 1, maxLength: 512 }), language: Type.String({ minLength: 2, maxLength: 20 }) }, strict),
  parameters: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 500 })), purpose: PurposeWord, category: Topic, basis: Nullable(BasisWord),
}, { ...strict, description: 'Sent when an order comes to this status, through the same rules as every message. Parameters may hold {number}, {name}, {total}, {status}, {items}.' })

const shop = {
  fields: Type.Array(Type.Object({ from: Path, to: Ours }, strict), { maxItems: 50 }), consents: Type.Array(Consent, { maxItems: 20 }), notices: Type.Array(Notice, { maxItems: 20 }),
  statuses: Type.Record(Type.String({ maxLength: 60 }), OrderStatusWord), labels: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 20 }),
}
const crm = {
  clientId: Type.String({ maxLength: 200 }), apiUrl: Url, authorizeUrl: Url, tokenPath: Type.String({ pattern: '^/', maxLength: 200 }), contactsPath: Type.String({ pattern: '^/', maxLength: 200 }), scopes: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 30 }),
  pkce: Type.Boolean(), everyMinutes: Type.Integer({ minimum: 1, maximum: 1440 }),
  fields: Type.Array(Type.Object({ ours: Ours, theirs: Path, direction: oneOf(['in', 'out', 'both']) }, strict), { maxItems: 60 }), consents: Type.Array(Consent, { maxItems: 20 }),
  match: oneOf(['email', 'nobody']), create: oneOf(['nobody', 'with_email']), erasedThere: oneOf(['keep', 'anonymise', 'erase']), erasedHere: oneOf(['keep', 'delete']),
}
/** Those of both kinds: which belong to which is looked at when they are kept. */
export const SomeSettings = Type.Partial(Type.Object({ ...shop, ...crm, fields: Type.Union([shop.fields, crm.fields]) }, strict))

export const BridgeShape = Type.Object({
  id: Id, kind: KindWord, name: Type.String(), source: Type.String({ description: 'The `source` of external ids and orders that come over it.' }), state: oneOf(['new', 'ready', 'paused', 'reconnect', 'disconnected']), stateCode: Nullable(Type.String()),
  webhookUrl: Type.String(), redirectUrl: Type.Optional(Type.String()), hasSecret: Type.Boolean(), waiting: Type.Integer(), failed: Type.Integer(), people: Type.Integer(),
  lastInAt: Nullable(Moment), lastOkAt: Nullable(Moment), nextAt: Nullable(Moment), createdAt: Moment, settings: Type.Record(Type.String(), Type.Unknown()),
}, { title: 'Bridge' })

export const RunShape = Type.Object({
  id: Id, what: oneOf(['full', 'changes', 'push', 'try']), state: oneOf(['running', 'done', 'failed', 'waiting']), counts: Type.Record(Type.String(), Type.Integer()), code: Nullable(Type.String()), detail: Nullable(Type.String()), startedAt: Moment, endedAt: Nullable(Moment),
}, { title: 'BridgeRun' })
export const BridgeDeliveryShape = Type.Object({
  id: Id, topic: Type.String(), subject: Nullable(Type.String()), state: oneOf(['waiting', 'done', 'ignored', 'failed']), code: Nullable(Type.String()), detail: Nullable(Type.String()), attempts: Type.Integer(), receivedAt: Moment, settledAt: Nullable(Moment),
}, { title: 'BridgeDelivery' })
export const OrderShape = Type.Object({
  id: Id, source: Type.String(), externalId: Type.String(), number: Nullable(Type.String()), at: Moment, amount: Nullable(Type.String()), currency: Nullable(Type.String()), status: OrderStatusWord,
  items: Type.Array(Type.Object({ name: Type.String(), quantity: Type.Number(), sku: Nullable(Type.String()), total: Nullable(Type.String()) })),
}, { title: 'ContactOrder' })
