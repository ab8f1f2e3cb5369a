import { RecadoError, type ErrorCode, type Instant } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { reachSql } from '../auth/reach.js'
import { append } from '../ingest/others.js'
import type { Principal, Services } from '../services.js'
import { recordChange, type WorkImage } from './change-sets.js'
import { type Line, type Writer, writeLines } from './lines.js'

const iso = (at: Instant): string => new Date(at).toISOString()

/** A thread that is held for a change, as it stood before. */
export interface Held {
  id: string
  caseId: string
  accountId: string
  inboxId: string
  contactId: string
  windowClosesAt: Instant | null
  before: WorkImage
}

/** What a change needs to do its work on all of the held threads at once. */
export interface Scene { tx: Tx; services: Pick<Services, 'clock'>; workspaceId: string; principal: Principal; held: readonly Held[]; now: string; changeId: string }

/** What came of it, by thread: lines that people would look for later, facts for whoever reads the log, and what could not be done. */
export interface Outcome { lines?: Map<string, { event: string; data: Line['data'] }>; facts?: Map<string, { type: string; data: Record<string, unknown> }>; skipped?: Map<string, ErrorCode> }

/** One kind of change, set-based. Rows that stay as they were need no line. Several of one change touch different columns. */
export type Make = (scene: Scene) => Promise<Outcome>

/** What was changed, and what could not be. */
export interface Changed {
  /** null when nothing changed: there is nothing to take back. */
  changeId: string | null
  changed: string[]
  skipped: { id: string; code: ErrorCode }[]
}

/** Holds the threads that this person sees, in one order for all, so that two changes never wait for each other in a ring. */
export async function hold(tx: Tx, principal: Principal, ids: readonly string[]): Promise<Held[]> {
  const values: unknown[] = [principal.workspaceId, ids]
  const seen = reachSql(principal.reach, principal.id, (value) => `$${values.push(value)}`)
  const rows = await tx.query<{ id: string; case_id: string; account_id: string; inbox_id: string; contact_id: string; window_closes_at: number | null; before: WorkImage }>(
    `select c.conversation_id as id, c.case_id, c.account_id, c.inbox_id, c.contact_id, c.window_closes_at, work_image(c) as before
     from conversation c where c.workspace_id = $1 and c.conversation_id = any($2::uuid[])${seen ? ` and ${seen}` : ''} order by c.conversation_id for update`, values)
  return rows.map((row) => ({ id: row.id, caseId: row.case_id, accountId: row.account_id, inboxId: row.inbox_id, contactId: row.contact_id, windowClosesAt: row.window_closes_at, before: row.before }))
}

/**
 * Changes threads in the caller's transaction, as one change set: held, changed, noted as lines, remembered as they were, and told to the log
 * with `data.changeId`. The last thing a transaction does: the log is locked behind it.
 */
export async function changeIn(tx: Tx, services: Pick<Services, 'clock'>, principal: Principal, ids: readonly string[], makes: readonly Make[], changeId = newId()): Promise<Changed> {
  const { workspaceId } = principal
  const now = iso(services.clock.now(workspaceId))
  const held = await hold(tx, principal, ids)
  const found = new Set(held.map((row) => row.id))
  const skipped = new Map<string, ErrorCode>(ids.filter((id) => !found.has(id)).map((id) => [id, 'not_found']))
  const lines: Line[] = []
  const facts: { type: string; conversationId: string; data: Record<string, unknown> }[] = []
  for (const make of makes) {
    const outcome = await make({ tx, services, workspaceId, principal, held, now, changeId })
    for (const [conversationId, line] of outcome.lines ?? []) lines.push({ conversationId, messageId: newId(), ...line })
    for (const [conversationId, { type, data }] of outcome.facts ?? []) facts.push({ type, conversationId, data: { ...data, changeId } })
    for (const [id, code] of outcome.skipped ?? []) skipped.set(id, code)
  }
  const changed = await recordChange(tx, services, principal, changeId, held)
  await writeLines(tx, workspaceId, writerOf(principal), lines, now)
  const said = new Map<string, string[]>()
  for (const line of lines) said.set(line.conversationId, [...(said.get(line.conversationId) ?? []), line.messageId])
  const touched = [...new Set([...changed, ...said.keys()])]
  await append(tx, [
    ...touched.map((conversationId) => ({ type: said.has(conversationId) ? 'message.created' : 'conversation.changed', conversationId, messageIds: said.get(conversationId) ?? [], data: { changeId } })),
    ...facts,
  ])
  return { changeId: changed.length > 0 ? changeId : null, changed, skipped: [...skipped].map(([id, code]) => ({ id, code })) }
}

export const writerOf = (principal: Principal): Writer => ({ type: principal.kind === 'user' ? 'agent' : 'api', id: principal.id })

/** The same in a transaction of its own. */
export async function change(services: Services, principal: Principal, ids: readonly string[], ...makes: Make[]): Promise<Changed> {
  const done = await services.db.inWorkspace(principal.workspaceId, (tx) => changeIn(tx, services, principal, ids, makes))
  services.signals.committed(principal.workspaceId)
  return done
}

/** One thread. Throws what it could not be changed for. */
export async function changeOne(services: Services, principal: Principal, conversationId: string, ...makes: Make[]): Promise<Changed> {
  const done = await services.db.inWorkspace(principal.workspaceId, async (tx) => {
    const made = await changeIn(tx, services, principal, [conversationId], makes)
    const [failed] = made.skipped
    if (failed) throw new RecadoError(failed.code, { conversationId })
    return made
  })
  services.signals.committed(principal.workspaceId)
  return done
}
