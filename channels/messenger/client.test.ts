import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import channel from './index.js'
import { NEEDED_FIELDS, WANTED_FIELDS } from './checks.js'
import { send } from './outbound.js'
import { answer, NOW, outbound, PAGE, PERSON, platform, settings } from './testing/platform.js'
import type { Call } from './testing/platform.js'

const { check, ensureSubscribed, fetchMedia, profile, markRead, typing } = channel.connector
const root = 'https://graph.facebook.com/v25.0'
const to = [{ kind: 'psid', value: PERSON }]
const ALL = [...NEEDED_FIELDS, ...WANTED_FIELDS]
const error = (code: number, status = 400) => answer(status, { error: { code, message: `code ${code}` } })
const proof = createHmac('sha256', 'app-secret').update('page-token').digest('hex')

/** Meta with everything in order; `change` answers a path differently. */
function healthy(change: (call: Call) => ReturnType<typeof answer> | undefined = () => undefined): (call: Call) => ReturnType<typeof answer> {
  const token = { is_valid: true, app_id: '1234567890', expires_at: 0, scopes: ['pages_messaging', 'pages_manage_metadata', 'pages_show_list'] }
  return (call) => {
    const other = change(call)
    if (other) return other
    if (call.path === `${root}/${PAGE}`) return answer(200, { id: PAGE, name: 'Zapatería Sol' })
    if (call.path === `${root}/debug_token`) return answer(200, { data: token })
    if (call.path.endsWith('/subscribed_apps')) return answer(200, call.method === 'GET' ? { data: [{ id: '1234567890', subscribed_fields: ALL }] } : { success: true })
    if (call.path.endsWith('/messaging_feature_review')) return answer(200, { data: [{ feature: 'human_agent', status: 'approved' }] })
    return error(100)
  }
}
const codes = async (play: (call: Call) => ReturnType<typeof answer>, change: object = {}) => {
  const { context, calls } = platform(play, { settings: { ...settings, humanAgentApproved: true, ...change } })
  const checks = (await check?.(context)) ?? []
  return { checks, calls, codes: Object.fromEntries(checks.map((one) => [one.id, one.ok ? one.code : `! ${one.code}`])) }
}

describe('settings against the platform', () => {
  it('are in order', async () => {
    const found = await codes(healthy())
    expect(found.codes).toEqual({ page: 'page_found', app_secret: 'app_secret_matches', token: 'token_valid', subscription: 'subscribed', human_agent: 'human_agent_approved' })
    expect(found.checks[0]).toMatchObject({ message: 'The Page is “Zapatería Sol”.', data: { displayName: 'Zapatería Sol' } })
    expect(found.calls.every((call) => call.request.timeoutMs === 3_000)).toBe(true)
    expect(found.calls.filter((call) => call.query.appsecret_proof !== undefined).map((call) => call.query.appsecret_proof)).toEqual([proof])
    expect(found.calls.find((call) => call.path.endsWith('debug_token'))).toMatchObject({ query: { input_token: 'page-token' }, request: { headers: { authorization: 'Bearer 1234567890|app-secret' } } })
    expect(JSON.stringify(found.checks)).not.toMatch(/page-token|app-secret/)
  })

  const debug = (data: object) => healthy((call) => (call.path.endsWith('debug_token') ? answer(200, { data: { is_valid: true, app_id: '1234567890', scopes: ['pages_messaging', 'pages_manage_metadata', 'pages_show_list'], ...data } }) : undefined))
  const review = (status: string | null) => healthy((call) => (call.path.endsWith('feature_review') ? answer(200, { data: status === null ? [] : [{ feature: 'HUMAN_AGENT', status }] }) : undefined))
  it.each([
    ['a Page ID of something else', healthy((call) => (call.path === `${root}/${PAGE}` ? answer(200, { id: '7' }) : undefined)), {}, { page: '! page_differs' }],
    ['a secret of another app', healthy((call) => (call.query.appsecret_proof ? error(100) : undefined)), {}, { app_secret: '! app_secret_differs', page: 'page_found' }],
    ['a dead token', () => error(190), {}, { page: '! token_invalid', app_secret: '! token_invalid', token: '! token_invalid', subscription: '! token_invalid' }],
    ['no internet', () => { throw new SilentPlatform('no', 'ENOTFOUND') }, {}, { page: '! platform_silent', subscription: '! platform_silent', human_agent: '! platform_silent' }],
    ['an invalid token', debug({ is_valid: false }), {}, { token: '! token_invalid' }],
    ['a token of another app', debug({ app_id: '9' }), {}, { token: '! token_of_other_app' }],
    ['a token without a permission', debug({ scopes: ['pages_messaging', 'pages_show_list'] }), {}, { token: '! permission_missing' }],
    ['a token that expires', debug({ expires_at: NOW / 1_000 + 60 }), {}, { token: 'token_expires' }],
    ['Human Agent ticked, not approved', review('pending'), {}, { human_agent: '! human_agent_not_approved' }],
    ['Human Agent approved, not ticked', review('approved'), { humanAgentApproved: false }, { human_agent: 'human_agent_unticked' }],
    ['Human Agent neither', review('rejected'), { humanAgentApproved: false }, { human_agent: 'human_agent_absent' }],
    ['Human Agent unknown to Meta', review(null), {}, { human_agent: undefined }],
    ['Human Agent cannot be asked', healthy((call) => (call.path.endsWith('feature_review') ? error(100) : undefined)), {}, { human_agent: undefined }],
    ['no app id', healthy(), { appId: undefined }, { token: undefined, page: 'page_found' }],
  ] as [string, (call: Call) => ReturnType<typeof answer>, object, Record<string, string | undefined>][])('%s', async (_sentence, play, change, expected) => {
    const found = (await codes(play, change)).codes
    expect(Object.fromEntries(Object.keys(expected).map((id) => [id, found[id]]))).toEqual(expected)
  })
})

