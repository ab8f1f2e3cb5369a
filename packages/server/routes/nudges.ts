import { Type } from '@fastify/type-provider-typebox'
import type { NudgeStepWish, ReplyVariant, RuleAction } from '@recado/api'
import { HAPPENINGS, NUDGE_KINDS, OVERTAKINGS } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Moment, Nothing, Nullable } from '../http/schemas.js'
import { dryRun } from '../nudges/dry-run.js'
import { readRuns } from '../nudges/runs.js'
import { draftStep, type Kept } from '../nudges/kept.js'
import { addStep, checkStep, editStep, readSteps, removeStep } from '../nudges/steps.js'
import { readContent } from './content.js'

const strict = { additionalProperties: false } as const
const words = (...texts: string[]) => Type.Union(texts.map((text) => Type.Literal(text)))
const Variant = Type.Object({ language: Nullable(Type.String({ minLength: 2, maxLength: 20, pattern: '^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$' })), content: Type.Optional(Type.Object({ kind: Type.String() }, { additionalProperties: true })), savedReplyId: Type.Optional(Id) }, strict)
const Time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
const Template = Type.Object({ channelAccountId: Id, templateId: Id, parameters: Type.Array(Type.Object({}, { additionalProperties: true }), { maxItems: 50 }) }, strict)
const Action = Type.Union([
  Type.Object({ do: Type.Literal('send'), variants: Type.Array(Variant, { maxItems: 20 }), templates: Type.Array(Template, { maxItems: 20 }), purpose: words('service', 'notification', 'marketing'), category: Nullable(Type.String({ maxLength: 60 })) }, strict),
  Type.Object({ do: Type.Literal('assign'), to: words('user', 'team'), id: Id }, strict), Type.Object({ do: Type.Literal('assign'), to: words('rules', 'nobody') }, strict),
  Type.Object({ do: Type.Literal('remind'), whom: words('agents', 'leads') }, strict), Type.Object({ do: Type.Literal('remind'), whom: Type.Literal('some'), ids: Type.Array(Id, { minItems: 1, maxItems: 50 }) }, strict),
  Type.Object({ do: Type.Literal('label'), add: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 20 }), remove: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 20 }) }, strict),
  Type.Object({ do: Type.Literal('priority'), priority: words('low', 'normal', 'high', 'urgent') }, strict), Type.Object({ do: Type.Literal('note'), text: Type.String({ minLength: 1, maxLength: 4_000 }) }, strict),
  Type.Object({ do: Type.Literal('snooze'), minutes: Type.Integer({ minimum: 1, maximum: 129_600 }) }, strict), Type.Object({ do: Type.Literal('resolve') }, strict), Type.Object({ do: Type.Literal('stage'), stageId: Id }, strict),
])
const wish = {
  inboxId: Type.Optional(Nullable(Id)), kind: words(...NUDGE_KINDS, ...HAPPENINGS),
  counts: Type.Optional(words('clock', 'opening')), atTime: Type.Optional(Nullable(Time)), about: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 60 }))), unless: Type.Optional(Type.Array(words(...OVERTAKINGS), { maxItems: 5 })),
  condition: Type.Optional(Nullable(Type.Object({}, { additionalProperties: true, description: 'A tree as saved views hold it, asked of the thread and its person when the time has come.' }))), actions: Type.Optional(Type.Array(Action, { maxItems: 10, description: 'What is done, in order. Empty: what the other fields say.' })), name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
  minutes: Type.Integer({ minimum: 1, maximum: 129_600, description: 'Minutes after what happened; opening minutes before the deadline or of waiting; for `customer` minutes before her window closes.' }), enabled: Type.Optional(Type.Boolean()),
  tell: Type.Optional(words('agents', 'leads', 'some', 'nobody')), tellIds: Type.Optional(Type.Array(Id, { maxItems: 50 })), priority: Type.Optional(Nullable(words('low', 'normal', 'high', 'urgent'))), assignUserId: Type.Optional(Nullable(Id)), assignTeamId: Type.Optional(Nullable(Id)),
  variants: Type.Optional(Type.Array(Variant, { maxItems: 20 })), quiet: Type.Optional(Nullable(Type.Object({ from: Time, to: Time }, strict))), evenWhenOwed: Type.Optional(Type.Boolean()),
}
const Wish = Type.Object(wish, strict)
const Change = Type.Partial(Wish, strict)
const Step = Type.Object({
  id: Id, inboxId: Nullable(Id), kind: Type.String(), name: Type.String(), minutes: Type.Integer(), enabled: Type.Boolean(), enabledAt: Nullable(Moment), tell: Type.String(), tellIds: Type.Array(Id), priority: Nullable(Type.String()),
  assignUserId: Nullable(Id), assignTeamId: Nullable(Id), variants: Type.Array(Variant), quiet: Nullable(Type.Object({ from: Type.String(), to: Type.String() })), evenWhenOwed: Type.Boolean(),
  counts: Type.String(), atTime: Nullable(Type.String()), about: Nullable(Type.String()), unless: Type.Array(Type.String()), condition: Nullable(Type.Object({}, { additionalProperties: true })), actions: Type.Array(Type.Object({ do: Type.String() }, { additionalProperties: true })),
  lately: Type.Object({ count: Type.Integer(), lastAt: Nullable(Moment), refused: Nullable(Type.Object({ code: Type.String(), at: Moment })), refusals: Type.Integer(), waiting: Type.Integer() }),
})
const DryRun = Type.Object({
  days: Type.Integer(), conversations: Type.Integer(), cut: Type.Boolean(),
  steps: Type.Record(Type.String(), Type.Object({
    count: Type.Integer(), cost: Nullable(Type.Object({ amount: Type.String(), currency: Type.String() })), unpriced: Type.Integer(),
    refused: Type.Array(Type.Object({ code: Type.String(), count: Type.Integer() })), judged: Type.Integer(),
    examples: Type.Array(Type.Object({ conversationId: Id, number: Type.Integer(), name: Type.String(), at: Moment, says: Nullable(Type.String()), code: Nullable(Type.String()) })),
  })),
})

