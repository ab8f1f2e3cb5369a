/** From a notice to the browsers of its person: at once when she is nowhere, after a while when a page of ours is in front, never once she has seen it. */
import type { Notice, PushPayload } from '@recado/api'
import { minutes, seconds, URGENT_KINDS } from '@recado/core'
import type { Tx } from '@recado/db'
import { sees } from '../../auth/reach.js'
import type { Tasks } from '../../jobs/queue.js'
import { hubOf } from '../../live/hub.js'
import type { Services } from '../../services.js'
import type { Told } from '../make.js'
import { type Listener, readListeners } from '../people.js'
import { countUnread, noticesById } from '../read.js'
import { directionOf, kindText, tongueOf, word } from '../words.js'
import { deliverPush } from './deliver.js'
import { type Device, dropDevice, noteTry, openDevices } from './devices.js'

/** A page that shows the thread says so meanwhile. */
const BREATH_MS = seconds(2)
/** She sits at the desk: bell and sound come first. */
const AT_DESK_MS = seconds(20)
/** Waits between tries at a push service that does not answer; then it is old news. */
const TRIES_MS: readonly number[] = [seconds(10), minutes(1), minutes(5), minutes(20), minutes(60)]
/** Tags of what was seen elsewhere, told along so that the telephone takes it away. */
const MOST_CLOSED = 20

interface Turn { workspaceId: string; userId: string; noticeId: string; deviceId?: string; attempt?: number }

export async function pushSoon(services: Services, workspaceId: string, told: readonly Told[]): Promise<void> {
  const wanted = told.filter((one) => one.push)
  if (wanted.length === 0) return
  const { present } = hubOf(services).whoLooks(workspaceId)
  // The wait is the outside world's, so a moved clock does not hurry it; of a conversation that grows on, the first one's time stays.
  for (const { userId, noticeId } of wanted) await services.queue.add('notices.push', { workspaceId, userId, noticeId } satisfies Turn, { key: `push:${noticeId}`, keyMode: 'preserve_run_at', maxAttempts: 3, runAt: new Date(Date.now() + (present.has(userId) ? AT_DESK_MS : BREATH_MS)) })
}

export function noticeTasks(services: Services): Tasks {
  return { 'notices.push': (turn: Turn) => pushNow(services, turn) }
}

/** One notice to all of her browsers, or to the one that has to be tried again. */
export async function pushNow(services: Services, { workspaceId, userId, noticeId, deviceId, attempt = 0 }: Turn): Promise<void> {
  const found = await services.db.inWorkspace(workspaceId, (tx) => readTurn(tx, workspaceId, userId, noticeId))
  if (!found) return
  const { notice, listener, unread, closed } = found
  for (const device of await openDevices(services, workspaceId, userId, deviceId ?? null)) {
    const payload = payloadOf(notice, listener, device, { unread, closed })
    const came = await deliverPush(services, device, payload, { urgent: URGENT_KINDS.includes(notice.kind) || notice.kind === 'message' || notice.kind === 'assigned', topic: `${userId} ${notice.conversationId}` })
    await note(services, workspaceId, userId, device, came)
    const wait = came.kind === 'later' ? TRIES_MS[attempt] : undefined
    if (came.kind === 'later' && wait !== undefined) {
      await services.queue.add('notices.push', { workspaceId, userId, noticeId, deviceId: device.id, attempt: attempt + 1 } satisfies Turn, { key: `push:${noticeId}:${device.id}`, maxAttempts: 3, runAt: new Date(Date.now() + Math.max(wait, came.afterMs ?? 0)) })
    }
  }
}

/** Keeps what came of a try; a browser that is gone is forgotten. */
async function note(services: Services, workspaceId: string, userId: string, device: Device, came: Awaited<ReturnType<typeof deliverPush>>): Promise<void> {
  if (came.kind === 'gone') await services.db.inWorkspace(workspaceId, (tx) => dropDevice(tx, workspaceId, userId, device.id))
  else await noteTry(services, workspaceId, userId, device.id, came.kind === 'taken' ? null : came.error)
}

// Pushed before and seen since: what may still lie on her lock screen.
const CLOSED = `select distinct n.conversation_id from notice n where n.workspace_id = $1 and n.user_id = $2 and n.pushed_at is not null and n.seen_at > $3::timestamptz - interval '1 day'
  and not exists (select from notice o where o.workspace_id = $1 and o.user_id = $2 and o.conversation_id = n.conversation_id and o.seen_at is null) limit ${MOST_CLOSED}`

/** Looked at again: seen by now, or no longer hers to see, it is not sent. */
async function readTurn(tx: Tx, workspaceId: string, userId: string, noticeId: string): Promise<{ notice: Notice; listener: Listener; unread: number; closed: string[] } | null> {
  const notice = (await noticesById(tx, workspaceId, [noticeId])).get(noticeId)
  if (!notice || notice.seenAt !== null) return null
  const [listener] = await readListeners(tx, workspaceId, 1, [userId])
  const [row] = await tx.query<{ assignee_id: string | null; team_id: string | null; participant_ids: string[] }>('select assignee_id, team_id, participant_ids from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, notice.conversationId])
  if (!listener || !row || !sees(listener.reach, userId, { inboxId: notice.inboxId, assignee: row.assignee_id ? { id: row.assignee_id } : null, team: row.team_id ? { id: row.team_id } : null, participantIds: row.participant_ids })) return null
  await tx.query('update notice set pushed_at = $4 where workspace_id = $1 and user_id = $2 and notice_id = $3', [workspaceId, userId, noticeId, notice.at])
  const closed = await tx.query<{ conversation_id: string }>(CLOSED, [workspaceId, userId, notice.at])
  return { notice, listener, unread: await countUnread(tx, workspaceId, userId), closed: closed.map((one) => one.conversation_id) }
}

/** Name of the app and of our own account; who wrote and what only where she has switched that on. */
function payloadOf(notice: Notice, { settings }: Pick<Listener, 'settings'>, { language }: Pick<Device, 'language'>, { unread, closed }: { unread: number; closed: string[] }): PushPayload {
  const tongue = tongueOf(language)
  const what = kindText(notice.kind, tongue, notice.by?.name ?? null)
  const count = notice.count > 1 ? ` (${notice.count})` : ''
  const words = settings.words.push && notice.preview ? `: ${[...notice.preview].slice(0, 140).join('')}` : ''
  return {
    title: `${what}${count}`, body: settings.words.push ? `${notice.contact.name}${words}` : notice.account, tag: notice.conversationId, lang: tongue, dir: directionOf(tongue), unread, closed,
    url: `/inbox/${notice.conversationId}${notice.messageId ? `?at=${notice.messageId}` : ''}`,
  }
}

/** For the button on the settings page: every browser at once, with what came of it. */
export async function pushTest(services: Services, workspaceId: string, userId: string, workspace: string): Promise<{ name: string; ok: boolean; error: string | null }[]> {
  const results: { name: string; ok: boolean; error: string | null }[] = []
  for (const device of await openDevices(services, workspaceId, userId)) {
    const tongue = tongueOf(device.language)
    const came = await deliverPush(services, device, { title: word('test', tongue), body: word('test_body', tongue, { workspace }), tag: 'test', url: '/settings/notifications', lang: tongue, dir: directionOf(tongue), unread: 0, closed: [] }, { urgent: true, topic: `test ${userId}` })
    await note(services, workspaceId, userId, device, came)
    results.push({ name: device.name, ok: came.kind === 'taken', error: came.kind === 'taken' ? null : came.kind === 'gone' ? 'gone' : came.error })
  }
  return results
}
