/** Letters with what nobody has looked at: by each one's own rule, at her own time. */
import type { Notice } from '@recado/api'
import { digestAt, type Instant, minutes, quietUntil } from '@recado/core'
import type { Tx } from '@recado/db'
import { sees } from '../auth/reach.js'
import type { Services } from '../services.js'
import { type Listener, readListeners } from './people.js'
import { noticesById } from './read.js'
import { stopLink } from './stop-link.js'
import { kindText, tongueOf, word } from './words.js'

/** A letter that could not be handed over is tried again after so long; meanwhile no other node writes it. */
const AGAIN_MS = minutes(10)
/** Lines of one letter. */
const MOST_LINES = 30

const iso = (at: Instant): string => new Date(at).toISOString()
const UNSEEN = 'n.seen_at is null and n.mailed_at is null and n.mail_at is not null'

/** When the next letter falls due. */
export async function nextDigest(services: Services, workspaceId: string): Promise<Instant | null> {
  if (!services.mail.on) return null
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ at: number | null }>(`select min(n.mail_at) as at from notice n where n.workspace_id = $1 and ${UNSEEN}`, [workspaceId]))
  return row?.at ?? null
}

/** Writes every letter that is due. Returns how many left. */
export async function writeDigests(services: Services, workspaceId: string): Promise<number> {
  if (!services.mail.on) return 0
  const now = services.clock.now(workspaceId)
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ user_id: string }>(`select distinct n.user_id from notice n where n.workspace_id = $1 and ${UNSEEN} and n.mail_at <= $2`, [workspaceId, iso(now)]))
  let sent = 0
  for (const { user_id: userId } of rows) if (await writeOne(services, workspaceId, userId, now)) sent++
  return sent
}

interface Claim { listener: Listener; notices: Notice[]; workspace: string }

async function writeOne(services: Services, workspaceId: string, userId: string, now: Instant): Promise<boolean> {
  const claim = await services.db.inWorkspace(workspaceId, (tx) => takeDue(tx, workspaceId, userId, now))
  if (!claim) return false
  const { listener, notices, workspace } = claim
  const stop = await stopLink(services, workspaceId, userId)
  try {
    await services.mail.send({
      to: { email: listener.email, name: listener.name }, ...digestLetter({ listener, notices, workspace, url: services.publicUrl(), stop }),
      headers: { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    })
  } catch (error) {
    services.log.warn({ err: error }, 'notices not mailed') // due again after AGAIN_MS
    return false
  }
  await services.db.inWorkspace(workspaceId, (tx) => tx.query('update notice set mailed_at = $3, mail_at = null where workspace_id = $1 and user_id = $4 and notice_id = any($2)', [workspaceId, notices.map((one) => one.id), iso(now), userId]))
  return true
}

/** Takes everything of hers that waits for a letter. In quiet hours it waits for their end; who has switched letters off meanwhile gets none. */
async function takeDue(tx: Tx, workspaceId: string, userId: string, now: Instant): Promise<Claim | null> {
  const [listener] = await readListeners(tx, workspaceId, 1, [userId])
  const later = listener && digestAt(listener.settings, now) !== null ? quietUntil(listener.settings, now) : null
  if (!listener || digestAt(listener.settings, now) === null) {
    await tx.query(`update notice n set mail_at = null where n.workspace_id = $1 and n.user_id = $2 and ${UNSEEN}`, [workspaceId, userId])
    return null
  }
  const rows = await tx.query<{ notice_id: string }>(
    `update notice n set mail_at = $3 from (select notice_id from notice n where n.workspace_id = $1 and n.user_id = $2 and ${UNSEEN} order by n.notice_id for update) d
     where n.workspace_id = $1 and n.user_id = $2 and n.notice_id = d.notice_id and exists (select from notice o where o.workspace_id = $1 and o.user_id = $2 and o.seen_at is null and o.mailed_at is null and o.mail_at <= $4) returning n.notice_id`,
    [workspaceId, userId, iso(later ?? now + AGAIN_MS), iso(now)])
  if (later !== null || rows.length === 0) return null
  const notices = await stillHers(tx, workspaceId, listener, [...(await noticesById(tx, workspaceId, rows.map((row) => row.notice_id))).values()])
  const [workspace] = await tx.query<{ name: string }>('select name from workspace where workspace_id = $1', [workspaceId])
  return notices.length > 0 ? { listener, notices: notices.sort((a, b) => (a.at < b.at ? 1 : -1)), workspace: workspace?.name ?? '' } : null
}

/** What has gone to others since is nothing of hers any more. */
async function stillHers(tx: Tx, workspaceId: string, { reach, userId }: Listener, notices: readonly Notice[]): Promise<Notice[]> {
  const rows = await tx.query<{ conversation_id: string; assignee_id: string | null; team_id: string | null; participant_ids: string[] }>('select conversation_id, assignee_id, team_id, participant_ids from conversation where workspace_id = $1 and conversation_id = any($2)', [workspaceId, notices.map((one) => one.conversationId)])
  const threads = new Map(rows.map((row) => [row.conversation_id, row]))
  return notices.filter(({ conversationId, inboxId }) => {
    const row = threads.get(conversationId)
    return row && sees(reach, userId, { inboxId, assignee: row.assignee_id ? { id: row.assignee_id } : null, team: row.team_id ? { id: row.team_id } : null, participantIds: row.participant_ids })
  })
}

/** The letter itself. Without her leave it names our accounts and no customer. */
function digestLetter({ listener, notices, workspace, url, stop }: { listener: Pick<Listener, 'language' | 'settings'>; notices: readonly Notice[]; workspace: string; url: string; stop: string }): { subject: string; text: string } {
  const tongue = tongueOf(listener.language)
  const format = new Intl.DateTimeFormat(tongue, { timeZone: listener.settings.quiet.timeZone, dateStyle: 'short', timeStyle: 'short' })
  const lines = notices.slice(0, MOST_LINES).map((notice) => {
    const who = listener.settings.words.mail ? ` – ${notice.contact.name}${notice.preview ? `: ${[...notice.preview].slice(0, 140).join('')}` : ''}` : ''
    return `• ${kindText(notice.kind, tongue, notice.by?.name ?? null)}${notice.count > 1 ? ` (${notice.count})` : ''}, ${notice.account}, ${format.format(new Date(notice.at))}${who}\n  ${url}/inbox/${notice.conversationId}`
  })
  const more = notices.length > MOST_LINES ? [word('more', tongue, { count: notices.length - MOST_LINES })] : []
  const foot = `${word('why', tongue, { settings: `${url}/settings/notifications` })}\n${word('stop', tongue, { stop })}`
  return { subject: word('subject', tongue, { workspace, count: notices.length }), text: [word('hello', tongue, { workspace }), lines.join('\n\n'), ...more, foot].join('\n\n') }
}
