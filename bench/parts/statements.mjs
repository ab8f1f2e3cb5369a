import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ask } from '../../tools/product/database.mjs'
import { openStage } from '../load/stage.mjs'

const GOAL = 10
const MESSAGES = 20
const WATCH_MS = 5_000

/**
 * Statements that PostgreSQL is sent for one lone message, by its own log: everything the message sets off within the watch, less what is asked
 * while nothing happens. `begin; select ...` in one round trip counts as two.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureStatements() {
  const stage = await openStage()
  const { dir } = stage.data
  try {
    await stage.load({ count: 500, connections: 5 })
    await logEverything(dir)
    await stage.load({ count: 5, connections: 1 })
    const resting = await statementsDuring(dir, () => wait(WATCH_MS))
    const busy = await statementsDuring(dir, async () => {
      const end = wait(WATCH_MS)
      for (let i = 0; i < MESSAGES; i++) { await stage.load({ count: 1, connections: 1 }); await wait(50) }
      await end
    })
    const each = (busy.length - resting.length) / MESSAGES
    return [{ name: 'SQL statements for a lone inbound message', goal: `<= ${GOAL}`, measured: each.toFixed(1), met: each <= GOAL, note: `${busy.length} for ${MESSAGES} messages in ${WATCH_MS / 1000} s, ${resting.length} in as long at rest`, statements: [...new Set(busy)] }]
  } finally {
    await stage.close()
  }
}

/** Sessions take the setting when they begin, so the present ones are ended; the pool opens new ones. */
async function logEverything(dir) {
  await ask(dir, `alter role recado set log_statement = 'all'`)
  await ask(dir, `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'recado'`)
  await wait(2_000)
}

async function statementsDuring(dir, work) {
  const file = join(dir, 'postgres.log')
  const from = statSync(file).size
  await work()
  const length = statSync(file).size - from
  const bytes = Buffer.alloc(length)
  const fd = openSync(file, 'r')
  readSync(fd, bytes, 0, length, from)
  closeSync(fd)
  return [...bytes.toString('utf8').matchAll(/LOG: +(?:statement|execute [^:]+): (.*)/g)].flatMap(([, text]) => (text ?? '').split(/;\s+/))
}
