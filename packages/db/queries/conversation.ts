import type { IdentityKey } from '@recado/core'
import type { Tx } from '../database.js'

/** A list row with the names it shows. */
export interface ConversationRow {
  conversation_id: string; number: number; channel: string; account_id: string; inbox_id: string; contact_id: string; contact_name: string; avatar_media_id: string | null; company_id: string | null
  identity_id: string; keys: IdentityKey[]; status: 'open' | 'pending' | 'snoozed' | 'resolved'; snoozed_until: number | null; snooze_margin_ms: number | null; priority: string; assignee_id: string | null; assignee_name: string | null
  team_id: string | null; team_name: string | null; participant_ids: string[]; queued_at: number | null; labels: string[]; unread: number; waiting_since: number | null; last_inbound_at: number | null; last_at: number; last_message_id: string | null; last_kind: string | null; last_text: string | null
  last_direction: 'in' | 'out' | null; last_status: string | null; last_message_at: number | null; window_kind: string | null; window_opened_at: number | null; window_closes_at: number | null; window_left: number | null; answer_by: number | null
  failed_count: number; case_id: string
}

export const ROW = `c.conversation_id, c.number, c.channel, c.account_id, c.inbox_id, c.contact_id, p.name as contact_name, p.avatar_media_id, p.company_id, c.identity_id,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value) order by k.kind, k.value), '[]') from identity_key k where k.workspace_id = c.workspace_id and k.identity_id = c.identity_id) as keys,
  c.status, c.snoozed_until, c.snooze_margin_ms, c.priority, c.assignee_id, (select u.name from app_user u where u.user_id = c.assignee_id) as assignee_name, c.team_id, (select t.name from team t where t.workspace_id = c.workspace_id and t.team_id = c.team_id) as team_name, c.participant_ids, c.queued_at, c.labels, c.unread, c.waiting_since, c.last_inbound_at, c.last_at,
  c.last_message_id, c.last_kind, c.last_text, c.last_direction, c.last_status, c.last_message_at, c.window_kind, c.window_opened_at, c.window_closes_at, c.window_left, c.answer_by, c.failed_count, c.case_id`

export const FROM = 'from conversation c join contact p on p.workspace_id = c.workspace_id and p.contact_id = c.contact_id'

export function conversationsById(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<ConversationRow[]> {
  return tx.query<ConversationRow>(`select ${ROW} ${FROM} where c.workspace_id = $1 and c.conversation_id = any($2)`, [workspaceId, ids])
}
