import { Type } from '@fastify/type-provider-typebox'
import type { AutomaticReply, AutomaticReplyWish, ReplyVariant } from '@recado/api'
import { RecadoError, type Trigger } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { addReply, checked, clearHours, editReply, orderReplies, removeReply, setHours, setQuietMinutes } from '../automation/change.js'
import { estimate } from '../automation/estimate.js'
import { preview } from '../automation/preview.js'
import type { KeptRule } from '../automation/rules.js'
import { findOwner, type Owner, type OwnerKind, type Place } from '../hours/owner.js'
import { readAll, readHours } from '../automation/view.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Moment, Nothing, Nullable } from '../http/schemas.js'
import type { Account } from '../services.js'
import { readContent } from './content.js'

const strict = { additionalProperties: false } as const
const Slot = Type.Object({ from: Type.String({ maxLength: 5 }), to: Type.String({ maxLength: 5, description: '“HH:MM”; “24:00” is the day’s end, an earlier time than `from` lies on the next day.' }) }, strict)
const Slots = Type.Array(Slot, { maxItems: 12 })
const timetable = {
  timeZone: Type.String({ minLength: 1, maxLength: 60 }), week: Type.Array(Slots, { minItems: 7, maxItems: 7, description: 'Monday first.' }),
  dates: Type.Array(Type.Object({ date: Type.String({ maxLength: 10 }), slots: Slots, name: Type.Optional(Type.String({ maxLength: 120 })) }, strict), { maxItems: 400, description: 'Dates with hours of their own; without slots closed.' }),
}
const HoursShape = Type.Object({ ...timetable, set: Type.Boolean(), now: Type.Object({ open: Type.Boolean(), until: Nullable(Moment) }) })

const texts = (most: number) => Type.Array(Type.String({ maxLength: 200 }), { minItems: 1, maxItems: most })
const TriggerSchema = Type.Union([
  Type.Object({ kind: Type.Literal('greeting'), afterDays: Nullable(Type.Integer({ minimum: 1, maximum: 3650 })) }, strict), Type.Object({ kind: Type.Literal('away') }, strict), Type.Object({ kind: Type.Literal('follow') }, strict),
  Type.Object({ kind: Type.Literal('keyword'), match: Type.Union([Type.Literal('contains'), Type.Literal('word'), Type.Literal('starts'), Type.Literal('exact')]), words: texts(50) }, strict),
  Type.Object({ kind: Type.Literal('menu'), keys: texts(50) }, strict),
])
const Variant = Type.Object({ language: Nullable(Type.String({ minLength: 2, maxLength: 20, pattern: '^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$' })), content: Type.Optional(Type.Object({ kind: Type.String() }, { additionalProperties: true })), savedReplyId: Type.Optional(Id) }, strict)
const Status = Nullable(Type.Union([Type.Literal('open'), Type.Literal('pending'), Type.Literal('resolved')]))
const wish = { name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }), trigger: TriggerSchema, variants: Type.Array(Variant, { maxItems: 20 }), labels: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 })), status: Type.Optional(Status), enabled: Type.Optional(Type.Boolean()) }
const Change = Type.Partial(Type.Object(wish), strict)
const Draft = Type.Object({ ...wish, id: Type.Optional(Id) }, strict)

const Money = Type.Object({ amount: Type.String(), currency: Type.String() })
const Reply = Type.Object({
  id: Id, channelAccountId: Nullable(Id), owner: Type.Object({ kind: Type.Union([Type.Literal('account'), Type.Literal('inbox'), Type.Literal('team')]), id: Id }), name: Type.String(), enabled: Type.Boolean(), enabledAt: Nullable(Moment), trigger: TriggerSchema, variants: Type.Array(Variant), labels: Type.Array(Type.String()), status: Status,
  problem: Nullable(Type.String()), lately: Type.Object({ count: Type.Integer(), lastAt: Nullable(Moment), refused: Nullable(Type.Object({ code: Type.String(), at: Moment })) }),
})
const All = Type.Object({
  items: Type.Array(Reply), settings: Type.Object({ quietMinutes: Type.Integer() }),
  means: Type.Object({
    triggers: Type.Array(Type.String()), replies: Type.Array(Type.Object({ act: Type.String(), allowed: Type.Integer(), withinMs: Type.Number(), source: Type.String() })),
    passive: Nullable(Type.Object({ withinMs: Type.Number(), takesReply: Type.Boolean(), source: Type.String() })),
  }),
})
const Estimate = Type.Object({
  days: Type.Integer(), occasions: Type.Integer(), cut: Type.Boolean(), answers: Type.Integer(), cost: Nullable(Type.Object({ total: Money, free: Type.Integer(), unpriced: Type.Integer(), source: Type.String() })),
  adds: Type.Record(Type.String(), Type.Object({ answers: Type.Integer(), more: Type.Integer(), cost: Nullable(Money) })),
})
const PreviewShape = Type.Object({
  silence: Nullable(Type.String()), ruleId: Nullable(Type.String()), contents: Type.Array(Type.Object({ kind: Type.String() }, { additionalProperties: true })), language: Nullable(Type.String()), labels: Type.Array(Type.String()),
  judgements: Type.Array(Type.Object({ ruleId: Type.String(), name: Type.String(), applies: Type.Boolean(), reason: Nullable(Type.String()) })), fault: Nullable(Type.String()),
  price: Nullable(Type.Object({ amount: Type.String(), currency: Type.String(), class: Type.String() })), passive: Type.Boolean(),
  hours: Nullable(Type.Object({ open: Type.Boolean(), opensAt: Nullable(Moment), opening: Type.String() })),
})
const TrialBody = Type.Object({
  text: Type.Optional(Type.String({ maxLength: 4_096 })), key: Type.Optional(Type.String({ maxLength: 1_000 })), entry: Type.Optional(Type.Boolean()), at: Type.Optional(Moment),
  person: Type.Optional(Type.Object({ name: Type.Optional(Type.String({ maxLength: 200 })), language: Type.Optional(Nullable(Type.String({ maxLength: 20 }))), silentDays: Type.Optional(Nullable(Type.Number({ minimum: 0, maximum: 36_500 }))), country: Type.Optional(Nullable(Type.String({ maxLength: 2 }))) }, strict)),
  rule: Type.Optional(Draft), channelAccountId: Type.Optional(Type.String({ maxLength: 100, description: 'For an inbox or a team: on which of its accounts.' })), alone: Type.Optional(Type.Boolean({ description: 'Only `rule` is asked, and speaks whatever the moment.' })),
}, strict)

