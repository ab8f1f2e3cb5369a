/** Which rules wait where: kept from the log, and, for what had begun before a rule was switched on, from the threads themselves. */
import { type ThreadAct, days, type Instant, MOST_DEPTH_OF_RULES, momentOf, type RuleOccasion, occasionOf, pendingOf } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import { actsIn, actsNamed, type Place, placesOf, surroundingsOf } from './acts.js'
import { HoursNow } from './due.js'
import { type KeptRule, readRules } from './rules.js'

/** Entries of the log, and threads, that are looked at in one transaction. */
const PAGE = 500
/** A span in opening time may take so much longer by the wall. */
const OPENING_MS = days(60)

const iso = (at: Instant): string => new Date(at).toISOString()

interface Timer { step: string; conversation: string; slot: string; key: string; since: string; due: string; depth: number; order: string | null }

/** Rules begin to be followed where the log stands; the place stays where others already follow it. */
export async function beginRules(tx: Tx, workspaceId: string): Promise<void> {
  await tx.query('insert into rule_place (workspace_id, seq) select workspace_id, seq from event_head where workspace_id = $1 on conflict (workspace_id) do nothing', [workspaceId])
}

interface LogRow { seq: number; type: string; message_ids: string[] | null; data: { orderId?: string; consentIds?: string[] } | null }

/** Notes what the log holds behind our place, a stretch and its place in one transaction; of several nodes one does it. */
export async function followLog(services: Services, workspaceId: string): Promise<void> {
  for (let more = true; more && !services.stopping();) more = await services.db.inWorkspace(workspaceId, (tx) => stretch(tx, services, workspaceId))
}

async function stretch(tx: Tx, services: Services, workspaceId: string): Promise<boolean> {
  const [place] = await tx.query<{ seq: number }>('select seq from rule_place where workspace_id = $1 for update skip locked', [workspaceId])
  if (!place) return false
  const rules = await readRules(tx, workspaceId)
  if (rules.length === 0) {
    // Nobody listens: whoever is switched on next begins anew.
    await tx.query('delete from rule_place where workspace_id = $1', [workspaceId])
    return false
  }
  const log = await tx.query<LogRow>(`select seq, type, message_ids, case when type in ('contact.ordered', 'consent.changed') then data end as data from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}`, [workspaceId, place.seq])
  const last = log.at(-1)
  if (!last) return false
  // The log forgets: after a long pause what is missing is read from the threads.
  if (log[0]!.seq > place.seq + 1) await tx.query('update nudge_step set filled_at = null where workspace_id = $1 and enabled', [workspaceId]) // not empty
  const acts = await actsNamed(tx, workspaceId, {
    messageIds: log.flatMap((row) => (row.type === 'message.created' ? row.message_ids ?? [] : [])), orderIds: log.flatMap((row) => row.data?.orderId ?? []), consentIds: log.flatMap((row) => row.data?.consentIds ?? []),
  })
  await noteActs(tx, services, workspaceId, rules, acts)
  await tx.query('update rule_place set seq = $2 where workspace_id = $1', [workspaceId, last.seq])
  return log.length === PAGE
}

async function noteActs(tx: Tx, services: Services, workspaceId: string, rules: readonly KeptRule[], acts: ReadonlyMap<string, readonly ThreadAct[]>): Promise<void> {
  const places = await placesOf(tx, workspaceId, [...acts.keys()])
  const hours = await HoursNow.read(tx, workspaceId, services.clock.now(workspaceId))
  const timers: Timer[] = []
  for (const [conversationId, own] of acts) {
    const place = places.get(conversationId)
    if (!place) continue
    for (const rule of rules) for (const act of isThere(rule, place) ? own : []) {
      const occasion = occasionOf(rule.timed, act)
      if (!occasion) continue
      if (occasion.depth > MOST_DEPTH_OF_RULES) await tooDeep(tx, workspaceId, rule, conversationId, occasion, hours.now)
      else keep(timers, rule, conversationId, occasion, momentOf(rule.timed, occasion.since, surroundingsOf(hours, place)))
    }
  }
  await write(tx, workspaceId, timers)
}

export const isThere = (rule: Pick<KeptRule, 'inboxId'>, place: Pick<Place, 'inbox_id'>): boolean => rule.inboxId === null || rule.inboxId === place.inbox_id

/** What would have been due before the rule was switched on is not made up for. */
function keep(timers: Timer[], rule: KeptRule, conversationId: string, { slot, key, since, depth, orderId }: RuleOccasion, dueAt: Instant): void {
  if (dueAt >= rule.enabledAt) timers.push({ step: rule.id, conversation: conversationId, slot, key, since: iso(since), due: iso(dueAt), depth, order: orderId })
}

/** Shown beside the rule: it was caused by rules that were caused by rules. */
async function tooDeep(tx: Tx, workspaceId: string, rule: KeptRule, conversationId: string, occasion: RuleOccasion, now: Instant): Promise<void> {
  await tx.query(`insert into nudge_done (workspace_id, conversation_id, nudge_step_id, key, outcome, code, depth, at) values ($1, $2, $3, $4, 'refused', 'rules_in_a_circle', $5, $6) on conflict do nothing`, [workspaceId, conversationId, rule.id, occasion.key, occasion.depth, iso(now)])
}

