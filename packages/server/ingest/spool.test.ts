import fs, { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Spool, type Spooled } from './spool.js'

let dir: string
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'recado-spool-')) })
afterEach(() => rmSync(dir, { recursive: true }))

const entry = (payload: string): Spooled => ({ webhookKey: 'key', payload, arrivedAt: 1 })
const drained = async (spool: Spool): Promise<string[]> => {
  const stored: string[] = []
  await spool.drain(async ({ payload }) => { stored.push(payload) })
  return stored
}

/** While `work` runs a write stops after so many bytes, as on a disk that has no more. */
async function onFullDisk<T>(bytes: number, work: () => Promise<T>): Promise<T> {
  const write = fs.writeSync
  fs.writeSync = ((fd: number, line: Buffer) => write(fd, line, 0, Math.min(bytes, line.length))) as typeof fs.writeSync
  syncBuiltinESMExports()
  try { return await work() } finally { fs.writeSync = write; syncBuiltinESMExports() }
}

test('what was added is drained in order, and the files are gone', async () => {
  const spool = new Spool(dir)
  for (const payload of ['a', 'b\nb', 'c']) await spool.add(entry(payload))
  expect([await drained(spool), spool.active, readdirSync(join(dir, 'spool'))]).toEqual([['a', 'b\nb', 'c'], false, []])
})

test.each([1, 20, 50])('a line of which a full disk takes %i bytes is refused whole, and spoils neither its neighbour before nor after', async (bytes) => {
  const spool = new Spool(dir)
  await spool.add(entry('before'))
  await expect(onFullDisk(bytes, () => spool.add(entry('cut short by the end of the disk')))).rejects.toMatchObject({ code: 'ENOSPC' })
  await spool.add(entry('after'))
  const [file] = readdirSync(join(dir, 'spool'))
  expect(readFileSync(join(dir, 'spool', file!), 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as Spooled).payload)).toEqual(['before', 'after'])
  expect(await drained(spool)).toEqual(['before', 'after'])
})
