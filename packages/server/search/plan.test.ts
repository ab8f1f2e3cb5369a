import { newId, type Tx } from '@recado/db'
import { openFreshDatabase } from '@recado/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let database: Awaited<ReturnType<typeof openFreshDatabase>>
const workspaceId = newId()
const now = Date.UTC(2026, 10, 22, 9)

beforeAll(async () => {
  database = await openFreshDatabase()
  await database.db.asSystem((tx) => tx.query('insert into workspace (workspace_id, name, created_at) values ($1, $2, now())', [workspaceId, 'W']))
  // A message every ten minutes for three weeks; each tenth says "comun", one "raro".
  await database.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query(
      `insert into message_search (workspace_id, message_id, conversation_id, at, hour, vec) select $1, gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad((n % 100)::text, 12, '0'))::uuid, t.at, floor(extract(epoch from t.at) / 3600)::int,
         array_to_tsvector(case when n = 2999 then array['#in', 'raro'] when n % 10 = 0 then array['#in', 'comun'] else array['#in', 'otra' || n] end)
       from generate_series(1, 3000) n cross join lateral (select $2::timestamptz - n * interval '10 minutes' as at) t`, [workspaceId, new Date(now).toISOString()])
    await tx.query(`insert into search_word (workspace_id, word, n) select $1, 'palabra' || n, n from generate_series(1, 5000) n`, [workspaceId])
    await tx.query(
      `with c as (insert into contact (workspace_id, contact_id, name, created_at, updated_at) select $1, gen_random_uuid(), 'Persona Número ' || n, now(), now() from generate_series(1, 20000) n returning contact_id)
       select count(*) from c`, [workspaceId])
  })
  await database.db.pool.query('analyze message_search, search_word, contact, identity, identity_key')
})
afterAll(() => database.close())

/** How often index and table were read by the work, as this transaction counted. */
async function scans(tx: Tx, table: string, index: string): Promise<{ whole: number; by: number }> {
  const [row] = await tx.query<{ whole: string; by: string }>('select pg_stat_get_xact_numscans($1::regclass) as whole, pg_stat_get_xact_numscans($2::regclass) as by', [table, index])
  return { whole: Number(row?.whole), by: Number(row?.by) }
}

const HITS = 'select message_id, conversation_id, at from search_hits($1::tsquery, $2, $3, $4, $5, $6)'
const hits = (tx: Tx, words: string, { rare = false, before = now, id = 'ffffffff-ffff-ffff-ffff-ffffffffffff', since = 0, limit = 50 } = {}) =>
  tx.query<{ message_id: string; at: number }>(HITS, [words, rare, new Date(before).toISOString(), id, new Date(since).toISOString(), limit])

describe('as the app role', () => {
  test.each([["'comun'", false], ["'raro'", true], ["'comun' & !'raro'", false], ["('#in' | '#out')", false]])('%s goes along the index of words, never through the table', async (words, rare) => {
    await database.db.inWorkspace(workspaceId, async (tx) => {
      expect((await hits(tx, words, { rare })).length).toBeGreaterThan(0)
      const { whole, by } = await scans(tx, 'message_search', 'message_search_vec')
      expect([whole, by > 0]).toEqual([0, true])
    })
  })

  test('threads, words and names have their index, too', async () => {
    await database.db.inWorkspace(workspaceId, async (tx) => {
      expect((await tx.query(`select * from search_threads(null, array['00000000-0000-7000-8000-000000000007']::uuid[], now(), 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'epoch', 50)`)).length).toBe(30)
      expect(await scans(tx, 'message_search', 'message_search_thread')).toEqual({ whole: 0, by: 1 })
      expect((await tx.query(`select * from search_beginnings('palabra49', 20)`)).length).toBe(20)
      expect(await scans(tx, 'search_word', 'search_word_pkey')).toEqual({ whole: 0, by: 1 })
      expect((await tx.query(`select * from search_people(array['numero 12999'], '', 20)`)).length).toBe(1)
      expect(await scans(tx, 'contact', 'contact_name_part')).toEqual({ whole: 0, by: 1 })
    })
  })

  test('hours, days, months and the rest are one list without hole or double, at whatever place it is cut', async () => {
    await database.db.inWorkspace(workspaceId, async (tx) => {
      const all = await hits(tx, "'comun'", { rare: true, limit: 1_000 })
      expect(all).toHaveLength(300)
      for (const size of [1, 7, 50, 299]) {
        const pages: typeof all = []
        for (let place: { at: number; message_id: string } | undefined; ;) {
          const page = await hits(tx, "'comun'", { limit: size, ...(place ? { before: place.at, id: place.message_id } : {}) })
          pages.push(...page)
          place = page.at(-1)
          if (page.length < size || !place) break
        }
        expect(pages).toEqual(all)
      }
    })
  })

  test('a span of time ends where it says', async () => {
    await database.db.inWorkspace(workspaceId, async (tx) => {
      const [since, before] = [now - 5 * 86_400_000, now - 2 * 86_400_000]
      const found = await hits(tx, "'comun'", { since, before, limit: 1_000 })
      expect(found).toEqual((await hits(tx, "'comun'", { rare: true, limit: 1_000 })).filter((row) => row.at >= since && row.at <= before))
      expect(found.length).toBeGreaterThan(30)
    })
  })

  test('another workspace finds nothing', async () => {
    const other = newId()
    await database.db.inWorkspace(other, async (tx) => {
      expect([await hits(tx, "'comun'"), await hits(tx, "'raro'", { rare: true }), await tx.query(`select * from search_beginnings('palabra', 5)`), await tx.query(`select * from search_people(array['persona'], '', 5)`)]).toEqual([[], [], [], []])
    })
  })
})
