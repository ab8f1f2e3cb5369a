import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serverOn } from '../../../tools/lib/running.mjs'
import { acquireLock, readLock } from './lock.js'
import { bootId, startedAt } from './process-info.js'

let dir: string
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'recado-lock-'))))
afterEach(() => rmSync(dir, { recursive: true }))

const write = (holder: object) => writeFileSync(join(dir, 'recado.lock'), JSON.stringify(holder))

/** A live process that is not us, for as long as `use` runs. */
async function withNeighbour(use: (pid: number) => void) {
  const neighbour = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
  try {
    use(neighbour.pid!)
  } finally {
    neighbour.kill('SIGKILL')
  }
}

test('is held until released', () => {
  const lock = acquireLock(dir)
  expect(readLock(dir)?.pid).toBe(process.pid)
  expect(serverOn(dir)).toBe(process.pid)
  lock.release()
  expect(readLock(dir)).toBeNull()
  expect(serverOn(dir)).toBeNull()
})

test('refuses a second holder and names the first', async () => {
  await withNeighbour((pid) => {
    write({ pid, startedAt: startedAt(pid), boot: bootId() })
    expect(() => acquireLock(dir)).toThrow(`Another Recado (pid ${pid}) is using ${dir}. Stop it first, or give this one its own directory with DATA_DIR.`)
    expect(serverOn(dir)).toBe(pid)
  })
})

test('says so where nothing can be written', () => {
  writeFileSync(join(dir, 'file'), '')
  expect(() => acquireLock(join(dir, 'file/data'))).toThrow(/^Recado cannot write to its data directory .*: set DATA_DIR to one that it may use\.$/)
})

test('refuses itself, too', () => {
  const lock = acquireLock(dir)
  expect(() => acquireLock(dir)).toThrow(`This process already uses ${dir}.`)
  lock.release()
})

test.each([
  ['a pid that another program has got since', async (use: (holder: object) => void) => withNeighbour((pid) => use({ pid, startedAt: '1', boot: bootId() }))],
  ['an earlier boot', async (use: (holder: object) => void) => withNeighbour((pid) => use({ pid, startedAt: startedAt(pid), boot: 'before' }))],
  ['a pid that is gone', async (use: (holder: object) => void) => use({ pid: 4_194_305, startedAt: '1', boot: bootId() })],
  ['a file cut short', async (use: (holder: object) => void) => use([])],
])('takes over a lock of %s', async (_name, given) => {
  await given((holder) => {
    write(holder)
    expect(serverOn(dir)).toBeNull()
    const lock = acquireLock(dir)
    expect(JSON.parse(readFileSync(join(dir, 'recado.lock'), 'utf8'))).toMatchObject({ pid: process.pid })
    lock.release()
  })
})
