/** News of a template by push and by letter: by each one's own rules, like every other notice. */
import type { PushPayload } from '@recado/api'
import { digestSpan, type Instant, type NoticeWay, quietUntil, seconds } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Tasks } from '../jobs/queue.js'
import { hubOf } from '../live/hub.js'
import { deliverPush } from '../notices/push/deliver.js'
import { dropDevice, noteTry, openDevices } from '../notices/push/devices.js'
import { countUnread } from '../notices/read.js'
import { readSettings } from '../notices/settings.js'
import { stopLink } from '../notices/stop-link.js'
import { directionOf, kindText, tongueOf, word } from '../notices/words.js'
import type { Principal, Services } from '../services.js'
import { letterOf, lineOf, type News } from './letters.js'

/** A page that shows it says so meanwhile; at the desk bell and sound come first. */
const BREATH_MS = seconds(2)
const AT_DESK_MS = seconds(20)

export interface ToldOf { userId: string; role: NonNullable<Principal['role']>; eventId: string; ways: readonly NoticeWay[] }
interface PushTurn { workspaceId: string; userId: string; eventId: string }
interface LetterTurn { workspaceId: string; userId: string; role: ToldOf['role']; from: Instant; at: Instant }
interface NewsRow extends News { unseen: boolean }
interface Reader { name: string; email: string; language: string }

const NEWS = `select e.template_id, t.name, t.language, e.what, e.was, e.became, e.reason, a.seen_at is null as unseen from template_alert a join template_event e on e.workspace_id = $1 and e.template_event_id = a.template_event_id
  join template t on t.workspace_id = $1 and t.template_id = e.template_id where a.workspace_id = $1 and a.user_id = $2`
const READER = 'select u.name, u.email, u.language from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.user_id = $2 and m.disabled_at is null and u.disabled_at is null'

/** Plans what leaves the app: one push each, one letter for everything of its stretch of time. */
export async function tellOutside(services: Services, workspaceId: string, told: readonly ToldOf[]): Promise<void> {
  const now = services.clock.now(workspaceId)
  const { present } = hubOf(services).whoLooks(workspaceId)
  for (const { userId, eventId, ways } of told) if (ways.includes('push')) await services.queue.add('templates.push', { workspaceId, userId, eventId } satisfies PushTurn, { key: `push:${eventId}:${userId}`, maxAttempts: 5, runAt: new Date(Date.now() + (present.has(userId) ? AT_DESK_MS : BREATH_MS)) })
  if (!services.mail.on) return
  for (const { userId, role } of new Map(told.filter((one) => one.ways.includes('mail')).map((one) => [one.userId, one])).values()) {
    const { settings } = await services.db.inWorkspace(workspaceId, (tx) => readSettings(tx, { workspaceId, id: userId, role }))
    const span = digestSpan(settings, now)
    if (span) await services.queue.add('templates.letter', { workspaceId, userId, role, ...span } satisfies LetterTurn, { key: `letter:${userId}:${span.at}`, maxAttempts: 5, runAt: new Date(Date.now() + (span.at - now)) })
  }
}

export function templateNoticeTasks(services: Services): Tasks {
  return { 'templates.push': (turn: PushTurn) => pushNews(services, turn), 'templates.letter': (turn: LetterTurn) => writeNews(services, turn) }
}

/** To all of her browsers; once she has seen it, to none. A push service that does not answer is asked again by the queue. */
export async function pushNews(services: Services, { workspaceId, userId, eventId }: PushTurn): Promise<void> {
  const [news, unread] = await services.db.inWorkspace(workspaceId, async (tx) => [(await tx.query<NewsRow>(`${NEWS} and a.template_event_id = $3`, [workspaceId, userId, eventId]))[0], await countUnread(tx, workspaceId, userId) + await countNews(tx, workspaceId, userId)] as const)
  if (!news?.unseen) return
  let silent: string | null = null
  for (const device of await openDevices(services, workspaceId, userId)) {
    const tongue = tongueOf(device.language)
    const payload: PushPayload = { title: kindText('template', tongue, null), body: lineOf(device.language, news), tag: tagOf(news.template_id), url: `/templates/${news.template_id}`, lang: tongue, dir: directionOf(tongue), unread, closed: [] }
    const came = await deliverPush(services, device, payload, { urgent: false, topic: `${userId} ${tagOf(news.template_id)}` })
    if (came.kind === 'gone') await services.db.inWorkspace(workspaceId, (tx) => dropDevice(tx, workspaceId, userId, device.id))
    else await noteTry(services, workspaceId, userId, device.id, came.kind === 'taken' ? null : came.error)
    if (came.kind === 'later') silent = came.error
  }
  // The other browsers get the same tag once more, which replaces what is there.
  if (silent !== null) throw new Error(`push service: ${silent}`)
}

/** What came in this stretch and is still unseen, in one letter. In quiet hours it waits for their end; who has switched letters off meanwhile gets none. */
export async function writeNews(services: Services, turn: LetterTurn): Promise<void> {
  const { workspaceId, userId, role, from, at } = turn
  const now = services.clock.now(workspaceId)
  const found = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [workspace] = await tx.query<{ name: string; demo: boolean }>('select name, demo from workspace where workspace_id = $1', [workspaceId])
    const [reader] = await tx.query<Reader>(READER, [workspaceId, userId])
    const { settings } = await readSettings(tx, { workspaceId, id: userId, role })
    if (!workspace || workspace.demo || !reader || settings.mail.every === 'off') return null
    const rows = await tx.query<NewsRow>(`${NEWS} and a.seen_at is null and e.told_at >= $3 and e.told_at < $4 order by e.at limit 50`, [workspaceId, userId, new Date(from).toISOString(), new Date(at).toISOString()])
    return rows.length > 0 ? { workspace: workspace.name, reader, rows, later: quietUntil(settings, now) } : null
  })
  if (!found) return
  if (found.later !== null) return services.queue.add('templates.letter', turn, { key: `letter:${userId}:${at}:${found.later}`, maxAttempts: 5, runAt: new Date(Date.now() + (found.later - now)) })
  const url = services.publicUrl()
  const stop = await stopLink(services, workspaceId, userId)
  const tongue = tongueOf(found.reader.language)
  const letter = letterOf(found.reader.language, found.workspace, found.rows, (id) => `${url}/templates/${id}`)
  const foot = `${word('why', tongue, { settings: `${url}/settings/notifications` })}\n${word('stop', tongue, { stop })}`
  await services.mail.send({ to: { email: found.reader.email, name: found.reader.name }, subject: letter.subject, text: `${letter.text}\n\n${foot}`, headers: { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } })
}

const tagOf = (templateId: string): string => `template:${templateId}`

async function countNews(tx: Tx, workspaceId: string, userId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>('select count(*)::int as count from template_alert where workspace_id = $1 and user_id = $2 and seen_at is null', [workspaceId, userId])
  return row?.count ?? 0
}
