import { SilentPlatform, type OutboundMessage } from '@recado/channel-kit'
import { describe, expect, it } from 'vitest'
import { answer, desk, fixture, sentTo, settings } from './fake-context.js'
import wechat from './index.js'
import { parseJson } from './json.js'

const { send, check, profile, parseAddress } = wechat.connector
const tokens = JSON.parse(fixture('60-api-token.json')) as { response_ip_not_listed: object; response_bad_secret: object }
const stable = JSON.parse(fixture('61-api-stable-token.json')) as { request: { body: object }; response_ok: object }
const STABLE = '/cgi-bin/stable_token'
const SEND = '/cgi-bin/message/custom/send'
const openid = [{ kind: 'openid', value: 'oRECADOexample0000000000001a' }]
const hello: OutboundMessage = { id: 'm', to: openid, content: { kind: 'text', text: 'hola' }, as: 'freeform', author: 'human', attempt: 1 }
const paths = (calls: readonly { url: string }[]) => calls.map((call) => new URL(call.url).pathname)
const refuse = (errcode: number, errmsg = 'no') => answer({ errcode, errmsg })

describe('the token', () => {
  it('is the stable one, asked for as documented, kept for its life and sent in the query', async () => {
    const { context, calls, at } = desk({ [STABLE]: answer(stable.response_ok) })
    await send(hello, context)
    await send(hello, context)
    expect(sentTo(calls, STABLE).body).toEqual(stable.request.body)
    expect(sentTo(calls, SEND).query.get('access_token')).toBe('86_EXAMPLE_STABLE_TOKEN')
    expect(paths(calls)).toEqual([STABLE, SEND, SEND])
    expect(calls[0]?.url).toBe('http://platform.test/cgi-bin/stable_token')
    at.now += (7192 - 59) * 1000
    await send(hello, context)
    expect(paths(calls).filter((path) => path === STABLE)).toHaveLength(2)
  })

  it.each([40001, 40014, 42001])('is renewed once after %i', async (errcode) => {
    const { context, calls } = desk({ [SEND]: [refuse(errcode), answer({ errcode: 0 })] })
    expect(await send(hello, context)).toEqual({ externalId: null, status: 'accepted' })
    expect(calls.filter((call) => call.url.includes(SEND)).map((call) => new URL(call.url).searchParams.get('access_token'))).toEqual(['token1', 'token2'])
  })

  it('is renewed once only: then the account must be connected again', async () => {
    const { context, calls } = desk({ [SEND]: refuse(42001) })
    await expect(send(hello, context)).rejects.toMatchObject({ detail: { code: 'token_invalid', scope: 'account', retry: { kind: 'when_account_ready' } } })
    expect(paths(calls)).toEqual([STABLE, SEND, STABLE, SEND])
  })

  it.each<[string, ReturnType<typeof answer> | Error, object]>([
    ['refused for the secret', answer(tokens.response_bad_secret), { detail: { code: 'token_invalid', sent: 'no' } }],
    ['refused for the address', answer(tokens.response_ip_not_listed), { detail: { code: 'ip_not_allowed', sent: 'no', message: expect.stringContaining('203.0.113.9') } }],
    ['without an answer', new SilentPlatform('unknown', 'cut'), { name: 'SilentPlatform', sent: 'no' }],
    ['with a broken server', answer('oops', 500, { 'content-type': 'text/html' }), { name: 'SilentPlatform', sent: 'no' }],
    ['without a token in it', answer({ errcode: 0 }), { name: 'SilentPlatform', sent: 'no' }],
  ])('%s: nothing was sent', async (_name, told, error) => {
    await expect(send(hello, desk({ [STABLE]: told }).context)).rejects.toMatchObject(error)
  })
})

