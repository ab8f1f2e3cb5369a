/** Messages that wait for their moment: written now, judged for that moment, judged again when it has come. */
import type { ScheduledMessage } from '@recado/api'
import { type Basis, type Content, decide, guessTimeZone, type Instant, isTimeZone, type Purpose, quietEnds, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { aboutTopic } from '../consents/topic.js'
import { iso } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { readFacts, readThread } from '../sending/facts.js'
import { prepare } from '../sending/intent.js'
import { intentAuthor } from '../sending/queue.js'
import { explain, toApi, withOffers } from '../sending/verdicts.js'
import type { Principal, Services } from '../services.js'

/** Further ahead nobody knows what she will want to read. */
const MOST_DAYS = 90
/** Of one thread, so that a program that loops fills no table. */
const MOST_WAITING = 50
/** When people sleep, on her own clock. */
export const NIGHT = { from: '21:00', to: '08:00' } as const

export interface ScheduleWish { clientId: string; content: Content; sendAt: string; replyTo?: string; purpose?: Purpose; category?: string; basis?: Basis; unlessSheWrites?: boolean; /** Also in her night. */ anyway?: boolean }

interface Row { scheduled_message_id: string; conversation_id: string; contact_id: string; contact_name: string; time_zone: string | null; country: string | null; content: Content; send_at: number; unless_she_writes: boolean; state: ScheduledMessage['state']; code: string | null; message_id: string | null; author: { id?: string }; author_name: string | null }

const READ = `select s.scheduled_message_id, s.conversation_id, p.contact_id, p.name as contact_name, p.time_zone, p.country, s.content, s.send_at, s.unless_she_writes, s.state, s.code, s.message_id, s.author, u.name as author_name
  from scheduled_message s join conversation c on c.workspace_id = $1 and c.conversation_id = s.conversation_id join contact p on p.workspace_id = $1 and p.contact_id = c.contact_id
  left join app_user u on s.author->>'type' = 'agent' and u.user_id::text = s.author->>'id' where s.workspace_id = $1`

/** Her zone: what is known of her, else what her country says. */
const zoneOf = (row: { time_zone: string | null; country: string | null }): string | null => (row.time_zone && isTimeZone(row.time_zone) ? row.time_zone : guessTimeZone(row.country))

function shown(row: Row): ScheduledMessage {
  const timeZone = zoneOf(row)
  return {
    id: row.scheduled_message_id, conversationId: row.conversation_id, contact: { id: row.contact_id, name: row.contact_name }, content: row.content, sendAt: iso(row.send_at), unlessSheWrites: row.unless_she_writes, state: row.state, code: row.code, messageId: row.message_id,
    author: row.author.id && row.author_name !== null ? { id: row.author.id, name: row.author_name } : null, hers: timeZone ? { timeZone, night: quietEnds(NIGHT, row.send_at, timeZone) !== null } : null,
  }
}

async function readOne(tx: Tx, workspaceId: string, conversationId: string, id: string, lock = false): Promise<Row> {
  const [row] = await tx.query<Row>(`${READ} and s.conversation_id = $2 and s.scheduled_message_id = $3${lock ? ' for update of s' : ''}`, [workspaceId, conversationId, id])
  if (!row) throw new RecadoError('not_found', { scheduledMessageId: id })
  return row
}

/** How many wait in a thread. */
export async function countScheduled(tx: Tx, workspaceId: string, conversationId: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(`select count(*)::int as n from scheduled_message where workspace_id = $1 and conversation_id = $2 and state = 'waiting'`, [workspaceId, conversationId])
  return row!.n // a count
}

/** What waits in a thread, soonest first. */
export function scheduledIn(services: Services, principal: Principal, conversationId: string): Promise<ScheduledMessage[]> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    if ((await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])).length === 0) throw new RecadoError('not_found', { conversationId })
    return (await tx.query<Row>(`${READ} and s.conversation_id = $2 and s.state = 'waiting' order by s.send_at, s.scheduled_message_id limit ${MOST_WAITING}`, [workspaceId, conversationId])).map(shown)
  })
}

/**
 * Keeps a message for a moment. Throws what the rules will say then (window_closed, opted_out ... with the verdict), local_night where she sleeps then and
 * nobody said `anyway`, invalid_request for a moment gone by or too far ahead. The same clientId again is the same one.
 */
export async function schedule(services: Services, principal: Principal, conversationId: string, wish: ScheduleWish): Promise<{ created: boolean; scheduled: ScheduledMessage }> {
  const { workspaceId } = principal
  const author = { type: principal.kind === 'user' ? 'agent' : 'api', id: principal.id } as const
  const answer = await services.db.inWorkspace(workspaceId, async (tx) => {
    const thread = await readThread(tx, workspaceId, conversationId, true)
    const [known] = await tx.query<{ id: string }>('select scheduled_message_id as id from scheduled_message where workspace_id = $1 and conversation_id = $2 and client_id = $3', [workspaceId, conversationId, wish.clientId])
    if (known) return { created: false, scheduled: shown(await readOne(tx, workspaceId, conversationId, known.id)) }
    const now = services.clock.now(workspaceId)
    const at = momentOf(wish.sendAt, now)
    const [{ n = 0 } = {}] = await tx.query<{ n: number }>(`select count(*)::int as n from scheduled_message where workspace_id = $1 and conversation_id = $2 and state = 'waiting'`, [workspaceId, conversationId])
    if (n >= MOST_WAITING) throw new RecadoError('invalid_request', { fields: [{ field: 'sendAt', message: `is one more than the ${MOST_WAITING} messages that can wait in one conversation` }] })
    await demandLawful(tx, services, workspaceId, conversationId, wish, author.type, at)
    const id = newId()
    await tx.query(
      `insert into scheduled_message (workspace_id, scheduled_message_id, conversation_id, client_id, content, reply_to, purpose, category, basis, author, send_at, unless_she_writes, state, created_at, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'waiting', $13, $13)`,
      [workspaceId, id, conversationId, wish.clientId, JSON.stringify(storable(wish.content)), wish.replyTo ?? null, wish.purpose ?? 'service', wish.category ?? null, wish.basis ?? null, JSON.stringify(author), iso(at), wish.unlessSheWrites ?? false, iso(now)])
    const row = await readOne(tx, workspaceId, thread.conversationId, id)
    if (!wish.anyway) demandDaylight(row)
    await append(tx, [{ type: 'conversation.changed', conversationId }])
    return { created: true, scheduled: shown(row) }
  })
  if (answer.created) services.signals.committed(workspaceId)
  return answer
}

