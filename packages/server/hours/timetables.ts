import { KEPT_AHEAD_MS, KEPT_BEHIND_MS, type Instant, openStretches, type Timetable } from '@recado/core'
import type { Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { type Owner, type OwnerKind, type Place } from './owner.js'

/** A timetable and whose it is. */
export interface KeptTimetable { kind: OwnerKind; id: string; timetable: Timetable }

interface Row { owner_kind: OwnerKind; owner_id: string; time_zone: string; week: Timetable['week']; dates: Timetable['dates'] }
const COLUMNS = 'owner_kind, owner_id, time_zone, week, dates'
const toKept = (row: Row): KeptTimetable => ({ kind: row.owner_kind, id: row.owner_id, timetable: { timeZone: row.time_zone, week: row.week, dates: row.dates } })

/** Nearest first: the order in which somebody's hours count. */
const RANK: Record<OwnerKind, number> = { team: 0, inbox: 1, account: 2 }

/** The owner's own hours; null when nobody has set any. */
export async function readTimetable(tx: Tx, { workspaceId, kind, id }: Pick<Owner, 'workspaceId' | 'kind' | 'id'>): Promise<Timetable | null> {
  const [row] = await tx.query<Row>(`select ${COLUMNS} from timetable where workspace_id = $1 and owner_kind = $2 and owner_id = $3`, [workspaceId, kind, id])
  return row ? toKept(row).timetable : null
}

/** Every timetable of the workspace. */
export async function readTimetables(tx: Tx, workspaceId: string): Promise<KeptTimetable[]> {
  return (await tx.query<Row>(`select ${COLUMNS} from timetable where workspace_id = $1 order by owner_kind, owner_id`, [workspaceId])).map(toKept)
}

/** Whose hours count for a conversation there: the team's, else the inbox's, else the account's; null = nobody has set any. The database's answer_by says the same. */
export function timetableFor(all: readonly KeptTimetable[], { teamId, inboxId, accountId }: Place): KeptTimetable | null {
  const own = all.filter(({ kind, id }) => id === (kind === 'team' ? teamId : kind === 'inbox' ? inboxId : accountId))
  return own.toSorted((a, b) => RANK[a.kind] - RANK[b.kind])[0] ?? null
}

export async function readTimetableFor(tx: Tx, workspaceId: string, { teamId, inboxId, accountId }: Place): Promise<KeptTimetable | null> {
  const rows = await tx.query<Row>(`select ${COLUMNS} from timetable where workspace_id = $1 and (owner_kind, owner_id) in (('team', $2), ('inbox', $3), ('account', $4))`, [workspaceId, teamId, inboxId, accountId])
  return timetableFor(rows.map(toKept), { teamId, inboxId, accountId })
}

const iso = (at: Instant): string => new Date(at).toISOString()

/** Keeps the hours, and everything that follows from them in the same transaction. */
export async function writeTimetable(tx: Tx, owner: Pick<Owner, 'workspaceId' | 'kind' | 'id'>, { timeZone, week, dates }: Timetable, now: Instant): Promise<void> {
  const sorted = [...dates].sort((a, b) => (a.date < b.date ? -1 : 1))
  await tx.query(
    `insert into timetable (workspace_id, owner_kind, owner_id, time_zone, week, dates, updated_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (workspace_id, owner_kind, owner_id) do update set time_zone = excluded.time_zone, week = excluded.week, dates = excluded.dates, updated_at = excluded.updated_at`,
    [owner.workspaceId, owner.kind, owner.id, timeZone, JSON.stringify(week), JSON.stringify(sorted), iso(now)])
  await keepStretches(tx, owner, { timeZone, week, dates: sorted }, now)
}

/** Whoever stood under these hours stands under the next ones now. */
export async function removeTimetable(tx: Tx, owner: Pick<Owner, 'workspaceId' | 'kind' | 'id'>): Promise<void> {
  await tx.query('delete from timetable where workspace_id = $1 and owner_kind = $2 and owner_id = $3', [owner.workspaceId, owner.kind, owner.id])
  await refresh(tx, owner)
}

/** Writes the timetable as stretches of real time, a year ahead, and the deadlines of those who wait under it. */
export async function keepStretches(tx: Tx, owner: Pick<Owner, 'workspaceId' | 'kind' | 'id'>, timetable: Timetable, now: Instant): Promise<void> {
  const until = now + KEPT_AHEAD_MS
  const stretches = openStretches(timetable, now - KEPT_BEHIND_MS, until)
  const key = [owner.workspaceId, owner.kind, owner.id]
  await tx.query('delete from open_stretch where workspace_id = $1 and owner_kind = $2 and owner_id = $3', key)
  await tx.query(`insert into open_stretch (workspace_id, owner_kind, owner_id, opens_at, closes_at) select $1, $2, $3, s.f, s.t from unnest($4::timestamptz[], $5::timestamptz[]) as s(f, t)`,
    [...key, stretches.map((one) => iso(one.from)), stretches.map((one) => (Number.isFinite(one.to) ? iso(one.to) : 'infinity'))])
  await tx.query('update timetable set kept_until = $4 where workspace_id = $1 and owner_kind = $2 and owner_id = $3', [...key, iso(until)])
  await refresh(tx, owner)
}

async function refresh(tx: Tx, { kind, id }: Pick<Owner, 'kind' | 'id'>): Promise<void> {
  const rows = await tx.query<{ id: string }>('select refresh_answer_by($1, $2) as id', [kind, id])
  if (rows.length > 0) await append(tx, rows.map((row) => ({ type: 'conversation.changed', conversationId: row.id })))
}
