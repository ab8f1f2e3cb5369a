/** Everything that happened with a person, over all her apps, newest first: what was said, what the platforms told, what she agreed to, how she came in, which posts went to her, what she ordered, what was noted of her. */
import type { Message, Page } from '@recado/api'
import { headlineOf, type PostedContent, RecadoError } from '@recado/core'
import { messagesById, type Tx } from '@recado/db'
import { may } from '../../auth/permissions.js'
import { reachSql } from '../../auth/reach.js'
import { iso, readCursor, writeCursor } from '../../http/schemas.js'
import { UUID } from '../../ingest/plan.js'
import type { Principal, Services } from '../../services.js'
import { toMessage } from '../../views/message.js'
import { survivorOf } from '../contacts.js'

export interface TimelineQuery { cursor?: string; limit?: number; channel?: string; account?: string }

/** What happens at one instant stands in this order. */
const RANK = { entry: 0, consent: 1, message: 2, order: 3, note: 4, post: 5 } as const
interface Place { kind: keyof typeof RANK; id: string; at: number }
interface Ask { tx: Tx; principal: Principal; contactId: string; query: TimelineQuery; before: { at: string; rank: number; id: string } | null; limit: number }

/** $3..$5 are the place behind which it goes on: only what is older, or of the same instant and further back in the order. */
const behind = (at: string, id: string, rank: number): string => `($3::timestamptz is null or ${at} < $3 or (${at} = $3 and (${rank}, ${id}) < ($4::int, $5::uuid)))`
const placeValues = ({ before }: Ask): unknown[] => [before?.at ?? null, before?.rank ?? null, before?.id ?? null]

/** One walk along each thread's index, merged: the page costs the same however long the threads are. */
async function messagesOf(ask: Ask): Promise<Place[]> {
  const { tx, principal, contactId, query, limit } = ask
  const values: unknown[] = [principal.workspaceId, contactId, ...placeValues(ask), limit, query.channel ?? null, query.account ?? null]
  const reach = reachSql(principal.reach, principal.id, (value) => `$${values.push(value)}`)
  const rows = await tx.query<{ id: string; at: number }>(
    `select m.message_id as id, m.at from conversation c cross join lateral (
       select message_id, at from message where workspace_id = $1 and conversation_id = c.conversation_id and ($3::timestamptz is null or at <= $3) and ${behind('at', 'message_id', RANK.message)} order by at desc, message_id desc limit $6) m
     where c.workspace_id = $1 and c.contact_id = $2 and ($7::text is null or c.channel = $7) and ($8::uuid is null or c.account_id = $8) ${reach ? `and ${reach}` : ''} order by m.at desc, m.message_id desc limit $6`, values)
  return rows.map((row) => ({ kind: 'message', ...row }))
}

async function entriesOf(ask: Ask): Promise<Place[]> {
  const { tx, principal, contactId, query, limit } = ask
  const values: unknown[] = [principal.workspaceId, contactId, ...placeValues(ask), limit, query.channel ?? null, query.account ?? null]
  const reach = reachSql(principal.reach, principal.id, (value) => `$${values.push(value)}`)
  const rows = await tx.query<{ id: string; at: number }>(
    `select e.entry_id as id, e.at from entry e join conversation c on c.workspace_id = $1 and c.conversation_id = e.conversation_id
     where e.workspace_id = $1 and e.contact_id = $2 and ${behind('e.at', 'e.entry_id', RANK.entry)} and e.kind <> 'direct' and ($7::text is null or c.channel = $7) and ($8::uuid is null or c.account_id = $8) ${reach ? `and ${reach}` : ''}
     order by e.at desc, e.entry_id desc limit $6`, values)
  return rows.map((row) => ({ kind: 'entry', ...row }))
}

/** What she said of one app, or at one of its addresses, belongs to that app; the rest to all of them together. */
async function consentsOf(ask: Ask): Promise<Place[]> {
  const { tx, principal, contactId, query, limit } = ask
  if (!may(principal, 'consents.read')) return []
  const rows = await tx.query<{ id: string; at: number }>(
    `select e.consent_id as id, e.at from consent_entry e left join identity d on d.workspace_id = $1 and d.identity_id = e.identity_id left join channel_account a on a.workspace_id = $1 and a.account_id = d.account_id
     where e.workspace_id = $1 and e.contact_id = $2 and ${behind('e.at', 'e.consent_id', RANK.consent)} and ($7::text is null or coalesce(a.channel, e.channel) = $7) and ($8::uuid is null or d.account_id = $8)
     order by e.at desc, e.consent_id desc limit $6`, [principal.workspaceId, contactId, ...placeValues(ask), limit, query.channel ?? null, query.account ?? null])
  return rows.map((row) => ({ kind: 'consent', ...row }))
}

