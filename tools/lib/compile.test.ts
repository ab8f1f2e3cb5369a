import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changes } from './compile.mjs'
import { sourcesOf } from './sources.mjs'

let dir: string
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'recado-compile-'))))
afterEach(() => rmSync(dir, { recursive: true }))

function write(...names: string[]) {
  for (const name of names) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), '')
  }
}

const inDir = (path: string) => path.slice(dir.length + 1)
const stampsOf = () => Object.fromEntries(sourcesOf(dir).map((s) => [s.to, s.stamp]))

test('modules and the files they read are taken, tests and fixtures are not', () => {
  write('index.ts', 'queries/message.ts', 'migrations/0001.sql', 'index.test.ts', 'fixtures/text.json', 'package.json', 'README.md', 'node_modules/x/index.ts', 'dist/old.js')
  const taken = sourcesOf(dir).map(({ from, to, kind }) => [inDir(from), inDir(to), kind])
  expect(taken.toSorted()).toEqual([
    ['index.ts', 'dist/index.js', 'module'],
    ['migrations/0001.sql', 'dist/migrations/0001.sql', 'asset'],
    ['queries/message.ts', 'dist/queries/message.js', 'module'],
  ])
})

test('only what was touched, or has lost its output, is compiled again', () => {
  write('same.ts', 'touched.ts', 'lost.ts', 'dist/same.js', 'dist/touched.js')
  const stamps = stampsOf()
  utimesSync(join(dir, 'touched.ts'), 1, 1)
  expect(changes(sourcesOf(dir), stamps).changed.map((s) => inDir(s.from)).toSorted()).toEqual(['lost.ts', 'touched.ts'])
})

test('the output of a deleted source is known as gone', () => {
  write('stays.ts', 'leaves.ts', 'dist/stays.js', 'dist/leaves.js')
  const stamps = stampsOf()
  rmSync(join(dir, 'leaves.ts'))
  const { changed, gone } = changes(sourcesOf(dir), stamps)
  expect(changed).toEqual([])
  expect(gone.map(inDir)).toEqual(['dist/leaves.js'])
})