/** Of one slot the newest stands; what was done once is not noted again. */
async function write(tx: Tx, workspaceId: string, timers: readonly Timer[]): Promise<void> {
  const newest = new Map<string, Timer>()
  for (const one of timers) {
    const name = `${one.step} ${one.conversation} ${one.slot}`
    const other = newest.get(name)
    if (!other || `${other.since} ${other.key}` < `${one.since} ${one.key}`) newest.set(name, one)
  }
  if (newest.size === 0) return
  await tx.query(
    `insert into rule_timer (workspace_id, nudge_step_id, conversation_id, slot, key, since, due_at, depth, order_id)
     select $1, t.step, t.conversation, t.slot, t.key, t.since, t.due, t.depth, t."order" from jsonb_to_recordset($2::jsonb) as t(step uuid, conversation uuid, slot text, key text, since timestamptz, due timestamptz, depth int, "order" text)
     where not exists (select from nudge_done d where d.workspace_id = $1 and d.conversation_id = t.conversation and d.nudge_step_id = t.step and d.key = t.key)
     on conflict (workspace_id, nudge_step_id, conversation_id, slot) do update set key = excluded.key, since = excluded.since, due_at = excluded.due_at, depth = excluded.depth, order_id = excluded.order_id
       where (excluded.since, excluded.key) > (rule_timer.since, rule_timer.key)`, [workspaceId, JSON.stringify([...newest.values()])])
}

/** For rules that were just switched on: what has begun and is not due yet. Repeated after a crash it changes nothing. */
export async function fillRules(services: Services, workspaceId: string): Promise<void> {
  const fresh = (await services.db.inWorkspace(workspaceId, (tx) => readRules(tx, workspaceId))).filter((rule) => !rule.filled)
  for (const rule of fresh) {
    const now = services.clock.now(workspaceId)
    const since = rule.enabledAt - rule.timed.minutes * 60_000 - days(2) - (rule.timed.opening ? OPENING_MS : 0)
    for (let before: { at: string; id: string } | null = { at: iso(now + days(1)), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }; before && !services.stopping();) {
      const from: { at: string; id: string } = before
      before = await services.db.inWorkspace(workspaceId, (tx) => page(tx, services, workspaceId, rule, since, from))
    }
    if (services.stopping()) return
    await services.db.inWorkspace(workspaceId, (tx) => tx.query('update nudge_step set filled_at = $3 where workspace_id = $1 and nudge_step_id = $2 and enabled_at = $4', [workspaceId, rule.id, iso(now), iso(rule.enabledAt)]))
  }
}

/** Threads in which something may have begun; an order or a yes needs no message, so those are found by themselves. */
async function page(tx: Tx, services: Services, workspaceId: string, rule: KeptRule, since: Instant, before: { at: string; id: string }): Promise<{ at: string; id: string } | null> {
  const rows = rule.kind === 'order' || rule.kind === 'consent'
    ? await tx.query<{ id: string; at: string }>(
      `select distinct c.conversation_id as id, to_char(c.last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from ${rule.kind === 'order' ? 'contact_order_step s join contact_order o on o.workspace_id = $1 and o.order_id = s.order_id' : 'consent_entry o'}
         join conversation c on c.workspace_id = $1 and c.contact_id = o.contact_id where ${rule.kind === 'order' ? 's.workspace_id = $1 and s.at >= $2' : 'o.workspace_id = $1 and o.recorded_at >= $2'} and (c.last_at, c.conversation_id) < ($3::timestamptz, $4::uuid) order by 2 desc, 1 desc limit ${PAGE}`, [workspaceId, iso(since), before.at, before.id])
    : await tx.query<{ id: string; at: string }>(
      `select c.conversation_id as id, to_char(c.last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from conversation c where c.workspace_id = $1 and c.last_at >= $2 and (c.last_at, c.conversation_id) < ($3::timestamptz, $4::uuid) order by c.last_at desc, c.conversation_id desc limit ${PAGE}`, [workspaceId, iso(since), before.at, before.id])
  const ids = rows.map((row) => row.id)
  const [acts, places, hours] = [await actsIn(tx, workspaceId, ids, since), await placesOf(tx, workspaceId, ids), await HoursNow.read(tx, workspaceId, services.clock.now(workspaceId))]
  const timers: Timer[] = []
  for (const [conversationId, own] of acts) {
    const place = places.get(conversationId)
    if (place && isThere(rule, place)) for (const { dueAt, ...occasion } of pendingOf(rule.timed, own, surroundingsOf(hours, place))) keep(timers, rule, conversationId, occasion, dueAt)
  }
  await write(tx, workspaceId, timers)
  return rows.length < PAGE ? null : rows.at(-1)! // a full page
}

/** When the next rule's time comes. */
export async function nextTimer(tx: Tx, workspaceId: string): Promise<Instant | null> {
  const [row] = await tx.query<{ due: number | null }>('select min(due_at) as due from rule_timer where workspace_id = $1', [workspaceId])
  return row?.due ?? null
}
