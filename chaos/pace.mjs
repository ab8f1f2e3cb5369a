import { setTimeout as wait } from 'node:timers/promises'

/** Longer is not waited in one go: timers are a few milliseconds late, and what they miss is made up for. */
const STEP_MS = 10

/**
 * Calls `step` with 0, 1, 2, ... so many times a second on average, whatever the machine does meanwhile, until `going` says no.
 * @param {number} perSecond
 * @param {() => boolean} going
 * @param {(n: number) => void} step
 */
export async function atPace(perSecond, going, step) {
  const began = performance.now()
  for (let n = 0; going();) {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond)
    for (; n < due && going(); n++) step(n)
    await wait(STEP_MS)
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
