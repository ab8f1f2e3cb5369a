import type { HttpAnswer, HttpRequest } from '@recado/channel-kit'
import { describe, expect, test } from 'vitest'
import { actions } from './actions.js'
import { standing } from './standing.js'
import { answer, NOW, settings, wire } from './testing.js'

const SECONDS = NOW / 1_000
const healthy = {
  number: { id: settings.phoneNumberId, display_phone_number: '+34 600 00 02 10', verified_name: 'Óptica Ribera', name_status: 'APPROVED', status: 'CONNECTED', quality_rating: 'GREEN', is_on_biz_app: false, throughput: { level: 'STANDARD' }, whatsapp_business_manager_messaging_limit: 'TIER_2K', health_status: { can_send_message: 'AVAILABLE', entities: [] } },
  pin: { id: settings.phoneNumberId, is_pin_enabled: true },
  waba: { id: settings.wabaId, name: 'Óptica Ribera', currency: 'EUR', primary_funding_id: '911', account_review_status: 'APPROVED', business_verification_status: 'verified' },
  apps: { data: [{ whatsapp_business_api_data: { id: '77', name: 'Recado' } }] },
  token: { data: { app_id: '77', is_valid: true, expires_at: 0, scopes: ['business_management', 'whatsapp_business_management', 'whatsapp_business_messaging'] } },
}
type Said = { [key in keyof typeof healthy]: unknown }

const reply = (said: Partial<Said> = {}) => ({ url }: HttpRequest): HttpAnswer => {
  const whole = { ...healthy, ...said }
  const body = url.includes('debug_token') ? whole.token : url.includes('subscribed_apps') ? whole.apps : url.includes('is_pin_enabled') ? whole.pin : url.includes(settings.wabaId) ? whole.waba : whole.number
  return typeof body === 'number' ? answer(body === 190 ? 401 : 400, { error: { message: `(#${body}) no`, code: body } }) : answer(200, body)
}
const facts = async (said: Partial<Said> = {}) => new Map((await standing.look(wire(reply(said), { appId: '77' }).context, [])).map((fact) => [fact.id, fact]))

describe('the facts of a number', () => {
  test.each<[string, Partial<Said>, string, object]>([
    ['works', {}, 'registration', { state: 'ok', code: 'connected', shown: '+34 600 00 02 10', frees: 'not_registered' }],
    ['is not registered', { number: { ...healthy.number, status: 'PENDING' } }, 'registration', { state: 'broken', code: 'pending', blocks: 'not_registered' }],
    ['is flagged', { number: { ...healthy.number, status: 'FLAGGED' } }, 'registration', { state: 'attention', code: 'flagged' }],
    ['is banned', { number: { ...healthy.number, status: 'BANNED' } }, 'registration', { state: 'broken', code: 'banned', blocks: 'account_restricted' }],
    ['has a state nobody knows', { number: { ...healthy.number, status: 'DREAMING' } }, 'registration', { state: 'unknown', code: 'not_told' }],
    ['has a fallen quality', { number: { ...healthy.number, quality_rating: 'RED' } }, 'quality', { state: 'broken', code: 'red' }],
    ['has a middling quality', { number: { ...healthy.number, quality_rating: 'YELLOW' } }, 'quality', { state: 'attention', code: 'yellow' }],
    ['may write to 2,000 people', {}, 'limit', { state: 'ok', values: { people: 2_000 } }],
    ['may write to everybody', { number: { ...healthy.number, whatsapp_business_manager_messaging_limit: 'TIER_UNLIMITED' } }, 'limit', { code: 'unlimited' }],
    ['has a name that was declined', { number: { ...healthy.number, name_status: 'DECLINED' } }, 'name', { state: 'attention', code: 'declined', shown: 'Óptica Ribera' }],
    ['is limited, for reasons', { number: { ...healthy.number, health_status: { can_send_message: 'LIMITED', entities: [{ entity_type: 'BUSINESS', can_send_message: 'LIMITED', errors: [{ error_description: 'Not verified.' }] }] } } }, 'sending', { state: 'attention', values: { reasons: 'Not verified.' } }],
    ['has no PIN', { pin: { is_pin_enabled: false } }, 'two_step', { state: 'attention', code: 'missing' }],
    ['has a provider that does not know the field', { pin: 100 }, 'two_step', { state: 'unknown', code: 'not_told' }],
    ['has no payment method', { waba: { ...healthy.waba, primary_funding_id: undefined } }, 'payment', { state: 'attention', code: 'missing' }],
    ['has an account that was rejected', { waba: { ...healthy.waba, account_review_status: 'REJECTED' } }, 'review', { state: 'broken' }],
    ['belongs to a business that is not verified', { waba: { ...healthy.waba, business_verification_status: 'not_verified' } }, 'verification', { state: 'ok', code: 'unverified' }],
    ['is no longer subscribed', { apps: { data: [] } }, 'webhook', { state: 'broken', code: 'unsubscribed' }],
    ['is subscribed by another app only', { apps: { data: [{ whatsapp_business_api_data: { id: '78' } }] } }, 'webhook', { state: 'broken' }],
    ['has a token without end', {}, 'token', { state: 'ok', code: 'lasting', frees: 'token_invalid' }],
    ['has a token for a month', { token: { data: { ...healthy.token.data, expires_at: SECONDS + 30 * 86_400 } } }, 'token', { state: 'ok', code: 'expires', until: NOW + 30 * 86_400_000 }],
    ['has a token for ten days', { token: { data: { ...healthy.token.data, expires_at: SECONDS + 10 * 86_400 } } }, 'token', { state: 'attention', code: 'expires' }],
    ['has a token that lacks a permission', { token: { data: { ...healthy.token.data, scopes: ['whatsapp_business_management'] } } }, 'token', { state: 'broken', values: { missing: 'whatsapp_business_messaging' }, blocks: 'permission_missing' }],
    ['has a dead token', { token: { data: { is_valid: false, error: { message: 'Session has expired.' } } } }, 'token', { state: 'broken', values: { reason: 'Session has expired.' }, blocks: 'token_invalid' }],
  ])('it %s', async (_what, said, id, expected) => expect((await facts(said)).get(id)).toMatchObject(expected))

  test('a dead token, met by every question, is told once; the rest is not known', async () => {
    const told = await facts({ number: 190, pin: 190, waba: 190, apps: 190, token: 190 })
    expect([told.get('token')?.state, told.get('token')?.code]).toEqual(['broken', 'invalid'])
    expect([...told.values()].filter(({ id }) => id !== 'token').map(({ state }) => state)).toEqual(Array(10).fill('unknown'))
  })

  test('each has a title, a sentence and, when something is wrong, a next step, in both languages', () => {
    for (const [id, { title, codes }] of Object.entries(standing.texts)) for (const [code, { sentence, next, link, action }] of Object.entries(codes)) {
      for (const text of [title, sentence, ...(next ? [next] : [])]) expect([text.en, text.es], `${id}.${code}`).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)])
      if (link) expect(new URL(link).protocol).toBe('https:')
      if (action) expect(actions.map((one) => one.id)).toContain(action)
    }
  })
})

