import type { Conversation, Priority, WindowState } from '@recado/api'
import { type ContentKind, type MessageStatus, windowState } from '@recado/core'
import type { ConversationRow } from '@recado/db'
import type { Services } from '../services.js'

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

/** The window as ring, chip and sort show it: the ledger's row under the channel's own rules and guard. */
function windowOf(services: Services, workspaceId: string, row: ConversationRow): WindowState {
  const channel = services.channels.find(row.channel)
  if (!channel || row.window_kind === null || row.window_opened_at === null || row.window_closes_at === null) return { state: 'none', openedAt: null, closesAt: null, left: null, kind: null }
  const grant = { kind: row.window_kind, act: '', openedAt: row.window_opened_at, closesAt: row.window_closes_at, left: row.window_left }
  const window = windowState(channel.declaration.rules, [grant], services.clock.now(workspaceId))
  return { state: window.state, openedAt: iso(row.window_opened_at), closesAt: isoOrNull(window.closesAt), left: window.state === 'open' ? row.window_left : window.left, kind: window.kind }
}

/** How a thread sleeps; before the window's end the moment follows the window. */
function sleepOf(row: ConversationRow): Pick<Conversation, 'snoozedUntil' | 'snoozeMode'> {
  if (row.status !== 'snoozed') return { snoozedUntil: null, snoozeMode: null }
  if (row.snooze_margin_ms !== null) return { snoozedUntil: isoOrNull(row.window_closes_at === null ? null : row.window_closes_at - row.snooze_margin_ms), snoozeMode: 'before_close' }
  return { snoozedUntil: isoOrNull(row.snoozed_until), snoozeMode: row.snoozed_until === null ? 'reply' : 'until' }
}

/** A list row as the API says it. */
export function toConversation(services: Services, workspaceId: string, row: ConversationRow): Conversation {
  return {
    id: row.conversation_id, number: row.number, channel: row.channel, channelAccountId: row.account_id, inboxId: row.inbox_id,
    contact: { id: row.contact_id, name: row.contact_name, avatarUrl: row.avatar_media_id ? `/api/v1/media/${row.avatar_media_id}/thumb` : null, companyId: row.company_id },
    identity: { id: row.identity_id, keys: row.keys }, status: row.status, ...sleepOf(row), priority: row.priority as Priority,
    assignee: row.assignee_id ? { id: row.assignee_id, name: row.assignee_name ?? '' } : null, team: row.team_id ? { id: row.team_id, name: row.team_name ?? '' } : null, participantIds: row.participant_ids, queuedSince: isoOrNull(row.queued_at), labels: row.labels, unread: row.unread,
    waitingSince: isoOrNull(row.waiting_since), lastInboundAt: isoOrNull(row.last_inbound_at), lastActivityAt: iso(row.last_at),
    lastMessage: row.last_message_at === null ? null : { kind: row.last_kind as ContentKind, text: row.last_text ?? '', direction: row.last_direction ?? 'in', status: row.last_status as MessageStatus, at: iso(row.last_message_at) },
    failed: row.failed_count, window: windowOf(services, workspaceId, row), answerBy: isoOrNull(row.answer_by ?? row.window_closes_at),
  }
}
