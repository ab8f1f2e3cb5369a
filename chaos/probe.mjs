/**
 * Loaded into the product before its own code (NODE_OPTIONS): on SIGUSR2 it collects garbage and writes down what is left, which nothing outside the
 * process can see. CHAOS_CLOCK_SKEW_MS moves the machine's clock as this process reads it; PostgreSQL keeps the right one.
 */
import { readdirSync, readFileSync, readlinkSync, renameSync, writeFileSync } from 'node:fs'
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
  const facts = { heapUsed, rss, external, arrayBuffers, timers: resources.filter((name) => name === 'Timeout').length, resources: resources.length, ...filesAndLines() }
  const file = join(process.env.DATA_DIR ?? '.', `probe-${process.pid}.json`)
  // Whole or not at all: somebody waits for it to appear.
  writeFileSync(`${file}.new`, JSON.stringify(facts))
  renameSync(`${file}.new`, file)
})

/** Open files without the lines that somebody outside keeps open to us: how many those are is theirs to say. One that they have closed and we have not is a file. */
function filesAndLines() {
  const held = readdirSync('/proc/self/fd').map((name) => { try { return readlinkSync(`/proc/self/fd/${name}`) } catch { return '' } })
  // Of each socket: where it is here, its state in hexadecimal, and its inode.
  const sockets = ['tcp', 'tcp6'].flatMap((name) => { try { return readFileSync(`/proc/self/net/${name}`, 'utf8').split('\n').slice(1, -1) } catch { return [] } })
    .map((line) => line.trim().split(/\s+/)).map((fields) => ({ port: fields[1]?.split(':')[1], state: fields[3], ours: held.includes(`socket:[${fields[9]}]`) })).filter(({ ours }) => ours)
  const listening = sockets.filter(({ state }) => state === '0A').map(({ port }) => port)
  const lines = sockets.filter(({ state, port }) => state === '01' && listening.includes(port)).length
  return { files: held.length - lines, lines }
}
