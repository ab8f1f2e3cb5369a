/** From what every released version left behind to this one: all data of people as they were, and a migration that fails leaves the old version startable. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { migrate, migrationsDir, readMigrations } from '@recado/db'
import { openClient } from '@recado/db/backup/index'
import { freshDatabase } from '@recado/db/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { columnsOf, sumsOf } from './testing/sums.js'

const dir = join(migrationsDir, '..', 'released')
const versions = readdirSync(dir).filter((name) => name.endsWith('.sql.gz')).sort()
const opened: { drop(): Promise<void> }[] = []
afterAll(async () => { for (const one of opened) await one.drop() })

/** A database as that version left it. */
async function asOf(version: string): Promise<string> {
  const one = await freshDatabase()
  opened.push(one)
  const client = await openClient(one.url)
  try {
    await client.query('drop schema public cascade; create schema public; grant usage on schema public to recado_app, recado_system')
    await client.query(gunzipSync(readFileSync(join(dir, version))).toString('utf8'))
    // The dump sets its session up for itself.
    await client.query('reset all')
  } finally { await client.end() }
  return one.url
}

test('there is one of every released version', () => expect(versions[0]).toBe('0.1.0.sql.gz'))

describe.each(versions)('%s', (version) => {
  test('comes to this version with every row as it was', async () => {
    const url = await asOf(version)
    const columns = await columnsOf(url)
    const before = await sumsOf(url, columns)
    expect(Number(before.message?.split(' ')[0])).toBeGreaterThan(50)
    const applied = await migrate(url)
    const all = readMigrations().map(({ name }) => name)
    expect(applied).toEqual(all.slice(all.length - applied.length))
    // A column that a migration took away on purpose is named here; none has been.
    const there = await columnsOf(url)
    expect(Object.entries(columns).flatMap(([table, own]) => own.filter((name) => !there[table]?.includes(name)).map((name) => `${table}.${name}`))).toEqual([])
    expect(await sumsOf(url, columns)).toEqual(before)
    expect(await migrate(url)).toEqual([])
  })

  test('a migration that fails leaves all as it was: the version before starts on it again', async () => {
    const url = await asOf(version)
    const columns = await columnsOf(url)
    const before = await sumsOf(url, columns)
    const own = readMigrations().filter(({ name }) => name <= LAST[version]!) // a version has a last migration
    const broken = { name: `${LAST[version]!.slice(0, 4)}~broken.sql`, sql: `alter table contact drop column notes; insert into inbox (workspace_id) select workspace_id from workspace; select 1 / 0`, checksum: 'x' } // as above
    await expect(migrate(url, [...own, broken])).rejects.toThrow()
    expect(await sumsOf(url, columns)).toEqual(before)
    // The old version's own start: every migration it knows is there, and nothing it does not know.
    expect(await migrate(url, own)).toEqual([])
  })
})

/** The last migration of each version. */
const LAST: Readonly<Record<string, string>> = { '0.1.0.sql.gz': '0037_contact_notes.sql' }
