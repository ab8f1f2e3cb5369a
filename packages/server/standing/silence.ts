/** Notices that a platform no longer calls though it usually would: whoever has switched it off, nobody else would say so. */
import { days, hours, type Instant, minutes } from '@recado/core'
import type { Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import type { Account, LoadedChannel } from '../services.js'
import { closeGap, openGap } from './gaps.js'
import { closeItems, openItem } from './items.js'

const HOUR = hours(1)
/** What is usual is learnt from so much. */
const MEMORY_MS = days(14)
/** With fewer days than this nothing is usual yet. */
const LEAST_DAYS = 7
/** Whole clock hours without a call, each of them lively on nearly every day. */
const LEAST_HOURS = 2
const NEARLY_EVERY = 0.9
/** A platform that reports every message within seconds owes us these reports by now. */
const REPORT_MS = minutes(10)
const LEAST_UNREPORTED = 3

const iso = (at: Instant): string => new Date(at).toISOString()

/** Whether a silence is unusual, from the hours in which the platform called before. Hours and instants are business time. Pure. */
export function isUnusual(lastAt: Instant, now: Instant, lively: readonly Instant[]): boolean {
  const first = Math.min(...lively)
  const observed = Math.min(Math.floor((lastAt - first) / days(1)), MEMORY_MS / days(1))
  if (lively.length === 0 || observed < LEAST_DAYS) return false
  const known = new Set(lively)
  let unusual = 0
  for (let hour = Math.ceil(lastAt / HOUR) * HOUR; hour + HOUR <= now; hour += HOUR) {
    const before = Array.from({ length: observed }, (_day, n) => hour - days(n + 1)).filter((at) => at <= lastAt)
    if (before.length >= LEAST_DAYS && before.filter((at) => known.has(at)).length >= before.length * NEARLY_EVERY) unusual++
  }
  return unusual >= LEAST_HOURS
}

/** Learns the hour, and opens or closes the account's silence. Returns whether something changed. */
export async function watchSilence(tx: Tx, account: Account, channel: LoadedChannel, now: Instant): Promise<boolean> {
  const { workspaceId, id } = account
  const [row] = await tx.query<{ last_webhook_at: number | null }>('select last_webhook_at from channel_account where workspace_id = $1 and account_id = $2', [workspaceId, id])
  const last = row?.last_webhook_at ?? null
  if (last === null) return false
  await tx.query('insert into account_hour (workspace_id, account_id, hour) values ($1, $2, $3) on conflict do nothing', [workspaceId, id, iso(Math.floor(last / HOUR) * HOUR)])
  await tx.query('delete from account_hour where workspace_id = $1 and account_id = $2 and hour < $3', [workspaceId, id, iso(now - MEMORY_MS - days(1))])
  const [open] = await tx.query<{ from_at: number }>(`select from_at from account_gap where workspace_id = $1 and account_id = $2 and cause = 'silent' and to_at is null`, [workspaceId, id])
  if (open) {
    if (last <= open.from_at) return false
    await closeGap(tx, account, 'silent', last, channel.connector.backfill !== undefined)
    await closeItems(tx, workspaceId, ['webhook_silent'], id, iso(now))
  } else {
    if (!(await isSilent(tx, account, channel, last, now))) return false
    await openGap(tx, account, 'silent', last)
    await openItem(tx, workspaceId, { kind: 'webhook_silent', subject: id, severity: 'critical', data: { accountId: id, from: iso(last) } }, iso(now))
  }
  await append(tx, [{ type: 'channel_account.changed', data: { accountId: id } }, { type: 'health.changed' }])
  return true
}

async function isSilent(tx: Tx, account: Account, channel: LoadedChannel, last: Instant, now: Instant): Promise<boolean> {
  if (now - last < REPORT_MS) return false
  if (channel.declaration.reports.includes('sent')) {
    const [row] = await tx.query<{ count: number }>(
      `select count(distinct conversation_id)::int as count from (select conversation_id from message where workspace_id = $1 and account_id = $2 and direction = 'out' and status = 'accepted' and kind <> 'reaction' and at > $3 and at <= $4 order by message_id desc limit 50) owed`,
      [account.workspaceId, account.id, iso(last), iso(now - REPORT_MS)])
    if ((row?.count ?? 0) >= LEAST_UNREPORTED) return true
  }
  if (now - last < LEAST_HOURS * HOUR) return false
  const rows = await tx.query<{ hour: number }>('select hour from account_hour where workspace_id = $1 and account_id = $2', [account.workspaceId, account.id])
  return isUnusual(last, now, rows.map(({ hour }) => hour))
}
