/** What happened in threads, read from their rows: the same for whoever follows the log, checks what is due, and asks about the past. */
import { type ThreadAct, guessTimeZone, type Instant, isTimeZone, type Surroundings } from '@recado/core'
import type { Tx } from '@recado/db'
import type { HoursNow } from './due.js'

/** Where something happened, as a rule has to know it. */
export interface Place { conversation_id: string; account_id: string; inbox_id: string; team_id: string | null; time_zone: string | null; country: string | null }

interface MessageRow { id: string; conversation_id: string; direction: 'in' | 'out' | 'system'; author_type: string; author_id: string | null; event: string | null; data: Record<string, unknown> | null; at: Instant; first: boolean }
interface OrderRow { conversation_id: string; order_id: string; status: string; at: Instant }
interface ConsentRow { conversation_id: string; id: string; purpose: string; at: Instant }

/** Whether it is the first she ever wrote there. */
const FIRST = `m.direction = 'in' and not exists (select from message b where b.workspace_id = $1 and b.conversation_id = m.conversation_id and b.direction = 'in' and b.kind <> 'reaction' and (b.at, b.message_id) < (m.at, m.message_id))`
const MESSAGES = `select m.message_id as id, m.conversation_id, m.direction, m.author_type, m.author_id, m.content->>'event' as event, case when m.direction = 'system' then m.content->'data' end as data, m.at, ${FIRST} as first
  from message m where m.workspace_id = $1 and m.import_id is null and m.direction in ('in', 'out', 'system') and m.kind <> 'reaction'`
/** What is about a person is told in the thread in which she was met last. */
const NEWEST = 'select n.conversation_id from conversation n where n.workspace_id = $1 and n.contact_id = c.contact_id order by n.last_at desc, n.conversation_id desc limit 1'
const ORDERS = `select c.conversation_id, s.order_id, s.status, s.at from contact_order_step s join contact_order o on o.workspace_id = $1 and o.order_id = s.order_id
  join conversation c on c.workspace_id = $1 and c.contact_id = o.contact_id and c.conversation_id = (${NEWEST}) where s.workspace_id = $1`
/** A yes that counts: where a second one is demanded, the second. */
const CONSENTS = `select c.conversation_id, e.consent_id as id, e.purpose, e.at from consent_entry e join conversation c on c.workspace_id = $1 and c.contact_id = e.contact_id and c.conversation_id = (${NEWEST})
  where e.workspace_id = $1 and (e.state = 'confirmed' or e.state = 'given' and not exists (select from purpose_setting g where g.workspace_id = $1 and g.purpose = e.purpose and g.double_opt_in))`

const iso = (at: Instant): string => new Date(at).toISOString()

/** Lines about who has it and how it stands. */
const LINES: Readonly<Record<string, Extract<ThreadAct['kind'], 'assigned' | 'unassigned' | 'resolved' | 'asleep' | 'awake'>>> = { resolved: 'resolved', assigned: 'assigned', assigned_auto: 'assigned', assigned_team: 'assigned', unassigned: 'unassigned', handed_back: 'unassigned', snoozed: 'asleep', reopened: 'awake' }

function actOf({ id, direction, author_type, author_id, event, data, at, first }: MessageRow): ThreadAct | null {
  const base = { id, at, by: author_type === 'automation' ? author_id : null, depth: typeof data?.depth === 'number' ? data.depth : 0 }
  if (direction === 'in') return { ...base, kind: 'hers', first }
  if (direction === 'out') return { ...base, kind: 'ours', automatic: author_type === 'automation' || author_type === 'campaign' }
  if (event === 'labels') return { ...base, kind: 'labelled', labels: typeof data?.added === 'string' ? data.added.split(', ') : [] }
  if (event === 'reopened' && typeof data?.after === 'string') return { ...base, kind: 'woken' }
  const kind = event === null ? undefined : LINES[event]
  return kind ? { ...base, kind } : null
}

const orderAct = ({ order_id, status, at }: OrderRow): ThreadAct => ({ id: `${order_id}:${status}`, at, by: null, depth: 0, kind: 'order', orderId: order_id, status })
const consentAct = ({ id, purpose, at }: ConsentRow): ThreadAct => ({ id, at, by: null, depth: 0, kind: 'consent', purpose })

/** By thread, oldest first. */
function grouped(messages: readonly MessageRow[], orders: readonly OrderRow[], consents: readonly ConsentRow[]): Map<string, ThreadAct[]> {
  const found = new Map<string, ThreadAct[]>()
  const add = (conversationId: string, act: ThreadAct | null): void => { 
    if (!act) return
    const own = found.get(conversationId)
    if (own) own.push(act)
    else found.set(conversationId, [act])
  }
  for (const row of messages) add(row.conversation_id, actOf(row))
  for (const row of orders) add(row.conversation_id, orderAct(row))
  for (const row of consents) add(row.conversation_id, consentAct(row))
  for (const acts of found.values()) acts.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  return found
}

/** Everything that happened in these threads since then. */
export async function actsIn(tx: Tx, workspaceId: string, conversationIds: readonly string[], since: Instant): Promise<Map<string, ThreadAct[]>> {
  const values = [workspaceId, conversationIds, iso(since)]
  return grouped(
    await tx.query<MessageRow>(`${MESSAGES} and m.conversation_id = any($2::uuid[]) and m.at >= $3`, values),
    await tx.query<OrderRow>(`${ORDERS} and c.conversation_id = any($2::uuid[]) and s.at >= $3`, values),
    await tx.query<ConsentRow>(`${CONSENTS} and c.conversation_id = any($2::uuid[]) and e.at >= $3`, values))
}

/** What a stretch of the log names. */
export async function actsNamed(tx: Tx, workspaceId: string, named: { messageIds: readonly string[]; orderIds: readonly string[]; consentIds: readonly string[] }): Promise<Map<string, ThreadAct[]>> {
  const { messageIds, orderIds, consentIds } = named
  return grouped(
    messageIds.length > 0 ? await tx.query<MessageRow>(`${MESSAGES} and m.message_id = any($2::uuid[])`, [workspaceId, messageIds]) : [],
    orderIds.length > 0 ? await tx.query<OrderRow>(`${ORDERS} and s.order_id = any($2::uuid[])`, [workspaceId, orderIds]) : [],
    consentIds.length > 0 ? await tx.query<ConsentRow>(`${CONSENTS} and e.consent_id = any($2::uuid[])`, [workspaceId, consentIds]) : [])
}

/** Where these threads lie, and on which clock she lives. */
export async function placesOf(tx: Tx, workspaceId: string, conversationIds: readonly string[]): Promise<Map<string, Place>> {
  const rows = await tx.query<Place>(
    `select c.conversation_id, c.account_id, c.inbox_id, c.team_id, p.time_zone, coalesce(p.country, d.country) as country from conversation c join contact p on p.workspace_id = $1 and p.contact_id = c.contact_id
     join identity d on d.workspace_id = $1 and d.identity_id = c.identity_id where c.workspace_id = $1 and c.conversation_id = any($2::uuid[])`, [workspaceId, conversationIds])
  return new Map(rows.map((row) => [row.conversation_id, row]))
}

/** Hours that count there, and her own clock: what is known of her, else what her country says, else the company's. */
export function surroundingsOf(hours: HoursNow, place: Place): Surroundings {
  const { stretches, timetable } = hours.at(place)
  const hers = place.time_zone && isTimeZone(place.time_zone) ? place.time_zone : guessTimeZone(place.country)
  return { stretches, timeZone: hers ?? timetable?.timeZone ?? hours.zone }
}
