import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../tools/product/client.mjs'
import { signal } from '../tools/product/processes.mjs'

const probe = new URL('./probe.mjs', import.meta.url)

/** @typedef {{ heapUsed: number, rss: number, external: number, arrayBuffers: number, timers: number, resources: number, files: number, lines: number }} Inside `files`: without the `lines` that others keep open to it */

/**
 * The environment of a product that can be looked into, and whose clock may go wrong.
 * @param {{ skewMs?: number }} [options]
 */
export function watched({ skewMs = 0 } = {}) {
  return { NODE_OPTIONS: `--import=${probe.href}`, ...(skewMs === 0 ? {} : { CHAOS_CLOCK_SKEW_MS: String(skewMs) }) }
}

/**
 * What is left in the server's process after its garbage was collected.
 * @param {import('../tools/product/start.mjs').Product} product
 * @returns {Promise<Inside>}
 */
export async function lookInside(product) {
  const file = join(product.dataDir, `probe-${product.pid}.json`)
  rmSync(file, { force: true })
  signal(product.pid, 'SIGUSR2')
  await until(async () => existsSync(file), Boolean, { withinMs: 30_000, what: 'the look into the server' })
  return JSON.parse(readFileSync(file, 'utf8'))
}