/** The draft's name while it has no id of its own. */
const DRAFT = 'draft'

/** Opening hours and automatic replies of accounts, inboxes and teams. */
export async function automaticReplyRoutes(app: FastifyInstance, deps: RouteDeps): Promise<void> {
  ownerRoutes(app, deps, 'account', '/api/v1/channel-accounts/:id')
  ownerRoutes(app, deps, 'inbox', '/api/v1/inboxes/:id')
  ownerRoutes(app, deps, 'team', '/api/v1/teams/:id')
}

function ownerRoutes(app: FastifyInstance, { services }: RouteDeps, kind: OwnerKind, base: string): void {
  const api = typed(app)
  const tags = ['automatic replies']
  const ReplyParams = Type.Object({ id: Type.String({ maxLength: 100 }), replyId: Type.String({ maxLength: 100 }) })

  const ownerOf = (request: Parameters<typeof principalOf>[0], id: string): Promise<Owner> => findOwner(services, principalOf(request).workspaceId, kind, idOf(id))
  const inOwner = <T>(owner: Owner, work: (tx: Parameters<Parameters<typeof services.db.inWorkspace>[1]>[0]) => Promise<T>): Promise<T> => services.db.inWorkspace(owner.workspaceId, work)
  /** Where it is tried out: on the account that is named, or the first. */
  const placeOf = (owner: Owner, wanted: string | undefined): { account: Account; place: Place } => {
    const account = wanted ? owner.accounts.find((one) => one.id === wanted) : owner.accounts[0]
    if (!account) throw new RecadoError('not_found', { channelAccountId: wanted ?? '' })
    return { account, place: { accountId: account.id, inboxId: account.inboxId, teamId: kind === 'team' ? owner.id : null } }
  }
  const variantsOf = (given: readonly { language: string | null; content?: unknown; savedReplyId?: string }[]): ReplyVariant[] => given.map(({ language, content, savedReplyId }) => ({ language, ...(content === undefined ? {} : { content: readContent(content) }), ...(savedReplyId ? { savedReplyId } : {}) }))
  const draftOf = async (owner: Owner, given: { id?: string; name: string; trigger: unknown; variants: Parameters<typeof variantsOf>[0]; labels?: string[]; status?: AutomaticReply['status']; enabled?: boolean } | undefined): Promise<KeptRule | null> => {
    if (!given) return null
    const { name, trigger, variants } = await inOwner(owner, (tx) => checked(tx, services, owner, { name: given.name, trigger: given.trigger as Trigger, variants: variantsOf(given.variants) })) // shaped by its schema
    return { id: given.id ?? DRAFT, owner: { kind: owner.kind, id: owner.id }, name, trigger, variants, answers: variants.length > 0, enabled: given.enabled ?? false, enabledAt: null, labels: given.labels ?? [], status: given.status ?? null }
  }

  api.get(`${base}/hours`, { ...need('automation.read'), schema: { tags, summary: 'When somebody is there', params: IdParams, response: answers({ 200: HoursShape }) } }, async (request) => {
    const owner = await ownerOf(request, request.params.id)
    return inOwner(owner, (tx) => readHours(tx, services, owner))
  })

  api.put(`${base}/hours`, { ...need('hours.manage'), schema: { tags, summary: 'Set the week, the time zone and the dates that are otherwise', params: IdParams, body: Type.Object(timetable, strict), response: answers({ 200: HoursShape }) } }, async (request) => {
    const owner = await ownerOf(request, request.params.id)
    await setHours(services, principalOf(request), owner, request.body)
    return inOwner(owner, (tx) => readHours(tx, services, owner))
  })

  api.delete(`${base}/hours`, { ...need('hours.manage'), schema: { tags, summary: 'No hours of its own: the next ones count', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await clearHours(services, principalOf(request), await ownerOf(request, request.params.id))
    return reply.code(204).send(null)
  })

  api.get(`${base}/automatic-replies`, { ...need('automation.read'), schema: { tags, summary: 'The rules in order, and what the channel can do', params: IdParams, response: answers({ 200: All }) } }, async (request) => {
    const owner = await ownerOf(request, request.params.id)
    return inOwner(owner, (tx) => readAll(tx, services, owner))
  })

  api.post(`${base}/automatic-replies`, { ...need('automation.manage'), schema: { tags, summary: 'Add a rule; it is off unless it says otherwise', params: IdParams, body: Type.Object(wish, strict), response: answers({ 201: Reply }) } }, async (request, reply) => {
    const owner = await ownerOf(request, request.params.id)
    return reply.code(201).send(await addReply(services, principalOf(request), owner, { ...request.body, trigger: request.body.trigger as Trigger, variants: variantsOf(request.body.variants) })) // shaped by its schema
  })

  api.put(`${base}/automatic-replies/order`, { ...need('automation.manage'), schema: { tags, summary: 'The order in which they are asked', params: IdParams, body: Type.Object({ ids: Type.Array(Id, { maxItems: 200 }) }, strict), response: answers({ 204: Nothing }) } }, async (request, reply) => {
    const owner = await ownerOf(request, request.params.id)
    await orderReplies(services, principalOf(request), owner, request.body.ids)
    return reply.code(204).send(null)
  })

  if (kind === 'account') api.put(`${base}/automatic-replies/settings`, { ...need('automation.manage'), schema: { tags, summary: 'How long a colleague’s message keeps automation silent', params: IdParams, body: Type.Object({ quietMinutes: Type.Integer({ minimum: 0, maximum: 1_440 }) }, strict), response: answers({ 204: Nothing }) } }, async (request, reply) => {
    const owner = await ownerOf(request, request.params.id)
    await setQuietMinutes(services, principalOf(request), owner, request.body.quietMinutes)
    return reply.code(204).send(null)
  })

  api.post(`${base}/automatic-replies/preview`, { ...need('automation.read'), schema: { tags, summary: 'Which rule would answer, with what, and why not the others; nothing is sent', params: IdParams, body: TrialBody, response: answers({ 200: PreviewShape }) } }, async (request) => {
    const owner = await ownerOf(request, request.params.id)
    const { person = {}, rule, at, channelAccountId, ...act } = request.body
    const { account, place } = placeOf(owner, channelAccountId)
    const draft = await draftOf(owner, rule as Parameters<typeof draftOf>[1])
    return inOwner(owner, (tx) => preview(tx, services, account, place, {
      ...act, ...(at ? { at: Date.parse(at) } : {}), draft, reader: principalOf(request).language, person: { name: person.name ?? '', language: person.language ?? null, silentDays: person.silentDays === undefined ? null : person.silentDays, country: person.country ?? null },
    }))
  })

  api.post(`${base}/automatic-replies/estimate`, { ...need('automation.read'), schema: { tags, summary: 'What the last 30 days would have been like, and what it would have cost', params: IdParams, body: Type.Object({ rule: Type.Optional(Draft) }, strict), response: answers({ 200: Estimate }) } }, async (request) => {
    const owner = await ownerOf(request, request.params.id)
    const draft = await draftOf(owner, request.body.rule as Parameters<typeof draftOf>[1])
    return inOwner(owner, (tx) => estimate(tx, services, owner, draft))
  })

  api.patch(`${base}/automatic-replies/:replyId`, { ...need('automation.manage'), schema: { tags, summary: 'Change a rule, or switch it', params: ReplyParams, body: Change, response: answers({ 200: Reply }) } }, async (request) => {
    const owner = await ownerOf(request, request.params.id)
    const { trigger, variants, ...rest } = request.body
    const change: Partial<AutomaticReplyWish> = { ...rest, ...(trigger ? { trigger: trigger as Trigger } : {}), ...(variants ? { variants: variantsOf(variants) } : {}) } // shaped by its schema
    return editReply(services, principalOf(request), owner, idOf(request.params.replyId), change)
  })

  api.delete(`${base}/automatic-replies/:replyId`, { ...need('automation.manage'), schema: { tags, summary: 'Remove a rule; what it wrote stays', params: ReplyParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    const owner = await ownerOf(request, request.params.id)
    await removeReply(services, principalOf(request), owner, idOf(request.params.replyId))
    return reply.code(204).send(null)
  })
}
