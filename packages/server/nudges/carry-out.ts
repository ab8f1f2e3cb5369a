import type { Priority } from '@recado/api'
import type { Content, DenyCode, DueNudge, Instant } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { handToQueue } from '../assignment/hand-to-queue.js'
import { readAddressee } from '../automation/carry-out.js'
import { wordingFor } from '../automation/wording.js'
import { writeLines } from '../conversations/lines.js'
import { append } from '../ingest/others.js'
import { queueMessage } from '../sending/queue.js'
import type { Services } from '../services.js'
import { CANDIDATE, type Candidate, dueNow, type HoursNow } from './due.js'
import { fits, writeOutcome } from './fire.js'
import { whoIsTold } from './people.js'
import { perform } from './perform.js'
import type { KeptStep } from './kept.js'

const iso = (at: Instant): string => new Date(at).toISOString()

/** Least pressing first. */
const PRIORITIES: readonly Priority[] = ['none', 'low', 'normal', 'high', 'urgent']

/** What a colleague is told it is about; the bell sorts by `kind`. */
const KIND = { agent: 'deadline', waiting: 'escalation_waiting', unassigned: 'escalation_unassigned', customer: 'customer' } as const

export type Done = { kind: 'nothing' } | { kind: 'told' } | { kind: 'sent'; messageIds: string[] } | { kind: 'refused'; code: string }

/**
 * Does one step about one conversation, once: the conversation is held, it is asked again whether it is due, and the ledger's row is written in the
 * same transaction. Whoever comes second finds the row.
 */
export async function carryOut(tx: Tx, services: Services, workspaceId: string, step: KeptStep, conversationId: string, hours: HoursNow): Promise<Done> {
  const [row] = await tx.query<Candidate>(`select ${CANDIDATE} from conversation c where c.workspace_id = $1 and c.conversation_id = $2 for update`, [workspaceId, conversationId])
  const due = row ? dueNow(step, row, hours) : null
  if (!row || !due) return { kind: 'nothing' }
  const now = services.clock.now(workspaceId)
  if (!(await fits(tx, workspaceId, [conversationId], step.condition, now)).has(conversationId)) return { kind: 'nothing' }
  const fresh = await tx.query(`insert into nudge_done (workspace_id, conversation_id, nudge_step_id, key, outcome, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1`,
    [workspaceId, conversationId, step.id, due.key, step.kind === 'customer' ? 'sent' : 'told', iso(now)])
  if (fresh.length === 0) return { kind: 'nothing' }
  if (step.actions.length > 0) {
    const asked = step.kind === 'customer' && await reminded(tx, workspaceId, row.conversation_id, step.id, due.key)
    const done = asked ? { did: [], code: 'reminded_already', messageIds: [] } : await perform(tx, services, workspaceId, step, row, due.key, 0, hours)
    await writeOutcome(tx, workspaceId, step.id, row.conversation_id, due.key, done)
    return done.did.length === 0 ? { kind: 'refused', code: done.code ?? '' } : done.messageIds.length > 0 ? { kind: 'sent', messageIds: done.messageIds } : { kind: 'told' }
  }
  if (step.kind === 'customer' && await reminded(tx, workspaceId, row.conversation_id, step.id, due.key)) return refuse(tx, workspaceId, step, row, due, 'reminded_already')
  return step.kind === 'customer' ? remind(tx, services, workspaceId, step, row, due, hours) : tell(tx, services, workspaceId, step, row, now)
}

/** Whether another step has asked her in this window: nobody is asked twice. */
async function reminded(tx: Tx, workspaceId: string, conversationId: string, stepId: string, key: string): Promise<boolean> {
  const rows = await tx.query(`select 1 from nudge_done d join nudge_step s on s.workspace_id = $1 and s.nudge_step_id = d.nudge_step_id where d.workspace_id = $1 and d.conversation_id = $2 and d.nudge_step_id <> $3 and d.key = $4 and d.outcome = 'sent' and s.kind = 'customer'`,
    [workspaceId, conversationId, stepId, key])
  return rows.length > 0
}

async function refuse(tx: Tx, workspaceId: string, step: KeptStep, row: Candidate, due: DueNudge, code: string): Promise<Done> {
  await tx.query(`update nudge_done set outcome = 'refused', code = $5 where workspace_id = $1 and conversation_id = $2 and nudge_step_id = $3 and key = $4`, [workspaceId, row.conversation_id, step.id, due.key, code])
  return { kind: 'refused', code }
}

