import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publicAddressOf } from '../public-address/keeper.js'
import { makeHarness, type Harness } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'

let h: Harness
beforeAll(async () => { h = await makeHarness({ channels: [madeUpLoaded] }) })
afterAll(() => h.close())

const read = (headers: Record<string, string> = {}, as: Parameters<Harness['request']>[3] = h.owner) => h.request('GET', '/api/v1/public-address', undefined, as, headers)
const put = (body: object, as: Parameters<Harness['request']>[3] = h.owner) => h.request('PUT', '/api/v1/public-address', body, as)

describe('what is known', () => {
  test('without an address it says so, with the networks of this machine and how the browser came', async () => {
    const answer = (await read({ 'x-forwarded-for': '203.0.113.9' })).json()
    expect(answer).toMatchObject({ verdict: 'none', publicUrl: null, publicUrlFrom: null, trustProxy: false, check: null, proofs: [], waiting: [], mayChange: true, tlsFromEnvironment: false, tls: { mode: 'off', state: 'off' }, request: { host: 'localhost:3000', hostScope: 'loopback', clientScope: 'loopback', unheardProxy: true } })
    expect((await read()).json().request.unheardProxy).toBe(false)
    expect(answer.interfaces.every((one: { scope: string }) => one.scope !== 'loopback')).toBe(true)
  })

  test('each channel says what becomes of its calls while the computer sleeps', async () => {
    const sleep = Object.fromEntries((await read()).json().sleep.map((one: { channel: string }) => [one.channel, one]))
    expect(sleep.wechat).toMatchObject({ patienceMs: 15_000, tries: 3, everyMs: 5_000, source: expect.stringMatching(/^https:/) })
    expect(sleep.whatsapp).toMatchObject({ longestMs: 7 * 86_400_000, source: expect.stringMatching(/^https:/) })
    expect(sleep.messenger).toMatchObject({ disabledAfterMs: 3_600_000 })
    expect(sleep['made-up']).toEqual({ channel: 'made-up', name: 'Made-up', logoUrl: '/api/v1/channels/made-up/logo.svg', patienceMs: 15_000 })
  })

  test('a signed call of a real account is the proof; until then the account waits', async () => {
    const account = (await h.request('POST', '/api/v1/channel-accounts', { channel: 'made-up', name: 'Shop', settings: { accountId: 'acc', secret: 'a shared secret' } })).json()
    expect((await read()).json()).toMatchObject({ verdict: 'none', waiting: [{ accountId: account.id, name: 'Shop' }] })
    await h.app.inject({ method: 'POST', url: new URL(account.webhookUrl).pathname, headers: { 'x-secret': 'wrong' }, payload: '[]' })
    expect((await read()).json().verdict).toBe('none')
    await h.app.inject({ method: 'POST', url: new URL(account.webhookUrl).pathname, headers: { 'x-secret': 'a shared secret' }, payload: '[]' })
    await expect.poll(async () => (await read()).json().verdict).toBe('proven')
    expect((await read()).json()).toMatchObject({ proofs: [{ accountId: account.id, channel: 'made-up' }], waiting: [] })
  })

  test('a handshake with the right token is proof as well', async () => {
    const account = (await h.request('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: 'Number', settings: { phoneNumberId: '1', wabaId: '2', accessToken: 'x', appSecret: 's', verifyToken: 'the right token' } })).json()
    const shake = (token: string) => h.app.inject({ method: 'GET', url: `${new URL(account.webhookUrl).pathname}?hub.mode=subscribe&hub.verify_token=${encodeURIComponent(token)}&hub.challenge=1` })
    const proofs = async () => (await read()).json().proofs.map((one: { accountId: string }) => one.accountId)
    expect((await shake('a wrong token')).statusCode).toBe(403)
    expect((await shake('the right token')).statusCode).toBe(200)
    await expect.poll(proofs).toContain(account.id)
  })

  test('the outgoing address is the one that a platform has named', async () => {
    await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(`update channel_account set checks = '[{"id":"address","ok":false,"code":"ip_not_allowed","message":"x","data":{"address":"203.0.113.9"}}]' where channel = 'made-up'`))
    expect((await read()).json().outgoing).toEqual({ address: '203.0.113.9', from: 'platform', accountName: 'Shop' })
  })
})

describe('calling ourselves', () => {
  test('only this installation answers a nonce rightly, and nothing answers nonsense', async () => {
    const keeper = publicAddressOf(h.services)
    const nonce = 'a'.repeat(32)
    const answer = await h.request('GET', `/.well-known/recado/${nonce}`, undefined, null)
    expect([answer.statusCode, answer.body]).toEqual([200, await keeper.proof(nonce)])
    const other = await makeHarness()
    expect((await other.request('GET', `/.well-known/recado/${nonce}`, undefined, null)).body).not.toBe(answer.body)
    await other.close()
    expect((await h.request('GET', '/.well-known/recado/short', undefined, null)).statusCode).toBe(404)
    expect((await h.request('GET', '/.well-known/acme-challenge/unknown', undefined, null)).statusCode).toBe(404)
  })

  test('a proxy that leads here makes it likely; one that leads elsewhere does not', async () => {
    await put({ publicUrl: 'https://desk.example.com' })
    const keeper = publicAddressOf(h.services)
    const leadsHere = { resolve: async () => ['198.51.101.7'], call: async ({ url }: { url: string }) => { const got = await h.request('GET', new URL(url).pathname, undefined, null); return { status: got.statusCode, headers: {}, body: got.rawPayload, text: () => got.body, json: () => null } } }
    expect((await keeper.check(leadsHere))?.code).toBe('ok')
    expect((await keeper.check({ ...leadsHere, call: async () => ({ status: 200, headers: {}, body: Buffer.alloc(0), text: () => 'Welcome to nginx', json: () => null }) }))?.code).toBe('other_answer')
    await put({ publicUrl: null })
    expect((await h.request('POST', '/api/v1/public-address/check', {})).json()).toMatchObject({ publicUrl: null, check: null })
    await put({ publicUrl: 'https://nas.local' })
    expect((await h.request('POST', '/api/v1/public-address/check', {})).json()).toMatchObject({ check: { ok: false, code: 'local_name' } })
    await put({ publicUrl: null })
  })
})

describe('changing it', () => {
  test('by an owner of the first workspace alone; webhook addresses follow at once, and a restart remembers', async () => {
    const [admin, second] = [await h.addPerson('admin'), await h.addWorkspace('Second')]
    expect([(await put({ publicUrl: 'https://a.example.com' }, admin)).statusCode, (await put({ publicUrl: 'https://a.example.com' }, second.owner)).statusCode, (await put({ publicUrl: 'https://a.example.com' }, h.token)).statusCode]).toEqual([403, 403, 403])
    expect((await read({}, second.owner)).json().mayChange).toBe(false)
    const changed = await put({ publicUrl: 'https://desk.example.com/' })
    expect(changed.json()).toMatchObject({ publicUrl: 'https://desk.example.com', publicUrlFrom: 'page' })
    const [account] = (await h.request('GET', '/api/v1/channel-accounts')).json().items
    expect(account.webhookUrl).toMatch(/^https:\/\/desk\.example\.com\/webhooks\//)
    h.services.config.publicUrl = null
    await publicAddressOf(h.services).open()
    expect(h.services.config.publicUrl).toBe('https://desk.example.com')
    expect((await h.request('GET', '/api/v1/audit?action=public_address.changed')).json().items[0]).toMatchObject({ actor: { id: h.owner.userId }, data: { fields: ['publicUrl'] } })
    await put({ publicUrl: null })
  })

  test.each([['no address', { publicUrl: 'desk' }], ['another scheme', { publicUrl: 'ftp://desk.example.com' }], ['a question in it', { publicUrl: 'https://desk.example.com/?a=1' }], ['a domain that is none', { certificate: { domain: 'localhost', directory: 'letsencrypt', termsAgreed: true } }], ['terms not agreed to', { certificate: { domain: 'desk.example.com', directory: 'letsencrypt', termsAgreed: false } }]])(
    'refuses %s', async (_what, body) => expect((await put(body)).json().code).toBe('invalid_request'))

  test('asks for the password again after ten minutes', async () => {
    await h.services.db.asSystem((tx) => tx.query(`update session set confirmed_at = now() - interval '11 minutes' where user_id = $1`, [h.owner.userId]))
    expect((await put({ publicUrl: 'https://desk.example.com' })).json().code).toBe('confirmation_required')
  })

  test('what the environment says stands', async () => {
    const fixed = await makeHarness({ config: { publicUrl: 'https://fixed.example.com' } })
    expect((await fixed.request('PUT', '/api/v1/public-address', { publicUrl: 'https://other.example.com' })).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'publicUrl' }] })
    expect((await fixed.request('GET', '/api/v1/public-address')).json()).toMatchObject({ publicUrl: 'https://fixed.example.com', publicUrlFrom: 'environment' })
    await fixed.close()
  })
})
