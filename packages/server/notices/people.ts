/** Who could be told: everybody who works in a workspace, with what she sees and her rules. */
import { defaultSettings, type NoticeSettings, settingsOver } from '@recado/core'
import type { Reach as ReachKind, Role } from '@recado/api'
import type { Tx } from '@recado/db'
import { may, reachOfRole } from '../auth/permissions.js'
import { type Reach, reachOf } from '../auth/reach.js'

export interface Listener { userId: string; name: string; email: string; language: string; role: Role; reach: Reach; teamIds: readonly string[]; inboxIds: readonly string[]; settings: NoticeSettings; /** has a browser that takes notices */ push: boolean; /** unseen ones, counted to `MOST_WIDE` */ unseen: number }

interface Row { user_id: string; name: string; email: string; language: string; role: Role; permissions: string[] | null; reach: ReachKind | null; team_ids: string[]; inbox_ids: string[]; settings: Partial<NoticeSettings> | null; push: boolean; time_zone: string; unseen: number }

// Her place as auth/sessions.ts finds it, for all members in one statement.
const LISTENERS = `
  select m.user_id, u.name, u.email, u.language, m.role, r.permissions, r.reach, w.time_zone, s.settings,
    (select coalesce(array_agg(t.team_id), '{}') from team_member t where t.workspace_id = $1 and t.user_id = m.user_id) as team_ids,
    (select coalesce(array_agg(i.inbox_id), '{}') from inbox i where i.workspace_id = $1 and (i.everybody
      or exists (select from inbox_member n where n.workspace_id = $1 and n.inbox_id = i.inbox_id and n.user_id = m.user_id)
      or exists (select from inbox_team n join team_member t on t.workspace_id = $1 and t.team_id = n.team_id where n.workspace_id = $1 and n.inbox_id = i.inbox_id and t.user_id = m.user_id))) as inbox_ids,
    exists (select from push_subscription p where p.workspace_id = $1 and p.user_id = m.user_id) as push,
    (select count(*) from (select from notice n where n.workspace_id = $1 and n.user_id = m.user_id and n.seen_at is null limit $2) x)::int as unseen
  from member m join app_user u on u.user_id = m.user_id join workspace w on w.workspace_id = m.workspace_id
  left join role r on r.workspace_id = $1 and r.role_id = m.role_id left join notice_setting s on s.workspace_id = $1 and s.user_id = m.user_id
  where m.workspace_id = $1 and m.disabled_at is null and u.disabled_at is null and ($3::uuid[] is null or m.user_id = any($3))`

/** Those who read conversations at all; `only` of them when given. */
export async function readListeners(tx: Tx, workspaceId: string, unseenTo: number, only: readonly string[] | null = null): Promise<Listener[]> {
  const rows = await tx.query<Row>(LISTENERS, [workspaceId, unseenTo, only])
  return rows.filter((row) => may({ kind: 'user', role: row.role, scopes: null, permissions: row.permissions }, 'conversations.read')).map((row) => ({
    userId: row.user_id, name: row.name, email: row.email, language: row.language, role: row.role, reach: reachOf(row.reach ?? reachOfRole(row.role), row.inbox_ids, row.team_ids),
    teamIds: row.team_ids, inboxIds: row.inbox_ids, settings: settingsOver(defaultSettings(row.role, row.time_zone), row.settings), push: row.push, unseen: row.unseen,
  }))
}
