import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHarness, type Harness } from '../../testing/harness.js'
import { resetByCommand } from './command.js'

let h: Harness
beforeAll(async () => { h = await makeHarness() })
afterAll(() => h.close())

test('takes the owner’s second factor away, ends her sessions and is written down', async () => {
  const { db, sealer } = h.services
  await db.asSystem(async (tx) => tx.query('insert into second_factor (user_id, sealed, enabled_at) values ($1, $2, now())', [h.owner.userId, await sealer.sealOwn('x', 'y')]))
  const login = () => h.request('POST', '/api/v1/session', { email: h.owner.email, password: 'violet teapots orbit quietly' }, null)
  expect((await login()).json().code).toBe('second_factor_required')
  expect(await resetByCommand(db, ` ${h.owner.email.toUpperCase()} `)).toContain('is gone')
  h.app.auth.changed()
  expect((await h.request('GET', '/api/v1/session')).statusCode).toBe(401)
  expect((await login()).statusCode).toBe(200)
  expect((await h.request('GET', '/api/v1/audit?action=second_factor.reset', undefined, h.token)).json().items).toEqual([expect.objectContaining({ actor: expect.objectContaining({ kind: 'system' }), subject: h.owner.userId })])
  expect(await resetByCommand(db, h.owner.email)).toContain('has no second factor')
  await expect(resetByCommand(db, 'nobody@example.org')).rejects.toThrow('Nobody signs in')
})
