import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { staleBreaks } from '../../chaos/teeth/stale.mjs'

const top = mkdtempSync(join(tmpdir(), 'recado-breaks-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

test('a break is told of whose line is gone, stands there twice, or whose module is gone', () => {
  writeFileSync(join(top, 'lane.js'), 'once()\ntwice()\ntwice()\n')
  const of = (module: string, from: string) => ({ module, from })
  expect(staleBreaks(top, { whole: of('/lane.js', 'once()'), gone: of('/lane.js', 'never()'), double: of('/lane.js', 'twice()'), nowhere: of('/away.js', 'once()') }).map((line) => line.split(':')[0])).toEqual(['gone', 'double', 'nowhere'])
})
