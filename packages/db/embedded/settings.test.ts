import { expect, test } from 'vitest'
import { serverArguments } from './settings.js'

const MB = 1024 ** 2
const GB = 1024 ** 3
const given = (memory: number, disk: number) => serverArguments('/data/postgres', '/run/x', {}, { memory, disk }).filter((each) => /^(shared_buffers|max_wal_size)=/.test(each))

test.each([
  ['a small virtual server', 512 * MB, 5 * GB, ['shared_buffers=64MB', 'max_wal_size=1024MB']],
  ['a laptop', 4 * GB, 64 * GB, ['shared_buffers=192MB', 'max_wal_size=4096MB']],
  ['a laptop whose disk fills', 4 * GB, 120 * GB, ['shared_buffers=192MB', 'max_wal_size=4096MB']],
  ['a server', 64 * GB, 1000 * GB, ['shared_buffers=192MB', 'max_wal_size=8192MB']],
])('%s gives its database what it can spare', (_name, memory, disk, wanted) => {
  expect(given(memory, disk)).toEqual(wanted)
})

test('what the caller says goes before what the machine gives', () => {
  expect(serverArguments('/data/postgres', '/run/x', { shared_buffers: '8MB' }, { memory: GB, disk: GB })).toContain('shared_buffers=8MB')
})
