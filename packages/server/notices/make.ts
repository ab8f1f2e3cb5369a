/** Notices out of occasions: who is told what, and how. Everything of a stretch of the log in a handful of statements. */
import { setImmediate as aTurn } from 'node:timers/promises'
import { decideNotice, digestAt, type Instant, MOST_WIDE, type NoticeWay, pressing, THREAD_KINDS, type ThreadKind, WIDE_KINDS } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { sees, type Sightable } from '../auth/reach.js'
import type { Occasion } from './occasions.js'
import { type Listener, readListeners } from './people.js'

/** Who is where just now, as far as this node sees. */
export interface Presence { /** this person has the conversation before her eyes */ isLooking(userId: string, conversationId: string): boolean; /** those who are available; asked only where somebody wants to be left alone otherwise */ available(): Promise<ReadonlySet<string>> }

/** A notice that came or grew, and what is to be done about it outside. */
export interface Told { userId: string; noticeId: string; push: boolean }
export interface Made { told: Told[]; /** whose bell changed */ changed: Set<string>; /** how many people it was looked at for */ listeners: number }

interface Thread { conversation_id: string; inbox_id: string; assignee_id: string | null; team_id: string | null; participant_ids: string[] }

/** How many times somebody and an occasion are compared before other work of the process gets its turn, and how many notices one statement writes: of a large team and a flood each would otherwise be a million. */
const COMPARED_AT_ONCE = 20_000
const WRITTEN_AT_ONCE = 1_000

const MOST_NAMED = 3

const THREADS = 'select conversation_id, inbox_id, assignee_id, team_id, participant_ids from conversation where workspace_id = $1 and conversation_id = any($2)'

/** One notice to be: everything a stretch holds for one person in one conversation, merged. */
interface Draft { user: string; conversation: string; kind: ThreadKind; count: number; message: string | null; by: string | null; ways: NoticeWay[]; mail_at: string | null; data: Record<string, string> }

/** Makes what follows from these occasions. The caller has locked the place in the log and says it to the log afterwards. */
export async function makeNotices(tx: Tx, workspaceId: string, occasions: readonly Occasion[], presence: Presence, now: Instant): Promise<Made> {
  const made: Made = { told: [], changed: new Set(), listeners: 0 }
  if (occasions.length === 0) return made
  const threads = new Map((await tx.query<Thread>(THREADS, [workspaceId, [...new Set(occasions.map((one) => one.conversationId))]])).map((row) => [row.conversation_id, row]))
  const listeners = await readListeners(tx, workspaceId, MOST_WIDE)
  made.listeners = listeners.length
  const muted = await readMutes(tx, workspaceId, [...threads.keys()])
  const there = listeners.some((listener) => listener.settings.onlyWhileAvailable) ? await presence.available() : null
  const drafts = new Map<string, Draft>()
  const wide = new Map<string, number>()
  for (const [nth, occasion] of occasions.entries()) {
    if (nth > 0 && nth % Math.ceil(COMPARED_AT_ONCE / listeners.length) === 0) await aTurn()
    const thread = threads.get(occasion.conversationId)
    if (!thread) continue
    for (const listener of listeners) {
      const kind = kindFor(listener, thread, occasion)
      if (!kind) continue
      const isWide = WIDE_KINDS.includes(kind)
      // Who already has a hundred to look at is told by the view, not one by one: a flood costs nothing then. Nor do more come from one stretch of the log.
      if (isWide && (listener.unseen >= MOST_WIDE || (wide.get(listener.userId) ?? 0) >= MOST_WIDE)) continue
      if (!seesThread(listener, thread) || presence.isLooking(listener.userId, thread.conversation_id)) continue
      const ways = decideNotice(listener.settings, { kind, inboxId: thread.inbox_id, muted: muted.has(`${listener.userId} ${thread.conversation_id}`), available: there?.has(listener.userId) ?? null, now })
      if (ways.length === 0) continue
      // What she has switched off takes nobody's place, nor does one thread more than one.
      if (isWide && !drafts.has(`${listener.userId} ${occasion.conversationId}`)) wide.set(listener.userId, (wide.get(listener.userId) ?? 0) + 1)
      addTo(drafts, listener, occasion, kind, ways, now)
    }
  }
  await keep(tx, workspaceId, [...drafts.values()], now, listeners, made)
  return made
}

/** What this occasion is to her; null when it is not for her. Nobody is told of what she did herself. */
function kindFor({ userId, teamIds, inboxIds }: Listener, thread: Thread, { to, byUserId }: Occasion): ThreadKind | null {
  if (userId === byUserId) return null
  if (to !== 'row') {
    // Given on meanwhile: whoever had it for a moment is not called.
    if ('teamId' in to) return teamIds.includes(to.teamId) && thread.team_id === to.teamId && thread.assignee_id === null ? 'team' : null
    return to.userIds.includes(userId) && (to.kind !== 'assigned' || thread.assignee_id === userId) ? to.kind : null
  }
  if (thread.assignee_id === userId) return 'message'
  if (thread.participant_ids.includes(userId)) return 'participating'
  if (!inboxIds.includes(thread.inbox_id) && !(thread.team_id && teamIds.includes(thread.team_id))) return null
  if (thread.assignee_id === null && (thread.team_id === null || teamIds.includes(thread.team_id))) return 'unassigned'
  return 'followed'
}

