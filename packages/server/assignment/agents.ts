/** Who works here now: whether she is there, what she carries, what she speaks and can. Read anew each time, so it is never out of date. */
import type { Reach as ReachKind, Role } from '@recado/api'
import { type Agent, minutes, type Instant, type Presence, presenceAt, type Timetable } from '@recado/core'
import type { Tx } from '@recado/db'
import { wallNow } from '../auth/audit.js'
import { may, reachOfRole } from '../auth/permissions.js'
import type { Services } from '../services.js'

/** Without a browser for so long somebody counts as away, unless the workspace says otherwise. */
export const AWAY_AFTER_MINUTES = 10

export interface Working extends Omit<Presence, 'cause'> {
  userId: string
  name: string
  cause: Presence['cause']
  /** Since when she is as she is; null = nobody noted it. */
  since: Instant | null
  /** What was last told to everybody; differs for a moment when time alone has changed it. */
  shown: Presence['availability']
  /** What she or a supervisor has said, while it holds. */
  said: { state: Presence['availability']; reason: string; until: Instant | null } | null
  timetable: Timetable | null
  open: number
  capacity: number | null
  channelOpen: Record<string, number>
  channelLimits: Record<string, number>
  languages: string[]
  skills: string[]
  teamIds: string[]
  /** Inboxes she belongs to; `reach` says what she sees beyond them. */
  inboxIds: string[]
  reach: ReachKind
}

interface Row {
  user_id: string; name: string; role: Role; permissions: string[] | null; reach: ReachKind | null; team_ids: string[]; inbox_ids: string[]
  state: Presence['availability'] | null; reason: string | null; until: Instant | null; timetable: Timetable | null; languages: string[] | null; skills: string[] | null
  capacity: number | null; channel_limits: Record<string, number> | null; seen_at: Instant | null; shown: Presence['availability'] | null; shown_since: Instant | null
}

const MEMBERS = `select m.user_id, u.name, m.role, r.permissions, r.reach, w.state, w.reason, w.until, w.timetable, w.languages, w.skills, w.capacity, w.channel_limits, w.seen_at, w.shown, w.shown_since,
  (select coalesce(array_agg(t.team_id), '{}') from team_member t where t.workspace_id = m.workspace_id and t.user_id = m.user_id) as team_ids,
  (select coalesce(array_agg(i.inbox_id), '{}') from inbox i where i.workspace_id = m.workspace_id and (i.everybody
    or exists (select from inbox_member n where n.workspace_id = i.workspace_id and n.inbox_id = i.inbox_id and n.user_id = m.user_id)
    or exists (select from inbox_team n join team_member t on t.workspace_id = n.workspace_id and t.team_id = n.team_id where n.workspace_id = i.workspace_id and n.inbox_id = i.inbox_id and t.user_id = m.user_id))) as inbox_ids
  from member m join app_user u on u.user_id = m.user_id left join role r on r.workspace_id = m.workspace_id and r.role_id = m.role_id left join member_work w on w.workspace_id = m.workspace_id and w.user_id = m.user_id
  where m.workspace_id = $1 and m.disabled_at is null and u.disabled_at is null and ($2::uuid[] is null or m.user_id = any($2)) order by m.user_id`

// Along conversation_mine: as many rows as all of them have open.
const LOAD = `select assignee_id, channel, count(*)::int as open from conversation where workspace_id = $1 and assignee_id is not null and status = 'open' group by 1, 2`

export interface WorkSettings { awayAfterMinutes: number | null }

/** What the workspace has set for all of them. */
export async function workSettings(tx: Tx, workspaceId: string): Promise<WorkSettings> {
  const [row] = await tx.query<{ settings: Partial<WorkSettings> | null }>(`select settings->'assignment' as settings from workspace where workspace_id = $1`, [workspaceId])
  const minutesSet = row?.settings?.awayAfterMinutes
  return { awayAfterMinutes: minutesSet === undefined ? AWAY_AFTER_MINUTES : minutesSet }
}

/** Everybody who may work on conversations, with what she is at `at` (business time). `counting` false leaves out what they carry; `only`: of these people. */
export async function whoWorks(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, at: Instant, counting = true, only: readonly string[] | null = null): Promise<Working[]> {
  const { awayAfterMinutes } = await workSettings(tx, workspaceId)
  const rows = await tx.query<Row>(MEMBERS, [workspaceId, only])
  const load = new Map<string, { channel: string; open: number }[]>()
  if (counting) for (const { assignee_id: id, ...carried } of await tx.query<{ assignee_id: string; channel: string; open: number }>(LOAD, [workspaceId])) load.set(id, [...load.get(id) ?? [], carried])
  const wall = Date.parse(wallNow(services, workspaceId))
  return rows.filter((row) => may({ kind: 'user', role: row.role, scopes: null, permissions: row.permissions }, 'conversations.work')).map((row) => {
    const said = row.state === null || (row.until !== null && row.until <= at) ? null : { state: row.state, reason: row.reason ?? '', until: row.until }
    const own = load.get(row.user_id) ?? []
    return {
      ...presenceAt({ said, timetable: row.timetable, seenAt: row.seen_at, wall, awayAfterMs: awayAfterMinutes === null ? null : minutes(awayAfterMinutes) }, at),
      userId: row.user_id, name: row.name, since: row.shown_since, shown: row.shown ?? 'offline', said, timetable: row.timetable,
      open: own.reduce((sum, one) => sum + one.open, 0), capacity: row.capacity, channelOpen: Object.fromEntries(own.map((one) => [one.channel, one.open])), channelLimits: row.channel_limits ?? {},
      languages: row.languages ?? [], skills: row.skills ?? [], teamIds: row.team_ids, inboxIds: row.inbox_ids, reach: row.reach ?? reachOfRole(row.role),
    }
  })
}

/** A colleague as the decision about a conversation of this inbox sees her. Only who belongs to an inbox is given its work by itself. */
export function agentOf(working: Working, inboxId: string, turn: number | null): Agent {
  const { userId, availability, teamIds, languages, skills, open, capacity, channelOpen, channelLimits } = working
  return { userId, availability, sees: working.inboxIds.includes(inboxId), teamIds, languages, skills, open, capacity, channelOpen, channelLimits, turn }
}
