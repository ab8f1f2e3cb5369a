/** The platform's reports: put to the call they are about, or noticed as a post that somebody made elsewhere. */
import type { PostReport } from '@recado/channel-kit'
import { newId, type Tx } from '@recado/db'
import { postMonth } from '@recado/core'
import { iso } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'
import { type Poster, posterOf } from './account.js'
import { everybodyIn, monthOf, takeFromMonth, tellFull } from './ledger.js'
import { CALL_COLUMNS, type CallRow } from './rows.js'
import { figuresDue, settlePost } from './state.js'

interface Told { account_id: string; external_id: string; at: number; report: PostReport }

/** Puts every report to its place that has one by now. */
export async function applyReports(services: Services, workspaceId: string): Promise<void> {
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Told>('select account_id, external_id, at, report from post_report where workspace_id = $1 and applied_at is null order by at, external_id limit 200', [workspaceId]))
  for (const row of rows) {
    const poster = await posterOf(services, workspaceId, row.account_id).catch(() => null)
    if (!poster) continue
    await services.db.inWorkspace(workspaceId, (tx) => one(tx, services, workspaceId, poster, row))
    services.signals.committed(workspaceId)
  }
}

async function one(tx: Tx, services: Services, workspaceId: string, poster: Poster, told: Told): Promise<void> {
  const [open] = await tx.query('select 1 from post_report where workspace_id = $1 and account_id = $2 and external_id = $3 and applied_at is null for update', [workspaceId, told.account_id, told.external_id])
  if (!open) return
  const call = await callOf(tx, workspaceId, told)
  if (call === 'later') return
  if (call) await finish(tx, services, workspaceId, poster, call, told.report, told.at)
  else await notice(tx, services, workspaceId, poster, told)
  await tx.query('update post_report set applied_at = $4 where workspace_id = $1 and account_id = $2 and external_id = $3', [workspaceId, told.account_id, told.external_id, iso(services.clock.now(workspaceId))])
}

/** Which call a report is about. While an answer is still out, an id that we do not know may be its own. */
async function callOf(tx: Tx, workspaceId: string, { account_id: accountId, external_id: externalId, report }: Told): Promise<CallRow | 'later' | null> {
  const [known] = await tx.query<CallRow>(`select ${CALL_COLUMNS} from post_call c where c.workspace_id = $1 and c.account_id = $2 and c.external_id = $3`, [workspaceId, accountId, externalId])
  if (known) return known
  const silent = await tx.query<CallRow>(`select ${CALL_COLUMNS} from post_call c where c.workspace_id = $1 and c.account_id = $2 and c.state in ('sending', 'unknown') order by c.started_at`, [workspaceId, accountId])
  if (silent.some((call) => call.state === 'sending' || call.check_at !== null)) return 'later'
  const same = silent.filter((call) => call.size === report.counts?.total)
  if (same.length !== 1) return null
  await tx.query('update post_call set external_id = $4 where workspace_id = $1 and post_id = $2 and ordinal = $3', [workspaceId, same[0]!.post_id, same[0]!.ordinal, externalId])
  return same[0]!
}

/** A call is done with: its counts are kept as they were told. */
export async function finish(tx: Tx, services: Services, workspaceId: string, poster: Poster, call: CallRow, report: PostReport, at: number): Promise<void> {
  const failed = report.state === 'failed'
  await tx.query(
    `update post_call set state = 'finished', finished_at = $4, accepted_at = coalesce(accepted_at, started_at), check_at = null, counts = coalesce($5::jsonb, counts), urls = case when $6::jsonb = '[]' then urls else $6::jsonb end,
       code = $7, message = $8 where workspace_id = $1 and post_id = $2 and ordinal = $3`,
    [workspaceId, call.post_id, call.ordinal, iso(at), report.counts ? JSON.stringify(report.counts) : null, JSON.stringify(report.urls), failed ? (report.nobodyLeft ? 'quota_exhausted' : 'platform_refused') : null, failed ? report.status : null])
  if (report.nobodyLeft && call.month) await tellFull(tx, workspaceId, poster.account.id, { postId: call.post_id, ordinal: call.ordinal }, call.month, poster.posts.rules.perContact.amount)
  await settlePost(tx, services, workspaceId, call.post_id)
  const { figures, perContact } = poster.posts.rules
  if (figures) await tx.query(
    `update post set figures_due = $3 where workspace_id = $1 and post_id = $2 and state = 'done' and figures_due is null and figures_at is null and content ->> 'kind' = 'articles'`,
    [workspaceId, call.post_id, iso(figuresDue(services.clock.now(workspaceId), { ...figures, timeZone: perContact.timeZone }))])
}

/**
 * Somebody has posted in the platform's own console, or with another program. Where the report counts as many people as follow, it went to everybody and
 * takes from everybody's month; else nobody knows to whom, and a person is asked.
 */
async function notice(tx: Tx, services: Services, workspaceId: string, poster: Poster, told: Told): Promise<void> {
  const now = services.clock.now(workspaceId)
  const { followers } = await monthOf(tx, workspaceId, poster, now, iso(now))
  const toAll = followers > 0 && (told.report.counts?.total ?? 0) >= followers
  const id = newId()
  await insertOutside(tx, workspaceId, poster, { id, origin: 'noticed', name: '', at: told.at, toAll, externalId: told.external_id, report: told.report, now, actor: { kind: 'system' } })
}

export interface Outside { id: string; origin: 'manual' | 'noticed'; name: string; at: number; toAll: boolean; externalId: string | null; report: PostReport | null; now: number; actor: object }

/** A post that was made elsewhere, with what it takes from the month. */
export async function insertOutside(tx: Tx, workspaceId: string, poster: Poster, outside: Outside): Promise<void> {
  const { id, report } = outside
  const month = postMonth(outside.at, poster.posts.rules.perContact.timeZone)
  await tx.query(
    `insert into post (workspace_id, post_id, account_id, origin, name, content, audience, state, sent_at, created_by, created_at, updated_at) values ($1, $2, $3, $4, $5, '{"kind":"text","text":""}', $6, $7, $8, $9, $10, $10)`,
    [workspaceId, id, poster.account.id, outside.origin, outside.name, JSON.stringify(outside.toAll ? { to: 'all' } : { to: 'unknown' }), report?.state === 'failed' ? 'failed' : 'done', iso(outside.at), JSON.stringify(outside.actor), iso(outside.now)])
  await tx.query(
    `insert into post_call (workspace_id, post_id, ordinal, account_id, client_id, state, reach, size, month, external_id, started_at, accepted_at, finished_at, counts, urls, message) values ($1, $2, 0, $3, $11, 'finished', $4, null, $5, $6, null, $7, $7, $8, $9, $10)`,
    [workspaceId, id, poster.account.id, outside.toAll ? 'all' : 'list', month, outside.externalId, iso(outside.at), report?.counts ? JSON.stringify(report.counts) : null, JSON.stringify(report?.urls ?? []), report?.status ?? null, id])
  // What the platform refused at the end may have been counted all the same: the month keeps the stricter reading.
  if (outside.toAll) {
    await everybodyIn(tx, workspaceId, poster.account.id, id, iso(outside.at))
    await takeFromMonth(tx, workspaceId, poster.account.id, { postId: id, ordinal: 0 }, month)
  }
  await append(tx, [{ type: 'post.changed', data: { postId: id } }])
}
