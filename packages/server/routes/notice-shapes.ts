/** Shapes of notices and of the rules for them. */
import { Type } from '@fastify/type-provider-typebox'
import { NOTICE_KINDS, NOTICE_SOUNDS, NOTICE_WAYS, THREAD_KINDS } from '@recado/core'
import { Id, Moment, Nullable } from '../http/schemas.js'

const oneOf = <T extends string>(values: readonly T[]) => Type.Union(values.map((value) => Type.Literal(value)))
const closed = { additionalProperties: false }

const Kind = oneOf(THREAD_KINDS)
export const Ways = Type.Array(oneOf(NOTICE_WAYS), { maxItems: 4, uniqueItems: true })
const Slots = Type.Array(Type.Object({ from: Type.String({ maxLength: 5 }), to: Type.String({ maxLength: 5 }) }, closed), { maxItems: 10 })
const rules = Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, Type.Optional(Ways)]))
const Rules = Type.Object(rules, closed)

const Quiet = Type.Object({ on: Type.Boolean(), timeZone: Type.String({ maxLength: 60 }), week: Type.Array(Slots, { minItems: 7, maxItems: 7 }), urgentPass: Type.Boolean() }, closed)
const Words = Type.Object({ push: Type.Boolean(), mail: Type.Boolean() }, closed)
const Mail = Type.Object({ every: oneOf(['off', 'quarter', 'hourly', 'daily']), at: Type.String({ maxLength: 5 }) }, closed)
const Sound = Type.Object({ name: oneOf(NOTICE_SOUNDS), volume: Type.Integer({ minimum: 0, maximum: 100 }) }, closed)
const Inboxes = Type.Record(Type.String({ pattern: '^[0-9a-f-]{36}$' }), Rules)

export const SettingsShape = Type.Object({ rules: Rules, inboxes: Inboxes, quiet: Quiet, onlyWhileAvailable: Type.Boolean(), words: Words, mail: Mail, sound: Sound }, closed)
/** What is left out stays as it is; `rules` may name some kinds only, `inboxes` is told whole. */
export const SettingsChange = Type.Partial(SettingsShape, closed)

export const NoticeShape = Type.Object({
  id: Id, kind: Kind, conversationId: Id, messageId: Nullable(Id), count: Type.Integer(), at: Moment, seenAt: Nullable(Moment), by: Nullable(Type.Object({ id: Id, name: Type.String() })),
  contact: Type.Object({ id: Id, name: Type.String() }), channel: Type.String(), account: Type.String(), inboxId: Id, preview: Type.String(), ways: Ways,
})
export const NoticePageShape = Type.Object({ items: Type.Array(NoticeShape), next: Nullable(Type.String()), unread: Type.Integer({ description: 'Exact to 100.' }) })

export const DeviceShape = Type.Object({ id: Id, name: Type.String(), createdAt: Moment, lastOkAt: Nullable(Moment), lastError: Nullable(Type.String()), lastErrorAt: Nullable(Moment), here: Type.Boolean() })
export const StandingShape = Type.Object({
  settings: SettingsShape, defaults: SettingsShape, inboxes: Type.Array(Type.Object({ id: Id, name: Type.String() })), devices: Type.Array(DeviceShape), vapidKey: Type.String(),
  mail: Type.Object({ on: Type.Boolean(), email: Type.String() }),
})

export const Subscribe = Type.Object({
  endpoint: Type.String({ maxLength: 2_000 }), keys: Type.Object({ p256dh: Type.String({ maxLength: 200 }), auth: Type.String({ maxLength: 100 }) }, closed), name: Type.String({ maxLength: 200 }),
}, closed)
export const TestResult = Type.Object({ results: Type.Array(Type.Object({ name: Type.String(), ok: Type.Boolean(), error: Nullable(Type.String()) })) })
