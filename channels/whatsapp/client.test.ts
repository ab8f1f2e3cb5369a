/** Calls as Meta sees them, and what its refusals and silences make of a message. */
import { PlatformRefusal, SilentPlatform, type HttpRequest } from '@recado/channel-kit'
import { describe, expect, test } from 'vitest'
import { check, ensureSubscribed } from './checks.js'
import { markRead, send, templates, typing } from './client.js'
import { figures } from './channel.js'
import { errorOf, refusalOf, whatsappErrors } from './errors.js'
import { fetchMedia } from './media.js'
import { countryOf, parseAddress } from './people.js'
import { NOW, answer, outbound, wire } from './testing.js'
import { templateOf } from './templates.js'

const text = { kind: 'text', text: 'Hola' } as const
const accepted = answer(200, { messages: [{ id: 'wamid.S1' }] })

async function refusalFrom(work: Promise<unknown>): Promise<PlatformRefusal['detail']> {
  const error: unknown = await work.then(() => null, (reason: unknown) => reason)
  if (!(error instanceof PlatformRefusal)) throw new Error(`expected a refusal, got ${String(error)}`)
  return error.detail
}

const sending = (status: number, body: unknown, attempt = 1) => refusalFrom(send(outbound(text, { attempt }), wire(() => answer(status, body)).context))

describe('a refused message', () => {
  test.each([[1, 1_000], [2, 4_000], [3, 16_000], [4, 64_000], [7, 4_096_000], [30, 4_096_000]])('of one person too often, try %d: waits 4^n seconds, %d ms', async (attempt, ms) => {
    expect(await sending(400, { error: { code: 131056 } }, attempt)).toMatchObject({ code: 'pair_rate', sent: 'no', retry: { kind: 'after', ms }, scope: 'identity' })
  })
  test.each([131052, 131053])('for its file (%d) is tried once more', async (code) => {
    expect((await sending(400, { error: { code } }, 1)).retry).toEqual({ kind: 'schedule' })
    expect((await sending(400, { error: { code } }, 2)).retry).toEqual({ kind: 'never' })
  })
  test.each([1, 2, 131000, 131016, 133004, 135000])('for a fault of Meta’s with code %d was not sent and is tried again', async (code) => {
    expect(await sending(503, { error: { code } })).toMatchObject({ code: 'platform_unavailable', sent: 'no', retry: { kind: 'schedule' } })
  })
  test.each([500, 502, 503, 504])('with %d and no code may have been sent: nobody repeats it', async (status) => {
    expect(await sending(status, '<html>')).toMatchObject({ code: 'platform_silent', sent: 'unknown', retry: { kind: 'never' } })
    expect(await sending(status, { error: { code: 987_654 } })).toMatchObject({ sent: 'unknown', retry: { kind: 'never' } })
  })
  test('called transient by Meta itself is tried again', async () => {
    expect(await sending(500, { error: { code: 987_654, is_transient: true } })).toMatchObject({ sent: 'no', retry: { kind: 'schedule' } })
  })
  test.each<[string, number, object]>([['401', 401, { code: 'token_invalid', retry: { kind: 'when_account_ready' } }], ['429', 429, { code: 'platform_rate_limited', retry: { kind: 'slow_down' } }], ['418', 418, { code: 'platform_refused', retry: { kind: 'never' } }]])('with %s and no code', async (_name, status, expected) => {
    expect(await sending(status, '')).toMatchObject({ sent: 'no', ...expected })
  })
  test('with 200 but no id may have been sent', async () => {
    expect(await sending(200, 'ok')).toMatchObject({ code: 'platform_silent', sent: 'unknown' })
  })
  test('for too many management calls waits until the hour turns', () => {
    for (const code of [4, 613, 80007]) expect(refusalOf(400, { error: { code } }, { attempt: 1, now: NOW }).detail.retry).toEqual({ kind: 'slow_down', ms: 1_800_000 })
  })
  test('waits as long as Meta blocks: registrations three days, maintenance a minute', () => {
    expect(errorOf(133016).retry).toEqual({ kind: 'after', ms: 259_200_000 })
    expect(errorOf(131057).retry).toEqual({ kind: 'after', ms: 60_000 })
  })
})

