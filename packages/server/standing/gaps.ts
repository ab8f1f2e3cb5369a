/** Stretches in which what happened at a platform may not have reached us. */
import type { AccountGap } from '@recado/api'
import type { Instant } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { iso, isoOrNull } from '../http/schemas.js'
import type { Account } from '../services.js'
import { openItem } from './items.js'

export type Cause = AccountGap['cause']

/** A fetch that failed so often is given up; what was stored stays. */
export const MOST_TRIES = 10
const SHOWN_DAYS = 30

const at = (instant: Instant): string => new Date(instant).toISOString()

/** Begins one; a second beginning changes nothing. */
export async function openGap(tx: Tx, { workspaceId, id }: Pick<Account, 'workspaceId' | 'id'>, cause: Cause, from: Instant): Promise<void> {
  await tx.query('insert into account_gap (workspace_id, gap_id, account_id, cause, from_at) values ($1, $2, $3, $4, $5) on conflict (workspace_id, account_id, cause) where to_at is null do nothing', [workspaceId, newId(), id, cause, at(from)])
}

/** Ends one. What the platform can give is fetched next; otherwise it stands as lost, and the item says so until a person has read it. */
export async function closeGap(tx: Tx, account: Account, cause: Cause, to: Instant, fetchable: boolean): Promise<boolean> {
  const { workspaceId, id } = account
  const [row] = await tx.query<{ gap_id: string; from_at: number }>(
    'update account_gap set to_at = greatest($4, from_at), outcome = $5 where workspace_id = $1 and account_id = $2 and cause = $3 and to_at is null returning gap_id, from_at', [workspaceId, id, cause, at(to), fetchable ? 'pending' : 'lost'])
  if (!row) return false
  if (to <= row.from_at) {
    await tx.query('delete from account_gap where workspace_id = $1 and gap_id = $2', [workspaceId, row.gap_id])
    return false
  }
  if (!fetchable) await tellMissed(tx, account, { gapId: row.gap_id, from: row.from_at, to })
  return true
}

/** One that is known only once it is over: the server slept. */
export async function addGap(tx: Tx, account: Account, cause: Cause, from: Instant, to: Instant, fetchable: boolean): Promise<void> {
  await openGap(tx, account, cause, from)
  await closeGap(tx, account, cause, to, fetchable)
}

/** Until somebody says that she has read it. */
export async function tellMissed(tx: Tx, { workspaceId, id }: Account, gap: { gapId: string; from: Instant; to: Instant }): Promise<void> {
  await openItem(tx, workspaceId, { kind: 'webhook_missed', subject: gap.gapId, severity: 'warning', data: { accountId: id, from: at(gap.from), to: at(gap.to) } }, at(gap.to))
}

interface Row { gap_id: string; cause: Cause; from_at: number; to_at: number | null; outcome: AccountGap['outcome']; fetched: number }

/** Those of the last month, newest first. */
export async function readGaps(tx: Tx, workspaceId: string, accountId: string, now: Instant): Promise<AccountGap[]> {
  const rows = await tx.query<Row>(
    `select gap_id, cause, from_at, to_at, outcome, fetched from account_gap where workspace_id = $1 and account_id = $2 and (to_at is null or to_at > $3) order by from_at desc limit 50`, [workspaceId, accountId, at(now - SHOWN_DAYS * 86_400_000)])
  return rows.map((row) => ({ id: row.gap_id, cause: row.cause, from: iso(row.from_at), to: isoOrNull(row.to_at), outcome: row.outcome, fetched: row.fetched }))
}
