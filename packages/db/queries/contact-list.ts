import { type Condition, type Filter, ME } from '@recado/core'
import type { Tx } from '../database.js'
import { peopleFilterSql } from './contact-filter.js'
import type { Add, Asking } from './filter.js'

export const CONTACT_SORTS = ['name', 'newest', 'heard'] as const
export type ContactSort = (typeof CONTACT_SORTS)[number]

/** `group` of a place by `heard`: 0 those who ever wrote, 1 the others by when they were made. */
export interface ContactPlace { group: number; value: string; id: string }

export interface ContactQuestion extends Asking {
  tree?: Filter
  /** What people look for: parts of a name, and what may be a part of an address. */
  q?: { parts: readonly string[]; key: string }
  /** The condition on people called `p` that says whom the asker sees; null = everybody. */
  sight(add: Add): string | null
}

export interface ContactListed { ids: string[]; next: ContactPlace | null }

/** A set that more people are in is met soon enough on the way down the list. */
const RARE = 4_000
/** So many are looked at in one go where conditions decide that no index knows, and so far one request goes. */
const STRETCHES = [300, 1_200, 2_500]
const MICRO = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`

interface Walk { group: number; place: string; order: string; from: string; where: string; after: (at: string, id: string) => string; id: string }

const made = (group: number, where: string): Walk => ({
  group, id: 'p.contact_id', place: `to_char(p.created_at at time zone 'utc', ${MICRO})`, order: 'p.created_at desc, p.contact_id desc', from: 'from contact p', where, after: (at, id) => `(p.created_at, p.contact_id) < (${at}::timestamptz, ${id}::uuid)`,
})
const WALKS: Readonly<Record<ContactSort, readonly Walk[]>> = {
  name: [{ group: 0, id: 'p.contact_id', place: 'p.name_key', order: 'p.name_key collate "C", p.contact_id', from: 'from contact p', where: 'true', after: (at, id) => `(p.name_key collate "C", p.contact_id) > (${at}::text collate "C", ${id}::uuid)` }],
  newest: [made(0, 'true')],
  heard: [
    {
      group: 0, id: 'c.conversation_id', place: `to_char(c.last_inbound_at at time zone 'utc', ${MICRO})`, order: 'c.last_inbound_at desc, c.conversation_id desc', from: 'from conversation c join contact p on p.workspace_id = c.workspace_id and p.contact_id = c.contact_id',
      // Of several threads the one heard last stands for her.
      where: `c.workspace_id = $1 and c.last_inbound_at is not null and not exists (select from conversation o where o.workspace_id = c.workspace_id and o.contact_id = c.contact_id and o.last_inbound_at is not null and (o.last_inbound_at, o.conversation_id) > (c.last_inbound_at, c.conversation_id))`,
      after: (at, id) => `(c.last_inbound_at, c.conversation_id) < (${at}::timestamptz, ${id}::uuid)`,
    },
    made(1, 'not exists (select from conversation o where o.workspace_id = p.workspace_id and o.contact_id = p.contact_id and o.last_inbound_at is not null)'),
  ],
}

/**
 * One page of people, by keyset along an index. Where few fulfil a condition that an index knows (a stage, a label, a value), those few are sorted;
 * else the order is walked and the rest compared on the way, not further than four thousand people at a time: then the page is what was found so
 * far, and `next` goes on from there.
 */
export async function listPeople(tx: Tx, workspaceId: string, question: ContactQuestion, sort: ContactSort, after: ContactPlace | null, limit: number): Promise<ContactListed> {
  const few = await fewOf(tx, workspaceId, question)
  const ids: string[] = []
  const stretches = [...STRETCHES]
  for (const walk of WALKS[sort]) {
    if (after && after.group > walk.group) continue
    let place = after?.group === walk.group ? after : null
    for (;;) {
      const loose = few === null && (isBound(question) || walk.group > 0)
      const size = loose ? stretches.shift() : null
      if (size === undefined) return { ids, next: place ?? { group: walk.group, value: TOP[sort], id: TOP_ID } }
      const wanted = limit + 1 - ids.length
      const { hits, end } = await stretch(tx, workspaceId, question, walk, few, place, size, wanted)
      ids.push(...hits.map((hit) => hit.contact_id))
      if (ids.length > limit) {
        const last = hits[hits.length - 2] // the one before the one too many
        return { ids: ids.slice(0, limit), next: last ? { group: walk.group, value: last.place, id: last.id } : place ?? { group: walk.group, value: TOP[sort], id: TOP_ID } }
      }
      if (end === null) break
      place = end
    }
  }
  return { ids, next: null }
}

/** Ahead of everybody. */
const TOP: Readonly<Record<ContactSort, string>> = { name: '', newest: '9999-01-01T00:00:00Z', heard: '9999-01-01T00:00:00Z' }
const TOP_ID = '00000000-0000-0000-0000-000000000000'

/** Whether anything but the order decides who is shown. */
const isBound = (question: ContactQuestion): boolean => question.tree !== undefined || question.q !== undefined || question.sight(() => '$1') !== null

interface Hit { contact_id: string; place: string; id: string }

/** So many along the walk (all that are left where `size` is null), and who of them fulfils the rest. `end`: where to go on; null when nobody is left. */
async function stretch(tx: Tx, workspaceId: string, question: ContactQuestion, walk: Walk, few: readonly string[] | null, place: ContactPlace | null, size: number | null, wanted: number): Promise<{ hits: Hit[]; end: ContactPlace | null }> {
  const values: unknown[] = [workspaceId]
  const add: Add = (value) => `$${values.push(value)}`
  const along = ['p.workspace_id = $1', 'p.merged_into is null', 'p.erased_at is null', walk.where, ...(few ? [`p.contact_id = any(${add(few)}::uuid[])`] : []), ...(place ? [walk.after(add(place.value), add(place.id))] : [])]
  const rest = conditions(question, add)
  const row = `${walk.place} as place, ${walk.id} as id`
  if (size === null) {
    const hits = await tx.ask<Hit>(`select p.contact_id, ${row} ${walk.from} where ${[...along, ...rest].join(' and ')} order by ${walk.order} limit ${Math.trunc(wanted)}`, values)
    return { hits, end: null }
  }
  const rows = await tx.ask<Hit & { n: number; so: boolean }>(
    `with p as materialized (select p.*, ${walk.place} as place__, ${walk.id} as id__, row_number() over (order by ${walk.order}) as nr__ ${walk.from} where ${along.join(' and ')} order by ${walk.order} limit ${Math.trunc(size)}),
     hit as (select p.contact_id, p.nr__ from p where ${rest.join(' and ') || 'true'} order by p.nr__ limit ${Math.trunc(wanted)})
     select p.contact_id, p.place__ as place, p.id__ as id, p.nr__::int as n, h.contact_id is not null as so from p left join hit h on h.nr__ = p.nr__ where h.contact_id is not null or p.nr__ = (select max(nr__) from p) order by p.nr__`, values)
  const last = rows.at(-1)
  return { hits: rows.filter((one) => one.so), end: last && last.n === size ? { group: walk.group, value: last.place, id: last.id } : null }
}

function conditions(question: ContactQuestion, add: Add): string[] {
  const sight = question.sight(add)
  return [...(question.tree ? [peopleFilterSql(question.tree, question, add)] : []), ...(sight ? [sight] : [])]
}

/** How many it are, up to `cap`. */
export async function countPeople(tx: Tx, workspaceId: string, question: ContactQuestion, cap: number): Promise<number> {
  const few = await fewOf(tx, workspaceId, question)
  const values: unknown[] = [workspaceId]
  const add: Add = (value) => `$${values.push(value)}`
  const where = ['p.workspace_id = $1', 'p.merged_into is null', 'p.erased_at is null', ...(few ? [`p.contact_id = any(${add(few)}::uuid[])`] : []), ...conditions(question, add)]
  const [row] = await tx.ask<{ n: number }>(`select count(*)::int as n from (select from contact p where ${where.join(' and ')} limit ${Math.trunc(cap)}) s`, values)
  return row?.n ?? 0
}

/** Found by what was asked for; else those of the first condition every one must fulfil that only few do. Null: nothing leads to few. */
async function fewOf(tx: Tx, workspaceId: string, { q, tree, userId, now }: ContactQuestion): Promise<readonly string[] | null> {
  if (q) return (await tx.query<{ contact_id: string }>('select contact_id from search_people($1, $2, 1000)', [q.parts, q.key])).map((row) => row.contact_id)
  for (const each of tree ? topsOf(tree) : []) {
    const source = sourceOf(each, workspaceId, userId, now)
    if (!source) continue
    const rows = await tx.ask<{ contact_id: string }>(`select distinct contact_id from (${source.sql}) s limit ${RARE + 1}`, source.values)
    if (rows.length <= RARE) return rows.map((row) => row.contact_id)
  }
  return null
}

/** The conditions of a tree that everybody shown must fulfil. */
function topsOf(tree: Filter): Condition[] {
  if ('all' in tree) return tree.all.flatMap(topsOf)
  return 'field' in tree ? [tree] : []
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const COLUMN: Readonly<Record<string, string>> = { stage: 'stage_id', owner: 'owner_id', company: 'company_id' }

/** Where those who may fulfil a condition are found by an index, a few more than needed. */
function sourceOf(each: Condition, workspaceId: string, userId: string | null, now: number): { sql: string; values: unknown[] } | null {
  const most = RARE + 1
  if (each.field === 'person_labels' && each.op !== 'none') return { sql: `select contact_id from people_labelled($1, ${most})`, values: [each.op === 'all' ? each.value.slice(0, 1) : each.value] }
  if (each.field === 'attribute') {
    const among = each.op === 'any' && Array.isArray(each.value) ? each.value.flatMap((one) => [one, [one]]) : each.op === 'is' ? [each.value, String(each.value), ...plain(String(each.value))] : null
    return among && { sql: `select contact_id from people_with_attributes($1, ${most})`, values: [JSON.stringify(among.map((one) => ({ [each.key]: one })))] }
  }
  if (each.field === 'created' || each.field === 'last_inbound') {
    const since = each.op === 'within' ? now - each.value * 3_600_000 : each.op === 'after' ? Date.parse(each.value) : null
    if (since === null || !Number.isFinite(since)) return null
    const from = each.field === 'created' ? 'contact where workspace_id = $1 and merged_into is null and created_at' : 'conversation where workspace_id = $1 and last_inbound_at'
    return { sql: `select contact_id from ${from} >= $2::timestamptz limit ${most}`, values: [workspaceId, new Date(Math.max(since, -62_000_000_000_000)).toISOString()] }
  }
  if (!('value' in each) || each.op !== 'in') return null
  if (each.field === 'language') return { sql: `select contact_id from people_who_speak($1, ${most})`, values: [each.value] }
  if (each.field === 'country') return { sql: `select contact_id from contact where workspace_id = $1 and country = any($2::text[]) and merged_into is null limit ${most}`, values: [workspaceId, each.value.flatMap((one) => [one, one.toLowerCase()])] }
  const column = COLUMN[each.field]
  if (column) {
    const ids = each.value.flatMap((one) => (one === ME ? (userId ? [userId] : []) : [one]))
    return ids.every((one) => UUID.test(one)) ? { sql: `select contact_id from contact where workspace_id = $1 and ${column} = any($2::uuid[]) and merged_into is null limit ${most}`, values: [workspaceId, ids] } : null
  }
  if (each.field === 'consent' || each.field === 'consent_withdrawn') {
    const standings = each.field === 'consent' ? ['given', 'confirmed'] : ['withdrawn']
    return { sql: `select n.contact_id from consent_now n where n.workspace_id = $1 and n.purpose = any($2::text[]) and n.standing = any($3::text[]) limit ${most}`, values: [workspaceId, [...new Set(each.value.map((one) => one.split('/')[0]))], standings] }
  }
  return null
}

/** What a text may stand for where the value is no text. */
const plain = (text: string): (number | boolean)[] => [...(/^-?\d{1,12}([.]\d{1,6})?$/.test(text) ? [Number(text)] : []), ...(text === 'true' ? [true] : text === 'false' ? [false] : [])]