describe('a lost answer', () => {
  test('to the message stays unknown', async () => {
    const silent = new SilentPlatform('unknown', 'timeout')
    await expect(send(outbound(text), wire(() => Promise.reject(silent)).context)).rejects.toBe(silent)
  })
  test('to the upload before it means: not sent', async () => {
    const picture = { kind: 'image', media: { id: 'm1', url: '/m1', mime: 'image/jpeg', bytes: 9 } } as const
    const { context } = wire(() => Promise.reject(new SilentPlatform('unknown', 'timeout')), {}, 'real')
    await expect(send(outbound(picture), context)).rejects.toMatchObject({ sent: 'no' })
    const broken = wire(() => answer(502, ''), {}, 'real')
    expect(await refusalFrom(send(outbound(picture), broken.context))).toMatchObject({ code: 'platform_unavailable', sent: 'no', retry: { kind: 'schedule' } })
  })
})

describe('refused before a call is made', () => {
  const code = templateOf({ id: '1', name: 'codigo', language: 'es', status: 'APPROVED', category: 'AUTHENTICATION', components: [{ type: 'BODY' }] })
  const bsuid = [{ kind: 'bsuid', value: 'ES.b1' }]
  test.each<[string, Parameters<typeof outbound>, string]>([
    ['a text over its limit', [{ kind: 'text', text: 'x'.repeat(4_097) }], 'too_long'],
    ['nobody to send to', [text, { to: [] }], 'recipient_unreachable'],
    ['a one-time code without a phone', [{ kind: 'template', name: 'codigo', parameters: { 1: '7' } }, { to: bsuid, template: code }], 'recipient_unreachable'],
    ['an address outside India', [{ kind: 'request', what: 'address', text: '¿Dónde?' }], 'content_unsupported'],
    ['buttons in a group', [{ kind: 'choices', style: 'buttons', text: '¿?', options: [{ id: 'a', title: 'A' }] }, { to: [{ kind: 'group_id', value: 'G' }] }], 'content_unsupported'],
    ['a one-time code in a group', [{ kind: 'template', name: 'codigo', parameters: { 1: '7' } }, { to: [{ kind: 'group_id', value: 'G' }], template: code }], 'content_unsupported'],
  ])('%s', async (_what, message, expected) => {
    const { context, calls } = wire(() => accepted)
    expect(await refusalFrom(send(outbound(...message), context))).toMatchObject({ code: expected, sent: 'no', retry: { kind: 'never' } })
    expect(calls).toEqual([])
  })
  test('not an address in India', async () => {
    const { context, calls } = wire(() => accepted)
    await send(outbound({ kind: 'request', what: 'address', text: '¿Dónde?' }, { to: [{ kind: 'wa_id', value: '919900000001' }] }), context)
    expect(calls[0]?.body).toMatchObject({ interactive: { type: 'address_message', action: { name: 'address_message', parameters: { country: 'IN' } } } })
  })
})

