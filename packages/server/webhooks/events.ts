/** What a stretch of the event log means to the outside: typed events with the API's own objects in them. */
import type { CampaignRow, Consent, Contact, ContactOrder, Conversation, Message, Post } from '@recado/api'
import { ordersById } from '../bridges/log.js'
import { conversationsById, messagesById, type Tx } from '@recado/db'
import { campaignsById } from '../campaigns/told.js'
import { consentsById } from '../consents/read.js'
import { iso } from '../http/schemas.js'
import { UUID } from '../ingest/plan.js'
import { contactsById } from '../people/read-contacts.js'
import { postsById } from '../posts/rows.js'
import type { Services } from '../services.js'
import { toConversation } from '../views/conversation.js'
import { toMessage } from '../views/message.js'

/** Everything an endpoint can ask for; `webhook.test` comes only when somebody presses the button. */
export const EVENT_TYPES = [
  'message.created', 'message.updated', 'conversation.created', 'conversation.updated', 'conversation.removed', 'contact.created', 'contact.updated', 'contact.merged', 'contact.split', 'contact.removed', 'contact.erased', 'contact.ordered', 'consent.changed', 'campaign.started', 'campaign.finished', 'campaign.paused', 'campaign.stopped', 'post.sent', 'post.finished',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

export interface OutgoingEvent {
  type: EventType
  /** Place in the log. */
  seq: number
  at: string
  /** What keeps its order: a conversation, or a person. */
  orderKey: string
  /** Told once only. */
  key: string | null
  data: Message | Conversation | Contact | { id: string; how?: string } | { id: string; otherId: string } | { contactId: string; order: ContactOrder } | { contactId: string; consents: Consent[] } | CampaignRow | Post
}

export interface LogStretch { from: number; to: number; /** highest conversation number seen */ numbered: number; events: OutgoingEvent[] }

interface LogRow { seq: number; type: string; at: number; conversation_id: string | null; message_ids: string[] | null; data: Record<string, unknown> | null }
interface Place { seq: number; at: string }

/** Entries of the log taken at once. */
const PAGE = 500
/** A person who came with her first message is as old as the thread: they are made in one transaction. */
const SAME_MOMENT_MS = 1_000

/** Reads behind `from`. Log and rows are one snapshot, so what is told is what the log meant or newer, and the newest is always told. */
export async function readEvents(services: Services, workspaceId: string, from: number, numbered: number): Promise<LogStretch | null> {
  return services.db.snapshot(workspaceId, async (tx) => {
    const log = await tx.query<LogRow>(`select seq, type, at, conversation_id, message_ids, data from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}`, [workspaceId, from])
    if (log.length === 0) return null
    const threads = await threadEvents(tx, services, workspaceId, log, numbered)
    const told = [...threads.events, ...await messageEvents(tx, workspaceId, log), ...await contactEvents(tx, services, workspaceId, log), ...await orderEvents(tx, workspaceId, log), ...await consentEvents(tx, services, workspaceId, log), ...await campaignEvents(tx, workspaceId, log), ...await postTurns(tx, workspaceId, log)]
    return { from, to: log.at(-1)!.seq, numbered: threads.numbered, events: told.sort((a, b) => a.seq - b.seq || RANK[a.type] - RANK[b.type]) } // not empty
  })
}

/** Of one entry: the person before her thread, the thread before what was said in it. */
const RANK: Record<EventType, number> = {
  'contact.created': 0, 'contact.updated': 1, 'contact.merged': 2, 'contact.split': 2, 'contact.removed': 3, 'contact.erased': 3, 'contact.ordered': 3, 'consent.changed': 3, 'campaign.started': 3, 'campaign.paused': 3, 'campaign.stopped': 3, 'campaign.finished': 3, 'post.sent': 3, 'post.finished': 4, 'conversation.created': 4, 'message.created': 5, 'message.updated': 6, 'conversation.updated': 7, 'conversation.removed': 8,
}

async function messageEvents(tx: Tx, workspaceId: string, log: readonly LogRow[]): Promise<OutgoingEvent[]> {
  const created = new Map<string, Place>()
  const updated = new Map<string, Place>()
  for (const row of log) for (const id of row.message_ids ?? []) {
    const place = { seq: row.seq, at: iso(row.at) }
    if (row.type === 'message.created') created.set(id, created.get(id) ?? place)
    else updated.set(id, place)
  }
  const ids = [...new Set([...created.keys(), ...updated.keys()])]
  const rows = ids.length > 0 ? await messagesById(tx, workspaceId, ids) : []
  return rows.flatMap((row): OutgoingEvent[] => {
    // History from a file is nothing that happened now, and there may be forty thousand of it.
    if (row.import_id !== null) return []
    const data = toMessage(row)
    const [first, last] = [created.get(row.message_id), updated.get(row.message_id)]
    return [
      ...(first ? [{ type: 'message.created' as const, ...first, orderKey: row.conversation_id, key: `message.created:${row.message_id}`, data }] : []),
      ...(last ? [{ type: 'message.updated' as const, ...last, orderKey: row.conversation_id, key: null, data }] : []),
    ]
  })
}

/** A thread is new when its number is above every one told before: numbers are given in the order of the log. */
async function threadEvents(tx: Tx, services: Services, workspaceId: string, log: readonly LogRow[], numbered: number): Promise<{ events: OutgoingEvent[]; numbered: number }> {
  const first = new Map<string, Place>()
  const last = new Map<string, Place>()
  const name = (id: unknown, row: LogRow): void => {
    if (typeof id !== 'string' || !UUID.test(id)) return
    const place = { seq: row.seq, at: iso(row.at) }
    last.set(id, place)
    if (!first.has(id)) first.set(id, place)
  }
  for (const row of log) { name(row.conversation_id, row); if (row.type === 'conversation.joined') name(row.data?.into, row) }
  const rows = first.size > 0 ? await conversationsById(tx, workspaceId, [...first.keys()]) : []
  const events: OutgoingEvent[] = []
  let highest = numbered
  for (const row of rows) {
    const id = row.conversation_id
    const isNew = row.number > numbered
    highest = Math.max(highest, row.number)
    events.push({ type: isNew ? 'conversation.created' : 'conversation.updated', ...(isNew ? first : last).get(id)!, orderKey: id, key: isNew ? `conversation.created:${id}` : null, data: toConversation(services, workspaceId, row) }) // asked for by this id
    last.delete(id)
  }
  const fresh = rows.filter((row) => row.number > numbered)
  const newcomers = fresh.length > 0 ? await tx.query<{ conversation_id: string; contact_id: string }>(
    `select c.conversation_id, c.contact_id from conversation c join contact p on p.workspace_id = $1 and p.contact_id = c.contact_id
     where c.workspace_id = $1 and c.conversation_id = any($2) and abs(extract(epoch from p.created_at - c.created_at)) * 1000 <= ${SAME_MOMENT_MS}`, [workspaceId, fresh.map((row) => row.conversation_id)]) : []
  for (const contact of newcomers.length > 0 ? await contactsById(tx, services, workspaceId, newcomers.map((row) => row.contact_id)) : []) {
    const place = first.get(newcomers.find((row) => row.contact_id === contact.id)!.conversation_id)! // both were asked for by these ids
    events.push({ type: 'contact.created', ...place, orderKey: contact.id, key: `contact.created:${contact.id}`, data: contact })
  }
  // Named by the log and no longer there: joined with another thread, or erased.
  for (const [id, place] of last) events.push({ type: 'conversation.removed', ...place, orderKey: id, key: `conversation.removed:${id}`, data: { id } })
  return { events, numbered: highest }
}

async function contactEvents(tx: Tx, services: Services, workspaceId: string, log: readonly LogRow[]): Promise<OutgoingEvent[]> {
  const changed = new Map<string, Place>()
  const made = new Map<string, Place>()
  const events: OutgoingEvent[] = []
  for (const row of log) {
    const { contactId, otherId } = row.data ?? {}
    if (typeof contactId !== 'string' || !UUID.test(contactId)) continue
    const place = { seq: row.seq, at: iso(row.at) }
    if (row.type === 'contact.changed') changed.set(contactId, place)
    if (row.type === 'contact.created') made.set(contactId, place)
    if (row.type === 'contact.erased') events.push({ type: 'contact.erased', ...place, orderKey: contactId, key: `contact.erased:${contactId}`, data: { id: contactId, how: String(row.data?.how) } })
    if ((row.type === 'contact.merged' || row.type === 'contact.split') && typeof otherId === 'string') events.push({ type: row.type, ...place, orderKey: contactId, key: null, data: { id: contactId, otherId } })
  }
  const ids = [...new Set([...changed.keys(), ...made.keys()])]
  if (ids.length === 0) return events
  const fresh = new Set((await tx.query<{ contact_id: string }>('select contact_id from contact where workspace_id = $1 and contact_id = any($2) and created_at = updated_at', [workspaceId, ids])).map((row) => row.contact_id))
  for (const contact of await contactsById(tx, services, workspaceId, ids)) {
    const [place, birth] = [changed.get(contact.id), made.get(contact.id)]
    changed.delete(contact.id)
    if (birth) events.push({ type: 'contact.created', ...birth, orderKey: contact.id, key: `contact.created:${contact.id}`, data: contact })
    if (!place || birth) continue // as she is now she was told just before
    events.push(fresh.has(contact.id) ? { type: 'contact.created', ...place, orderKey: contact.id, key: `contact.created:${contact.id}`, data: contact } : { type: 'contact.updated', ...place, orderKey: contact.id, key: null, data: contact })
  }
  for (const [id, place] of changed) events.push({ type: 'contact.removed', ...place, orderKey: id, key: `contact.removed:${id}`, data: { id } })
  return events
}

/** Orders as they stand: told when they come in, and again when they come to another status or amount. */
async function orderEvents(tx: Tx, workspaceId: string, log: readonly LogRow[]): Promise<OutgoingEvent[]> {
  const rows = log.filter((row) => row.type === 'contact.ordered' && typeof row.data?.orderId === 'string' && UUID.test(row.data.orderId))
  const orders = rows.length > 0 ? await ordersById(tx, workspaceId, rows.map((row) => String(row.data!.orderId))) : new Map<string, { contactId: string; order: ContactOrder }>() // looked at above
  return rows.flatMap((row): OutgoingEvent[] => {
    const data = orders.get(String(row.data!.orderId)) // looked at above
    return data ? [{ type: 'contact.ordered', seq: row.seq, at: iso(row.at), orderKey: data.contactId, key: `contact.ordered:${row.seq}`, data }] : []
  })
}

/** A campaign's turns, each with how it stands now. */
async function campaignEvents(tx: Tx, workspaceId: string, log: readonly LogRow[]): Promise<OutgoingEvent[]> {
  const turns = ['campaign.started', 'campaign.finished', 'campaign.paused', 'campaign.stopped'] as const
  const rows = log.flatMap((row) => { const type = turns.find((one) => one === row.type); return type && typeof row.data?.campaignId === 'string' ? [{ type, row, id: row.data.campaignId }] : [] })
  const campaigns = await campaignsById(tx, workspaceId, rows.map((one) => one.id))
  return rows.flatMap(({ type, row, id }): OutgoingEvent[] => {
    const data = campaigns.get(id)
    return data ? [{ type, seq: row.seq, at: iso(row.at), orderKey: id, key: `${type}:${row.seq}`, data }] : []
  })
}

/** A post's turns - the platform has taken the first call, nothing more will happen by itself - each with how it stands now. */
async function postTurns(tx: Tx, workspaceId: string, log: readonly LogRow[]): Promise<OutgoingEvent[]> {
  const turns = ['post.sent', 'post.finished'] as const
  const rows = log.flatMap((row) => { const type = turns.find((one) => one === row.type); return type && typeof row.data?.postId === 'string' ? [{ type, row, id: row.data.postId }] : [] })
  const posts = await postsById(tx, workspaceId, rows.map((one) => one.id))
  return rows.flatMap(({ type, row, id }): OutgoingEvent[] => {
    const data = posts.get(id)
    return data ? [{ type, seq: row.seq, at: iso(row.at), orderKey: id, key: `${type}:${row.seq}`, data }] : []
  })
}

/** What somebody said, line by line as it was written down; what proves it stays with us. */
async function consentEvents(tx: Tx, services: Services, workspaceId: string, log: readonly LogRow[]): Promise<OutgoingEvent[]> {
  const rows = log.filter((row) => row.type === 'consent.changed' && Array.isArray(row.data?.consentIds))
  const idsOf = (row: LogRow) => row.data!.consentIds as string[] // looked at above
  const lines = rows.length > 0 ? await consentsById(tx, services, workspaceId, rows.flatMap(idsOf), null) : []
  return rows.flatMap((row): OutgoingEvent[] => {
    const contactId = String(row.data!.contactId) // written beside the ids
    const consents = lines.filter((line) => idsOf(row).includes(line.id))
    return consents.length > 0 ? [{ type: 'consent.changed', seq: row.seq, at: iso(row.at), orderKey: contactId, key: `consent.changed:${row.seq}`, data: { contactId, consents } }] : []
  })
}

/** Whether an endpoint asked for this type: by name, by family (`message.*`) or for everything (`*`). */
export function wants(filter: readonly string[], type: string): boolean {
  return filter.some((one) => one === '*' || one === type || (one.endsWith('.*') && type.startsWith(one.slice(0, -1))))
}