/** Another moment for one that still waits; judged as at first. */
export async function reschedule(services: Services, principal: Principal, conversationId: string, id: string, wish: { sendAt: string; anyway?: boolean }): Promise<ScheduledMessage> {
  return change(services, principal, conversationId, id, async (tx, row) => {
    const at = momentOf(wish.sendAt, services.clock.now(principal.workspaceId))
    const [kept] = await tx.query<{ purpose: Purpose; category: string | null; basis: Basis | null; author: { type: 'agent' | 'api' } }>('select purpose, category, basis, author from scheduled_message where workspace_id = $1 and scheduled_message_id = $2', [principal.workspaceId, id])
    const { purpose, category, basis, author } = kept! // locked above
    await demandLawful(tx, services, principal.workspaceId, conversationId, { content: row.content, purpose, ...(category ? { category } : {}), ...(basis ? { basis } : {}) }, author.type, at)
    if (!wish.anyway) demandDaylight({ ...row, send_at: at })
    await tx.query('update scheduled_message set send_at = $3, changed_at = $4 where workspace_id = $1 and scheduled_message_id = $2', [principal.workspaceId, id, iso(at), iso(services.clock.now(principal.workspaceId))])
  })
}

/** Due at once: the next look sends it. */
export async function sendScheduledNow(services: Services, principal: Principal, conversationId: string, id: string): Promise<ScheduledMessage> {
  const now = services.clock.now(principal.workspaceId)
  const scheduled = await change(services, principal, conversationId, id, async (tx) => { await tx.query('update scheduled_message set send_at = $3, changed_at = $3 where workspace_id = $1 and scheduled_message_id = $2', [principal.workspaceId, id, iso(now)]) })
  services.signals.emit('sends', principal.workspaceId)
  return scheduled
}

/** It will not leave. */
export function cancelScheduled(services: Services, principal: Principal, conversationId: string, id: string): Promise<ScheduledMessage> {
  return change(services, principal, conversationId, id, async (tx) => { await tx.query(`update scheduled_message set state = 'cancelled', changed_at = $3 where workspace_id = $1 and scheduled_message_id = $2`, [principal.workspaceId, id, iso(services.clock.now(principal.workspaceId))]) })
}

async function change(services: Services, principal: Principal, conversationId: string, id: string, what: (tx: Tx, row: Row) => Promise<void>): Promise<ScheduledMessage> {
  const { workspaceId } = principal
  const scheduled = await services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await readOne(tx, workspaceId, conversationId, id, true)
    if (row.state !== 'waiting') throw new RecadoError('wrong_status', { status: row.state })
    await what(tx, row)
    await append(tx, [{ type: 'conversation.changed', conversationId }])
    return shown(await readOne(tx, workspaceId, conversationId, id))
  })
  services.signals.committed(workspaceId)
  return scheduled
}

function momentOf(text: string, now: Instant): Instant {
  const at = Date.parse(text)
  const wrong = Number.isNaN(at) ? 'is no moment; give it as 2026-11-23T09:00:00Z' : at <= now ? 'has gone by' : at > now + MOST_DAYS * 86_400_000 ? `is more than ${MOST_DAYS} days ahead` : null
  if (wrong) throw new RecadoError('invalid_request', { fields: [{ field: 'sendAt', message: wrong }] })
  return at
}

/** The verdict of that moment as things stand: a window that will have closed, a consent that will have lapsed. */
async function demandLawful(tx: Tx, services: Services, workspaceId: string, conversationId: string, wish: Pick<ScheduleWish, 'content' | 'purpose' | 'category' | 'basis'>, author: 'agent' | 'api', at: Instant): Promise<void> {
  const thread = await readThread(tx, workspaceId, conversationId)
  const account = await services.accounts.byId(workspaceId, thread.accountId)
  if (!account) throw new RecadoError('not_found')
  const channel = services.channels.get(account.channel)
  const prepared = await prepare(tx, account, channel, storable(wish.content), wish.purpose ?? 'service', intentAuthor(author))
  const intent = await aboutTopic(tx, workspaceId, prepared.intent, wish)
  const facts = await readFacts(tx, account, channel, thread, at, withOffers(intent))
  const verdict = decide(intent, facts)
  if (verdict.kind === 'allow' || verdict.code === 'pair_rate') return
  const told = await explain(tx, services, account, thread, facts, intent)
  throw new RecadoError(verdict.code, told.kind === 'deny' ? { verdict: toApi(told) } : {})
}

/** 409 with the end of her night, so that whoever schedules can take that instead. */
function demandDaylight(row: Row): void {
  const timeZone = zoneOf(row)
  const ends = timeZone ? quietEnds(NIGHT, row.send_at, timeZone) : null
  if (ends !== null) throw new RecadoError('local_night', { until: iso(ends), timeZone })
}