describe('the wire', () => {
  test('follows the account’s own address and version', async () => {
    const { context, calls } = wire(() => accepted, { baseUrl: 'http://127.0.0.1:4010/sim/', graphVersion: 'v27.0' })
    await send(outbound(text), context)
    expect(calls[0]?.url).toBe('http://127.0.0.1:4010/sim/v27.0/402300000000088/messages')
  })
  test('cuts our reference to what Meta echoes', async () => {
    const { context, calls } = wire(() => accepted)
    await send(outbound(text, { id: 'i'.repeat(600) }), context)
    expect(calls[0]?.body).toMatchObject({ biz_opaque_callback_data: 'i'.repeat(512) })
  })
  test('a voice note is loaded as Ogg/Opus, whatever was recorded', async () => {
    const { context, loads } = wire((request) => (request.url.endsWith('/media') ? answer(200, { id: 'up' }) : accepted), {}, 'real')
    await send(outbound({ kind: 'audio', voice: true, media: { id: 'v1', url: '/v1', mime: 'audio/webm', bytes: 9 } }), context)
    expect(loads).toEqual([{ id: 'v1', wish: { format: 'ogg-opus', maxBytes: 16_777_216 } }])
  })
  test('a moving sticker may be larger', async () => {
    const { context, loads } = wire((request) => (request.url.endsWith('/media') ? answer(200, { id: 'up' }) : accepted), {}, 'real')
    await send(outbound({ kind: 'sticker', animated: true, media: { id: 's1', url: '/s1', mime: 'image/webp', bytes: 9 } }), context)
    expect(loads).toEqual([{ id: 's1', wish: { mimes: ['image/webp'], maxBytes: 512_000 } }])
  })
  test('an uploaded file is forgotten a day before Meta forgets it', async () => {
    const expires: number[] = []
    const { context } = wire((request) => (request.url.endsWith('/media') ? answer(200, { id: 'up' }) : accepted), {}, 'real')
    context.media.remembered = async (_id, _form, upload) => {
      const file = await upload()
      expires.push(file.expiresAt - NOW)
      return file.id
    }
    await send(outbound({ kind: 'image', media: { id: 'm1', url: '/m1', mime: 'image/jpeg', bytes: 9 } }), context)
    expect(expires).toEqual([29 * 86_400_000])
  })
  test('groups get neither receipts nor dots', async () => {
    const { context, calls } = wire(() => accepted)
    const to = [{ kind: 'group_id', value: 'G' }]
    await markRead({ externalId: 'w', to }, context)
    await typing('on', { externalId: 'w', to }, context)
    expect(calls).toEqual([])
  })
  test('mark-read passes a refusal on', async () => {
    expect(await refusalFrom(markRead({ externalId: 'w', to: [] }, wire(() => answer(400, { error: { code: 131009 } })).context))).toMatchObject({ code: 'bad_request' })
  })
})

describe('templates', () => {
  const page = (name: string, next?: string) => answer(200, { data: [{ name, components: [] }], paging: { cursors: { after: `after-${name}` }, ...(next ? { next } : {}) } })
  test('come page by page, by cursor and never by Meta’s ready-made address', async () => {
    const { context, calls } = wire((_request, count) => (count < 3 ? page(`p${count}`, 'https://evil.example/next') : page('p3')))
    expect((await templates(context)).map((one) => one.name)).toEqual(['p1', 'p2', 'p3'])
    expect(calls.map((call) => new URL(call.url).searchParams.get('after'))).toEqual([null, 'after-p1', 'after-p2'])
    expect(calls.every((call) => call.url.startsWith('https://graph.facebook.com/') && call.url.includes('limit=100') && call.maxBytes === 8_388_608)).toBe(true)
  })
  test('a cursor that repeats ends the list', async () => {
    const { context, calls } = wire(() => page('p', 'more'))
    await templates(context)
    expect(calls).toHaveLength(2)
  })
})

describe('files of customers', () => {
  const sum = '4bb6e3c5f0b3e8d1'
  const graph = (url: string, more: object = {}) => answer(200, { url, mime_type: 'image/jpeg', ...more })
  const isGraph = (request: HttpRequest) => request.url.includes('graph.facebook.com')
  test('a dead address is asked for again, once', async () => {
    const { context, calls } = wire((request, count) => (isGraph(request) ? graph(`https://lookaside.fbsbx.com/${count}`) : count < 4 ? answer(404, '') : answer(200, Buffer.from('aurora'))))
    expect((await fetchMedia({ kind: 'id', id: '9' }, context)).bytes.toString()).toBe('aurora')
    expect(calls).toHaveLength(4)
    const dead = wire((request) => (isGraph(request) ? graph('https://lookaside.fbsbx.com/x') : answer(404, '')))
    expect(await refusalFrom(fetchMedia({ kind: 'id', id: '9' }, dead.context))).toMatchObject({ code: 'media_download_failed', retry: { kind: 'schedule' } })
  })
  test('a damaged file is not taken', async () => {
    const { context } = wire((request) => (isGraph(request) ? graph('https://lookaside.fbsbx.com/x', { sha256: sum }) : answer(200, Buffer.from('aurora'))))
    expect(await refusalFrom(fetchMedia({ kind: 'id', id: '9' }, context))).toMatchObject({ code: 'media_download_failed' })
  })
  test('the checksum may be base64', async () => {
    const { context } = wire((request) => (isGraph(request) ? graph('https://lookaside.fbsbx.com/x', { sha256: 'm4kCXOem2TKyj24VEypw1AL3I4dKQl6bTHzDsXn6Zs4=' }) : answer(200, Buffer.from('aurora'))))
    expect((await fetchMedia({ kind: 'id', id: '9' }, context)).bytes.toString()).toBe('aurora')
  })
  test.each([
    ['https://lookaside.fbsbx.com/a', true], ['https://scontent.xx.fbcdn.net/a', true], ['https://graph.facebook.com/a', true],
    ['http://lookaside.fbsbx.com/a', false], ['https://fbsbx.com.evil.example/a', false], ['https://evilfbsbx.com/a', false], ['https://evil.example/?h=graph.facebook.com', false],
  ])('%s gets the token: %s', async (url, gets) => {
    const { context, calls } = wire(() => answer(200, Buffer.from('x')))
    await fetchMedia({ kind: 'url', url }, context)
    expect(calls[0]?.headers?.authorization !== undefined).toBe(gets)
  })
  test('one larger than WhatsApp’s largest is not fetched', async () => {
    const { context, calls } = wire(() => graph('https://lookaside.fbsbx.com/x', { file_size: 104_857_601 }))
    expect(await refusalFrom(fetchMedia({ kind: 'id', id: '9' }, context))).toMatchObject({ code: 'media_download_failed', retry: { kind: 'never' } })
    expect(calls).toHaveLength(1)
  })
})

