import type { Conversation, SearchAnswer, SearchHit, SearchLabel, SearchPerson } from '@recado/api'
import { type Content, type ContentKind, lineOf, marksIn, tokensOf, type Wanted } from '@recado/core'
import { conversationsById, type Tx } from '@recado/db'
import { isoOrNull } from '../http/schemas.js'
import { reachSql } from '../auth/reach.js'
import { peopleSeen } from '../auth/sight.js'
import { searchText } from '../jobs/search-text.js'
import type { Principal, Services } from '../services.js'
import { toConversation } from '../views/conversation.js'
import type { Hit } from './hits.js'
import { addressKey, nameParts } from './names.js'
import type { Asked } from './question.js'

interface MessageRow { message_id: string; direction: 'in' | 'out' | 'note' | 'system'; kind: ContentKind; content: Content; author_type: SearchAuthor['type']; author_id: string | null; author_name: string | null; at: number }
type SearchAuthor = NonNullable<SearchHit['message']>['author']

const MESSAGES = `select m.message_id, m.direction, m.kind, m.content, m.author_type, m.author_id, m.at,
  case when m.author_type = 'agent' then (select u.name from app_user u where u.user_id = m.author_id::uuid) when m.author_type = 'api' then (select t.name from api_token_name t where t.workspace_id = m.workspace_id and t.token_id = m.author_id::uuid) end as author_name
  from message m where m.workspace_id = $1 and m.message_id = any($2::uuid[])`

/** Conversations by id as the list shows them. */
export async function conversationViews(tx: Tx, services: Services, workspaceId: string, ids: readonly string[]): Promise<Map<string, Conversation>> {
  if (ids.length === 0) return new Map()
  const rows = await conversationsById(tx, workspaceId, [...new Set(ids)])
  return new Map(rows.map((row) => [row.conversation_id, toConversation(services, workspaceId, row)]))
}

/** Each hit with the line it stands in, marked, and the thread around it. */
export async function hitViews(tx: Tx, services: Services, workspaceId: string, hits: readonly Hit[], marks: readonly Wanted[]): Promise<SearchHit[]> {
  if (hits.length === 0) return []
  const conversations = await conversationViews(tx, services, workspaceId, hits.map((hit) => hit.conversation_id))
  const messages = new Map((await tx.query<MessageRow>(MESSAGES, [workspaceId, hits.map((hit) => hit.message_id)])).map((row) => [row.message_id, row]))
  return hits.flatMap((hit) => {
    const conversation = conversations.get(hit.conversation_id)
    const row = messages.get(hit.message_id)
    if (!conversation || !row) return []
    const author: SearchAuthor = { type: row.author_type, ...(row.author_id ? { id: row.author_id } : {}), ...(row.author_name ? { name: row.author_name } : {}) }
    const { text, marks: places } = lineOf(searchText(row.content), marks)
    return [{ conversation, message: { id: row.message_id, direction: row.direction, kind: row.kind, author, at: new Date(row.at).toISOString() }, line: { text, marks: places.map(([from, to]) => [from, to] as [number, number]) } }]
  })
}

const prefixes = (text: string): Wanted[] => tokensOf(text).map((token) => ({ token, prefix: true }))
const marksOf = (text: string, wanted: readonly Wanted[]): [number, number][] => marksIn(text, wanted).map(([from, to]) => [from, to])

interface PersonRow { contact_id: string; name: string; avatar_media_id: string | null; channels: string[]; address: string | null; conversation_id: string | null; last_at: number | null }

/** People by a part of their name, number or id. Whoever does not see every conversation sees those she has one with. */
export async function findPeople(tx: Tx, principal: Principal, asked: Asked, limit: number): Promise<SearchPerson[]> {
  const parts = nameParts(asked.text)
  const key = addressKey(asked.text)
  if (asked.impossible || parts.length === 0 && key === '') return []
  const values: unknown[] = [principal.workspaceId, parts, key, limit * 40, limit]
  const add = (value: unknown): string => `$${values.push(value)}`
  const reach = reachSql(principal.reach, principal.id, add)
  const conditions = [reach, ...asked.rows.map((row) => row(add))].filter(Boolean).map((each) => ` and ${each}`).join('')
  // Conditions on threads want one; without them she is shown whoever may see her.
  const seen = asked.rows.length > 0 ? 'c.conversation_id is not null' : peopleSeen(principal, add)
  const rows = await tx.query<PersonRow>(
    `select p.contact_id, p.name, p.avatar_media_id, c.conversation_id, c.last_at,
       coalesce((select array_agg(distinct a.channel) from identity d join channel_account a on a.workspace_id = $1 and a.account_id = d.account_id where d.workspace_id = $1 and d.contact_id = p.contact_id), '{}') as channels,
       coalesce((select k.value from identity d join identity_key k on k.workspace_id = $1 and k.identity_id = d.identity_id where d.workspace_id = $1 and d.contact_id = p.contact_id order by ($3 <> '' and k.value like '%' || $3 || '%') desc, k.kind limit 1),
         (select a.value from contact_address a where a.workspace_id = $1 and a.contact_id = p.contact_id order by ($3 <> '' and a.value like '%' || $3 || '%') desc, a.kind desc, a.created_at limit 1)) as address
     from search_people($2, $3, $4) f join contact p on p.workspace_id = $1 and p.contact_id = f.contact_id and p.merged_into is null
     left join lateral (select c.conversation_id, c.last_at from conversation c where c.workspace_id = $1 and c.contact_id = p.contact_id${conditions} order by c.last_at desc limit 1) c on true
     ${seen ? `where ${seen}` : ''} order by f.rank, c.last_at desc nulls last, p.contact_id limit $5`, values)
  const wanted = prefixes(asked.text)
  return rows.map((row) => ({
    id: row.contact_id, name: row.name, avatarUrl: row.avatar_media_id ? `/api/v1/media/${row.avatar_media_id}/thumb` : null, marks: marksOf(row.name, wanted), channels: row.channels, address: row.address,
    conversationId: row.conversation_id, lastActivityAt: isoOrNull(row.last_at),
  }))
}

/** Labels of the vocabulary by the beginnings of their words. */
export async function findLabels(tx: Tx, workspaceId: string, text: string, limit: number): Promise<SearchLabel[]> {
  const wanted = tokensOf(text)
  if (wanted.length === 0) return []
  const rows = await tx.query<{ name: string; colour: string }>('select name, colour from label where workspace_id = $1 and archived_at is null order by position, name', [workspaceId])
  return rows.filter((row) => { const words = tokensOf(row.name); return wanted.every((part) => words.some((word) => word.startsWith(part))) }).slice(0, limit).map((row) => ({ ...row, marks: marksOf(row.name, prefixes(text)) }))
}

/** The conversation that the whole question is the number of. */
export async function findNumber(tx: Tx, services: Services, principal: Principal, text: string): Promise<SearchAnswer['conversations']> {
  const [, digits] = /^#?(\d{1,12})$/.exec(text.trim()) ?? []
  if (!digits) return []
  const values: unknown[] = [principal.workspaceId, digits]
  const reach = reachSql(principal.reach, principal.id, (value) => `$${values.push(value)}`)
  const rows = await tx.query<{ conversation_id: string }>(`select c.conversation_id from conversation c where c.workspace_id = $1 and c.number = $2::bigint${reach ? ` and ${reach}` : ''}`, values)
  return [...(await conversationViews(tx, services, principal.workspaceId, rows.map((row) => row.conversation_id))).values()]
}
