import { openAgents } from '../load/desk-agents.mjs'
import { openStage, openTrivial } from '../load/stage.mjs'

/** Messages a second that make 8 billion a month: all that Messenger carries between businesses and people. */
const BILLIONS = 3_086
const RATES = [1_000, BILLIONS, 5_000]
const SECONDS = 60
const GOAL_MS = 250
const HELD_MS = 100
const AGENTS = 1_000
/** Connections a platform opens; a request finds one free unless we are behind. */
const CONNECTIONS = 128

/**
 * Requests fall due at a fixed rate whatever we do, and latency counts from then. Everything answered must be in the database, once. The reference
 * server has the same minute at each rate. `--minutes` for the long form.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureOpenLoop({ quick = false, minutes = undefined, seconds = minutes ? minutes * 60 : quick ? 8 : SECONDS } = {}) {
  const stage = await openStage()
  const trivial = await openTrivial(stage)
  try {
    await warmUp(stage, trivial)
    const findings = []
    const rows = {}
    for (const rate of RATES) {
      const [ours, theirs] = [await run(stage, rate, seconds), await trivial.load({ count: rate * seconds, connections: CONNECTIONS, rate })]
      console.error(`  ${rate}/s: p50 ${ours.p50.toFixed(1)}, p99 ${ours.p99.toFixed(1)} ms; trivial p50 ${theirs.p50.toFixed(1)}, p99 ${theirs.p99.toFixed(1)} ms`)
      for (const q of ['p50', 'p95', 'p99']) rows[`${rate}/s, ${q}`] = { Recado: ours[q], 'one INSERT per webhook': theirs[q] }
      findings.push(...findingsOf(rate, seconds, ours, theirs, ''))
    }
    findings[0].plot = { title: 'Open loop: from the moment due to the answer', unit: 'ms', rows }
    return findings
  } finally {
    trivial.stop()
    await stage.close()
  }
}

/**
 * The same at 8 billion a month while a thousand agents look at a list and a conversation each, for ten minutes in the long form.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureOpenLoopWatched({ quick = false, minutes = undefined, seconds = minutes ? minutes * 60 : quick ? 10 : SECONDS } = {}) {
  const stage = await openStage()
  const trivial = await openTrivial(stage)
  const agents = await openAgents()
  try {
    await warmUp(stage, trivial)
    await agents.watch(stage, AGENTS)
    const ours = await run(stage, BILLIONS, seconds)
    const { lost, frames, bytes } = await agents.count()
    const theirs = await trivial.load({ count: BILLIONS * seconds, connections: CONNECTIONS, rate: BILLIONS })
    const [kept, p99] = findingsOf(BILLIONS, seconds, ours, theirs, ` with ${AGENTS} agents connected`)
    return [kept, { ...p99, goal: `<= ${HELD_MS} ms where the reference holds it`, met: ours.p99 <= HELD_MS || theirs.p99 > HELD_MS, note: `${p99.note}; ${frames} frames, ${(bytes / 2 ** 20).toFixed(0)} MB to the agents, ${lost} sockets lost` }]
  } finally {
    agents.stop()
    trivial.stop()
    await stage.close()
  }
}

async function warmUp(stage, trivial) {
  for (let warmed = 0; warmed < 20_000; warmed += 5_000) await stage.load({ count: 5_000, connections: 50 })
  await trivial.load({ count: 5_000, connections: 50 })
}

async function run(stage, rate, seconds) {
  const seen = await stage.load({ count: rate * seconds, connections: CONNECTIONS, rate })
  const { rows, ids, given } = await stage.stored()
  return { ...seen, answered: seen.statuses[200] ?? 0, lost: given - ids, twice: rows - ids }
}

function findingsOf(rate, seconds, ours, theirs, where) {
  const [limit, goal] = rate === BILLIONS ? [GOAL_MS, `< ${GOAL_MS} ms`] : [HELD_MS, `<= ${HELD_MS} ms where the reference holds it`]
  return [
    { name: `open loop, ${rate}/s${where}: lost`, goal: '0', measured: String(ours.lost), met: ours.answered === rate * seconds && ours.lost === 0 && ours.twice === 0, note: `${seconds} s; ${ours.answered} of ${rate * seconds} answered 200, ${ours.twice} stored twice` },
    {
      name: `open loop, ${rate}/s${where}: p99 from the moment due`, goal, measured: `${ours.p99.toFixed(1)} ms`, met: ours.p99 < limit || (rate !== BILLIONS && theirs.p99 > limit),
      note: `${seconds} s; ${figures(ours)}; one INSERT per webhook: ${figures(theirs)}`, ceiling: { what: 'one INSERT per commit, p99', value: theirs.p99, unit: 'ms', ratio: ours.p99 / theirs.p99 },
    },
  ]
}

const figures = (seen) => `p50 ${seen.p50.toFixed(1)}, p95 ${seen.p95.toFixed(1)}, p99 ${seen.p99.toFixed(1)}, max ${seen.max.toFixed(0)} ms, ${Math.round(seen.perSecond)}/s held, ${Math.round(seen.appUsEach)} + ${Math.round(seen.databaseUsEach)} us a message (app + PostgreSQL)`
