/** How people are listed, as the app's own role on some 10,000s rows: along an index, and never more of them than a page is worth. */
import type { Filter } from '@recado/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database, Tx } from '../database.js'
import { newId } from '../ids.js'
import { openFreshDatabase } from '../testing.js'
import { type ContactListed, type ContactPlace, type ContactQuestion, type ContactSort, CONTACT_SORTS, countPeople, listPeople } from './contact-list.js'

const NOW = Date.UTC(2026, 10, 22, 9)
const ROWS = 60_000
const workspace = newId()
const [user, inbox, account] = [newId(), newId(), newId()]
const [common, rare] = [newId(), newId()]
const company = newId()
let database: Awaited<ReturnType<typeof openFreshDatabase>>
let db: Database
/** Before version 18 PostgreSQL finds four thousand of one in three by walking the table until it has them: so many rows, which is not the whole. On 18 none. */
let walked = 0

beforeAll(async () => {
  database = await openFreshDatabase()
  db = database.db
  await db.asSystem(async (tx) => {
    await tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, now())', [workspace, 'Company'])
    await tx.query(`insert into app_user (user_id, email, name, password_hash, language, created_at) values ($1, $2, 'A', 'x', 'en', now())`, [user, 'a@example.org'])
    await tx.query(`insert into member (workspace_id, user_id, role, created_at) values ($1, $2, 'agent', now())`, [workspace, user])
    await tx.query(`insert into inbox (workspace_id, inbox_id, name, created_at) values ($1, $2, 'I', now())`, [workspace, inbox])
  })
  const { rows: [server] } = await db.pool.query<{ version: number }>(`select current_setting('server_version_num')::int as version`)
  walked = server!.version < 180_000 ? 13_000 : 0 // one row
  const now = new Date(NOW).toISOString()
  await db.inWorkspace(workspace, async (tx) => {
    for (const [i, id] of [common, rare].entries()) await tx.query('insert into contact_stage (workspace_id, stage_id, name, position, created_at) values ($1, $2, $3, $4, now())', [workspace, id, `S${i}`, i])
    await tx.query(`insert into company (workspace_id, company_id, name, created_at, updated_at) values ($1, $2, 'Sur', now(), now())`, [workspace, company])
    // One in three is of the common stage, one in three thousand of the rare one; one in twenty went into somebody else.
    await tx.query(
      `insert into contact (workspace_id, contact_id, name, country, language, labels, attributes, stage_id, owner_id, company_id, created_at, updated_at)
       select $1, md5('c' || n)::uuid, 'Ana ' || md5('n' || n), case when n % 2000 = 7 then 'PE' else 'ES' end, case when n % 2500 = 9 then 'zh-CN' else 'es' end, case when n % 1500 = 3 then '{rara}'::text[] when n % 5 = 0 then '{mucha}' else '{}' end,
         case when n % 1800 = 11 then '{"talla": "xl", "gustos": ["mar"]}'::jsonb when n % 4 = 0 then '{"talla": "m", "edad": 30}' else '{}' end, case when n % 3000 = 1 then $3::uuid when n % 3 = 0 then $2::uuid end, case when n % 4000 = 2 then $4::uuid end,
         case when n % 5000 = 4 then $5::uuid end, $6::timestamptz - n * interval '1 minute', $6
       from generate_series(1, ${ROWS}) n`, [workspace, common, rare, user, company, now])
    await tx.query(`update contact set merged_into = md5('c1')::uuid where workspace_id = $1 and contact_id in (select md5('c' || n)::uuid from generate_series(20, ${ROWS}, 20) n)`, [workspace])
    // Every other one has a thread; of those every tenth never wrote, and some have a second one.
    await tx.query(`insert into identity (workspace_id, identity_id, account_id, contact_id, created_at) select $1, md5('i' || n || x)::uuid, $2, md5('c' || n)::uuid, now() from generate_series(1, ${ROWS}, 2) n cross join (values ('a'), ('b')) v(x) where x = 'a' or n % 9 = 0`, [workspace, account])
    await tx.query(
      `insert into conversation (workspace_id, conversation_id, number, account_id, channel, inbox_id, identity_id, contact_id, case_id, last_inbound_at, last_at, created_at)
       select $1, md5('k' || n || x)::uuid, n * 2 + case x when 'a' then 0 else 1 end, $2, 'paper', $3, md5('i' || n || x)::uuid, md5('c' || n)::uuid, md5('k' || n)::uuid, case when n % 10 <> 1 then $4::timestamptz - ((n * 7919) % ${ROWS}) * interval '9 seconds' - case x when 'b' then interval '1 day' else interval '0' end end, $4, now()
       from generate_series(1, ${ROWS}, 2) n cross join (values ('a'), ('b')) v(x) where x = 'a' or n % 9 = 0`, [workspace, account, inbox, now])
  })
  for (const table of ['contact', 'conversation', 'identity']) await db.pool.query(`vacuum analyze ${table}`)
}, 120_000)
afterAll(() => database.close())

