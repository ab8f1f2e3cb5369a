import { type TSchema, Type } from '@fastify/type-provider-typebox'

/** Longest text anybody may hand in; each app's own limit is far below and is judged by its channel. */
const text = (maxLength = 65_536) => Type.String({ maxLength })
const filled = (maxLength = 65_536) => Type.String({ minLength: 1, maxLength })
const id = Type.String({ minLength: 1, maxLength: 100 })
const link = Type.String({ minLength: 1, maxLength: 2_048, pattern: '^https?://' })
const maybe = <T extends TSchema>(schema: T) => Type.Optional(schema)
const latitude = Type.Number({ minimum: -90, maximum: 90 })
const longitude = Type.Number({ minimum: -180, maximum: 180 })

/** A file is named by its id: everything else about it is known here. */
const file = Type.Object({ id: Type.String({ format: 'uuid' }) })
const media = { media: file, caption: maybe(text()), voice: maybe(Type.Boolean()), animated: maybe(Type.Boolean()) }

const entries = Type.Array(Type.Object({ value: filled(500), type: maybe(text(60)) }), { maxItems: 20 })
const card = Type.Object({
  name: filled(300), phones: maybe(entries), emails: maybe(entries), addresses: maybe(Type.Array(Type.Object({ text: filled(500), type: maybe(text(60)) }), { maxItems: 20 })),
  organisation: maybe(text(300)), urls: maybe(Type.Array(link, { maxItems: 20 })), birthday: maybe(text(30)),
})
const option = Type.Object({ id: filled(256), title: filled(300), description: maybe(text(300)), section: maybe(text(100)) })
const money = Type.Object({ amount: Type.String({ pattern: '^-?\\d{1,15}(\\.\\d{1,6})?$' }), currency: Type.String({ pattern: '^[A-Z]{3}$' }) })
const product = Type.Object({ sku: filled(200), title: maybe(text(300)), price: maybe(money), imageUrl: maybe(link), url: maybe(link) })
const place = { latitude, longitude, name: maybe(text(1_000)), address: maybe(text(1_000)) }

const parameter = Type.Object({
  component: Type.Union([Type.Literal('header'), Type.Literal('body'), Type.Literal('button'), Type.Literal('card')]),
  index: maybe(Type.Integer({ minimum: 0, maximum: 20 })), position: maybe(Type.Integer({ minimum: 0, maximum: 100 })), name: maybe(text(100)), type: filled(30), text: maybe(text(4_096)),
  currency: maybe(Type.Object({ code: filled(3), amount1000: Type.Integer() })), mediaId: maybe(Type.String({ format: 'uuid' })),
  location: maybe(Type.Object(place)), value: maybe(Type.Unknown()),
})

/** What may be sent, by kind: the fields each kind takes. What is none of them is left out. */
export const SENDABLE: Readonly<Record<string, TSchema>> = {
  text: Type.Object({ kind: Type.Literal('text'), text: filled() }),
  image: Type.Object({ kind: Type.Literal('image'), ...media }),
  video: Type.Object({ kind: Type.Literal('video'), ...media }),
  audio: Type.Object({ kind: Type.Literal('audio'), ...media }),
  document: Type.Object({ kind: Type.Literal('document'), ...media }),
  sticker: Type.Object({ kind: Type.Literal('sticker'), ...media }),
  location: Type.Object({ kind: Type.Literal('location'), ...place, url: maybe(link) }),
  contacts: Type.Object({ kind: Type.Literal('contacts'), contacts: Type.Array(card, { minItems: 1, maxItems: 50 }) }),
  reaction: Type.Object({ kind: Type.Literal('reaction'), messageId: id, emoji: Type.Union([filled(64), Type.Null()]) }),
  choices: Type.Object({
    kind: Type.Literal('choices'), style: Type.Union([Type.Literal('buttons'), Type.Literal('list')]), text: filled(), header: maybe(text(300)), headerMedia: maybe(file), footer: maybe(text(300)),
    buttonText: maybe(text(100)), options: Type.Array(option, { minItems: 1, maxItems: 50 }),
  }),
  link: Type.Object({ kind: Type.Literal('link'), text: text(), title: filled(300), url: link, imageUrl: maybe(link), description: maybe(text(1_000)) }),
  form: Type.Object({
    kind: Type.Literal('form'), text: filled(), title: filled(300), formId: filled(200), screen: maybe(text(200)), data: maybe(Type.Record(Type.String(), Type.Unknown())),
    token: maybe(text(500)), header: maybe(text(300)), footer: maybe(text(300)),
  }),
  products: Type.Object({
    kind: Type.Literal('products'), text: maybe(text()), header: maybe(text(300)), footer: maybe(text(300)), catalogId: maybe(text(200)),
    sections: Type.Array(Type.Object({ title: maybe(text(100)), products: Type.Array(product, { minItems: 1, maxItems: 50 }) }), { minItems: 1, maxItems: 20 }),
  }),
  template: Type.Object({
    kind: Type.Literal('template'), templateId: maybe(Type.String({ format: 'uuid' })), name: maybe(filled(512)), language: maybe(filled(20)),
    parameters: maybe(Type.Union([Type.Array(parameter, { maxItems: 100 }), Type.Record(Type.String(), text(4_096))])),
    text: maybe(text()), header: maybe(text()), footer: maybe(text(300)), buttons: maybe(Type.Array(text(300), { maxItems: 20 })), link: maybe(text(2_048)),
  }),
  request: Type.Object({
    kind: Type.Literal('request'), what: Type.Union([Type.Literal('location'), Type.Literal('contact'), Type.Literal('call_permission'), Type.Literal('address')]), text: filled(),
  }),
}

export const SENDABLE_KINDS = Object.keys(SENDABLE)
