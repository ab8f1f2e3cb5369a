import { openStage } from '../load/stage.mjs'

/** Messages a second that make 8 billion a month: all that Messenger carries between businesses and people. */
const RATE = 3_086
const SECONDS = 60
const GOAL_MS = 250
/** Connections a platform opens; a request finds one free unless we are behind. */
const CONNECTIONS = 128

/**
 * Requests fall due at a fixed rate whatever we do, and latency counts from then. Everything answered must be in the database, once.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureOpenLoop({ seconds = SECONDS } = {}) {
  const stage = await openStage()
  try {
    for (let warmed = 0; warmed < 20_000; warmed += 5_000) await stage.load({ count: 5_000, connections: 50 })
    const before = (await stage.stored()).rows
    const count = RATE * seconds
    const seen = await stage.load({ count, connections: CONNECTIONS, rate: RATE })
    const { rows, ids, given } = await stage.stored()
    const answered = seen.statuses[200] ?? 0
    const figures = `p50 ${seen.p50.toFixed(1)}, p95 ${seen.p95.toFixed(1)}, max ${seen.max.toFixed(0)} ms; ${Math.round(seen.appUsEach)} + ${Math.round(seen.databaseUsEach)} us a message (app + PostgreSQL)`
    return [
      { name: `open loop, ${RATE}/s for ${seconds} s: lost`, goal: '0', measured: String(given - ids), met: answered === count && rows === given && ids === given, note: `${answered} of ${count} answered 200, ${rows - before} rows added` },
      { name: `open loop, ${RATE}/s for ${seconds} s: p99 from the moment due`, goal: `< ${GOAL_MS} ms`, measured: `${seen.p99.toFixed(1)} ms`, met: seen.p99 < GOAL_MS, note: figures },
    ]
  } finally {
    await stage.close()
  }
}