describe('checks', () => {
  const healthy = (request: HttpRequest) =>
    request.url.includes('debug_token') ? answer(200, { data: { is_valid: true, expires_at: 0, scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'] } })
      : request.url.includes('verified_name') ? answer(200, { status: 'CONNECTED', verified_name: 'Aurora', display_phone_number: '+34 699' })
        : request.url.includes('primary_funding_id') ? answer(200, { primary_funding_id: '5' }) : answer(200, { data: [{ id: '1' }] })
  const run = async (reply: Parameters<typeof wire>[0], more = {}) => Object.fromEntries((await check(wire(reply, more).context)).map((one) => [one.id, one]))

  test('all good', async () => {
    const { context, calls } = wire(healthy)
    expect((await check(context)).map(({ id, ok, code }) => [id, ok, code])).toEqual([['token', true, 'ok'], ['number', true, 'ok'], ['payment', true, 'ok'], ['webhook', true, 'ok']])
    expect(calls.every((call) => call.timeoutMs === 8_000)).toBe(true)
  })
  test('with the app’s id its own token asks', async () => {
    const { context, calls } = wire(healthy, { appId: '900' })
    await check(context)
    expect(calls.find((call) => call.url.includes('debug_token'))?.headers?.authorization).toBe('Bearer 900|aurora-app-secret-e1f2')
  })
  test.each<[string, string, object, object]>([
    ['a dead token', 'debug_token', { data: { is_valid: false } }, { token: { ok: false, code: 'token_invalid' } }],
    ['a token without a permission', 'debug_token', { data: { is_valid: true, scopes: ['whatsapp_business_management'] } }, { token: { ok: false, code: 'permission_missing', message: 'The token lacks whatsapp_business_messaging.' } }],
    ['a token with an end', 'debug_token', { data: { is_valid: true, expires_at: 1_795_651_200 } }, { token: { ok: true, message: 'The token is valid until 2026-11-26.' } }],
    ['a number not registered', 'verified_name', { status: 'PENDING' }, { number: { ok: false, code: 'not_registered' } }],
    ['a banned number', 'verified_name', { status: 'BANNED' }, { number: { ok: false, code: 'account_restricted' } }],
    ['a blocked number', 'verified_name', { status: 'CONNECTED', health_status: { can_send_message: 'BLOCKED', entities: [{ can_send_message: 'BLOCKED', errors: [{ error_description: 'Pay first.' }] }] } }, { number: { ok: false, code: 'account_restricted', message: 'Pay first.' } }],
    ['no way to pay', 'primary_funding_id', { currency: 'EUR' }, { payment: { ok: true, code: 'payment_missing', data: { currency: 'EUR' } } }],
  ])('%s', async (_what, where, body, expected) => {
    expect(await run((request) => (request.url.includes(where) ? answer(200, body) : healthy(request)))).toMatchObject(expected)
  })
  test('without internet every check says so and none throws', async () => {
    const checks = await check(wire(() => Promise.reject(new SilentPlatform('no', 'ENOTFOUND'))).context)
    expect(checks.map(({ ok, code }) => [ok, code])).toEqual(Array.from({ length: 4 }, () => [false, 'platform_unavailable']))
  })
  test('an app among others is looked for by its id', async () => {
    const { context, calls } = wire((request) => answer(200, request.method === 'GET' ? { data: [{ whatsapp_business_api_data: { id: '1' } }] } : { success: true }), { appId: '900' })
    expect(await ensureSubscribed(context)).toMatchObject({ code: 'subscribed' })
    expect(calls).toHaveLength(2)
  })
  test('a refused token is a failed check', async () => {
    expect(await ensureSubscribed(wire(() => answer(401, { error: { code: 190, message: 'expired' } })).context)).toEqual({ id: 'webhook', ok: false, code: 'token_invalid', message: 'expired' })
  })
})

describe('the error table', () => {
  test.each<[string, number[]]>([
    ['token_invalid', [0, 190]], ['permission_missing', [3, 10, 200, 250, 299, 131005]], ['account_restricted', [368, 131031, 131037, 131048]], ['payment_missing', [131042, 131044, 134011]],
    ['not_registered', [131045, 133000, 133005, 133006, 133008, 133009, 133010, 133015, 133016]], ['bad_request', [33, 100, 131008, 131009, 131021, 131055, 131063, 132008, 132012, 132018, 134100, 134101, 134102]],
    ['country_not_reachable', [130497]], ['marketing_capped', [130472, 131049]], ['recipient_unreachable', [131026, 131030, 131062]], ['content_unsupported', [131051, 131060]],
    ['template_not_approved', [132001, 132016]], ['template_paused', [132015]], ['too_long', [132005]], ['parameter_missing', [132000]],
    ['platform_refused', [131020, 131035, 131036, 131041, 131059, 131064, 131201, 131215, 132007, 132068, 132069, 137000, 138000, 138018, 139000, 139004, 139100, 139103, 147001, 147005, 2388019, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299, 2494164, 2494179, 2593107, 2593109]],
  ])('%s', (code, platformCodes) => {
    for (const platformCode of platformCodes) expect([platformCode, whatsappErrors[platformCode]?.code]).toEqual([platformCode, code])
  })
  test('effects on the person', () => {
    expect(Object.entries(whatsappErrors).flatMap(([code, error]) => (error.effect ? [[code, error.effect]] : []))).toEqual([['131047', 'window_closed'], ['131050', 'marketing_stopped']])
  })
  test('everything in it surely was not sent', () => expect(Object.values(whatsappErrors).every((error) => error.sent === 'no')).toBe(true))
  test('codes beside the ranges are unknown', () => {
    for (const code of [199, 300, 131200, 131216, 138019, 139005, 139104, 147006, 2494163, 2494180, 2593110]) expect(whatsappErrors[code]).toBeUndefined()
  })
  test('figures it uses', () => expect(figures.pairBackoffMost.value).toBe(6))
})

describe('addresses', () => {
  test.each([['+34 699 00 03 45', 'wa_id', '34699000345'], ['0034699000345', 'wa_id', '34699000345'], ['ES.7f3Kd90aZq', 'bsuid', 'ES.7f3Kd90aZq'], ['ES.ENT.9x', 'bsuid', 'ES.ENT.9x']])('%s', (typed, kind, value) => expect(parseAddress(typed)).toEqual([{ kind, value }]))
  test.each(['', 'Berta', '123', 'es.7f3', 'ES.'])('%s is none', (typed) => expect(parseAddress(typed)).toBeNull())
  test.each<[string, { kind: string; value: string }[], string | null]>([
    ['by calling code', [{ kind: 'bsuid', value: 'ES.1' }, { kind: 'wa_id', value: '491700000000' }], 'DE'], ['by prefix', [{ kind: 'bsuid', value: 'BR.1' }], 'BR'], ['Canada is not the United States', [{ kind: 'wa_id', value: '14165550100' }], 'CA'],
    ['of nobody', [], null], ['of a group', [{ kind: 'group_id', value: 'XYZ' }], null],
  ])('country %s', (_how, keys, country) => expect(countryOf(keys)).toBe(country))
})
