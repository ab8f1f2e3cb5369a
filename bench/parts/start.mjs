import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../../tools/lib/paths.mjs'
import { pssOf, treeOf } from '../../tools/product/processes.mjs'
import { dataDirectory, startProduct } from '../../tools/product/start.mjs'
import { openAgents } from '../load/desk-agents.mjs'
import { openStage } from '../load/stage.mjs'

const READY_GOAL_MS = 3_000
const MEMORY_GOAL = 250
const STARTS = 5
/** After so long nothing of the start is left to do. */
const IDLE_MS = 10_000
/** Work for as long as `--minutes` says: a shop's day in an hour. */
const BUSY_MINUTES = 5
const RATE = 50
const AGENTS = 50
/** What it may hold at its end beside what it held when it had warmed up (RELIABILITY 3, R15). */
const GROWTH = 1.15

const typed = (dataDir) => startProduct({ dataDir, env: { RECADO_SIMULATOR: '1' }, command: ['npm', 'start', '--prefix', root] })

/**
 * From typing `npm start` in an installed clone to the line that says it is ready: on an empty directory, and again on the same one. Beside it a bare
 * Node process with the same PostgreSQL.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureReady({ quick = false, starts = quick ? 3 : STARTS } = {}) {
  const times = { first: [], later: [], bareFirst: [], bareLater: [] }
  for (let i = 0; i < starts; i++) {
    const [data, bare] = [dataDirectory(), dataDirectory()]
    for (const [ours, theirs] of [[times.first, times.bareFirst], [times.later, times.bareLater]]) {
      const product = await typed(data.dir)
      ours.push(product.readyMs)
      await product.stop()
      const other = await startBare(bare.dir)
      theirs.push(other.readyMs)
      await other.stop()
    }
    data.remove()
    bare.remove()
  }
  return [finding('the first time, with initdb', times.first, times.bareFirst), finding('later', times.later, times.bareLater)]
}

/** @returns {Promise<{ pid: number, readyMs: number, stop: () => Promise<void> }>} */
function startBare(dir) {
  const since = performance.now()
  const child = fork(fileURLToPath(new URL('../load/bare-start.mjs', import.meta.url)), [dir])
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve({ pid: child.pid ?? 0, readyMs: performance.now() - since, stop: async () => { child.send('stop'); await ended } }))
    child.once('exit', (code) => reject(new Error(`bare-start.mjs ended with ${code}.`)))
  })
}

function finding(name, times, bare) {
  const [median, least] = [middle(times), middle(bare)]
  return { name: `ready after npm start, ${name}`, goal: `<= ${READY_GOAL_MS / 1000} s`, measured: `${(median / 1000).toFixed(2)} s`, met: median <= READY_GOAL_MS, note: times.map((ms) => (ms / 1000).toFixed(2)).join(', '), ceiling: { what: 'bare Node with the same PostgreSQL', value: least / 1000, unit: 's', ratio: median / least } }
}

/**
 * Memory of everything below `npm start` when nobody does anything, as Linux divides it among those who share it.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureMemory({ idleMs = IDLE_MS } = {}) {
  const [data, other] = [dataDirectory(), dataDirectory()]
  const product = await typed(data.dir)
  const bare = await startBare(other.dir)
  try {
    await wait(idleMs)
    const looks = []
    for (let i = 0; i < 5; i++) {
      looks.push(memoryOf(product.pid))
      await wait(500)
    }
    const [median, least] = [middle(looks), memoryOf(bare.pid)]
    return [{ name: 'memory at rest (PSS), everything below npm start, simulator on', goal: `<= ${MEMORY_GOAL} MB`, measured: `${median.toFixed(0)} MB`, met: median <= MEMORY_GOAL, note: `${treeOf(product.pid).length} processes`, ceiling: { what: 'bare Node with the same PostgreSQL', value: least, unit: 'MB', ratio: median / least } }]
  } finally {
    await bare.stop()
    await product.stop()
    data.remove()
    other.remove()
  }
}

/**
 * The same under load: fifty messages a second and fifty agents who watch, for some minutes (`--minutes 60` for an hour).
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureMemoryAtWork({ quick = false, minutes = quick ? 1 : BUSY_MINUTES } = {}) {
  const stage = await openStage()
  const agents = await openAgents()
  try {
    const look = () => memoryOf(stage.product.pid)
    const rest = look()
    await stage.load({ count: 20_000, connections: 50 })
    const loaded = look()
    await agents.watch(stage, AGENTS)
    const [began, points] = [performance.now(), []]
    const load = stage.load({ count: minutes * 60 * RATE, connections: 20, rate: RATE })
    const every = Math.max(2_000, (minutes * 60_000) / 60)
    for (let done = false; !done;) {
      done = await Promise.race([load.then(() => true), wait(every, false)])
      points.push([(performance.now() - began) / 60_000, look()])
    }
    const warm = points[Math.floor(points.length / 6)][1]
    const last = points.at(-1)[1]
    return [{
      name: `memory at work (PSS), ${RATE} messages/s, ${AGENTS} agents: at the end beside a sixth of the time before`, goal: `<= ${GROWTH}`, measured: (last / warm).toFixed(2), met: last <= warm * GROWTH,
      note: `${rest.toFixed(0)} MB ready, ${loaded.toFixed(0)} MB after 20,000 messages at once, ${warm.toFixed(0)} MB warm, ${last.toFixed(0)} MB after ${minutes} minutes; the database's buffers fill meanwhile`,
      series: [{ name: 'everything below npm start', points }],
    }]
  } finally {
    agents.stop()
    await stage.close()
  }
}

const memoryOf = (pid) => pssOf(treeOf(pid)) / 1_048_576
const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
