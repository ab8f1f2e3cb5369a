import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from '../lib/paths.mjs'
import { filesOf, readArguments } from './selection.mjs'
import { tally } from './tally.mjs'

const dir = mkdtempSync(join(tmpdir(), 'recado-tally-'))
afterAll(() => rmSync(dir, { recursive: true }))

function report(...files: { name: string; statuses: string[] }[]) {
  const file = join(dir, 'report.json')
  const testResults = files.map(({ name, statuses }) => ({ name: join(root, name), assertionResults: statuses.map((status, i) => ({ status: status === 'wavered' ? 'passed' : status, fullName: `case ${i}`, failureMessages: status === 'wavered' ? ['Error: not yet\n    at somewhere'] : [] })) }))
  writeFileSync(file, JSON.stringify({ testResults }))
  return file
}

test('passed tests are counted over all files', () => {
  const file = report({ name: 'a.test.ts', statuses: ['passed', 'passed'] }, { name: 'b.test.ts', statuses: ['passed'] })
  expect(tally(file, 0)).toEqual({ passed: 3, complaints: [], wavering: [] })
})

test('what passed at a second try is counted, and named', () => {
  expect(tally(report({ name: 'a.test.ts', statuses: ['passed', 'wavered'] }), 0)).toEqual({ passed: 2, complaints: [], wavering: ['a.test.ts: case 1: Error: not yet'] })
})

test('whatever did not pass is a complaint: a failure, a skipped test, a file that does not load, a stray error, a missing report', () => {
  expect(tally(report({ name: 'a.test.ts', statuses: ['passed', 'failed'] }), 1)).toEqual({ passed: 1, complaints: ['a.test.ts: case 1 (failed)'], wavering: [] })
  expect(tally(report({ name: 'a.test.ts', statuses: ['skipped'] }), 0).complaints).toEqual(['a.test.ts: case 0 (skipped)'])
  expect(tally(report({ name: 'a.test.ts', statuses: [] }), 1).complaints).toEqual(['a.test.ts: no test ran'])
  expect(tally(report({ name: 'a.test.ts', statuses: ['passed'] }), 1).complaints).toEqual(['The test runner reported an error outside the tests.'])
  expect(tally(join(dir, 'none.json'), 1).complaints).toEqual(['The test runner ended without a report.'])
})

test('arguments are filters, a project, or meant for vitest', () => {
  expect(readArguments(['--project', 'unit', 'packages/db', '-t', 'lock', '--bail=1'])).toEqual({ projects: ['unit'], filters: ['packages/db'], options: ['-t', 'lock', '--bail=1'] })
  expect(readArguments(['wechat'])).toEqual({ projects: ['unit', 'e2e'], filters: ['wechat'], options: [] })
})

test('a filter selects files by part of their path', () => {
  expect(filesOf('unit', ['tools/testing'])).toEqual(['tools/testing/testing.test.ts'])
  expect(filesOf('e2e', ['tools/testing'])).toEqual([])
})

test('what is named with ! is left out', () => {
  const all = filesOf('unit', ['tools/'])
  const some = filesOf('unit', ['tools/', '!tools/testing/'])
  expect(all).toContain('tools/testing/testing.test.ts')
  expect(some.length).toBeGreaterThan(0)
  expect(some).toEqual(all.filter((path: string) => !path.startsWith('tools/testing/')))
})
