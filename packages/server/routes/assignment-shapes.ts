import { type Static, Type } from '@fastify/type-provider-typebox'
import { AVAILABILITIES, LANGUAGE_MATCHES, METHODS, WHEN_OFF } from '@recado/core'
import { Id, Moment, Nullable } from '../http/schemas.js'

const strict = { additionalProperties: false } as const
const words = <T extends string>(all: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: [...all] })
const text = Type.String({ maxLength: 100 })
const tag = Type.String({ minLength: 2, maxLength: 35, pattern: '^[A-Za-z]{2,3}([_-][A-Za-z0-9]+)*$' })
const few = <T extends Parameters<typeof Type.Array>[0]>(item: T) => Type.Array(item, { maxItems: 200 })

const Slot = Type.Object({ from: Type.String({ maxLength: 5 }), to: Type.String({ maxLength: 5 }) }, strict)
export const TimetableBody = Type.Object({
  timeZone: Type.String({ maxLength: 60 }), week: Type.Array(Type.Array(Slot, { maxItems: 10 }), { minItems: 7, maxItems: 7 }),
  dates: Type.Array(Type.Object({ date: Type.String({ maxLength: 10 }), slots: Type.Array(Slot, { maxItems: 10 }), name: Type.Optional(Type.String({ maxLength: 100 })) }, strict), { maxItems: 400 }),
}, strict)

const presence = { userId: Id, availability: words(AVAILABILITIES), cause: words(['hand', 'hours', 'no_browser', 'here'] as const), reason: Type.String(), until: Nullable(Moment), since: Nullable(Moment) }
const counts = Type.Record(Type.String(), Type.Integer())
const colleague = {
  ...presence, name: Type.String(), open: Type.Integer(), capacity: Nullable(Type.Integer()), channelOpen: counts, channelLimits: counts, languages: Type.Array(Type.String()), skills: Type.Array(Type.String()),
  teamIds: Type.Array(Id), inboxIds: Type.Array(Id), timetable: Nullable(TimetableBody),
}
export const ColleagueShape = Type.Object(colleague, { title: 'Colleague' })
export const AssigneesShape = Type.Object({
  items: Type.Array(Type.Object({ ...colleague, belongs: Type.Boolean(), full: Type.Boolean(), last: Type.Boolean(), speaks: Type.Boolean() })),
  teams: Type.Array(Type.Object({ id: Id, name: Type.String(), available: Type.Integer(), members: Type.Integer() })), suggestedId: Nullable(Id),
})

export const SayBody = Type.Object({ state: words([...AVAILABILITIES, 'auto'] as const), reason: Type.Optional(Type.String({ maxLength: 120 })), until: Type.Optional(Nullable(Type.String({ format: 'date-time' }))) }, strict)
export const WorkBody = Type.Object({
  languages: Type.Array(tag, { maxItems: 30 }), skills: Type.Array(Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' }), { maxItems: 50 }), capacity: Nullable(Type.Integer({ minimum: 0, maximum: 1000 })),
  channelLimits: Type.Record(Type.String({ maxLength: 40 }), Type.Integer({ minimum: 0, maximum: 1000 })), timetable: Nullable(TimetableBody),
}, strict)

const rule = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 60 }), name: Type.String({ maxLength: 80 }), enabled: Type.Boolean(), channels: few(text), accountIds: few(text), languages: few(tag), methods: Type.Array(words(METHODS), { maxItems: 3, uniqueItems: true }),
  userIds: few(text), teamIds: few(text), skills: few(Type.String({ maxLength: 40 })), language: words(LANGUAGE_MATCHES), fallbackTeamId: Nullable(text), onNew: Type.Boolean(), onReopened: Type.Boolean(),
  afterMinutes: Nullable(Type.Integer({ minimum: 1, maximum: 10_080 })),
}, strict)
export const PlanShape = Type.Object({
  enabled: Type.Boolean(), rules: Type.Array(rule, { maxItems: 50 }), teamToMember: Type.Boolean(), whenOff: words(WHEN_OFF), offAfterMinutes: Nullable(Type.Integer({ minimum: 1, maximum: 10_080 })),
}, { ...strict, title: 'AssignmentPlan' })
export const InboxAssignmentShape = Type.Object({ inboxId: Id, name: Type.String(), plan: PlanShape, queued: Type.Integer() })
export const SettingsShape = Type.Object({ awayAfterMinutes: Nullable(Type.Integer({ minimum: 1, maximum: 1440 })) }, strict)
export const QueueShape = Type.Object({ items: Type.Array(Type.Object({ conversationId: Id, inboxId: Id, since: Moment, position: Type.Integer() })) })

export const TrialBody = Type.Object({ inboxId: text, channel: text, accountId: Type.Optional(Nullable(text)), language: Type.Optional(Nullable(tag)), contactId: Type.Optional(Nullable(text)), plan: Type.Optional(PlanShape) }, strict)
const anyWord = Type.String()
export const AnswerShape = Type.Object({
  kind: words(['give', 'queue', 'leave'] as const), userId: Nullable(Id), method: Nullable(words(METHODS)), teamId: Nullable(Id), ruleId: Nullable(anyWord), reason: Nullable(words(['full', 'nobody', 'no_match'] as const)),
  passed: Type.Array(Type.Object({ userId: Id, for: words(['not_chosen', 'cannot_see', 'skill', 'language', 'offline', 'away', 'full', 'channel_full'] as const) })),
})

export const AssignBodySchema = Type.Object({
  userId: Type.Optional(Nullable(text)), teamId: Type.Optional(Nullable(text)), ifAssignee: Type.Optional(Nullable(text)), keepFollowing: Type.Optional(Type.Boolean()), note: Type.Optional(Type.String({ minLength: 1, maxLength: 20_000, pattern: '\\S' })),
}, strict)
export type AssignRequest = Static<typeof AssignBodySchema>
