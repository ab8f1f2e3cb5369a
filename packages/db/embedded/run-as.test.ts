import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { barrier, chooseRunAs } from './run-as.js'

// Nobody here is the owner of what a test makes.
const stranger = { uid: 4_000_001, gid: 4_000_001 }
let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'recado-run-as-'))
  chmodSync(dir, 0o755)
  mkdirSync(join(dir, 'home/data'), { recursive: true })
})
afterEach(() => rmSync(dir, { recursive: true }))

test.each([
  ['open all the way', 0o755, 0o755, null],
  ['a private home above', 0o700, 0o755, 'home'],
  ['a directory to pass through but not to list', 0o711, 0o711, null],
  ['private itself', 0o755, 0o700, 'home/data'],
])('the wall in front of a stranger: %s', (_name, home, data, wall) => {
  chmodSync(join(dir, 'home'), home)
  chmodSync(join(dir, 'home/data'), data)
  expect(barrier(join(dir, 'home/data'), stranger)).toBe(wall === null ? null : join(dir, wall))
})

test('the owner needs no permission of others', () => {
  chmodSync(join(dir, 'home'), 0o700)
  expect(barrier(join(dir, 'home'), { uid: process.getuid!(), gid: process.getgid!() })).toBeNull()
})

test('a database that belongs to somebody runs as that user, when we may choose', () => {
  const mine = process.getuid!() !== 0
  const someone = { name: 'shop', uid: 1234, gid: 1234 }
  expect(chooseRunAs(someone, [someone]).owner).toEqual(mine ? null : someone)
})