/** Orders of a shop and notes about her belong to no app: they stand among all of them together. */
async function besides(ask: Ask, kind: 'order' | 'note'): Promise<Place[]> {
  const { tx, principal, contactId, query, limit } = ask
  if (query.channel ?? query.account) return []
  const [table, id] = kind === 'order' ? ['contact_order', 'order_id'] : ['contact_note', 'contact_note_id']
  const rows = await tx.query<{ id: string; at: number }>(`select ${id} as id, at from ${table} where workspace_id = $1 and contact_id = $2 and ${behind('at', id, RANK[kind])} order by at desc, ${id} desc limit $6`, [principal.workspaceId, contactId, ...placeValues(ask), limit])
  return rows.map((row) => ({ kind, ...row }))
}

const POSTS_TO_HER = `from identity d join post_receipt r on r.workspace_id = $1 and r.identity_id = d.identity_id cross join lateral jsonb_each_text(r.posts) as one(id, ordinal) join post p on p.workspace_id = $1 and p.post_id = one.id::uuid
  join post_call c on c.workspace_id = $1 and c.post_id = p.post_id and c.ordinal = one.ordinal::int join channel_account a on a.workspace_id = $1 and a.account_id = d.account_id`

/** Posts to followers that she was among. Few: at most as many a month as the platform allows. */
async function postsOf(ask: Ask): Promise<Place[]> {
  const { tx, principal, contactId, query, limit } = ask
  const rows = await tx.query<{ id: string; at: number }>(
    `select s.id, s.at from (select p.post_id as id, min(coalesce(p.sent_at, c.started_at)) as at ${POSTS_TO_HER} where d.workspace_id = $1 and d.contact_id = $2 and ($7::text is null or a.channel = $7) and ($8::uuid is null or d.account_id = $8) group by 1) s
     where s.at is not null and ${behind('s.at', 's.id', RANK.post)} order by s.at desc, s.id desc limit $6`, [principal.workspaceId, contactId, ...placeValues(ask), limit, query.channel ?? null, query.account ?? null])
  return rows.map((row) => ({ kind: 'post', ...row }))
}

/** A page. Lines that lie in no thread are told like the lines of one: `conversationId` is then the thread they belong to, or empty. */
export function readTimeline(services: Services, principal: Principal, asked: string, query: TimelineQuery): Promise<Page<Message>> {
  const { workspaceId } = principal
  const limit = query.limit ?? 50
  const before = placeBehind(query.cursor)
  return services.db.snapshot(workspaceId, async (tx) => {
    const contactId = await survivorOf(tx, workspaceId, asked)
    if (!contactId) throw new RecadoError('not_found', { contactId: asked })
    const ask: Ask = { tx, principal, contactId, query, before, limit: limit + 1 }
    const places = [...await messagesOf(ask), ...await entriesOf(ask), ...await consentsOf(ask), ...await besides(ask, 'order'), ...await besides(ask, 'note'), ...await postsOf(ask)].sort((a, b) => b.at - a.at || RANK[b.kind] - RANK[a.kind] || (a.id < b.id ? 1 : -1))
    const shown = places.slice(0, limit)
    const last = shown.at(-1)
    const rows = await loaded(tx, workspaceId, contactId, shown)
    return { items: shown.flatMap((place) => rows.get(`${place.kind} ${place.id}`) ?? []), next: places.length > limit && last ? writeCursor([iso(last.at), String(RANK[last.kind]), last.id]) : null }
  })
}

function placeBehind(cursor: string | undefined): Ask['before'] {
  const [at, rank, id] = readCursor(cursor, 3)
  if (!at || !rank || !id) return null
  if (Number.isNaN(Date.parse(at)) || !/^[0-5]$/.test(rank) || !UUID.test(id)) throw new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is not one that this list gave' }] })
  return { at, rank: Number(rank), id }
}

async function loaded(tx: Tx, workspaceId: string, contactId: string, places: readonly Place[]): Promise<Map<string, Message>> {
  const ids = (kind: Place['kind']): string[] => places.flatMap((place) => (place.kind === kind ? [place.id] : []))
  const found = new Map<string, Message>()
  for (const row of await messagesById(tx, workspaceId, ids('message'))) found.set(`message ${row.message_id}`, toMessage(row))
  for (const line of await entryLines(tx, workspaceId, ids('entry'))) found.set(`entry ${line.id.slice('entry-'.length)}`, line)
  for (const line of await consentLines(tx, workspaceId, ids('consent'))) found.set(`consent ${line.id.slice('consent-'.length)}`, line)
  for (const line of await orderLines(tx, workspaceId, ids('order'))) found.set(`order ${line.id.slice('order-'.length)}`, line)
  for (const line of await noteLines(tx, workspaceId, ids('note'))) found.set(`note ${line.id.slice('note-'.length)}`, line)
  for (const line of await postLines(tx, workspaceId, contactId, ids('post'))) found.set(`post ${line.id.slice('post-'.length)}`, line)
  return found
}

/** A line that lies in no thread. */
function line(id: string, event: string, data: Record<string, string | number | boolean | null>, at: number, conversationId: string | null): Message {
  return {
    id, conversationId: conversationId ?? '', direction: 'system', content: { kind: 'system', event, data }, status: 'received', externalId: null, clientId: null, author: { type: 'automation' }, at: iso(at), platformAt: null,
  } as Message // a line has no state of delivery
}

