import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../../tools/lib/paths.mjs'
import { pssOf, treeOf } from '../../tools/product/processes.mjs'
import { dataDirectory, startProduct } from '../../tools/product/start.mjs'

const READY_GOAL_MS = 3_000
const MEMORY_GOAL = 250
const STARTS = 5
/** After so long nothing of the start is left to do. */
const IDLE_MS = 10_000

const typed = (dataDir) => startProduct({ dataDir, env: { RECADO_SIMULATOR: '1' }, command: ['npm', 'start', '--prefix', root] })

/**
 * From typing `npm start` in an installed clone to the line that says it is ready: on an empty directory, and again on the same one.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureReady({ starts = STARTS } = {}) {
  const first = []
  const later = []
  for (let i = 0; i < starts; i++) {
    const data = dataDirectory()
    for (const times of [first, later]) {
      const product = await typed(data.dir)
      times.push(product.readyMs)
      await product.stop()
    }
    data.remove()
  }
  return [finding('the first time, with initdb', first), finding('later', later)]
}

function finding(name, times) {
  const median = middle(times)
  return { name: `ready after npm start, ${name}`, goal: `<= ${READY_GOAL_MS / 1000} s`, measured: `${(median / 1000).toFixed(2)} s`, met: median <= READY_GOAL_MS, note: times.map((ms) => (ms / 1000).toFixed(2)).join(', ') }
}

/**
 * Memory of everything below `npm start` when nobody does anything, as Linux divides it among those who share it.
 * @returns {Promise<import('../report.mjs').Finding[]>}
 */
export async function measureMemory({ idleMs = IDLE_MS } = {}) {
  const data = dataDirectory()
  const product = await typed(data.dir)
  try {
    await wait(idleMs)
    const looks = []
    for (let i = 0; i < 5; i++) {
      looks.push(pssOf(treeOf(product.pid)) / 1_048_576)
      await wait(500)
    }
    const median = middle(looks)
    return [{ name: 'memory at rest (PSS), everything below npm start, simulator on', goal: `<= ${MEMORY_GOAL} MB`, measured: `${median.toFixed(0)} MB`, met: median <= MEMORY_GOAL, note: `${treeOf(product.pid).length} processes` }]
  } finally {
    await product.stop()
    data.remove()
  }
}

const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
