import { type Filter, type Instant, MOST_RUNS_AN_HOUR, hours as hoursOf, overtakenBy, quietEnds } from '@recado/core'
import { filterSql, type Tx } from '@recado/db'
import type { Services } from '../services.js'
import { actsIn, placesOf, surroundingsOf } from './acts.js'
import { CANDIDATE, type Candidate, type HoursNow } from './due.js'
import { type Performed, perform } from './perform.js'
import type { KeptRule } from './rules.js'
import { isThere } from './timers.js'

/** A timer whose time has come. */
export interface DueTimer { nudge_step_id: string; conversation_id: string; slot: string }

export const DUE = 'select nudge_step_id, conversation_id, slot from rule_timer where workspace_id = $1 and due_at <= $2 order by due_at, nudge_step_id, conversation_id, slot limit 200'

const iso = (at: Instant): string => new Date(at).toISOString()

/** Whether the thread and its person fit. One row by its key: the filter needs no index. */
export async function fits(tx: Tx, workspaceId: string, conversationIds: readonly string[], condition: Filter | null, now: Instant): Promise<Set<string>> {
  if (condition === null) return new Set(conversationIds)
  const values: unknown[] = [workspaceId, conversationIds]
  const where = filterSql(condition, { userId: null, now }, (value) => `$${values.push(value)}`)
  return new Set((await tx.query<{ id: string }>(`select c.conversation_id as id from conversation c where c.workspace_id = $1 and c.conversation_id = any($2::uuid[]) and ${where}`, values)).map((row) => row.id))
}

/**
 * What a rule does in one thread when its time has come, once: the thread is held, whether it was overtaken is read from the thread itself, and ledger and
 * timer change in the transaction that acts. Whoever comes second finds no timer. `moved`: it is done with this timer, though nothing was to be done.
 */
export async function fire(tx: Tx, services: Services, workspaceId: string, rules: ReadonlyMap<string, KeptRule>, timer: DueTimer, hours: HoursNow): Promise<'nothing' | 'moved' | Performed> {
  const own = [workspaceId, timer.nudge_step_id, timer.conversation_id, timer.slot]
  const [row] = await tx.query<Candidate>(`select ${CANDIDATE} from conversation c where c.workspace_id = $1 and c.conversation_id = $2 for update`, [workspaceId, timer.conversation_id])
  const [kept] = await tx.query<{ key: string; since: Instant; due_at: Instant; depth: number; order_id: string | null }>('select key, since, due_at, depth, order_id from rule_timer where workspace_id = $1 and nudge_step_id = $2 and conversation_id = $3 and slot = $4 for update', own)
  const { now } = hours
  if (!row || !kept || kept.due_at > now) return 'nothing'
  const drop = (): Promise<unknown> => tx.query('delete from rule_timer where workspace_id = $1 and nudge_step_id = $2 and conversation_id = $3 and slot = $4', own)
  const rule = rules.get(timer.nudge_step_id)
  if (!rule || !isThere(rule, row)) { await drop(); return 'moved' }
  const acts = (await actsIn(tx, workspaceId, [row.conversation_id], kept.since)).get(row.conversation_id) ?? []
  const at = acts.findIndex((act) => act.id === kept.key)
  const occasion = { key: kept.key, slot: timer.slot, since: kept.since, depth: kept.depth, orderId: kept.order_id }
  if (overtakenBy(rule.timed, occasion, acts.slice(at + 1)) || !(await fits(tx, workspaceId, [row.conversation_id], rule.condition, now)).has(row.conversation_id)) { await drop(); return 'moved' }
  // It could not act when its time came, and now she sleeps.
  const place = rule.timed.sends ? (await placesOf(tx, workspaceId, [row.conversation_id])).get(row.conversation_id) : undefined
  const wakes = place ? quietEnds(rule.quiet, now, surroundingsOf(hours, place).timeZone) : null
  if (wakes !== null) {
    await tx.query('update rule_timer set due_at = $5 where workspace_id = $1 and nudge_step_id = $2 and conversation_id = $3 and slot = $4', [...own, iso(wakes)])
    return 'moved'
  }
  await drop()
  return settle(tx, services, workspaceId, rule, row, kept, hours)
}

/** The ledger, and then what is to be done. */
async function settle(tx: Tx, services: Services, workspaceId: string, rule: KeptRule, row: Candidate, { key, depth }: { key: string; depth: number }, hours: HoursNow): Promise<'moved' | Performed> {
  const [lately] = await tx.query<{ n: number }>(`select count(*)::int as n from nudge_done where workspace_id = $1 and conversation_id = $2 and depth is not null and at > $3 and outcome <> 'refused'`, [workspaceId, row.conversation_id, iso(hours.now - hoursOf(1))])
  const fresh = await tx.query(`insert into nudge_done (workspace_id, conversation_id, nudge_step_id, key, outcome, depth, at) values ($1, $2, $3, $4, 'done', $5, $6) on conflict do nothing returning 1`, [workspaceId, row.conversation_id, rule.id, key, depth, iso(hours.now)])
  if (fresh.length === 0) return 'moved'
  const done: Performed = (lately?.n ?? 0) >= MOST_RUNS_AN_HOUR ? { did: [], code: 'rules_too_often', messageIds: [] } : await perform(tx, services, workspaceId, rule, row, key, depth, hours)
  await writeOutcome(tx, workspaceId, rule.id, row.conversation_id, key, done)
  return done
}

/** What came of it, at the ledger's row. */
export async function writeOutcome(tx: Tx, workspaceId: string, stepId: string, conversationId: string, key: string, { did, code, messageIds }: Performed): Promise<void> {
  const outcome = did.length === 0 ? 'refused' : did.includes('send') ? 'sent' : 'done'
  await tx.query('update nudge_done set outcome = $5, code = $6, message_id = $7, did = $8 where workspace_id = $1 and conversation_id = $2 and nudge_step_id = $3 and key = $4', [workspaceId, conversationId, stepId, key, outcome, code, messageIds[0] ?? null, did])
}
