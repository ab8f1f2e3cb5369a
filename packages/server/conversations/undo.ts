import { type Instant, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import { append } from '../ingest/others.js'
import { namesNow } from '../labels/vocabulary.js'
import { type MessagesUndone, undoRunIn } from '../macros/runs.js'
import type { Principal, Services } from '../services.js'
import { writerOf } from './change.js'
import type { WorkImage } from './change-sets.js'
import { type Line, writeLines } from './lines.js'

/** What was put back, and what was left as others or the customer have made it since, by thread. */
export interface Undone { changeId: string; undone: string[]; kept: { id: string; fields: KeptField[] }[]; /** of a macro: its messages that never left, and those that had */ messages?: MessagesUndone }
export type KeptField = 'status' | 'assignee' | 'team' | 'priority' | 'unread' | 'gone'

interface Row { id: string; before: WorkImage; after: WorkImage; now: WorkImage | null }

/**
 * Takes a change back while it has not settled: whoever made it, or who leads. Field by field what it made is put back, unless somebody else
 * touched the field since; that is told. Doing it again answers the same.
 */
export async function undoChange(services: Services, principal: Principal, changeId: string): Promise<Undone> {
  const { workspaceId } = principal
  const undone = await services.db.inWorkspace(workspaceId, async (tx) => {
    const now = services.clock.now(workspaceId)
    const [set] = await tx.query<{ made_by: string; settles_at: Instant; undone: Undone | null }>('select made_by, settles_at, undone from change_set where workspace_id = $1 and change_id = $2 for update', [workspaceId, changeId])
    if (!set || (set.made_by !== principal.id && !may(principal, 'assignment.manage'))) throw new RecadoError('not_found', { changeId })
    if (set.undone) return set.undone
    if (now >= set.settles_at) throw new RecadoError('change_settled', { changeId })
    const rows = await held(tx, workspaceId, changeId)
    const plans = rows.map((row) => ({ row, ...planOf(row) }))
    const due = plans.filter((plan) => plan.back.length > 0)
    await putBack(tx, workspaceId, due.map(({ row, target }) => ({ id: row.id, from: row.now!, target }))) // what is gone puts nothing back
    const lines: Line[] = due.filter((plan) => plan.back.some((field) => field !== 'unread')).map(({ row }) => ({ conversationId: row.id, messageId: newId(), event: 'undone', data: { by: principal.name } }))
    await writeLines(tx, workspaceId, writerOf(principal), lines, new Date(now).toISOString())
    const messages = await undoRunIn(tx, services, principal, changeId)
    const answer: Undone = { changeId, ...(messages ? { messages } : {}), undone: due.map(({ row }) => row.id), kept: plans.filter((plan) => plan.kept.length > 0).map(({ row, kept }) => ({ id: row.id, fields: kept })) }
    await tx.query('update change_set set undone_at = $3, undone_by = $4, undone = $5 where workspace_id = $1 and change_id = $2', [workspaceId, changeId, new Date(now).toISOString(), principal.id, JSON.stringify(answer)])
    const lineOf = new Map(lines.map((line) => [line.conversationId, line.messageId]))
    await append(tx, due.map(({ row }) => ({ type: lineOf.has(row.id) ? 'message.created' : 'conversation.changed', conversationId: row.id, messageIds: lineOf.has(row.id) ? [lineOf.get(row.id)!] : [], data: { undid: changeId } }))) // it has one
    return answer
  })
  services.signals.committed(workspaceId)
  return undone
}

/** Its threads, held, as they were, as it left them and as they are. What she no longer sees because of it she may still take back. */
async function held(tx: Tx, workspaceId: string, changeId: string): Promise<Row[]> {
  const rows = await tx.query<Row>(
    `select r.conversation_id as id, r.before, r.after, work_image(c) as now from change_row r join conversation c on c.workspace_id = $1 and c.conversation_id = r.conversation_id
     where r.workspace_id = $1 and r.change_id = $2 order by r.conversation_id for update of c`, [workspaceId, changeId])
  await renameIn(tx, workspaceId, rows)
  const gone = await tx.query<{ id: string; before: WorkImage; after: WorkImage }>('select conversation_id as id, before, after from change_row where workspace_id = $1 and change_id = $2 and conversation_id <> all($3::uuid[])', [workspaceId, changeId, rows.map((row) => row.id)])
  return [...rows, ...gone.map((row) => ({ ...row, now: null }))]
}

/** A label may have been renamed meanwhile: it goes back under the name it has now. */
async function renameIn(tx: Tx, workspaceId: string, rows: readonly Row[]): Promise<void> {
  const names = await namesNow(tx, workspaceId, [...new Set(rows.flatMap(({ before, after }) => [...before.labels, ...after.labels]))])
  for (const { before, after } of rows) for (const image of [before, after]) image.labels = image.labels.map((name) => names.get(name) ?? name)
}

/** What belongs together: a status with how it sleeps and the case that runs. */
const STATE = ['status', 'snoozedUntil', 'snoozeMarginMs', 'caseId'] as const
const SINGLE = [['assigneeId', 'assignee'], ['teamId', 'team'], ['priority', 'priority'], ['unread', 'unread']] as const

/** Which fields go back, which stay, and how the thread then is. Labels are a set: what was put on comes off, what was taken off comes back. */
export function planOf({ before, after, now }: Pick<Row, 'before' | 'after' | 'now'>): { target: WorkImage; back: string[]; kept: KeptField[] } {
  if (!now) return { target: after, back: [], kept: ['gone'] }
  const target = { ...now }
  const back: string[] = []
  const kept: KeptField[] = []
  if (STATE.some((field) => before[field] !== after[field])) {
    if (STATE.every((field) => now[field] === after[field])) {
      const { status, snoozedUntil, snoozeMarginMs, caseId } = before
      Object.assign(target, { status, snoozedUntil, snoozeMarginMs, caseId })
      if (now.waitingSince === after.waitingSince) target.waitingSince = before.waitingSince
      if (now.failed === after.failed) target.failed = before.failed
      back.push('status')
    } else kept.push('status')
  }
  for (const [field, name] of SINGLE) if (before[field] !== after[field]) {
    if (now[field] === after[field]) { Object.assign(target, { [field]: before[field] }); back.push(name) } else kept.push(name)
  }
  const [on, off] = [after.labels.filter((label) => !before.labels.includes(label)), before.labels.filter((label) => !after.labels.includes(label))]
  const labels = [...new Set([...now.labels.filter((label) => !on.includes(label)), ...off])].sort()
  if (labels.join('\n') !== [...now.labels].sort().join('\n')) { target.labels = labels; back.push('labels') }
  return { target, back, kept }
}

async function putBack(tx: Tx, workspaceId: string, rows: readonly { id: string; from: WorkImage; target: WorkImage }[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `update conversation c set status = t.status, snoozed_until = t."snoozedUntil" at time zone 'utc', snooze_margin_ms = t."snoozeMarginMs", case_id = t."caseId", waiting_since = t."waitingSince" at time zone 'utc', failed_count = t.failed,
       assignee_id = t."assigneeId", team_id = t."teamId", priority = t.priority, labels = t.labels, unread = t.unread
     from (select x.id, t.* from jsonb_to_recordset($2::jsonb) as x(id uuid, target jsonb) cross join lateral jsonb_to_record(x.target) as t(status text, "snoozedUntil" timestamp, "snoozeMarginMs" int, "caseId" uuid, "waitingSince" timestamp, failed int,
       "assigneeId" uuid, "teamId" uuid, priority text, labels text[], unread int)) t
     where c.workspace_id = $1 and c.conversation_id = t.id`, [workspaceId, JSON.stringify(rows.map(({ id, target }) => ({ id, target })))])
  // A case that was closed runs on; one that was opened never was, and its lines stand in the one before.
  const running = rows.filter(({ from, target }) => from.status === 'resolved' && target.status !== 'resolved')
  if (running.length > 0) await tx.query('update work_case set resolved_at = null, resolved_by = null where workspace_id = $1 and case_id = any($2::uuid[])', [workspaceId, running.map(({ target }) => target.caseId)])
  const dropped = JSON.stringify(rows.filter(({ from, target }) => from.caseId !== target.caseId).map(({ id, from, target }) => ({ id, opened: from.caseId, before: target.caseId })))
  if (dropped === '[]') return
  await tx.query('update message m set case_id = d.before from jsonb_to_recordset($2::jsonb) as d(id uuid, opened uuid, before uuid) where m.workspace_id = $1 and m.conversation_id = d.id and m.case_id = d.opened', [workspaceId, dropped])
  await tx.query('delete from work_case w using jsonb_to_recordset($2::jsonb) as d(opened uuid) where w.workspace_id = $1 and w.case_id = d.opened', [workspaceId, dropped])
}
