import { describe, expect, it } from 'vitest'
import { simulator } from '../simulator.js'
import { desk, type Desk } from './desk-for-tests.js'

const SECOND = 1000
const MINUTE = 60 * SECOND

describe('tokens', () => {
  const ask = async (d: Desk, path: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Record<string, unknown>> => {
    const who = { grant_type: 'client_credential', appid: String(d.settings.appId), secret: String(d.settings.appSecret), ...more }
    const get = path === '/cgi-bin/token'
    const answer = await simulator.handle(d.world, { method: get ? 'GET' : 'POST', path, query: get ? (who as Record<string, string>) : {}, headers, body: Buffer.from(get ? '' : JSON.stringify(who)) })
    return JSON.parse(String(answer.body)) as Record<string, unknown>
  }
  const works = async (d: Desk, token: unknown): Promise<unknown> => {
    const answer = await simulator.handle(d.world, { method: 'GET', path: '/cgi-bin/user/get', query: { access_token: String(token) }, headers: {}, body: Buffer.alloc(0) })
    return (JSON.parse(String(answer.body)) as { errcode?: number }).errcode ?? 0
  }

  it('the old endpoint gives a new one each time; the one before lives five minutes more', async () => {
    const d = desk()
    const first = await ask(d, '/cgi-bin/token')
    const second = await ask(d, '/cgi-bin/token')
    expect([first.expires_in, first.access_token === second.access_token]).toEqual([7200, false])
    await d.world.advance(5 * MINUTE - 1)
    expect([await works(d, first.access_token), await works(d, second.access_token)]).toEqual([0, 0])
    await d.world.advance(1)
    expect([await works(d, first.access_token), await works(d, second.access_token)]).toEqual([40001, 0])
  })

  it('the stable one stays the same until five minutes before its end, and both work then', async () => {
    const d = desk()
    const first = await ask(d, '/cgi-bin/stable_token')
    await d.world.advance(7200 * SECOND - 5 * MINUTE - 1)
    expect(await ask(d, '/cgi-bin/stable_token')).toEqual({ access_token: first.access_token, expires_in: 300 })
    await d.world.advance(1)
    const second = await ask(d, '/cgi-bin/stable_token')
    expect([second.access_token === first.access_token, second.expires_in]).toEqual([false, 7200])
    expect([await works(d, first.access_token), await works(d, second.access_token)]).toEqual([0, 0])
    await d.world.advance(5 * MINUTE)
    expect([await works(d, first.access_token), await works(d, second.access_token)]).toEqual([42001, 0])
  })

  it('forcing ends the old one, not more often than every 30 s and 20 times a day', async () => {
    const d = desk()
    const first = await ask(d, '/cgi-bin/stable_token')
    const forced = await ask(d, '/cgi-bin/stable_token', { force_refresh: true })
    expect([await works(d, first.access_token), await works(d, forced.access_token)]).toEqual([40001, 0])
    await d.world.advance(30 * SECOND - 1)
    expect((await ask(d, '/cgi-bin/stable_token', { force_refresh: true })).errcode).toBe(45011)
    await d.world.advance(1)
    for (let n = 2; n <= 20; n++) {
      expect((await ask(d, '/cgi-bin/stable_token', { force_refresh: true })).errcode).toBeUndefined()
      await d.world.advance(30 * SECOND)
    }
    expect((await ask(d, '/cgi-bin/stable_token', { force_refresh: true })).errcode).toBe(45009)
  })

  it('the two kinds leave each other alone', async () => {
    const d = desk()
    const stable = await ask(d, '/cgi-bin/stable_token')
    await ask(d, '/cgi-bin/token')
    await d.world.advance(10 * MINUTE)
    expect(await works(d, stable.access_token)).toBe(0)
  })

  it.each([
    ['/cgi-bin/token', { secret: 'wrong' }, 40001],
    ['/cgi-bin/stable_token', { secret: 'wrong' }, 40125],
    ['/cgi-bin/token', { appid: 'wxnobody' }, 40013],
    ['/cgi-bin/token', { grant_type: 'other' }, 40002],
  ])('%s with %j', async (path, more, errcode) => {
    expect((await ask(desk(), path, more)).errcode).toBe(errcode)
  })

  it('an address that is not on the list is named', async () => {
    const d = desk({ ipAllowList: ['203.0.113.1'] })
    const refused = await ask(d, '/cgi-bin/stable_token', {}, { 'x-real-ip': '203.0.113.9' })
    expect(refused).toMatchObject({ errcode: 40164, errmsg: expect.stringMatching(/^invalid ip 203\.0\.113\.9 ipv6 ::ffff:203\.0\.113\.9, not in whitelist rid: [\da-f]{8}-[\da-f]{8}-[\da-f]{8}$/) })
    expect((await ask(d, '/cgi-bin/stable_token', {}, { 'x-real-ip': '203.0.113.1' })).errcode).toBeUndefined()
  })

  it('without one, with nonsense, and after a revocation', async () => {
    const d = desk()
    expect(await works(d, 'nonsense')).toBe(40001)
    const { access_token: token } = await ask(d, '/cgi-bin/stable_token')
    d.world.fault('revoke_token', 1, d.account)
    expect([await works(d, token), await works(d, token)]).toEqual([40001, 40001])
    const bare = await simulator.handle(d.world, { method: 'GET', path: '/cgi-bin/user/get', query: {}, headers: {}, body: Buffer.alloc(0) })
    expect(String(bare.body)).toContain('41001')
  })
})