const question = (more: Partial<ContactQuestion> = {}): ContactQuestion => ({ userId: user, now: NOW, sight: () => null, ...more })
const ask = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.inWorkspace(workspace, work)
/** As auth/sight.ts has it for somebody of one inbox. */
const sight: ContactQuestion['sight'] = (add) => `(p.owner_id = ${add(user)}::uuid or exists (select from conversation c where c.workspace_id = p.workspace_id and c.contact_id = p.contact_id and c.inbox_id = any(${add([inbox])}::uuid[]) offset 0))`

/** All of it, page by page. */
async function walk(asked: ContactQuestion, sort: ContactSort, limit: number, most = Number.POSITIVE_INFINITY): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = []
  let after: ContactPlace | null = null
  let pages = 0
  do {
    const place: ContactPlace | null = after
    const page: ContactListed = await ask((tx) => listPeople(tx, workspace, asked, sort, place, limit))
    expect(page.ids.length).toBeLessThanOrEqual(limit)
    ids.push(...page.ids)
    after = page.next
    pages++
  } while (after && ids.length < most)
  return { ids, pages }
}

interface Node { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; Plans?: Node[] }

/** What one page touches: whole tables read, and rows of people and threads. */
async function readsOf(asked: ContactQuestion, sort: ContactSort, after: ContactPlace | null = null): Promise<{ sequential: string[]; rows: number; found: number }> {
  const read = { sequential: [] as string[], rows: 0, found: 0 }
  const see = (node: Node): void => {
    const table = node['Relation Name']
    if (table === 'contact' || table === 'conversation') {
      const touched = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
      // What an older PostgreSQL may walk counts as the page's own reading, as far as the index would have been read.
      read.rows += node['Node Type'] === 'Seq Scan' && touched <= walked ? node['Actual Rows'] * node['Actual Loops'] : touched
      if (node['Node Type'] === 'Seq Scan' && touched > walked) read.sequential.push(table)
    }
    node.Plans?.forEach(see)
  }
  await ask(async (tx) => {
    const explained: Tx = { ...tx, ask: async (text, values) => {
      const [row] = await tx.ask<{ 'QUERY PLAN': [{ Plan: Node }] }>(`explain (analyze, format json) ${text}`, values)
      see(row!['QUERY PLAN'][0].Plan) // explain answers with one row
      return tx.ask(text, values)
    } }
    read.found = (await listPeople(explained, workspace, asked, sort, after, 51)).ids.length
  })
  return read
}

const filters: [string, Filter | undefined, number][] = [
  ['everybody', undefined, 400], ['a common stage', { field: 'stage', op: 'in', value: [common] }, 6_000], ['a rare stage', { field: 'stage', op: 'in', value: [rare] }, 400], ['a rare label', { field: 'person_labels', op: 'any', value: ['rara'] }, 400],
  ['a frequent label', { field: 'person_labels', op: 'any', value: ['mucha'] }, 6_000], ['a rare country', { field: 'country', op: 'in', value: ['PE'] }, 400], ['a rare language', { field: 'language', op: 'in', value: ['zh'] }, 400],
  ['a rare value', { field: 'attribute', key: 'talla', op: 'is', value: 'xl' }, 400], ['a rare choice of several', { field: 'attribute', key: 'gustos', op: 'any', value: ['mar'] }, 400], ['a frequent value', { field: 'attribute', key: 'talla', op: 'is', value: 'm' }, 6_000],
  ['my own', { field: 'owner', op: 'in', value: ['me'] }, 400], ['a company', { all: [{ field: 'company', op: 'in', value: [company] }, { field: 'country', op: 'in', value: ['ES'] }] }, 400], ['new ones', { field: 'created', op: 'within', value: 2 }, 1_500], ['nobody', { field: 'attribute', key: 'talla', op: 'contains', value: 'zzz' }, 12_500],
]

