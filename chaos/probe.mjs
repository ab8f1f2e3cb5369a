/**
 * Loaded into the product before its own code (NODE_OPTIONS): on SIGUSR2 it collects garbage and writes down what is left, which nothing outside the
 * process can see. CHAOS_CLOCK_SKEW_MS moves the machine's clock as this process reads it; PostgreSQL keeps the right one.
 */
import { readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const skew = Number(process.env.CHAOS_CLOCK_SKEW_MS ?? 0)
if (skew !== 0) {
  const Real = Date
  globalThis.Date = class extends Real {
    constructor(...given) {
      if (given.length === 0) super(Real.now() + skew)
      else super(...given)
    }
    static now() { return Real.now() + skew }
  }
}

process.on('SIGUSR2', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  collect()
  collect()
  const { heapUsed, rss, external, arrayBuffers } = process.memoryUsage()
  const resources = process.getActiveResourcesInfo()
  const facts = { heapUsed, rss, external, arrayBuffers, timers: resources.filter((name) => name === 'Timeout').length, resources: resources.length, files: readdirSync('/proc/self/fd').length }
  const file = join(process.env.DATA_DIR ?? '.', `probe-${process.pid}.json`)
  // Whole or not at all: somebody waits for it to appear.
  writeFileSync(`${file}.new`, JSON.stringify(facts))
  renameSync(`${file}.new`, file)
})
