/** A full house is not a dead one: who waits for a connection, for how long, and what is said when there is none. */
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Database, isAway, isBusy } from './database.js'
import { DatabaseBusy, DatabaseSilent, type Patience } from './pool.js'
import { openFreshDatabase } from './testing.js'

let fresh: Awaited<ReturnType<typeof openFreshDatabase>>
let wire: Wire
beforeAll(async () => { fresh = await openFreshDatabase() })
afterAll(async () => { await fresh.close() })
beforeEach(async () => { wire = await layWire(fresh.url) })
afterEach(async () => { for (const one of open.splice(0)) await one.close(); await wire.cut() })

const open: Database[] = []
function databaseOf(max: number, patience: Partial<Patience> = {}, url = fresh.url): Database {
  const db = new Database({ url, max, patience })
  open.push(db)
  return db
}
const one = (db: Database): Promise<unknown> => db.asSystem((tx) => tx.query('select 1 as n'))
/** Holds a connection until it is let go. */
function hold(db: Database): { held: Promise<unknown>; begun: Promise<void>; letGo(): void } {
  let letGo = (): void => {}
  let begin = (): void => {}
  const begun = new Promise<void>((resolve) => { begin = resolve })
  const gate = new Promise<void>((resolve) => { letGo = resolve })
  return { held: db.asSystem(async (tx) => { await tx.query('select 1'); begin(); await gate }), begun, letGo }
}

/** Way to the database that can go silent in both directions, its connections left standing, as with a server that was stopped in its tracks. */
interface Wire { url: string; silence(): void; speak(): void; cut(): Promise<void> }
async function layWire(url: string): Promise<Wire> {
  const at = new URL(url)
  const { hostname } = at
  const port = Number(at.port || 5432)
  const socket = at.searchParams.has('host') ? `${at.searchParams.get('host')}/.s.PGSQL.${port}` : null
  const ends = new Set<Socket>()
  let silent = false
  const server: Server = createServer((near) => {
    const far = socket ? connect(socket) : connect(port, hostname)
    for (const [end, other] of [[near, far], [far, near]] as const) {
      ends.add(end)
      end.on('data', (bytes) => other.write(bytes)).on('error', () => {}).on('close', () => { ends.delete(end); other.end() })
      if (silent) end.pause()
    }
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  at.searchParams.delete('host')
  at.hostname = '127.0.0.1'
  at.port = String((server.address() as AddressInfo).port)
  return {
    url: at.toString(), silence: () => { silent = true; for (const end of ends) end.pause() }, speak: () => { silent = false; for (const end of ends) end.resume() },
    cut: async () => { for (const end of ends) end.destroy(); await new Promise((resolve) => { server.close(resolve) }) },
  }
}

test('whoever waits for a connection in use waits longer than one may take to open', async () => {
  const db = databaseOf(1)
  const [, second] = await Promise.all([db.asSystem((tx) => tx.query('select pg_sleep(5.5)')), one(db)])
  expect(second).toEqual([{ n: 1 }])
})

test('they go in the order in which they came', async () => {
  const db = databaseOf(1)
  const order: number[] = []
  await Promise.all([0, 1, 2, 3].map((n) => db.asSystem(async (tx) => { await tx.query('select 1'); order.push(n) })))
  expect(order).toEqual([0, 1, 2, 3])
  expect(db.pool.waiting).toBe(0)
})

test('who waited in vain while others are served is told that there is too much to do; callers put it off as they do when the database is away', async () => {
  const db = databaseOf(2, { waitMs: 500 })
  const holding = [hold(db), hold(db)]
  await Promise.all(holding.map(({ begun }) => begun))
  const refused = await one(db).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(DatabaseBusy)
  expect([isBusy(refused), isAway(refused), isBusy(Object.assign(new Error('x'), { code: '57P03' }))]).toEqual([true, true, false])
  for (const { letGo } of holding) letGo()
  await Promise.all(holding.map(({ held }) => held))
  expect(await one(db)).toEqual([{ n: 1 }])
})

test('statements that take long are not taken for silence: the database says that it lives', async () => {
  const db = databaseOf(1, { stillMs: 250, wordMs: 5_000 })
  const [slept, second] = await Promise.all([db.asSystem((tx) => tx.query('select 1 as n from pg_sleep(2)')), one(db)])
  expect([slept, second]).toEqual([[{ n: 1 }], [{ n: 1 }]])
})

test('where nobody hears anything any more, those who wait and those who asked are told, nothing of theirs stays, and it goes on when it is back', async () => {
  await fresh.db.pool.query('create table if not exists kept (n int); grant insert, select on kept to recado_system')
  const db = databaseOf(2, { stillMs: 1_000, wordMs: 2_000, waitMs: 60_000 }, wire.url)
  await Promise.all([one(db), one(db)])
  let fall = (): void => {}
  const fallen = new Promise<void>((resolve) => { fall = () => { wire.silence(); resolve() } })
  const under = db.asSystem(async (tx) => { await tx.query('insert into kept values (1)'); fall(); await tx.query('insert into kept values (2)') }).catch((error: unknown) => error)
  await fallen
  const others = await Promise.all([1, 2, 3].map(() => one(db).catch((error: unknown) => error)))
  const first = await under
  expect([first, ...others].map((error) => [isAway(error), isBusy(error)])).toEqual(Array(4).fill([true, false]))
  expect(first).toBeInstanceOf(DatabaseSilent)
  wire.speak()
  await expect.poll(() => one(db).catch(() => null)).toEqual([{ n: 1 }])
  expect((await fresh.db.pool.query('select n from kept')).rows).toEqual([])
})

test('nobody is left waiting by a pool that is closed', async () => {
  const db = new Database({ url: fresh.url, max: 1 })
  const { held, begun, letGo } = hold(db)
  await begun
  const waiting = one(db).catch((error: unknown) => error)
  const closed = db.close()
  expect(isAway(await waiting)).toBe(true)
  letGo()
  await Promise.all([held, closed])
})
