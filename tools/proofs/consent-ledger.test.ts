import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { addRound, readLedger, shown } from './consent/ledger.mjs'

const dir = mkdtempSync(join(tmpdir(), 'recado-ledger-'))
const file = join(dir, 'ledger.json')
afterAll(() => rmSync(dir, { recursive: true }))
const round = (from: number, more: object = {}) => addRound({ rules: 'r', seed: 'a', from, to: from + 250, faults: 0, date: '2026-11-23', version: 'v1', ...more }, file)

test('rounds of a seed add up, one that is played again counts once, another version and another seed count for themselves', () => {
  round(0)
  round(250)
  round(250)
  expect(readLedger(file)).toMatchObject([{ from: 0, to: 500 }])
  round(0, { version: 'v2' })
  round(0, { seed: 'b', to: 100 })
  expect(shown(readLedger(file), 'r')).toMatchObject({ histories: 850, runs: 3, versions: 2 })
})
test('other rules have shown nothing, and after a fault it begins anew', () => {
  expect(shown(readLedger(file), 'others')).toEqual({ histories: 0, runs: 0, versions: 0, since: null })
  round(0, { seed: 'c', faults: 1 })
  expect(shown(readLedger(file), 'r').histories).toBe(0)
  round(0, { seed: 'd', version: 'v3' })
  expect(shown(readLedger(file), 'r').histories).toBe(250)
})
