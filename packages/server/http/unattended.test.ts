import { afterEach, expect, test } from 'vitest'
import { makeHarness, type Harness } from '../testing/harness.js'
import { setUpUnattended } from './unattended.js'

let h: Harness
afterEach(() => h.close())

const owner = { email: 'Owner@Example.org', password: 'weak' }

test('an empty database gets its workspace, owner and a token with all scopes - once', async () => {
  h = await makeHarness({ setUp: false })
  expect(await setUpUnattended(h.services, { owner, apiToken: 'an-api-token-of-the-operator', clock: null })).toBe(true)
  expect(await setUpUnattended(h.services, { owner: { email: 'other@example.org', password: 'other' }, apiToken: 'another', clock: null })).toBe(false)
  expect((await h.request('GET', '/api/v1/setup', undefined, null)).json()).toEqual({ needed: false })
  expect((await h.request('GET', '/api/v1/members', undefined, 'an-api-token-of-the-operator')).json().items).toEqual([expect.objectContaining({ email: 'owner@example.org', role: 'owner' })])
  expect((await h.request('GET', '/api/v1/members', undefined, 'another')).statusCode).toBe(401)
  expect((await h.request('POST', '/api/v1/session', owner, null)).json()).toMatchObject({ workspace: { role: 'owner', clockOffsetMs: 0 } })
  const rows = await h.services.db.asSystem((tx) => tx.query<{ all: string }>('select t::text as all from api_token t'))
  expect(rows.map((row) => row.all).join()).not.toContain('an-api-token')
})

test('nodes that start together make one', async () => {
  h = await makeHarness({ setUp: false })
  const made = await Promise.all([1, 2, 3].map(() => setUpUnattended(h.services, { owner, apiToken: null, clock: null })))
  expect(made.filter(Boolean)).toHaveLength(1)
  expect(await h.services.db.asSystem((tx) => tx.query('select 1 from workspace'))).toHaveLength(1)
})

test.each(['2026-09-30T22:00:00Z', '2031-01-01T00:00:00Z'])('business time begins at RECADO_CLOCK: %s', async (clock) => {
  h = await makeHarness({ setUp: false })
  h.wall.now = Date.now()
  await setUpUnattended(h.services, { owner, apiToken: 'token-of-the-operator', clock })
  const { id } = (await h.request('GET', '/api/v1/workspace', undefined, 'token-of-the-operator')).json()
  expect(Math.abs(h.services.clock.now(id) - Date.parse(clock))).toBeLessThan(5_000)
})

test('without an owner named nothing is made', async () => {
  h = await makeHarness({ setUp: false })
  expect(await setUpUnattended(h.services, { owner: null, apiToken: 'token', clock: null })).toBe(false)
  expect((await h.request('GET', '/api/v1/setup', undefined, null)).json()).toEqual({ needed: true })
})
