import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate, readMigrations } from './migrate.js'
import { freshDatabase } from './testing.js'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => { database = await freshDatabase() })
afterAll(() => database.drop())

test('a second run applies nothing', async () => {
  expect(await migrate(database.url)).toEqual([])
})

test('a migration changed after it was applied stops the start', async () => {
  const [first, ...rest] = readMigrations()
  await expect(migrate(database.url, [{ ...first!, checksum: 'other' }, ...rest])).rejects.toThrow('was changed after')
})

test('a database made by a newer program is left alone', async () => {
  await expect(migrate(database.url, readMigrations().slice(0, -1))).rejects.toThrow('newer Recado')
})
