import { describe, expect, it } from 'vitest'
import { platformErrorOf, refusalOf, refusedAddress, wechatErrors } from './errors.js'
import { fixture } from './fake-context.js'

// The fact sheet's table, row by row: code, what it becomes, how it goes on, whom it concerns.
const rows: [number, string, string, string | undefined, string | undefined][] = [
  [-1, 'platform_unavailable', 'schedule', undefined, undefined],
  ...[40001, 40014, 42001, 40013, 40125].map((code): [number, string, string, string, undefined] => [code, 'token_invalid', 'when_account_ready', 'account', undefined]),
  [40003, 'recipient_unreachable', 'never', 'identity', 'unreachable'],
  [40004, 'media_type', 'never', 'message', undefined],
  [40005, 'media_type', 'never', 'message', undefined],
  [40006, 'media_too_large', 'never', 'message', undefined],
  [40007, 'media_upload_failed', 'never', 'message', undefined],
  [40008, 'content_unsupported', 'never', 'message', undefined],
  [40009, 'media_too_large', 'never', 'message', undefined],
  ...[40032, 40033, 40130, 41030, 44002, 44003, 44004, 45067, 45072, 47001].map((code): [number, string, string, string, undefined] => [code, 'bad_request', 'never', 'message', undefined]),
  [40036, 'template_not_approved', 'never', 'template', undefined],
  [40037, 'template_not_approved', 'never', 'template', undefined],
  ...[40164, 89503, 89504, 89505, 89506, 89507].map((code): [number, string, string, string, undefined] => [code, 'ip_not_allowed', 'when_account_ready', 'account', undefined]),
  [43004, 'identity_unreachable', 'never', 'identity', 'unreachable'],
  [43019, 'recipient_blocked', 'never', 'identity', undefined],
  [43101, 'consent_missing', 'never', 'identity', undefined],
  [45001, 'media_too_large', 'never', 'message', undefined],
  ...[45002, 45003, 45004, 45005, 45006, 45008].map((code): [number, string, string, string, undefined] => [code, 'too_long', 'never', 'message', undefined]),
  [45007, 'media_too_large', 'never', 'message', undefined],
  [45009, 'quota_exhausted', 'after', 'account', undefined],
  [45011, 'platform_rate_limited', 'slow_down', 'account', undefined],
  [45015, 'window_closed', 'never', 'identity', 'window_closed'],
  [45028, 'quota_exhausted', 'never', 'account', undefined],
  [45047, 'replies_exhausted', 'never', 'identity', 'window_closed'],
  [45065, 'platform_refused', 'never', 'message', undefined],
  [45066, 'platform_rate_limited', 'after', 'message', undefined],
  [45080, 'platform_refused', 'never', 'message', undefined],
  [45081, 'platform_refused', 'never', 'message', undefined],
  [45109, 'permission_missing', 'never', 'message', undefined],
  [47003, 'parameter_invalid', 'never', 'message', undefined],
  [48001, 'permission_missing', 'never', 'message', undefined],
  [48002, 'recipient_blocked', 'never', 'identity', 'unreachable'],
  [48004, 'account_restricted', 'when_account_ready', 'account', undefined],
  [48006, 'quota_exhausted', 'never', 'account', undefined],
  [48008, 'permission_missing', 'never', 'message', undefined],
  [50002, 'recipient_unreachable', 'never', 'identity', 'unreachable'],
  [50005, 'recipient_unreachable', 'never', 'identity', 'unreachable'],
  [61004, 'permission_missing', 'when_account_ready', 'account', undefined],
  [61007, 'permission_missing', 'when_account_ready', 'account', undefined],
]

describe('WeChat’s codes', () => {
  it.each(rows)('%i', (errcode, code, retry, scope, effect) => {
    const { detail } = refusalOf(String(errcode), 'said rid: 1-2-3', 0)
    expect([detail.code, detail.retry.kind, detail.scope, detail.effect, detail.platformCode, detail.message]).toEqual([code, retry, scope, effect, String(errcode), 'said rid: 1-2-3'])
    expect(detail.sent).toBe(errcode === 45065 ? 'unknown' : 'no')
  })
  it('are all in this list', () => {
    expect(Object.keys(wechatErrors).sort()).toEqual(rows.map(([code]) => String(code)).sort())
  })
  it.each(['65400', '65417', '99999', 'toString'])('%s, which needs no words of its own, is a plain refusal', (code) => {
    expect(platformErrorOf(code)).toMatchObject({ code: 'platform_refused', sent: 'no', retry: { kind: 'never' } })
  })
  it.each([
    ['2026-03-02T15:59:59.000Z', 1_000],
    ['2026-03-02T16:00:00.000Z', 86_400_000],
    ['2026-03-02T09:00:00.000Z', 25_200_000],
  ])('a day’s quota used up at %s comes back at midnight in China', (now, ms) => {
    expect(refusalOf('45009', '', Date.parse(now)).detail.retry).toEqual({ kind: 'after', ms })
  })
  it('a minute’s quota waits a minute', () => {
    expect(refusalOf('45011', '', 0).detail.retry).toEqual({ kind: 'slow_down', ms: 60_000 })
    expect(refusalOf('45066', '', 0).detail.retry).toEqual({ kind: 'after', ms: 60_000 })
  })
  it('of the documents’ examples mean what the documents say', () => {
    const examples = JSON.parse(fixture('63-api-custom-send-errors.json')) as { body: { errcode: number; errmsg: string } }[]
    expect(examples.map(({ body }) => refusalOf(String(body.errcode), body.errmsg, 0).detail.code)).toEqual([
      'window_closed', 'replies_exhausted', 'recipient_unreachable', 'too_long', 'too_long', 'media_upload_failed', 'token_invalid', 'permission_missing', 'quota_exhausted', 'platform_rate_limited',
    ])
  })
  it.each([
    ['invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist, rid: 65f307bc', '203.0.113.9'],
    ['invalid ip  ipv6 2001:db8::7, not in whitelist', '2001:db8::7'],
    ['invalid ip', null],
  ])('names the address to allow in %j', (errmsg, address) => {
    expect(refusedAddress(errmsg)).toBe(address)
  })
})