const Run = Type.Object({ conversationId: Id, number: Type.Integer(), name: Type.String(), at: Moment, outcome: Type.String(), did: Type.Array(Type.String()), code: Nullable(Type.String()) })

/** The draft's name while it has no id of its own. */
const DRAFT = 'draft'
const EMPTY: Omit<NudgeStepWish, 'kind' | 'name' | 'minutes'> = { inboxId: null, enabled: false, tell: 'agents', tellIds: [], priority: null, assignUserId: null, assignTeamId: null, variants: [], quiet: null, evenWhenOwed: false, counts: 'clock', atTime: null, about: null, unless: [], condition: null, actions: [] }

interface GivenVariant { language: string | null; content?: unknown; savedReplyId?: string }
type Given = Record<string, unknown> & { variants?: GivenVariant[]; actions?: { do: string; variants?: GivenVariant[] }[] }
const variantOf = ({ language, content, savedReplyId }: GivenVariant): ReplyVariant => ({ language, ...(content === undefined ? {} : { content: readContent(content) }), ...(savedReplyId ? { savedReplyId } : {}) })
/** Checked by its schema; contents are read by the same reader as everywhere. */
function wishOf(given: Given): Partial<NudgeStepWish> {
  const actions = given.actions?.map((one) => ({ ...one, ...(one.variants ? { variants: one.variants.map(variantOf) } : {}) }) as RuleAction) // shaped by its schema
  return { ...given, ...(given.variants ? { variants: given.variants.map(variantOf) } : {}), ...(actions ? { actions } : {}) } as Partial<NudgeStepWish> // shaped by its schema
}

/** Reminders and escalations of the workspace. */
export async function nudgeRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['nudges']

  api.get('/api/v1/nudges', { ...need('nudges.manage'), schema: { tags, summary: 'Who is reminded, when and how', response: answers({ 200: Type.Object({ items: Type.Array(Step) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await services.db.inWorkspace(workspaceId, (tx) => readSteps(tx, services, workspaceId)) }
  })

  api.post('/api/v1/nudges', { ...need('nudges.manage'), schema: { tags, summary: 'Add a step; it is off unless it says otherwise', body: Wish, response: answers({ 201: Step }) } }, async (request, reply) =>
    reply.code(201).send(await addStep(services, principalOf(request), { ...EMPTY, ...wishOf(request.body) } as NudgeStepWish))) // shaped by its schema

  api.post('/api/v1/nudges/dry-run', { ...need('nudges.manage'), schema: { tags, summary: 'What would have happened in the last 7 or 30 days, for whom, what would have been refused and what it would have cost; nothing is sent', body: Type.Object({ step: Type.Optional(Type.Object({ ...wish, id: Type.Optional(Id) }, strict)), days: Type.Optional(Type.Union([Type.Literal(7), Type.Literal(30)])) }, strict), response: answers({ 200: DryRun }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { step, days } = request.body
    return services.db.inWorkspace(workspaceId, async (tx) => {
      const asked: Kept[] = step
        ? [draftStep(step.id ?? DRAFT, await checkStep(services, tx, workspaceId, { ...EMPTY, ...wishOf(step) } as NudgeStepWish))] // shaped by its schema
        : (await readSteps(tx, services, workspaceId)).map((one) => draftStep(one.id, one))
      return dryRun(tx, services, workspaceId, asked, days)
    })
  })

  api.get('/api/v1/nudges/:id/runs', { ...need('nudges.manage'), schema: { tags, summary: 'What a rule did lately and what was refused, newest first', params: IdParams, response: answers({ 200: Type.Object({ items: Type.Array(Run) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await services.db.inWorkspace(workspaceId, (tx) => readRuns(tx, services, workspaceId, idOf(request.params.id))) }
  })

  api.patch('/api/v1/nudges/:id', { ...need('nudges.manage'), schema: { tags, summary: 'Change a step, or switch it', params: IdParams, body: Change, response: answers({ 200: Step }) } }, async (request) =>
    editStep(services, principalOf(request), idOf(request.params.id), wishOf(request.body)))

  api.delete('/api/v1/nudges/:id', { ...need('nudges.manage'), schema: { tags, summary: 'Remove a step; what it wrote stays', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await removeStep(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })
}
