import { Type } from '@fastify/type-provider-typebox'
import type { AssignmentPlan, ColleagueWork, InboxAssignment } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { FastifyInstance } from 'fastify'
import { actorOf, audit } from '../auth/audit.js'
import { need, principalOf } from '../auth/guard.js'
import { whoWorks, workSettings } from '../assignment/agents.js'
import '../assignment/live.js'
import { readPlans, savePlan } from '../assignment/plans.js'
import { readQueue } from '../assignment/queue.js'
import { sayAvailability, type Saying } from '../assignment/say.js'
import { tryPlan } from '../assignment/trial.js'
import { toColleague } from '../assignment/view.js'
import { saveWork } from '../assignment/work.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, idOf, IdParams } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { AnswerShape, ColleagueShape, InboxAssignmentShape, PlanShape, QueueShape, SayBody, SettingsShape, TrialBody, WorkBody } from './assignment-shapes.js'

const sayingOf = ({ state, reason, until }: { state: Saying['state']; reason?: string; until?: string | null }): Saying => ({ state, reason, until: until == null ? null : Date.parse(until) })

/** Who is there, what she carries, and how inboxes give out what comes in. */
export async function assignmentRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['assignment']
  const { db, signals } = services

  const colleague = (tx: Tx, workspaceId: string, userId: string) => whoWorks(tx, services, workspaceId, services.clock.now(workspaceId)).then((people) => {
    const her = people.find((one) => one.userId === userId)
    if (!her) throw new RecadoError('not_found', { userId })
    return toColleague(her)
  })
  const readColleague = (workspaceId: string, userId: string) => db.inWorkspace(workspaceId, (tx) => colleague(tx, workspaceId, userId))
  const done = (workspaceId: string): void => { signals.committed(workspaceId); signals.emit('assignment', workspaceId) }

  api.get('/api/v1/colleagues', { ...need('members.read'), schema: { tags, summary: 'Who works on conversations: whether she is there, what she carries, speaks and can', response: answers({ 200: Type.Object({ items: Type.Array(ColleagueShape) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await db.inWorkspace(workspaceId, async (tx) => (await whoWorks(tx, services, workspaceId, services.clock.now(workspaceId))).map(toColleague)) }
  })

  api.put('/api/v1/me/availability', { ...need('availability.own'), schema: { tags, summary: 'Say whether you can be given work; `auto` leaves it to your hours and your browser', body: SayBody, response: answers({ 200: ColleagueShape }) } }, async (request) => {
    const principal = principalOf(request)
    await sayAvailability(services, principal, principal.id, sayingOf(request.body))
    return readColleague(principal.workspaceId, principal.id)
  })

  api.put('/api/v1/members/:id/availability', { ...need('availability.manage'), schema: { tags, summary: 'Say it for a colleague', params: IdParams, body: SayBody, response: answers({ 200: ColleagueShape }) } }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    await sayAvailability(services, principal, id, sayingOf(request.body))
    return readColleague(principal.workspaceId, id)
  })

  api.put('/api/v1/members/:id/work', { ...need('assignment.manage'), schema: { tags, summary: 'What a colleague speaks and can, how much she takes, and her hours', params: IdParams, body: WorkBody, response: answers({ 200: ColleagueShape }) } }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    await db.inWorkspace(principal.workspaceId, (tx) => saveWork(tx, services, principal, id, request.body as ColleagueWork)) // as the schema has it
    done(principal.workspaceId)
    return readColleague(principal.workspaceId, id)
  })

  api.get('/api/v1/assignment', { ...need('assignment.manage'), schema: { tags, summary: 'How each inbox gives out its conversations', response: answers({ 200: Type.Object({ items: Type.Array(InboxAssignmentShape), settings: SettingsShape }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return db.inWorkspace(workspaceId, async (tx) => ({ items: await plansOf(tx, workspaceId), settings: await workSettings(tx, workspaceId) }))
  })

  api.put('/api/v1/inboxes/:id/assignment', { ...need('assignment.manage'), schema: { tags, summary: 'Set how an inbox gives out its conversations', params: IdParams, body: PlanShape, response: answers({ 200: InboxAssignmentShape }) } }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const inboxId = idOf(request.params.id)
    const saved = await db.inWorkspace(workspaceId, async (tx) => {
      if (!(await plansOf(tx, workspaceId)).some((one) => one.inboxId === inboxId)) throw new RecadoError('not_found', { inboxId })
      await savePlan(tx, services, principal, inboxId, request.body as AssignmentPlan) // as the schema has it
      return (await plansOf(tx, workspaceId)).find((one) => one.inboxId === inboxId)!  // saved in this transaction
    })
    done(workspaceId)
    return saved
  })

  api.put('/api/v1/assignment/settings', { ...need('assignment.manage'), schema: { tags, summary: 'After how long without a browser a colleague counts as away', body: SettingsShape, response: answers({ 200: SettingsShape }) } }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    await db.inWorkspace(workspaceId, async (tx) => {
      await tx.query(`update workspace set settings = settings || jsonb_build_object('assignment', $2::jsonb) where workspace_id = $1`, [workspaceId, JSON.stringify(request.body)])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'assignment.settings_changed', data: { fields: ['awayAfterMinutes'] } })
      await append(tx, [{ type: 'assignment.changed', data: {} }])
    })
    done(workspaceId)
    return request.body
  })

  api.post('/api/v1/assignment/try', { ...need('assignment.manage'), schema: { tags, summary: 'Who would get such a conversation now, and why; changes nothing', body: TrialBody, response: answers({ 200: AnswerShape }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { inboxId, channel, accountId = null, language = null, contactId = null, plan } = request.body
    const trial = { inboxId: idOf(inboxId), channel, accountId, language, contactId: contactId === null ? null : idOf(contactId), plan: (plan as AssignmentPlan | undefined) ?? null } // as the schema has it
    return db.inWorkspace(workspaceId, (tx) => tryPlan(tx, services, workspaceId, trial))
  })

  api.get('/api/v1/queue', { ...need('conversations.read'), schema: { tags, summary: 'Where the conversations stand that nobody has room for', response: answers({ 200: QueueShape }) } }, async (request) => {
    const principal = principalOf(request)
    return { items: await db.inWorkspace(principal.workspaceId, (tx) => readQueue(tx, principal)) }
  })
}

async function plansOf(tx: Tx, workspaceId: string): Promise<InboxAssignment[]> {
  const counts = await tx.query<{ inbox_id: string; queued: number }>('select inbox_id, count(*)::int as queued from conversation where workspace_id = $1 and queued_at is not null group by 1', [workspaceId])
  return (await readPlans(tx, workspaceId)).map((one) => ({ ...one, queued: counts.find((row) => row.inbox_id === one.inboxId)?.queued ?? 0 }))
}
