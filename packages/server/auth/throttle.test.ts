import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFreshDatabase } from '@recado/db/testing'
import { FIRST_WAIT_S, FREE_FAILURES, FREE_FAILURES_OF_ADDRESS, LONGEST_WAIT_S, Throttle } from './throttle.js'

let database: Awaited<ReturnType<typeof openFreshDatabase>>
let throttle: Throttle
beforeAll(async () => { database = await openFreshDatabase(); throttle = new Throttle(database.db) })
afterAll(() => database.close())

/** The wait that a try is told, 0 when it may be made. */
const wait = (account: string, ip: string): Promise<number> => throttle.take(account, ip).then(() => 0, (error: { data: { retryAfterS: number } }) => error.data.retryAfterS)
/** Lets the current wait run out, as time would. */
const letPass = () => database.db.asSystem((tx) => tx.query(`update sign_in_failure set blocked_until = now() where blocked_until is not null`))
const fail = async (times: number, account: string, ip: string): Promise<number[]> => {
  const waits = []
  for (let i = 0; i < times; i++) waits.push(await wait(account, ip))
  return waits
}

test('each failure after the free ones doubles the wait, up to a quarter of an hour', async () => {
  expect(await fail(FREE_FAILURES, 'a', '192.0.2.1')).toEqual([0, 0, 0, 0, 0])
  const waits = []
  for (let i = 0; i < 10; i++) {
    waits.push(await wait('a', '192.0.2.1'))
    await letPass()
    expect(await wait('a', '192.0.2.1')).toBe(0)
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 180, 180].map((n) => Math.min(n * FIRST_WAIT_S, LONGEST_WAIT_S)))
})

test('a thousand tries at one instant are counted one by one', async () => {
  const waits = await Promise.all(Array.from({ length: 40 }, () => wait('b', '192.0.2.2')))
  expect(waits.filter((w) => w === 0)).toHaveLength(FREE_FAILURES)
})

test('success frees the account', async () => {
  await fail(3, 'c', '192.0.2.3')
  await throttle.succeeded('c', '192.0.2.3')
  expect(await fail(FREE_FAILURES, 'c', '192.0.2.3')).toEqual([0, 0, 0, 0, 0])
})

test('one house of IPv6 addresses is one address', async () => {
  for (let i = 0; i < FREE_FAILURES; i++) await wait('d', `2001:db8::${i}`)
  expect(await wait('d', '2001:db8::ffff')).toBeGreaterThan(0)
  expect(await wait('d', '2001:db8:0:1::1')).toBe(0)
})

test('an address that tries many accounts waits for all of them', async () => {
  for (let i = 0; i < FREE_FAILURES_OF_ADDRESS; i++) expect(await wait(`e${i}`, '192.0.2.5')).toBe(0)
  expect(await wait('another', '192.0.2.5')).toBeGreaterThan(0)
})

test('a day later nothing is held against anybody', async () => {
  await fail(FREE_FAILURES, 'f', '192.0.2.6')
  await database.db.asSystem((tx) => tx.query(`update sign_in_failure set updated_at = now() - interval '25 hours', blocked_until = now() - interval '24 hours'`))
  expect(await fail(FREE_FAILURES, 'f', '192.0.2.6')).toEqual([0, 0, 0, 0, 0])
})

test('no address and no e-mail lies readable in the table', async () => {
  await wait('somebody@example.org', '192.0.2.77')
  const rows = await database.db.asSystem((tx) => tx.query<{ subject: string }>('select subject from sign_in_failure'))
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.filter((row) => /example|192\.0|2001/.test(row.subject))).toEqual([])
})