/** Asks the customer, the way everything goes out: rule engine, outbox, rule engine again. A refusal is noted and not tried again for this window. */
async function remind(tx: Tx, services: Services, workspaceId: string, step: KeptStep, row: Candidate, due: DueNudge, hours: HoursNow): Promise<Done> {
  const to = await readAddressee(tx, workspaceId, row.conversation_id)
  const wording = to ? await wordingFor(tx, workspaceId, step.variants, to, '', hours.at(row).timetable, hours.now) : null
  const messageIds: string[] = []
  let code: DenyCode | 'saved_reply_gone' | 'unknown_places' | 'content_unsupported' | null = wording ? ('fault' in wording ? wording.fault : null) : 'content_unsupported'
  for (const [i, content] of (wording && 'contents' in wording ? wording.contents : []).entries()) {
    const queued = await queueMessage(tx, services, workspaceId, { conversationId: row.conversation_id, clientId: `nudge:${step.id}:${due.key}:${i}`, content: content as Content, purpose: 'service', author: { type: 'automation', id: step.id } })
    if (queued.kind === 'refused') { code = messageIds.length === 0 ? queued.verdict.code : null; break }
    messageIds.push(queued.messageId)
  }
  if (code !== null) return refuse(tx, workspaceId, step, row, due, code)
  await tx.query('update nudge_done set message_id = $5 where workspace_id = $1 and conversation_id = $2 and nudge_step_id = $3 and key = $4', [workspaceId, row.conversation_id, step.id, due.key, messageIds[0] ?? null])
  return { kind: 'sent', messageIds }
}

/** Tells colleagues, raises the priority, hands it on; an escalation leaves a line in the thread. */
async function tell(tx: Tx, services: Services, workspaceId: string, step: KeptStep, row: Candidate, now: Instant): Promise<Done> {
  const userIds = await whoIsTold(tx, services, workspaceId, step, row)
  const raised = step.priority === null ? [] : await tx.query('update conversation set priority = $3 where workspace_id = $1 and conversation_id = $2 and array_position($4::text[], priority) < array_position($4::text[], $3) returning 1', [workspaceId, row.conversation_id, step.priority, PRIORITIES])
  const given = await hand(tx, workspaceId, step, row, now)
  const escalates = step.kind !== 'agent' || raised.length > 0 || given !== null
  const messageId = newId()
  if (escalates) {
    const data = { name: step.name, minutes: step.minutes, reason: step.kind, to: given?.name ?? '', hasTo: given ? 'yes' : 'no', priority: raised.length > 0 ? step.priority : null }
    await writeLines(tx, workspaceId, { type: 'automation', id: step.id }, [{ conversationId: row.conversation_id, messageId, event: 'escalated', data }], iso(now))
  }
  await append(tx, [
    ...(escalates ? [{ type: 'message.created', conversationId: row.conversation_id, messageIds: [messageId] }] : []),
    ...(given ? [{ type: 'conversation.assigned', conversationId: row.conversation_id, data: { userId: given.userId, teamId: given.teamId, byUserId: null, changeId: null } }] : []),
    ...(userIds.length > 0 ? [{ type: 'nudge.due', conversationId: row.conversation_id, data: { userIds, nudge: { kind: KIND[step.kind], stepId: step.id, name: step.name, answerBy: row.answer_by === null ? null : iso(row.answer_by), waitingSince: row.waiting_since === null ? null : iso(row.waiting_since) } } }] : []),
  ])
  return { kind: 'told' }
}

interface Given { userId: string | null; teamId: string | null; name: string }

/** Gives it to the colleague or team that the step names; null when nothing changes or they are not here any more. */
async function hand(tx: Tx, workspaceId: string, { assignUserId, assignTeamId }: KeptStep, row: Candidate, now: Instant): Promise<Given | null> {
  const [user] = assignUserId ? await tx.query<{ name: string }>('select u.name from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.user_id = $2 and m.disabled_at is null and u.disabled_at is null', [workspaceId, assignUserId]) : []
  const [team] = assignTeamId ? await tx.query<{ name: string }>('select name from team where workspace_id = $1 and team_id = $2', [workspaceId, assignTeamId]) : []
  const userId = user ? assignUserId : team ? null : row.assignee_id
  const teamId = team ? assignTeamId : row.team_id
  if ((!user && !team) || (userId === row.assignee_id && teamId === row.team_id)) return null
  await tx.query('update conversation set assignee_id = $3, team_id = $4, assigned_at = case when $3::uuid is null then null else $5::timestamptz end, queued_at = case when $3::uuid is null then queued_at end where workspace_id = $1 and conversation_id = $2',
    [workspaceId, row.conversation_id, userId, teamId, iso(now)])
  if (userId === null) await handToQueue(tx, workspaceId, [row.conversation_id], iso(now))
  return { userId, teamId, name: user?.name ?? team?.name ?? '' }
}
