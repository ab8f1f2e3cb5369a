import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { keepRaw } from './raw.js'

let desk: Desk
beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())

// A reason quotes what could not be read, and a platform's answer must not depend on it.
test('a request is kept though the reason quotes what PostgreSQL cannot hold', async () => {
  await keepRaw(desk.services, desk.account, { body: Buffer.from('{"object":"\\u0000"}') }, 'object "a\u0000b\ud800" is not a page')
  expect(await desk.rows('select reason, state from raw_request')).toEqual([{ reason: 'object "a\ufffdb\ufffd" is not a page', state: 'kept' }])
})
