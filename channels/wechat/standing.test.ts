import { PlatformRefusal, type AccountNotice } from '@recado/channel-kit'
import { describe, expect, test } from 'vitest'
import { actions } from './actions.js'
import { answer, desk, settings } from './fake-context.js'
import { standing } from './standing.js'

const TOKEN = '/cgi-bin/stable_token'
const TEMPLATES = '/cgi-bin/template/get_all_private_template'
const QUOTA = '/cgi-bin/openapi/quota/get'
const refuse = (errcode: number, errmsg = 'no') => answer({ errcode, errmsg })
const quota = (used: number) => answer({ errcode: 0, quota: { daily_limit: 1_000, used, remain: 1_000 - used } })
type Answers = NonNullable<Parameters<typeof desk>[0]>

const facts = async (answers: Answers = {}, change: object = {}, notices: (now: number) => AccountNotice[] = () => []) => {
  const { context, at } = desk({ [TEMPLATES]: answer({ template_list: [] }), [QUOTA]: quota(3), ...answers }, { settings: { ...settings, ...change } })
  return new Map((await standing.look(context, notices(at.now))).map((fact) => [fact.id, fact]))
}

describe('the facts of a Service Account', () => {
  test.each<[string, Answers, object, string, object]>([
    ['has the right secret', {}, {}, 'secret', { state: 'ok', frees: 'token_invalid' }],
    ['is called from an allowed address', {}, {}, 'allow_list', { state: 'ok', frees: 'ip_not_allowed' }],
    ['has a wrong secret', { [TOKEN]: refuse(40125, 'invalid appsecret') }, {}, 'secret', { state: 'broken', code: 'wrong', blocks: 'token_invalid' }],
    ['is called from another address', { [TOKEN]: refuse(40164, 'invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist') }, {}, 'allow_list', { state: 'broken', code: 'not_listed', values: { address: '203.0.113.9' }, blocks: 'ip_not_allowed' }],
    ['waits for its administrator', { [TOKEN]: refuse(89503, 'invalid ip 203.0.113.9') }, {}, 'allow_list', { state: 'broken', code: 'unconfirmed' }],
    ['says nothing of the secret then', { [TOKEN]: refuse(40164, 'invalid ip 203.0.113.9') }, {}, 'secret', { state: 'unknown' }],
    ['is verified', {}, {}, 'verification', { state: 'ok', code: 'verified' }],
    ['is not verified', { [TEMPLATES]: refuse(48001) }, {}, 'verification', { state: 'ok', code: 'unverified' }],
    ['only says that it is verified', { [TEMPLATES]: refuse(48001) }, { verified: true }, 'verification', { state: 'broken', code: 'said_only' }],
    ['is registered overseas', {}, { overseas: true }, 'region', { code: 'overseas' }],
    ['has quota left', {}, {}, 'quota_replies', { state: 'ok', usage: { used: 3, limit: 1_000 } }],
    ['has nearly used it up', { [QUOTA]: quota(800) }, {}, 'quota_replies', { state: 'attention', code: 'nearly' }],
    ['has used it up', { [QUOTA]: quota(1_000) }, {}, 'quota_files', { state: 'broken', code: 'used_up' }],
    ['may not use it', { [QUOTA]: refuse(48001) }, {}, 'quota_posts', { state: 'unknown', code: 'not_granted' }],
  ])('it %s', async (_what, answers, change, id, expected) => expect((await facts(answers, change)).get(id)).toMatchObject(expected))

  const renew = (days: number) => (now: number): AccountNotice[] => [{ event: 'annual_renew', at: now - 1, data: { expiresAt: now + days * 86_400_000 } }, { event: 'qualification_verify_success', at: now - 86_400_000, data: { expiresAt: now - 86_400_000 } }]
  test.each([
    ['in a year', {}, 300, { state: 'ok', code: 'verified_until' }],
    ['in three weeks', {}, 21, { state: 'attention', code: 'renewal_due' }],
    ['a day ago, and WeChat refuses', { [TEMPLATES]: refuse(48001) }, -1, { state: 'broken', code: 'expired' }],
  ] as const)('the verification ends %s', async (_when, answers, days, expected) => {
    const fact = (await facts(answers, {}, renew(days))).get('verification')
    expect(fact).toMatchObject(expected)
    expect(fact?.until).toBeTypeOf('number')
  })

  test('a pulse asks for a token only', async () => {
    const { context, calls } = desk({})
    expect(await standing.pulse!.look(context)).toMatchObject([{ id: 'secret', state: 'ok' }, { id: 'allow_list', state: 'ok' }])
    expect(calls.map(({ url }) => new URL(url).pathname)).toEqual([TOKEN])
  })

  test('all is worded in both languages', () => {
    for (const { title, codes } of Object.values(standing.texts)) for (const { sentence, action } of Object.values(codes)) {
      expect([title.en, title.es, sentence.en, sentence.es].every((text) => text.trim() !== '')).toBe(true)
      if (action) expect(actions.map(({ id }) => id)).toContain(action)
    }
  })
})

describe('actions at WeChat', () => {
  const run = (id: string, answers: Answers) => actions.find((one) => one.id === id)!.run({}, desk(answers).context)

  test('the quotas begin anew, ten times a month', async () => {
    expect(await run('clear_quota', { '/cgi-bin/clear_quota': answer({ errcode: 0 }) })).toEqual({ ok: true, code: 'cleared' })
    await expect(run('clear_quota', { '/cgi-bin/clear_quota': refuse(48006) })).rejects.toBeInstanceOf(PlatformRefusal)
  })

  test.each([
    ['0%', { ok: true, code: 'reached' }], ['20%', { ok: false, code: 'lossy' }], ['100%', { ok: false, code: 'unreachable' }],
  ])('a way that loses %s of its packets', async (loss, expected) => {
    const outcome = await run('check_callback', { '/cgi-bin/callback/check': answer({ dns: [{ ip: '203.0.113.9', real_operator: 'UNICOM' }], ping: [{ ip: '203.0.113.9', from_operator: 'UNICOM', package_loss: loss, time: '23.079ms' }] }) })
    expect(outcome).toMatchObject(expected)
    expect(outcome.rows).toMatchObject([{ label: 'DNS UNICOM', value: '203.0.113.9' }, { label: 'Ping 203.0.113.9', value: `23.079ms · ${loss}` }])
  })

  test('an address that is not found at all', async () => expect(await run('check_callback', { '/cgi-bin/callback/check': answer({ dns: [], ping: [] }) })).toMatchObject({ ok: false, code: 'unreachable' }))
})
