import { setTimeout as wait } from 'node:timers/promises'

/** Longer is not waited in one go: timers are a few milliseconds late, and what they miss is made up for. */
const STEP_MS = 10

/** Ten seconds of the usual load: where the other side is slower than that, more of it would only try this machine. */
const MOST_OPEN = 2_000

/**
 * Calls `step` with 0, 1, 2, ... so many times a second on average, whatever the machine does meanwhile, until `going` says no. What takes longer is waited
 * for once very much of it is open; the calls that this left out are not made up for.
 * @param {number} perSecond
 * @param {() => boolean} going
 * @param {(n: number) => unknown} step
 */
export async function atPace(perSecond, going, step) {
  let open = 0
  let began = performance.now()
  for (let n = 0; going();) {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond)
    for (; n < due && open < MOST_OPEN && going(); n++) {
      open++
      void Promise.resolve(step(n)).catch(() => {}).finally(() => open--)
    }
    if (n < due) began = performance.now() - (n / perSecond) * 1000
    await wait(STEP_MS)
  }
}

/**
 * Lets so many through at a time; the others wait for their turn.
 * @param {number} most
 */
export function gate(most) {
  let free = most
  /** @type {(() => void)[]} */
  const waiting = []
  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  return async (work) => {
    if (free > 0) free--
    else await new Promise((resolve) => waiting.push(() => resolve(undefined)))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

/**
 * Does `work` with each of `items`, so many at a time.
 * @template T
 * @param {readonly T[]} items
 * @param {number} atOnce
 * @param {(item: T, n: number) => Promise<unknown>} work
 */
export async function together(items, atOnce, work) {
  let next = 0
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, async () => {
    while (next < items.length) { const n = next++; await work(items[n], n) }
  }))
}

/** @param {number[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
