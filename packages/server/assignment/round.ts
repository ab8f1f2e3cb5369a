/** What one look does, each step in the transaction of its caller, with the book open. Every step finds its own work anew, so a crash forgets nothing. */
import { type AssignmentPlan, compareQueued, type Instant, minutes } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import type { Working } from './agents.js'
import { type Book, SUBJECT, SUBJECTS, type Subject } from './book.js'
import type { Doings } from './carry-out.js'

/** Conversations dealt with in one transaction. */
export const BATCH = 50
/** A queue is looked at so far; behind it wait those who would wait anyway. */
const QUEUE_LOOK = 500

const iso = (at: Instant): string => new Date(at).toISOString()

interface Desk { tx: Tx; services: Pick<Services, 'clock'>; workspaceId: string; book: Book; doings: Doings; now: Instant }

/** Held in one order for all, so that nobody waits for each other in a ring. What somebody else holds is looked at again next time. */
const hold = (tx: Tx, workspaceId: string, ids: readonly string[], also = ''): Promise<Subject[]> =>
  tx.query<Subject>(`select ${SUBJECT} ${SUBJECTS} where c.workspace_id = $1 and c.conversation_id = any($2::uuid[]) and c.status = 'open' ${also} order by c.conversation_id for update of c`, [workspaceId, ids])

/** What a change took out of the queue stands in its old place again when the change was undone. */
export async function backIntoQueue({ tx, workspaceId, doings }: Desk, undone: readonly { id: string; changeId: string }[]): Promise<void> {
  if (undone.length === 0) return
  const rows = await tx.query<{ conversation_id: string }>(
    `update conversation c set queued_at = c.queue_was from jsonb_to_recordset($2::jsonb) as u(id uuid, "changeId" uuid) join change_row r on r.workspace_id = $1 and r.change_id = u."changeId" and r.conversation_id = u.id
     where c.workspace_id = $1 and c.conversation_id = u.id and c.queued_at is null and c.queue_was is not null and c.status = 'open' and c.assignee_id is null
       and (r.before->>'assigneeId' is distinct from r.after->>'assigneeId' or r.before->>'status' <> r.after->>'status') returning c.conversation_id`, [workspaceId, JSON.stringify(undone)])
  doings.queuedAgain(rows.map((row) => row.conversation_id))
}

/** What somebody had who no longer works here waits for a colleague; what sleeps or is pending is given out when the customer writes again. */
export async function takeGivenBack({ tx, workspaceId, book, doings }: Desk, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query(`delete from assignment_entry e using conversation c where e.workspace_id = $1 and e.occasion = 'begun' and c.workspace_id = $1 and c.conversation_id = any($2::uuid[]) and e.case_id = c.case_id and c.assignee_id is null and c.status <> 'open'`, [workspaceId, ids])
  for (const subject of await hold(tx, workspaceId, ids, 'and c.assignee_id is null and c.queued_at is null')) if (book.planOf(subject.inbox_id)?.enabled) await doings.queue(subject)
}

const BEGUN = `and (w.opened_by = 'contact' or c.last_inbound_at > w.opened_at) and c.last_inbound_at is not null
  and not exists (select from assignment_entry e where e.workspace_id = $1 and e.case_id = c.case_id and e.occasion = 'begun')
  and exists (select from assignment_plan a where a.workspace_id = $1 and a.inbox_id = c.inbox_id and a.enabled)`

/** Whether there is anything to open the book for. */
export async function anyBegun(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return false
  const [row] = await tx.query<{ any: boolean }>(`select exists (select ${SUBJECTS} where c.workspace_id = $1 and c.conversation_id = any($2::uuid[]) and c.status = 'open' ${BEGUN}) as any`, [workspaceId, ids])
  return row?.any ?? false
}

/** Threads of the log in which a customer began something, a first time or again, that nobody has dealt with. */
export async function dealWithBegun({ tx, workspaceId, book, doings }: Desk, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const subjects = await hold(tx, workspaceId, ids, BEGUN)
  for (const subject of subjects) {
    const plan = book.planOf(subject.inbox_id)
    if (!plan?.enabled) continue
    const rule = book.ruleOf(subject)
    const wanted = rule !== null && (subject.ordinal === 1 ? rule.onNew : rule.onReopened)
    // It comes back to whoever had it, while she is there; a colleague may also have taken it before we looked.
    const hers = subject.assignee_id !== null && (subject.ordinal === 1 || book.people.some((one) => one.userId === subject.assignee_id && one.availability === 'available'))
    if (wanted && !hers) await doings.settle(book, subject, 'begun')
    else await doings.enter(subject, 'begun', 'left', null, rule?.id ?? null, null)
  }
}