function seesThread({ reach, userId }: Listener, thread: Thread): boolean {
  const row: Sightable = { inboxId: thread.inbox_id, assignee: thread.assignee_id ? { id: thread.assignee_id } : null, team: thread.team_id ? { id: thread.team_id } : null, participantIds: thread.participant_ids }
  return sees(reach, userId, row)
}

function addTo(drafts: Map<string, Draft>, listener: Listener, occasion: Occasion, kind: ThreadKind, ways: readonly NoticeWay[], now: Instant): void {
  const key = `${listener.userId} ${occasion.conversationId}`
  const before = drafts.get(key)
  const mailAt = ways.includes('mail') ? digestAt(listener.settings, now) : null
  drafts.set(key, {
    user: listener.userId, conversation: occasion.conversationId, kind: before ? pressing(before.kind, kind) : kind, count: (before?.count ?? 0) + 1, message: occasion.messageId ?? before?.message ?? null,
    by: occasion.byUserId ?? before?.by ?? null, ways: [...new Set([...before?.ways ?? [], ...ways])], mail_at: mailAt === null ? before?.mail_at ?? null : new Date(mailAt).toISOString(), data: { ...before?.data, ...occasion.data },
  })
}

async function readMutes(tx: Tx, workspaceId: string, conversations: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ key: string }>(`select user_id || ' ' || conversation_id as key from conversation_mute where workspace_id = $1 and conversation_id = any($2)`, [workspaceId, conversations])
  return new Set(rows.map((row) => row.key))
}

// The same message again (its state changed once more) is no second thing. A message that failed is told of once, also when the first notice was seen.
const KEEP = `
  with d as (select * from jsonb_to_recordset($2::jsonb) as d(id uuid, "user" uuid, conversation uuid, kind text, count int, message uuid, by uuid, ways text[], mail_at timestamptz, data jsonb)
    where not (d.kind = 'send_failed' and exists (select from notice o where o.workspace_id = $1 and o.conversation_id = d.conversation and o.user_id = d."user" and o.kind = 'send_failed' and o.message_id = d.message)))
  insert into notice as n (workspace_id, user_id, notice_id, conversation_id, kind, count, message_id, by_user_id, data, ways, at, mail_at)
  select $1, d."user", d.id, d.conversation, d.kind, d.count, d.message, d.by, d.data, d.ways, $3, d.mail_at from d order by d."user", d.conversation
  on conflict (workspace_id, user_id, conversation_id) where seen_at is null do update set
    kind = (select k from unnest($4::text[]) with ordinality o(k, nr) where k in (n.kind, excluded.kind) order by nr limit 1),
    count = n.count + excluded.count, message_id = coalesce(excluded.message_id, n.message_id), by_user_id = coalesce(excluded.by_user_id, n.by_user_id), data = n.data || excluded.data,
    ways = excluded.ways, at = excluded.at, mail_at = coalesce(n.mail_at, excluded.mail_at)
  where excluded.message_id is null or n.message_id is distinct from excluded.message_id
  returning n.user_id, n.notice_id, n.ways`

async function keep(tx: Tx, workspaceId: string, drafts: readonly Draft[], now: Instant, listeners: readonly Listener[], made: Made): Promise<void> {
  const browsers = new Set(listeners.filter((listener) => listener.push).map((listener) => listener.userId))
  for (let from = 0; from < drafts.length; from += WRITTEN_AT_ONCE) {
    const some = drafts.slice(from, from + WRITTEN_AT_ONCE).map((draft) => ({ id: newId(), ...draft }))
    const rows = await tx.query<{ user_id: string; notice_id: string; ways: NoticeWay[] }>(KEEP, [workspaceId, JSON.stringify(some), new Date(now).toISOString(), THREAD_KINDS])
    for (const row of rows) {
      made.changed.add(row.user_id)
      made.told.push({ userId: row.user_id, noticeId: row.notice_id, push: row.ways.includes('push') && browsers.has(row.user_id) })
    }
  }
}

/** What the open pages are told: each one's bell once, and of each the last few notices by name, since more of them at once nobody reads. */
export function newsOf({ told, changed }: Made, ended: ReadonlySet<string>): { type: 'notice.changed'; data: { userId: string; noticeId?: string } }[] {
  const named = new Map<string, string[]>()
  for (const { userId, noticeId } of told) named.set(userId, [...named.get(userId) ?? [], noticeId].slice(-MOST_NAMED))
  return [
    ...[...named].flatMap(([userId, ids]) => ids.map((noticeId) => ({ type: 'notice.changed' as const, data: { userId, noticeId } }))),
    ...[...ended].filter((userId) => !changed.has(userId)).map((userId) => ({ type: 'notice.changed' as const, data: { userId } })),
  ]
}