describe('the subscription', () => {
  const subscribed = (rows: object[], change: object = {}, post: (fields: string) => ReturnType<typeof answer> = () => answer(200, { success: true })) => {
    const given = platform((call) => (call.method === 'GET' ? answer(200, { data: rows }) : post(call.query.subscribed_fields ?? '')), { settings: { ...settings, ...change } })
    return { ...given, result: ensureSubscribed?.(given.context) }
  }
  const posted = (calls: Call[]) => calls.filter((call) => call.method === 'POST').map((call) => call.query.subscribed_fields?.split(','))

  it('asks for fourteen fields', () => {
    expect([...ALL].sort()).toEqual(['message_deliveries', 'message_echoes', 'message_edits', 'message_reactions', 'message_reads', 'message_template_status_update', 'messages', 'messaging_handovers',
      'messaging_optins', 'messaging_policy_enforcement', 'messaging_postbacks', 'messaging_referrals', 'response_feedback', 'standby'])
  })
  it('stays when it is complete', async () => {
    const { result, calls } = subscribed([{ id: '5', subscribed_fields: [] }, { id: '1234567890', subscribed_fields: [...ALL, 'feed'] }])
    expect(await result).toMatchObject({ ok: true, code: 'subscribed' })
    expect(posted(calls)).toEqual([])
  })
  it('reads fields written as objects', async () => {
    const { result } = subscribed([{ id: '1234567890', subscribed_fields: ALL.map((name) => ({ name })) }])
    expect(await result).toMatchObject({ code: 'subscribed' })
  })
  it('is made again after Meta dropped it, and keeps what else was subscribed', async () => {
    const { result, calls } = subscribed([{ id: '1234567890', subscribed_fields: ['feed', 'messages'] }])
    expect(await result).toMatchObject({ ok: true, code: 'subscribed_now' })
    expect(posted(calls).map((fields) => fields?.sort())).toEqual([['feed', ...ALL].sort()])
    expect(calls.at(-1)?.path).toBe(`${root}/${PAGE}/subscribed_apps`)
  })
  it('takes nobody else’s row for ours', async () => {
    const { result, calls } = subscribed([{ id: '5', subscribed_fields: ALL }, { id: '6', subscribed_fields: ALL }], { appId: undefined })
    expect(await result).toMatchObject({ code: 'subscribed_now' })
    expect(posted(calls)).toHaveLength(1)
  })
  it('takes the only row without an app id', async () => {
    const { result, calls } = subscribed([{ id: '5', subscribed_fields: ALL }], { appId: undefined })
    expect([await result, posted(calls)]).toMatchObject([{ code: 'subscribed' }, []])
  })
  it('goes without the fields a Graph version does not know', async () => {
    const { result, calls } = subscribed([], {}, (fields) => (fields.includes('message_edits') ? error(100) : answer(200, { success: true })))
    expect(await result).toMatchObject({ ok: true, data: { fields: NEEDED_FIELDS } })
    expect(posted(calls)).toEqual([ALL, [...NEEDED_FIELDS]])
  })
  it('says so when it is refused', async () => {
    expect(await subscribed([], {}, () => error(200, 403)).result).toMatchObject({ ok: false, code: 'permission_missing', data: { platformCode: '200' } })
  })
})

