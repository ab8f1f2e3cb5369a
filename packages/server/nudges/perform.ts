/** Does what a rule says in a thread that its caller holds, in order; a line in the thread tells what was done. */
import type { Priority, RuleAction } from '@recado/api'
import { type Instant, minutes, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { makeAssign } from '../conversations/assign.js'
import { hold, type Make } from '../conversations/change.js'
import { makeLabels } from '../conversations/labels.js'
import { type Line, writeLines } from '../conversations/lines.js'
import { makePriority, makeStatus } from '../conversations/states.js'
import { append } from '../ingest/others.js'
import type { Principal, Services } from '../services.js'
import type { Candidate, HoursNow } from './due.js'
import { whoIsTold } from './people.js'
import { say, sayingFor } from './say.js'
import type { Kept } from './kept.js'

/** What came of it: the actions that were done, and why the first that was not was not. */
export interface Performed { did: RuleAction['do'][]; code: string | null; messageIds: string[] }

const PRIORITIES: readonly Priority[] = ['none', 'low', 'normal', 'high', 'urgent']
const iso = (at: Instant): string => new Date(at).toISOString()

interface Stage { tx: Tx; services: Services; workspaceId: string; step: Kept; row: Candidate; key: string; depth: number; hours: HoursNow; messageIds: string[] }

export async function perform(tx: Tx, services: Services, workspaceId: string, step: Kept, row: Candidate, key: string, depth: number, hours: HoursNow): Promise<Performed> {
  const stage: Stage = { tx, services, workspaceId, step, row, key, depth, hours, messageIds: [] }
  const did: RuleAction['do'][] = []
  let code: string | null = null
  for (const [i, action] of step.actions.entries()) {
    const refused = await one(stage, action, i)
    if (refused === null) did.push(action.do)
    else code ??= refused
  }
  if (did.length > 0) {
    const messageId = newId()
    await writeLines(tx, workspaceId, { type: 'automation', id: step.id }, [{ conversationId: row.conversation_id, messageId, event: 'rule_ran', data: { name: step.name, did: [...new Set(did)].join(','), depth } }], iso(hours.now))
    await append(tx, [{ type: 'message.created', conversationId: row.conversation_id, messageIds: [messageId] }])
  }
  return { did, code, messageIds: stage.messageIds }
}

/** null when it was done; else why not. */
async function one(stage: Stage, action: RuleAction, i: number): Promise<string | null> {
  const { tx, services, workspaceId, step, row, hours } = stage
  switch (action.do) {
    case 'send': {
      const account = await services.accounts.byId(workspaceId, row.account_id)
      const channel = account && services.channels.find(account.channel)
      if (!account || !channel) return 'account_disconnected'
      const saying = await sayingFor(tx, account, channel, action, row.conversation_id, hours.at(row).timetable, hours.now)
      const said = await say(tx, services, account, saying, action, { conversationId: row.conversation_id, clientId: `rule:${step.id}:${stage.key}:${i}`, stepId: step.id })
      stage.messageIds.push(...said.messageIds)
      return said.code
    }
    case 'remind': return remind(stage, action)
    case 'note': return note(stage, action.text)
    case 'stage': return changeStage(stage, action.stageId)
    case 'assign': return action.to === 'rules' ? giveOut(stage) : make(stage, makeAssign(action.to === 'user' ? { userId: action.id } : action.to === 'team' ? { teamId: action.id, userId: null } : { userId: null, teamId: null }))
    case 'label': return make(stage, makeLabels(action.add, action.remove))
    case 'priority': {
      const [now] = await tx.query<{ priority: Priority }>('select priority from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, row.conversation_id])
      return now && PRIORITIES.indexOf(now.priority) < PRIORITIES.indexOf(action.priority) ? make(stage, makePriority(action.priority)) : null
    }
    case 'snooze': return make(stage, makeStatus('snoozed', { mode: 'until', until: hours.now + minutes(action.minutes) }))
    case 'resolve': return make(stage, makeStatus('resolved'))
  }
}

/** Rules work on every thread, and may put on any label there is. */
const actorOf = ({ workspaceId, step }: Stage): Principal => ({ kind: 'token', id: step.id, name: step.name, workspaceId, role: null, permissions: null, reach: { kind: 'all' }, scopes: ['conversations'], language: 'en' })

/** A change as people make it, with the rule as its author; its lines say how many rules led to it. */
async function make(stage: Stage, change: Make): Promise<string | null> {
  const { tx, services, workspaceId, row, step, depth } = stage
  const principal = actorOf(stage)
  const changeId = newId()
  const now = iso(stage.hours.now)
  const held = await hold(tx, principal, [row.conversation_id])
  try {
    const { lines = new Map(), facts = new Map(), skipped = new Map() } = await change({ tx, services, workspaceId, principal, held, now, changeId })
    const written = [...lines].map(([conversationId, line]): Line => ({ conversationId, messageId: newId(), event: line.event, data: { ...line.data, depth } }))
    await writeLines(tx, workspaceId, { type: 'automation', id: step.id }, written, now)
    await append(tx, [
      ...written.map(({ conversationId, messageId }) => ({ type: 'message.created', conversationId, messageIds: [messageId] })),
      ...[...facts].map(([conversationId, { type, data }]) => ({ type, conversationId, data: { ...data, changeId: null, byUserId: null } })),
    ])
    return skipped.get(row.conversation_id) ?? null
  } catch (error) {
    if (error instanceof RecadoError) return error.code
    throw error
  }
}

/** Whoever is named hears of it. */
async function remind({ tx, services, workspaceId, step, row }: Stage, action: Extract<RuleAction, { do: 'remind' }>): Promise<string | null> {
  const userIds = await whoIsTold(tx, services, workspaceId, { tell: action.whom, tellIds: 'ids' in action ? action.ids : [] }, row)
  if (userIds.length === 0) return 'nobody_to_tell'
  const nudge = { kind: action.whom === 'leads' ? 'escalation_rule' : 'rule', stepId: step.id, name: step.name, answerBy: row.answer_by === null ? null : iso(row.answer_by), waitingSince: row.waiting_since === null ? null : iso(row.waiting_since) }
  await append(tx, [{ type: 'nudge.due', conversationId: row.conversation_id, data: { userIds, nudge } }])
  return null
}

async function note({ tx, workspaceId, step, row, hours }: Stage, text: string): Promise<null> {
  const messageId = newId()
  await tx.query(
    `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, author_id, at) select $1, $2, c.conversation_id, c.case_id, c.account_id, 'note', 'text', $4, 'received', 'automation', $5, $6
     from conversation c where c.workspace_id = $1 and c.conversation_id = $3`, [workspaceId, messageId, row.conversation_id, JSON.stringify({ kind: 'text', text: text.trim() }), step.id, iso(hours.now)])
  await append(tx, [{ type: 'message.created', conversationId: row.conversation_id, messageIds: [messageId] }])
  return null
}

async function changeStage({ tx, workspaceId, row, hours }: Stage, stageId: string): Promise<string | null> {
  const [stage] = await tx.query('select 1 from contact_stage where workspace_id = $1 and stage_id = $2 and archived_at is null', [workspaceId, stageId])
  if (!stage) return 'stage_gone'
  const changed = await tx.query<{ contact_id: string }>('update contact p set stage_id = $3, updated_at = $4 from conversation c where c.workspace_id = $1 and c.conversation_id = $2 and p.workspace_id = $1 and p.contact_id = c.contact_id and p.stage_id is distinct from $3 returning p.contact_id', [workspaceId, row.conversation_id, stageId, iso(hours.now)])
  await append(tx, changed.map((one) => ({ type: 'contact.changed', data: { contactId: one.contact_id } })))
  return null
}

/** The inbox's own assignment chooses; where it is off nobody would. */
async function giveOut({ tx, workspaceId, row, hours }: Stage): Promise<string | null> {
  const given = await tx.query(
    `update conversation c set assignee_id = null, assigned_at = null, queued_at = $3 from assignment_plan p where c.workspace_id = $1 and c.conversation_id = $2 and c.status = 'open' and p.workspace_id = $1 and p.inbox_id = c.inbox_id and p.enabled returning 1`, [workspaceId, row.conversation_id, iso(hours.now)])
  if (given.length === 0) return 'assignment_off'
  await append(tx, [{ type: row.assignee_id === null ? 'conversation.changed' : 'conversation.assigned', conversationId: row.conversation_id, ...(row.assignee_id === null ? {} : { data: { userId: null, teamId: row.team_id, byUserId: null, changeId: null } }) }])
  return null
}