describe.each(CONTACT_SORTS)('by %s', (sort) => {
  test.each(filters)('%s: no table is read whole', async (_name, tree, most) => {
    const read = await readsOf(question(tree ? { tree } : {}), sort)
    expect(read.sequential).toEqual([])
    expect(read.rows).toBeGreaterThan(0)
    expect(read.rows).toBeLessThanOrEqual(sort === 'heard' ? most * 3 : most)
  })
  test('whoever sees some of them reads no more', async () => {
    const read = await readsOf(question({ sight }), sort)
    expect(read.sequential).toEqual([])
    expect(read.found).toBe(51)
    expect(read.rows).toBeLessThanOrEqual(6_000)
  })
  test('the far end costs what the top costs', async () => {
    const far = sort === 'name' ? { group: 0, value: 'ana f', id: newId() } : { group: 0, value: new Date(NOW - (sort === 'heard' ? ROWS * 8_000 : ROWS * 55_000)).toISOString(), id: newId() }
    const read = await readsOf(question(), sort, far)
    expect(read.found).toBe(51)
    expect(read.sequential).toEqual([])
    expect(read.rows).toBeLessThanOrEqual(1_200)
  })
})

const truth = (sql: string): Promise<string[]> => ask(async (tx) => (await tx.query<{ id: string }>(`select contact_id as id from contact p where p.workspace_id = $1 and p.merged_into is null and ${sql}`, [workspace])).map((row) => row.id))

test.each<[string, Filter, string]>([
  ['a rare stage', { field: 'stage', op: 'in', value: [rare] }, `stage_id = '${rare}'`], ['not a stage', { not: { field: 'stage', op: 'in', value: [common, rare, 'none'] } }, 'false'], ['a value that many have', { field: 'attribute', key: 'edad', op: 'is', value: 30 }, `attributes->>'edad' = '30'`],
  ['any of several', { any: [{ field: 'country', op: 'in', value: ['PE'] }, { field: 'attribute', key: 'gustos', op: 'any', value: ['mar'] }] }, `(country = 'PE' or attributes ? 'gustos')`],
  ['heard within a day, or never a label', { all: [{ field: 'last_inbound', op: 'within', value: 24 }, { field: 'person_labels', op: 'none', value: ['mucha'] }] }, `not 'mucha' = any(labels) and exists (select from conversation c where c.contact_id = p.contact_id and c.last_inbound_at >= '${new Date(NOW - 86_400_000).toISOString()}')`],
  ['an app', { all: [{ field: 'channel', op: 'in', value: ['radio'] }] }, 'false'],
])('%s: every order finds the same people, each once', async (_name, tree, sql) => {
  const expected = (await truth(sql)).sort()
  for (const sort of CONTACT_SORTS) {
    const { ids } = await walk(question({ tree }), sort, 200)
    expect([sort, ids.length, new Set(ids).size]).toEqual([sort, expected.length, expected.length])
    expect([...ids].sort()).toEqual(expected)
  }
  expect(await ask((tx) => countPeople(tx, workspace, question({ tree }), 1_000))).toBe(Math.min(1_000, expected.length))
}, 120_000)

test('each order is what it says, across pages', async () => {
  const rows = new Map((await ask((tx) => tx.query<{ id: string; name: string; made: number; heard: number | null }>(
    `select p.contact_id as id, p.name_key as name, p.created_at as made, (select max(c.last_inbound_at) from conversation c where c.workspace_id = $1 and c.contact_id = p.contact_id) as heard from contact p where p.workspace_id = $1`, [workspace]))).map((row) => [row.id, row]))
  for (const sort of CONTACT_SORTS) {
    const { ids } = await walk(question(), sort, 37, 700)
    const all = ids.map((id) => rows.get(id)!) // read above
    const rank = (row: (typeof all)[number]): string | number => (sort === 'name' ? row.name : sort === 'newest' ? -row.made : -(row.heard ?? 0))
    for (let i = 1; i < all.length; i++) expect(rank(all[i - 1]!) <= rank(all[i]!)).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
  }
})
