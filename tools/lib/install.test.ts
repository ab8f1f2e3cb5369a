import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockfileStamp, sameAsInstalled } from './install.mjs'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'recado-install-'))
  mkdirSync(join(dir, 'node_modules'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const pg = { version: '8.23.0', integrity: 'sha512-a' }
const forMac = { version: '1.0.0', integrity: 'sha512-m', optional: true }

function lockfiles(wanted: object, present: object) {
  writeFileSync(join(dir, 'package-lock.json'), JSON.stringify({ packages: wanted }))
  writeFileSync(join(dir, 'node_modules/.package-lock.json'), JSON.stringify({ packages: present }))
}

test('a changed lockfile has another stamp', () => {
  lockfiles({ '': {}, 'node_modules/pg': pg }, {})
  const before = lockfileStamp(dir)
  expect(lockfileStamp(dir)).toBe(before)
  lockfiles({ '': {}, 'node_modules/pg': { ...pg, version: '8.23.1' } }, {})
  expect(lockfileStamp(dir)).not.toBe(before)
})

test.each([
  ['everything is there', { 'node_modules/pg': pg }, true],
  ['an older version is there', { 'node_modules/pg': { ...pg, version: '8.22.0' } }, false],
  ['another build of the same version is there', { 'node_modules/pg': { ...pg, integrity: 'sha512-b' } }, false],
  ['something is missing', {}, false],
  ['something is there that nobody asked for', { 'node_modules/pg': pg, 'node_modules/left': pg }, false],
])('what npm has installed by hand is recognised: %s', (_name, present, same) => {
  lockfiles({ '': {}, 'packages/db': {}, 'node_modules/pg': pg, 'node_modules/for-mac': forMac }, present)
  expect(sameAsInstalled(dir)).toBe(same)
})

test('a fresh clone has nothing installed', () => {
  writeFileSync(join(dir, 'package-lock.json'), JSON.stringify({ packages: { 'node_modules/pg': pg } }))
  expect(sameAsInstalled(dir)).toBe(false)
})
