import { describe, expect, it } from 'vitest'
import { simulator } from '../simulator.js'
import { desk, type Desk } from './desk-for-tests.js'

const DAY = 24 * 3_600_000
const direct = async (d: Desk, path: string, body: object, headers: Record<string, string> = {}): Promise<Record<string, unknown>> =>
  JSON.parse(String((await simulator.handle(d.world, { method: 'POST', path, query: {}, headers, body: Buffer.from(JSON.stringify(body)) })).body)) as Record<string, unknown>
const press = (d: Desk, id: string, value?: string): Promise<void> | undefined => simulator.console?.press(d.world, d.account, { id, ...(value === undefined ? {} : { value }) })
const token = (d: Desk, address: string): Promise<Record<string, unknown>> => direct(d, '/cgi-bin/stable_token', { grant_type: 'client_credential', appid: d.settings.appId, secret: d.settings.appSecret }, { 'x-real-ip': address })

describe('quotas', () => {
  const path = '/cgi-bin/message/custom/send'

  it('can be used up and cleared: all, one path, or by AppSecret, ten times a month together', async () => {
    const d = desk()
    await d.act('write', { text: 'hola' })
    const clears = [
      () => d.errcode('/cgi-bin/clear_quota', { appid: d.settings.appId }), () => d.errcode('/cgi-bin/openapi/quota/clear', { cgi_path: path }),
      () => direct(d, '/cgi-bin/clear_quota/v2', { appid: d.settings.appId, appsecret: d.settings.appSecret }).then((answer) => answer.errcode),
    ]
    for (const clear of clears) {
      await press(d, 'spend_quota', path)
      expect(await d.text('x')).toBe(45009)
      expect((await d.call('/cgi-bin/openapi/quota/get', { cgi_path: path })).quota).toEqual({ daily_limit: 500_000, used: 500_000, remain: 0 })
      expect(await clear()).toBe(0)
      expect(await d.text('x')).toBe(0)
    }
    for (let n = 3; n < 10; n++) expect(await clears[2]?.()).toBe(0)
    for (const clear of clears) expect(await clear()).toBe(48006)
  })

  it.each<[string, object, number]>([['another secret', { appsecret: 'no' }, 40125], ['nobody\'s AppID', { appid: 'wxnobody' }, 40013]])('clear_quota/v2 with %s', async (_, more, errcode) => {
    const d = desk()
    expect((await direct(d, '/cgi-bin/clear_quota/v2', { appid: d.settings.appId, appsecret: d.settings.appSecret, ...more })).errcode).toBe(errcode)
  })

  it('mass calls tell their minute, too; what has no quota is not known', async () => {
    const d = desk()
    expect(await d.call('/cgi-bin/openapi/quota/get', { cgi_path: '/cgi-bin/message/mass/send' })).toMatchObject({ errcode: 0, quota: { daily_limit: 100 }, rate_limit: { call_count: 60, refresh_second: 60 } })
    expect(await d.errcode('/cgi-bin/openapi/quota/get', { cgi_path: '/nothing' })).toBe(76021)
    expect(await d.errcode('/cgi-bin/openapi/quota/clear', { cgi_path: '/nothing' })).toBe(76021)
  })
})

it('a refusal can be asked for by its request id for seven days', async () => {
  const d = desk()
  const refused = await d.call('/cgi-bin/message/custom/send', { touser: d.ana, msgtype: 'text', text: { content: 'hola' } })
  const rid = String(refused.errmsg).split(' rid: ')[1]
  expect(await d.call('/cgi-bin/openapi/rid/get', { rid })).toMatchObject({ errcode: 0, request: { request_url: 'https://api.weixin.qq.com/cgi-bin/message/custom/send', request_body: expect.stringContaining('hola'), response_body: expect.stringContaining('45015'), client_ip: '127.0.0.1' } })
  await d.world.advance(7 * DAY)
  expect(await d.errcode('/cgi-bin/openapi/rid/get', { rid })).toBe(76001)
})

describe('the network check', () => {
  it.each<[string, object, object]>([
    ['all', {}, { dns: [{ real_operator: 'DEFAULT' }], ping: [{ from_operator: 'DEFAULT' }] }], ['dns', { action: 'dns', check_operator: 'UNICOM' }, { dns: [{ real_operator: 'UNICOM' }] }],
    ['an action', { action: 'sing' }, { errcode: 40202 }], ['an operator', { check_operator: 'X' }, { errcode: 40203 }],
  ])('%s', async (_, body, answer) => {
    expect(await desk().call('/cgi-bin/callback/check', body)).toMatchObject(answer)
  })
  it('has nothing to call while the server configuration is off', async () => expect(await desk({ backend: true }).errcode('/cgi-bin/callback/check', { action: 'all' })).toBe(40201))
  it('addresses', async () => { for (const path of ['getcallbackip', 'get_api_domain_ip']) expect((await desk().call(`/cgi-bin/${path}`)).ip_list).toEqual(['127.0.0.1']) })
})

describe('addresses that may fetch a token', () => {
  it('the fault refuses every one and names it, until the owner puts it on the list', async () => {
    const d = desk()
    d.world.fault('ip_not_allowed')
    const refused = { errcode: 40164, errmsg: expect.stringMatching(/^invalid ip 203\.0\.113\.9 ipv6 ::ffff:203\.0\.113\.9, not in whitelist rid: /) }
    expect(await token(d, '203.0.113.9')).toMatchObject(refused)
    await press(d, 'allow_ip', '198.51.100.4')
    expect(await token(d, '203.0.113.9')).toMatchObject(refused)
    await press(d, 'allow_ip', '203.0.113.9')
    expect(await token(d, '203.0.113.9')).toMatchObject({ access_token: expect.any(String) })
    d.world.clearFaults()
    expect((await token(d, '203.0.113.10')).errcode).toBe(40164) // the list is on now
    await press(d, 'ip_list_off')
    expect((await token(d, '203.0.113.10')).errcode).toBeUndefined()
    await expect(press(d, 'allow_ip', 'casa')).rejects.toThrow('not an IP')
  })

  it('a secret that was reset no longer serves', async () => {
    const d = desk()
    await press(d, 'reset_secret')
    expect((await token(d, '127.0.0.1')).errcode).toBe(40125)
  })
})

describe('short keys', () => {
  it('live as long as asked, thirty days at most, for 4 KB', async () => {
    const d = desk()
    const gen = (body: object): Promise<Record<string, unknown>> => d.call('/cgi-bin/shorten/gen', body)
    const { short_key: key } = await gen({ long_data: 'pedido=4711', expire_seconds: 60 })
    expect(await d.call('/cgi-bin/shorten/fetch', { short_key: key })).toMatchObject({ errcode: 0, long_data: 'pedido=4711', expire_seconds: 60 })
    await d.world.advance(60_000)
    expect(await d.errcode('/cgi-bin/shorten/fetch', { short_key: key })).toBe(40035)
    for (const [body, errcode] of [[{ long_data: 'é'.repeat(2048) }, undefined], [{ long_data: `${'é'.repeat(2048)}x` }, 40035], [{ long_data: 'a', expire_seconds: 2_592_000 }, undefined], [{ long_data: 'a', expire_seconds: 2_592_001 }, 40035], [{}, 40035]] as const)
      expect((await gen(body)).errcode || undefined).toBe(errcode)
  })
})
