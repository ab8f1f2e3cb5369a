import { expect, test } from 'vitest'
import { lean } from './lean.js'

test('work runs, alone or beside other work, and what it returns or throws comes out', async () => {
  expect(await Promise.all([lean(async () => 1), lean(async () => 2)])).toEqual([1, 2])
  await expect(lean(async () => { throw new Error('lost') })).rejects.toThrow('lost')
})
