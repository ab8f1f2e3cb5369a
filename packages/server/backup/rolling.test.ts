/** While an upgrade rolls over the nodes, the version before works on the new schema: what it reads is there, what it calls is there, what it writes is taken. */
import { readMigrations } from '@recado/db'
import { openClient } from '@recado/db/backup/index'
import { freshDatabase } from '@recado/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { takesAway } from './testing/expand.js'
import { dumpOf, LAST, releasedDatabases, versions } from './testing/released.js'

const released = releasedDatabases()
let head: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => { head = await freshDatabase() })
afterAll(async () => { await released.drop(); await head.drop() })

async function ask<R>(url: string, sql: string): Promise<R[]> {
  const client = await openClient(url)
  try { return (await client.query(sql)).rows as R[] } finally { await client.end() }
}

const COLUMNS = `select format('%s.%s %s', table_name, column_name, case data_type when 'ARRAY' then udt_name else data_type end) as it from information_schema.columns where table_schema = 'public'`
const FUNCTIONS = `select format('%s(%s) %s', p.proname, pg_get_function_identity_arguments(p.oid), pg_get_function_result(p.oid)) as it from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prorettype <> 'trigger'::regtype
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`
const set = async (url: string, sql: string): Promise<Set<string>> => new Set((await ask<{ it: string }>(url, sql)).map(({ it }) => it))

describe.each(versions)('%s', (version) => {
  test('every column and every function it uses is there, of the same type', async () => {
    const url = await released.asOf(version)
    for (const [what, sql] of [['columns', COLUMNS], ['functions', FUNCTIONS]] as const) {
      const [before, now] = [await set(url, sql), await set(head.url, sql)]
      expect(before.size).toBeGreaterThan(20)
      expect({ what, gone: [...before].filter((it) => !now.has(it) && !REPLACED.has(it)) }).toEqual({ what, gone: [] })
    }
  })

  test('every row that it wrote is taken, as it wrote it', async () => {
    const one = await freshDatabase()
    const client = await openClient(one.url)
    try {
      const rows = dumpOf(version).split(/^(?=INSERT INTO |ALTER |CREATE |SELECT |SET |COPY )/m).filter((text) => text.startsWith('INSERT INTO ') && !text.startsWith('INSERT INTO public.migration '))
      expect(rows.length).toBeGreaterThan(20)
      // In the order of the dump, so without looking at what points where; checks, types and what may not be empty are looked at.
      await client.query('begin; set local session_replication_role = replica')
      for (const text of rows) await client.query(`${text.trimEnd().replace(/;$/, '')} on conflict do nothing`)
      await client.query('rollback')
    } finally { await client.end(); await one.drop() }
  })

  test('no migration since takes away what it uses', () => {
    const since = readMigrations().filter(({ name }) => name > LAST[version]!)
    expect(since.flatMap(({ name, sql }) => takesAway(sql).map((statement) => `${name}: ${statement}`))).toEqual([])
  })
})

/** Functions of which a newer form stands beside the callers of the old one, by name and reason. */
const REPLACED: ReadonlySet<string> = new Set()

test.each([
  ['alter table contact drop column notes;', 1],
  ['alter table contact rename column notes to about;', 1],
  ['alter table contact\n  alter column notes type jsonb;', 1],
  ['alter table contact alter column notes set not null;', 1],
  ['alter table contact add column must text not null;', 1],
  ['drop table contact_note;', 1],
  ['drop function search_people(text[], text, int);', 1],
  ['-- unused since 0.2.0\nalter table contact drop column notes;', 0],
  ['alter table contact add column may text;\nalter table contact add column must text not null default \'\';', 0],
  ['create table one (id int, name text not null);\n-- drop table contact', 0],
  ['drop index contact_name;', 0],
])('the check finds what cannot be undone for a node of the version before: %s', (sql, found) => {
  expect(takesAway(sql)).toHaveLength(found)
})