/** Threads that nobody took although the customer has waited so long. */
export async function dealWithForgotten({ tx, workspaceId, book, doings, now }: Desk, plans: readonly { inboxId: string; plan: AssignmentPlan }[]): Promise<void> {
  for (const { inboxId, plan } of plans) {
    const shortest = shortestWait(plan)
    if (shortest === null) continue
    const due = await tx.query<{ conversation_id: string }>(
      `select c.conversation_id from conversation c where c.workspace_id = $1 and c.inbox_id = $2 and c.status = 'open' and c.assignee_id is null and c.queued_at is null and c.waiting_since <= $3
         and not exists (select from assignment_entry e where e.workspace_id = $1 and e.case_id = c.case_id and e.occasion = 'waited') order by c.waiting_since limit ${BATCH}`, [workspaceId, inboxId, iso(now - minutes(shortest))])
    for (const subject of await hold(tx, workspaceId, due.map((row) => row.conversation_id), 'and c.assignee_id is null and c.queued_at is null')) {
      const after = book.ruleOf(subject)?.afterMinutes ?? null
      if (after !== null && subject.waiting_since !== null && now - subject.waiting_since >= minutes(after)) await doings.settle(book, subject, 'waited')
    }
  }
}

/** The shortest wait after which a rule of the plan steps in; null = none does. */
export function shortestWait(plan: AssignmentPlan): number | null {
  const waits = plan.enabled ? plan.rules.flatMap((rule) => (rule.enabled && rule.methods.length > 0 && rule.afterMinutes !== null ? [rule.afterMinutes] : [])) : []
  return waits.length > 0 ? Math.min(...waits) : null
}

/** Since when she counts as off for this plan, 0 for somebody who was never there; null while she does not. */
export function offSince(person: Pick<Working, 'availability' | 'since'>, plan: AssignmentPlan, now: Instant): Instant | null {
  if (person.availability === 'available') return null
  if (person.availability === 'offline') return person.since ?? 0
  return plan.offAfterMinutes !== null && now - (person.since ?? now) >= minutes(plan.offAfterMinutes) ? person.since : null
}

/**
 * Open conversations of colleagues who are off, as their inbox wants it. What was given to somebody after she went off was meant so, until the
 * customer writes again.
 */
export async function takeBackFromOff({ tx, workspaceId, book, doings, now }: Desk, plans: readonly { inboxId: string; plan: AssignmentPlan }[]): Promise<void> {
  for (const { inboxId, plan } of plans) {
    if (!plan.enabled || plan.whenOff === 'stay') continue
    const off = book.people.flatMap((one) => { const since = offSince(one, plan, now); return since === null ? [] : [{ user_id: one.userId, since: iso(since) }] })
    if (off.length === 0) continue
    const due = await tx.query<{ conversation_id: string }>(
      `select c.conversation_id from jsonb_to_recordset($3::jsonb) as o(user_id uuid, since timestamptz) join conversation c on c.workspace_id = $1 and c.assignee_id = o.user_id
       where c.inbox_id = $2 and c.status = 'open' and (coalesce(c.assigned_at, '-infinity') <= o.since or (c.waiting_since is not null and c.last_inbound_at > c.assigned_at)) ${plan.whenOff === 'waiting' ? 'and c.waiting_since is not null' : ''}
       order by c.conversation_id limit ${BATCH}`, [workspaceId, inboxId, JSON.stringify(off)])
    const offIds = new Set(off.map((one) => one.user_id))
    for (const subject of await hold(tx, workspaceId, due.map((row) => row.conversation_id))) {
      if (subject.assignee_id === null || !offIds.has(subject.assignee_id)) continue
      await doings.takeBack(subject, book.people.find((one) => one.userId === subject.assignee_id)?.name ?? '', true)
    }
  }
}

/** As many of the queue as somebody has room for, the most urgent and then the longest waiting first. Returns how many left it. */
export async function serveQueue({ tx, workspaceId, book, doings }: Desk): Promise<number> {
  const inboxes = await tx.query<{ inbox_id: string }>('select distinct inbox_id from conversation where workspace_id = $1 and queued_at is not null', [workspaceId])
  let served = 0
  for (const { inbox_id: inboxId } of inboxes) {
    if (!book.planOf(inboxId)?.enabled || !book.hasRoom(inboxId)) continue
    const waiting = await tx.query<{ id: string }>(
      `select conversation_id as id from conversation where workspace_id = $1 and inbox_id = $2 and queued_at is not null order by array_position(array['urgent', 'high', 'normal', 'low', 'none'], priority), queued_at, conversation_id limit ${QUEUE_LOOK}`, [workspaceId, inboxId])
    const held = await hold(tx, workspaceId, waiting.map((row) => row.id), 'and c.queued_at is not null')
    const inOrder = held.map((subject) => ({ subject, conversationId: subject.conversation_id, priority: subject.priority, queuedAt: subject.queued_at ?? 0 })).sort(compareQueued)
    for (const { subject } of inOrder) {
      if (served >= BATCH || !book.hasRoom(inboxId)) break
      const { decision } = await book.decide(subject)
      if (decision.kind !== 'give') continue
      await doings.settle(book, subject, `queue ${iso(subject.queued_at ?? 0)}`)
      served += 1
    }
  }
  return served
}