describe('an answer to a message', () => {
  it.each<[string, ReturnType<typeof answer> | Error, object]>([
    ['lost', new SilentPlatform('unknown', 'cut'), { name: 'SilentPlatform', sent: 'unknown' }],
    ['never asked for', new SilentPlatform('no', 'refused'), { name: 'SilentPlatform', sent: 'no' }],
    ['of a broken server', answer('oops', 502), { name: 'SilentPlatform', sent: 'unknown' }],
    ['that is no JSON', answer('<html>', 200), { name: 'SilentPlatform', sent: 'unknown' }],
    ['that is a list', answer('[]', 200), { name: 'SilentPlatform', sent: 'unknown' }],
    ['asking for patience', answer('{}', 429), { detail: { code: 'platform_rate_limited', sent: 'no', retry: { kind: 'slow_down' } } }],
    ['of another status', answer('{}', 404), { detail: { code: 'bad_request', sent: 'no', platformCode: 'http_404' } }],
    ['busy', refuse(-1, 'system error'), { detail: { code: 'platform_unavailable', sent: 'no', retry: { kind: 'schedule' } } }],
    ['window closed', refuse(45015, 'response out of time limit rid: 5f3ded7d-22929d02-4ba1f5f6'), { detail: { code: 'window_closed', effect: 'window_closed', message: expect.stringContaining('rid: 5f3ded7d') } }],
  ])('%s', async (_name, told, error) => {
    await expect(send(hello, desk({ [SEND]: told }).context)).rejects.toMatchObject(error)
  })
})

describe('ids in JSON', () => {
  it('keep every digit, and nothing else is touched', () => {
    expect(parseJson('{"msgid":3717005636572528642,"n":-9007199254740993,"ok":9007199254740991,"f":1.5,"e":12345678901234567e3,"text":"msgid:3717005636572528642, \\"3717005636572528642","list":[1763776800]}')).toEqual({
      msgid: '3717005636572528642', n: '-9007199254740993', ok: 9007199254740991, f: 1.5, e: 12345678901234567e3, text: 'msgid:3717005636572528642, "3717005636572528642', list: [1763776800],
    })
  })
})