describe('actions at Meta', () => {
  const run = async (id: string, parameters: Record<string, string>, play: (request: HttpRequest) => HttpAnswer = () => answer(200, { success: true })) => {
    const { context, calls } = wire(play, { appId: '77' })
    const outcome = await actions.find((one) => one.id === id)!.run(parameters, context)
    return { outcome, sent: calls.map(({ method, url, body }) => ({ method, path: new URL(url).pathname.replace(/^\/v[\d.]+\//, ''), body })) }
  }
  const pnid = settings.phoneNumberId

  test.each([
    ['register', { pin: '123456' }, `${pnid}/register`, { messaging_product: 'whatsapp', pin: '123456' }, { ok: true, settings: { pin: '123456' } }],
    ['set_pin', { pin: '654321' }, pnid, { pin: '654321' }, { ok: true, settings: { pin: '654321' } }],
    ['request_code', { method: 'VOICE', language: 'es' }, `${pnid}/request_code`, { code_method: 'VOICE', language: 'es' }, { ok: true, code: 'asked' }],
    ['verify_code', { code: '123-456' }, `${pnid}/verify_code`, { code: '123456' }, { ok: true }],
    ['deregister', {}, `${pnid}/deregister`, {}, { ok: true }],
  ] as const)('%s', async (id, parameters, path, body, expected) => {
    const { outcome, sent } = await run(id, parameters)
    expect(sent).toEqual([{ method: 'POST', path, body }])
    expect(outcome).toMatchObject(expected)
  })

  test('a subscription that Meta does not keep is no success', async () => {
    const kept = await run('subscribe', {}, ({ method }) => answer(200, method === 'POST' ? { success: true } : healthy.apps))
    const lost = await run('subscribe', {}, ({ method }) => answer(200, method === 'POST' ? { success: true } : { data: [] }))
    expect([kept.outcome.ok, lost.outcome.ok, lost.outcome.code]).toEqual([true, false, 'not_kept'])
  })

  test('a wrong PIN is thrown in our words', async () => {
    await expect(run('register', { pin: '000000' }, () => answer(400, { error: { code: 133005, message: 'mismatch' } }))).rejects.toMatchObject({ detail: { code: 'not_registered', platformCode: '133005' } })
  })
})