describe('a person’s profile', () => {
  const ask = (play: (call: Call) => ReturnType<typeof answer>) => {
    const given = platform(play)
    return { ...given, found: profile?.(to, given.context) }
  }
  it('is her name and picture', async () => {
    const { found, calls } = ask(() => answer(200, { first_name: 'Ana', last_name: 'Gil', profile_pic: 'https://cdn.example/ana.jpg' }))
    expect(await found).toEqual({ name: 'Ana Gil', avatarUrl: 'https://cdn.example/ana.jpg' })
    expect(calls).toMatchObject([{ method: 'GET', path: `${root}/${PERSON}`, query: { fields: 'first_name,last_name,profile_pic' } }])
  })
  it.each([
    ['only a first name', answer(200, { first_name: 'Ana' }), { name: 'Ana' }],
    ['a picture that is no web address', answer(200, { profile_pic: 'javascript:1' }), null],
    ['nothing', answer(200, { id: PERSON }), null],
    ['no permission', error(10), null],
    ['no access level', error(200), null],
    ['no such object', error(100), null],
  ])('%s', async (_sentence, given, expected) => expect(await ask(() => given).found).toEqual(expected))
  it('is asked again when the platform was in the way', async () => {
    await expect(ask(() => error(190)).found).rejects.toThrow(PlatformRefusal)
    await expect(ask(() => error(4)).found).rejects.toThrow(PlatformRefusal)
  })
  it('of somebody without a Page-scoped id is not asked for', async () => {
    const { context, calls } = platform(() => answer(200, {}))
    expect([await profile?.([{ kind: 'phone', value: '34' }], context), calls]).toEqual([null, []])
  })
})

describe('small calls', () => {
  it.each([['typing_on', () => typing?.('on', { externalId: null, to }, context.context)], ['typing_off', () => typing?.('off', { externalId: null, to }, context.context)], ['mark_seen', () => markRead?.({ externalId: 'm_1', to }, context.context)]] as const)('%s', async (action, act) => {
    context = platform(() => answer(200, { recipient_id: PERSON }))
    await act()
    expect(context.calls).toMatchObject([{ method: 'POST', path: `${root}/${PAGE}/messages`, request: { body: { recipient: { id: PERSON }, sender_action: action } } }])
  })
  let context = platform(() => answer(200, {}))

  it('go to the address, version and proof that the account names', async () => {
    const change = { ...settings, baseUrl: 'http://127.0.0.1:3000/simulator/messenger//', graphVersion: 'v26.0', appSecretProof: true }
    const { context: other, calls } = platform(() => answer(200, { message_id: 'm' }), { settings: change })
    await send(outbound({ kind: 'text', text: 'x' }), other)
    expect(calls).toMatchObject([{ path: `http://127.0.0.1:3000/simulator/messenger/v26.0/${PAGE}/messages`, query: { appsecret_proof: proof } }])
  })

  it('never leave the Page’s node, whatever its id is made of', async () => {
    const { context: odd, calls } = platform(() => answer(200, { message_id: 'm' }), { settings: { ...settings, pageId: '../me?x=' } })
    await send(outbound({ kind: 'text', text: 'x' }), odd)
    expect(calls[0]?.path).toBe(`${root}/..%2Fme%3Fx%3D/messages`)
  })
})

describe('a customer’s file', () => {
  const url = 'https://cdn.example/fb/Pedido%208812.pdf?oe=X'
  it('is fetched without our token', async () => {
    const { context, calls } = platform(() => answer(200, Buffer.from('%PDF'), { 'content-type': 'Application/PDF; charset=x' }))
    expect(await fetchMedia?.({ kind: 'url', url }, context)).toEqual({ bytes: Buffer.from('%PDF'), mime: 'application/pdf', name: 'Pedido 8812.pdf' })
    expect(calls[0]?.request).toEqual({ method: 'GET', url, maxBytes: 25_000_000 })
  })
  it('without type or name is a file', async () => {
    const { context } = platform(() => answer(200, Buffer.from('x')))
    expect(await fetchMedia?.({ kind: 'url', url: 'https://cdn.example/' }, context)).toMatchObject({ mime: 'application/octet-stream', name: 'file' })
    expect(await fetchMedia?.({ kind: 'url', url: 'https://cdn.example/%E0%A4%A' }, context)).toMatchObject({ name: 'file' })
  })
  it.each([[404, 'never'], [403, 'never'], [429, 'schedule'], [503, 'schedule']])('answered with %i: %s', async (status, kind) => {
    const { context } = platform(() => answer(status, ''))
    await expect(fetchMedia?.({ kind: 'url', url }, context)).rejects.toMatchObject({ detail: { code: 'media_download_failed', retry: { kind } } })
  })
  it('has an address, not an id', async () => {
    await expect(fetchMedia?.({ kind: 'id', id: '1' }, platform(() => answer(200, '')).context)).rejects.toMatchObject({ detail: { platformCode: 'no_address' } })
  })
})