describe('checks at save', () => {
  const TEMPLATES = '/cgi-bin/template/get_all_private_template'
  const QUOTA = '/cgi-bin/openapi/quota/get'
  const quota = JSON.parse(fixture('78-api-quota.json')) as { get: { body: object; response_ok: object } }
  const outcome = async (answers: Parameters<typeof desk>[0], over: Record<string, unknown> = {}) => {
    const { context, calls } = desk(answers, { settings: over })
    return { checks: await check(context), calls }
  }
  const brief = (checks: Awaited<ReturnType<typeof check>>) => checks.map(({ id, ok, code }) => `${id} ${ok ? 'ok' : 'not ok'} ${code}`)

  it('pass on a verified account and show its quota', async () => {
    const { checks, calls } = await outcome({ [TEMPLATES]: answer({ template_list: [] }), [QUOTA]: answer(quota.get.response_ok) }, { verified: true })
    expect(brief(checks)).toEqual(['settings ok ok', 'token ok ok', 'kind ok verified', 'replies ok ok'])
    expect(checks[3]).toMatchObject({ data: { limit: 500_000, left: 499_988 }, message: '499988 of 500000 replies are left today.' })
    expect(sentTo(calls, QUOTA).body).toEqual(quota.get.body)
    // Token, then two at once: with four seconds each the whole stays within ten.
    expect(calls.every((call) => call.timeoutMs === 4_000)).toBe(true)
    expect(calls).toHaveLength(3)
  })

  it('ask for the token anew, so that an old one cannot hide a wrong secret', async () => {
    const { context, calls } = desk({ [STABLE]: [answer({ access_token: 'old', expires_in: 7200 }), answer(tokens.response_bad_secret)] })
    await send(hello, context)
    expect(brief(await check(context))).toEqual(['settings ok ok', 'token not ok token_invalid'])
    expect(paths(calls).filter((path) => path === STABLE)).toHaveLength(2)
  })

  it.each<[string, Parameters<typeof desk>[0], Record<string, unknown>, string[]]>([
    ['address missing', { [STABLE]: answer(tokens.response_ip_not_listed) }, {}, ['settings ok ok', 'ip_allow_list not ok ip_not_allowed']],
    ['administrator must confirm', { [STABLE]: refuse(89503) }, {}, ['settings ok ok', 'ip_allow_list not ok ip_not_allowed']],
    ['WeChat not reachable', { [STABLE]: new SilentPlatform('no', 'dns') }, {}, ['settings ok ok', 'token not ok platform_silent']],
    ['unverified', { [TEMPLATES]: refuse(48001), [QUOTA]: refuse(48001) }, {}, ['settings ok ok', 'token ok ok', 'kind ok unverified', 'replies not ok permission_missing']],
    ['said to be verified, but not', { [TEMPLATES]: refuse(48001) }, { verified: true }, ['settings ok ok', 'token ok ok', 'kind not ok permission_missing', 'replies ok ok']],
    ['quota used up', { [QUOTA]: answer({ errcode: 0, quota: { daily_limit: 50_000, used: 50_000, remain: 0 } }) }, {}, ['settings ok ok', 'token ok ok', 'kind ok verified', 'replies not ok quota_exhausted']],
    ['quota not told', { [QUOTA]: refuse(76022) }, {}, ['settings ok ok', 'token ok ok', 'kind ok verified', 'replies ok unknown']],
    ['kind refused for another reason', { [TEMPLATES]: refuse(48004), [QUOTA]: new SilentPlatform('unknown', 'cut') }, {}, ['settings ok ok', 'token ok ok', 'kind not ok account_restricted', 'replies ok unknown']],
    ['kind not told', { [TEMPLATES]: new SilentPlatform('unknown', 'cut') }, {}, ['settings ok ok', 'token ok ok', 'kind not ok platform_silent', 'replies ok ok']],
  ])('%s', async (_name, answers, over, expected) => {
    expect(brief((await outcome(answers, over)).checks)).toEqual(expected)
  })

  it('name the address to allow', async () => {
    const { checks } = await outcome({ [STABLE]: answer(tokens.response_ip_not_listed) })
    expect(checks[1]).toMatchObject({ data: { address: '203.0.113.9', platformCode: '40164' }, message: expect.stringContaining('203.0.113.9') })
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['a token of 2 letters', { token: 'ab' }, 'token_form'],
    ['a token of 3', { token: 'abc' }, 'ok'],
    ['a token of 32', { token: 'a'.repeat(32) }, 'ok'],
    ['a token of 33', { token: 'a'.repeat(33) }, 'token_form'],
    ['a token with a blank inside', { token: 'ab c' }, 'token_form'],
    ['secure mode without a key', { encodingAesKey: '' }, 'aes_key_form'],
    ['plain mode without a key', { encodingAesKey: '', mode: 'plain' }, 'ok'],
    ['no mode and a key too short', { encodingAesKey: 'abc', mode: undefined }, 'aes_key_form'],
    ['an AppID for an original id', { originalId: 'wx0123456789abcdef' }, 'original_id_form'],
  ])('form: %s', async (_name, over, code) => {
    expect((await outcome({}, { ...settings, ...over })).checks[0]).toMatchObject({ id: 'settings', code })
  })
})

describe('people', () => {
  const api = JSON.parse(fixture('72-api-user-info.json')) as { response_following: object; response_not_following: object }
  it('have no name on WeChat but what the company noted', async () => {
    const of = (told: object) => desk({ '/cgi-bin/user/info': answer(told) })
    expect(await profile(openid, of(api.response_following).context)).toBeNull()
    expect(await profile(openid, of(api.response_not_following).context)).toBeNull()
    const { context, calls } = of({ ...api.response_following, remark: 'Cliente 38' })
    expect(await profile(openid, context)).toEqual({ name: 'Cliente 38' })
    expect(sentTo(calls, '/cgi-bin/user/info').query.get('openid')).toBe('oRECADOexample0000000000001a')
  })
  it.each([
    ['oRECADOexample0000000000001a', true], [' oRECADOexample0000000000001a ', true],
    ['oRECADOexample0000000000001', false], ['oRECADOexample0000000000001ab', false], ['xRECADOexample0000000000001a', false], ['+34600000000', false], ['', false],
  ])('%j is an openid: %s', (address, is) => {
    expect(parseAddress(address)).toEqual(is ? [{ kind: 'openid', value: address.trim() }] : null)
  })
})
