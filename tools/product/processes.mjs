import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** Clock ticks a second, as /proc counts processor time; 100 on every Linux Node runs on. */
const TICKS = 100

/**
 * A process and everything below it, however many sessions and groups they have made (PostgreSQL has its own).
 * @param {number} pid
 * @returns {number[]}
 */
export function treeOf(pid) {
  const parents = new Map()
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? fieldsOf(Number(name))?.[1] : undefined
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const tree = new Set(fieldsOf(pid) ? [pid] : [])
  for (let before = -1; before !== tree.size;) {
    before = tree.size
    for (const [child, parent] of parents) if (tree.has(parent)) tree.add(child)
  }
  return [...tree]
}

/**
 * kill -9 of whole trees. Everybody is stopped first: a supervisor that sees its database die would start another one.
 * Returns when none of them is left.
 * @param {...number} pids
 */
export async function killTrees(...pids) {
  let all = []
  const now = () => [...new Set(pids.flatMap(treeOf))]
  for (let found = now(); found.some((one) => !all.includes(one)); found = now()) {
    all = found
    for (const one of all) signal(one, 'SIGSTOP')
  }
  for (const one of all) signal(one, 'SIGKILL')
  while (all.some(lives)) await wait(5)
}

/**
 * Sends a signal to whoever is still there.
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
export function signal(pid, name) {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** @param {number} pid */
export function lives(pid) {
  const state = fieldsOf(pid)?.[0]
  return state !== undefined && state !== 'Z' && state !== 'X'
}

/**
 * Memory of processes as Linux shares it out among those who map it, bytes.
 * @param {number[]} pids
 */
export function pssOf(pids) {
  return pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0) * 1024).reduce((a, b) => a + b, 0)
}

/**
 * Of it what is theirs alone to keep: no files, no memory that processes share. Bytes.
 * @param {number[]} pids
 */
export function anonymousOf(pids) {
  return pids.map((pid) => Number(/^Pss_Anon:\s+(\d+)/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0) * 1024).reduce((a, b) => a + b, 0)
}

/**
 * Processor time of processes so far, microseconds.
 * @param {number[]} pids
 */
export function cpuOf(pids) {
  return pids.map((pid) => { const f = fieldsOf(pid); return f ? ((Number(f[11]) + Number(f[12])) * 1e6) / TICKS : 0 }).reduce((a, b) => a + b, 0)
}

/**
 * The same with what their ended children took: of a whole tree it only grows, though PostgreSQL's workers come and go.
 * @param {number[]} pids
 */
export function cpuWithEnded(pids) {
  return pids.map((pid) => { const f = fieldsOf(pid); return f ? (([11, 12, 13, 14].reduce((sum, at) => sum + Number(f[at]), 0)) * 1e6) / TICKS : 0 }).reduce((a, b) => a + b, 0)
}

/**
 * For how long its main thread was ready to run while others had the processors, milliseconds; 0 of one that is gone. Taken off what a bound is for, where the
 * machine is shared: of a quiet one it is nothing.
 * @param {number} pid
 */
export function inLineMs(pid) {
  return Number(read(pid, 'schedstat').split(' ')[1] ?? 0) / 1e6
}

// The fields after the command name, which may hold spaces and brackets itself: [0] state, [1] parent, [11] and [12] processor time, [13] and [14] that of its ended children.
function fieldsOf(pid) {
  const stat = read(pid, 'stat')
  return stat === '' ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
