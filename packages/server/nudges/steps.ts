import type { NudgeStep, NudgeStepWish } from '@recado/api'
import { days, type Instant, isHappening, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { checkedVariants } from '../automation/change.js'
import { iso, isoOrNull } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { checkRule } from './check-rule.js'
import { COLUMNS, type Row, toKept } from './kept.js'
import { beginRules } from './timers.js'

/** Steps of a workspace: each is asked about everybody who waits. */
const MOST_STEPS = 50
const LATELY_MS = days(30)

interface Lately { count: number; last_at: Instant | null; refused_code: string | null; refused_at: Instant | null; refusals: number; waiting: number }

/** All of them as people see them, or one. */
export async function readSteps(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, only: string | null = null): Promise<NudgeStep[]> {
  const rows = await tx.query<Row & Lately>(
    `select ${COLUMNS}, l.count, l.last_at, l.refusals, f.code as refused_code, f.at as refused_at, (select count(*)::int from rule_timer t where t.workspace_id = $1 and t.nudge_step_id = s.nudge_step_id) as waiting from nudge_step s
       cross join lateral (select (count(*) filter (where d.outcome <> 'refused'))::int as count, max(d.at) filter (where d.outcome <> 'refused') as last_at, (count(*) filter (where d.code is not null))::int as refusals
         from nudge_done d where d.workspace_id = $1 and d.nudge_step_id = s.nudge_step_id and d.at > $3) l
       left join lateral (select d.code, d.at from nudge_done d where d.workspace_id = $1 and d.nudge_step_id = s.nudge_step_id and d.code is not null and d.at > $3 and (l.last_at is null or d.at >= l.last_at) order by d.at desc limit 1) f on true
     where s.workspace_id = $1 and s.removed_at is null and ($2::uuid is null or s.nudge_step_id = $2) order by s.kind, s.minutes desc, s.nudge_step_id`, [workspaceId, only, iso(services.clock.now(workspaceId) - LATELY_MS)])
  return rows.map(({ count, last_at, refused_code, refused_at, refusals, waiting, ...row }) => {
    const { enabledAt: _enabledAt, filled: _filled, ...step } = toKept(row)
    return { ...step, enabled: row.enabled, enabledAt: isoOrNull(row.enabled_at), lately: { count, lastAt: isoOrNull(last_at), refused: refused_code && refused_at !== null ? { code: refused_code, at: iso(refused_at) } : null, refusals, waiting } }
  })
}

const invalid = (field: string, message: string): RecadoError => new RecadoError('invalid_request', { fields: [{ field, message }] })

/** What is asked of a step before it is kept, or thought about: that it can do something, to people and places that are there. */
export async function checkStep(services: Services, tx: Tx, workspaceId: string, wish: NudgeStepWish): Promise<NudgeStepWish> {
  const clean = storable(wish)
  const there = async (table: 'team' | 'member' | 'inbox', column: string, ids: readonly string[]): Promise<Set<string>> =>
    new Set((await tx.query<{ id: string }>(`select ${column} as id from ${table} where workspace_id = $1 and ${column} = any($2::uuid[])`, [workspaceId, ids])).map((row) => row.id))
  if (clean.inboxId !== null && (await there('inbox', 'inbox_id', [clean.inboxId])).size === 0) throw invalid('inboxId', 'is not here')
  const rule = await checkRule(services, tx, workspaceId, clean)
  if (rule) return { ...rule, name: rule.name.trim() }
  if (clean.kind === 'customer') {
    if (clean.variants.length === 0) throw invalid('variants', 'says something')
    const accounts = (await services.accounts.list(workspaceId)).filter((one) => !one.disconnected && services.channels.find(one.channel) && (clean.inboxId === null || one.inboxId === clean.inboxId))
    await checkedVariants(tx, services, { workspaceId, kind: 'inbox', id: clean.inboxId ?? workspaceId, accounts }, clean.variants)
    return { ...clean, name: clean.name.trim(), tell: 'nobody', tellIds: [], priority: null, assignUserId: null, assignTeamId: null }
  }
  const known = new Set([...await there('member', 'user_id', clean.tellIds), ...await there('team', 'team_id', clean.tellIds)])
  if (clean.tell === 'some' && (clean.tellIds.length === 0 || clean.tellIds.some((id) => !known.has(id)))) throw invalid('tellIds', 'names colleagues or teams of this workspace')
  if (clean.assignUserId !== null && (await there('member', 'user_id', [clean.assignUserId])).size === 0) throw invalid('assignUserId', 'is not here')
  if (clean.assignTeamId !== null && (await there('team', 'team_id', [clean.assignTeamId])).size === 0) throw invalid('assignTeamId', 'is not here')
  if (clean.tell === 'nobody' && !clean.priority && !clean.assignUserId && !clean.assignTeamId) throw invalid('tell', 'does something')
  return { ...clean, name: clean.name.trim(), tellIds: clean.tell === 'some' ? clean.tellIds : [], variants: [], quiet: null, evenWhenOwed: false }
}

async function change<T>(services: Services, principal: Principal, action: string, subject: string, make: (tx: Tx, now: string) => Promise<T>): Promise<T> {
  const { workspaceId } = principal
  const made = await services.db.inWorkspace(workspaceId, async (tx) => {
    const done = await make(tx, iso(services.clock.now(workspaceId)))
    await audit(tx, services, workspaceId, actorOf(principal), { action, subject, data: {} })
    await append(tx, [{ type: 'nudges.changed', data: { nudgeStepId: subject } }])
    return done
  })
  services.signals.committed(workspaceId)
  return made
}

async function one(tx: Tx, services: Services, workspaceId: string, id: string): Promise<NudgeStep> {
  const [found] = await readSteps(tx, services, workspaceId, id)
  if (!found) throw new RecadoError('not_found', { nudgeId: id })
  return found
}

const WRITE = `insert into nudge_step (workspace_id, ${COLUMNS}, created_at, updated_at) select $1, r.nudge_step_id, r.inbox_id, r.kind, r.name, r.minutes, r.enabled, r.enabled_at, r.tell, r.tell_ids, r.priority, r.assign_user_id, r.assign_team_id, r.variants, r.quiet, r.even_when_owed,
    r.counts, r.at_time, r.about, r.unless, r.condition, r.actions, r.filled_at, $3, $3 from jsonb_populate_record(null::nudge_step, $2) r
  on conflict (workspace_id, nudge_step_id) do update set (${COLUMNS.replace('nudge_step_id, ', '')}) = (${COLUMNS.replace('nudge_step_id, ', '').split(', ').map((name) => `excluded.${name}`).join(', ')}), updated_at = excluded.updated_at`

/** On: from now on; what would have been due before is not made up for. Another time or kind begins anew, too: what waited is forgotten, and found again where it still holds. */
async function write(tx: Tx, workspaceId: string, id: string, wish: NudgeStepWish, since: string | null, now: string): Promise<void> {
  const row: Record<keyof Row, unknown> = {
    nudge_step_id: id, inbox_id: wish.inboxId, kind: wish.kind, name: wish.name, minutes: wish.minutes, enabled: wish.enabled, enabled_at: wish.enabled ? (since ?? now) : null, tell: wish.tell, tell_ids: wish.tellIds, priority: wish.priority,
    assign_user_id: wish.assignUserId, assign_team_id: wish.assignTeamId, variants: wish.variants, quiet: wish.quiet, even_when_owed: wish.evenWhenOwed, counts: wish.counts, at_time: wish.atTime, about: wish.about, unless: wish.unless,
    condition: wish.condition, actions: wish.actions, filled_at: since,
  }
  await tx.query(WRITE, [workspaceId, JSON.stringify(row), now])
  if (since === null) await tx.query('delete from rule_timer where workspace_id = $1 and nudge_step_id = $2', [workspaceId, id])
  if (wish.enabled && isHappening(wish.kind)) await beginRules(tx, workspaceId)
}

export function addStep(services: Services, principal: Principal, wish: NudgeStepWish): Promise<NudgeStep> {
  const { workspaceId } = principal
  const id = newId()
  return change(services, principal, 'nudge.added', id, async (tx, now) => {
    const [row] = await tx.query<{ count: number }>('select count(*)::int as count from nudge_step where workspace_id = $1 and removed_at is null', [workspaceId])
    if ((row?.count ?? 0) >= MOST_STEPS) throw invalid('name', `there are ${MOST_STEPS} already`)
    await write(tx, workspaceId, id, await checkStep(services, tx, workspaceId, wish), null, now)
    return one(tx, services, workspaceId, id)
  })
}

/** What a rule waits for hangs on these. */
const BEGINS = ['kind', 'minutes', 'inboxId', 'counts', 'atTime', 'about', 'unless', 'quiet'] as const

/** Changes what is named. */
export function editStep(services: Services, principal: Principal, id: string, wish: Partial<NudgeStepWish>): Promise<NudgeStep> {
  const { workspaceId } = principal
  return change(services, principal, 'nudge.changed', id, async (tx, now) => {
    const { lately: _lately, enabledAt, ...before } = await one(tx, services, workspaceId, id)
    const next = await checkStep(services, tx, workspaceId, { ...before, ...wish })
    const same = before.enabled && next.enabled && BEGINS.every((field) => JSON.stringify(next[field]) === JSON.stringify(before[field]))
    await write(tx, workspaceId, id, next, same ? enabledAt : null, now)
    return one(tx, services, workspaceId, id)
  })
}

export async function removeStep(services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  await change(services, principal, 'nudge.removed', id, async (tx, now) => {
    await one(tx, services, workspaceId, id)
    await tx.query('delete from rule_timer where workspace_id = $1 and nudge_step_id = $2', [workspaceId, id])
    await tx.query('update nudge_step set removed_at = $3, enabled = false where workspace_id = $1 and nudge_step_id = $2', [workspaceId, id, now])
  })
}
