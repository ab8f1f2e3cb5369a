/** From what every released version left behind to this one: all data of people as they were, and a migration that fails leaves the old version startable. */
import { migrate, readMigrations } from '@recado/db'
import { afterAll, describe, expect, test } from 'vitest'
import { LAST, releasedDatabases, versions } from './testing/released.js'
import { columnsOf, sumsOf } from './testing/sums.js'

const { asOf, drop } = releasedDatabases()
afterAll(drop)

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
    // Also where it is not the first of the new version's.
    const fine = { name: `${LAST[version]!.slice(0, 4)}~fine.sql`, sql: 'create table made_by_the_new_version (id int); alter table contact add column new_word text', checksum: 'y' }
    await expect(migrate(url, [...own, broken])).rejects.toThrow()
    await expect(migrate(url, [...own, fine, { ...broken, name: `${LAST[version]!.slice(0, 4)}~later.sql` }])).rejects.toThrow()
    expect(await sumsOf(url, columns)).toEqual(before)
    // The old version's own start: every migration it knows is there, and nothing it does not know.
    expect(await migrate(url, own)).toEqual([])
  })
})