async function entryLines(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Message[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<{ entry_id: string; conversation_id: string; kind: string; label: string; at: number }>(
    `select e.entry_id, e.conversation_id, e.kind, coalesce(nullif(p.name, ''), nullif(e.label, ''), e.source) as label, e.at from entry e left join entry_point p on p.workspace_id = $1 and p.entry_point_id = e.entry_point_id where e.workspace_id = $1 and e.entry_id = any($2::uuid[])`, [workspaceId, ids])
  return rows.map((row) => line(`entry-${row.entry_id}`, 'came_in', { mode: row.kind, label: row.label }, row.at, row.conversation_id))
}

async function consentLines(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Message[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<{ consent_id: string; conversation_id: string | null; state: string; purpose: string; source: string; topic: string | null; channel: string | null; at: number }>(
    `select e.consent_id, c.conversation_id, e.state, e.purpose, e.source, e.channel, e.at,
       (select coalesce(k.names->>w.language, k.names->>'en', (select value from jsonb_each_text(k.names) limit 1), k.key) from consent_category k, workspace w where k.workspace_id = $1 and k.category_id = e.category_id and w.workspace_id = $1) as topic
     from consent_entry e left join conversation c on c.workspace_id = $1 and c.identity_id = e.identity_id where e.workspace_id = $1 and e.consent_id = any($2::uuid[])`, [workspaceId, ids])
  return rows.map((row) => line(`consent-${row.consent_id}`, `consent_${row.state}`, { purpose: row.purpose, source: row.source, name: row.topic, channel: row.channel }, row.at, row.conversation_id))
}

async function orderLines(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Message[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<{ order_id: string; number: string | null; external_id: string; amount: string | null; currency: string | null; status: string; at: number }>(
    'select order_id, number, external_id, amount::text, currency, status, at from contact_order where workspace_id = $1 and order_id = any($2::uuid[])', [workspaceId, ids])
  return rows.map((row) => line(`order-${row.order_id}`, 'ordered', { mode: row.status, label: [row.number ?? row.external_id, [row.amount, row.currency].filter(Boolean).join(' ')].filter(Boolean).join(' · ') }, row.at, null))
}

/** As a note of a thread stands there, though it lies in none. */
async function noteLines(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Message[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<{ contact_note_id: string; text: string; at: number; edited_at: number | null; author: { id?: string }; name: string | null }>(
    `select n.contact_note_id, n.text, n.at, n.edited_at, n.author, coalesce(u.name, k.name) as name from contact_note n left join app_user u on u.user_id::text = n.author->>'id' left join api_token_name k on k.token_id::text = n.author->>'id' where n.workspace_id = $1 and n.contact_note_id = any($2::uuid[])`, [workspaceId, ids])
  return rows.map((row) => ({
    ...line(`note-${row.contact_note_id}`, '', {}, row.at, null), direction: 'note', content: { kind: 'text', text: row.text }, ...(row.edited_at === null ? {} : { editedAt: iso(row.edited_at) }), author: { type: 'agent', ...(row.author.id ? { id: row.author.id } : {}), ...(row.name ? { name: row.name } : {}) },
  }))
}

/** Of a post's own words. */
const MOST_WORDS = 300

/**
 * What is known of a post is known of all it went to: platforms tell totals. So a line says to whom it was addressed and how far it came (`handed`, `reported`,
 * `unknown`, `failed`), never that it reached her.
 */
async function postLines(tx: Tx, workspaceId: string, contactId: string, ids: readonly string[]): Promise<Message[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<{ post_id: string; name: string; content: PostedContent | null; origin: string; reach: string; state: string; code: string | null; size: number | null; channel: string; conversation_id: string | null; at: number }>(
    `select distinct on (p.post_id) p.post_id, p.name, p.content, p.origin, c.reach, c.state, c.code, coalesce((c.counts->>'total')::int, c.size) as size, a.channel, v.conversation_id, coalesce(p.sent_at, c.started_at) as at
     ${POSTS_TO_HER} left join conversation v on v.workspace_id = $1 and v.identity_id = d.identity_id
     where d.workspace_id = $1 and d.contact_id = $2 and one.id = any($3::text[]) order by p.post_id, c.ordinal`, [workspaceId, contactId, ids])
  const come = (state: string, code: string | null): string => (state === 'finished' ? (code ? 'failed' : 'reported') : state === 'unknown' ? 'unknown' : 'handed')
  return rows.map((row) => line(`post-${row.post_id}`, 'post_to_her', { mode: row.origin === 'ours' ? row.reach : 'elsewhere', after: come(row.state, row.code), title: row.name, words: row.origin === 'ours' && row.content ? headlineOf(row.content).slice(0, MOST_WORDS) : '', count: row.size, channel: row.channel, postId: row.post_id }, row.at, row.conversation_id))
}
