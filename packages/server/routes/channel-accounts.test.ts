import { createHmac } from 'node:crypto'
import { type Check, type HttpAnswer, type HttpRequest, PlatformRefusal, type PlatformTemplate, SilentPlatform } from '@recado/channel-kit'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { syncTemplates } from '../channels/sync-templates.js'
import { TemplateSync } from '../channels/template-job.js'
import { append } from '../ingest/others.js'
import type { LoadedChannel } from '../services.js'
import { answerJson, makeHarness, type Harness } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'

const template = (name: string, more: Partial<PlatformTemplate> = {}): PlatformTemplate => ({ externalId: `t-${name}`, name, language: 'es', category: 'UTILITY', status: 'approved', preview: { body: 'Hola {{1}}' }, parameters: [{ component: 'body', position: 0, type: 'text', label: '1' }], components: [{ raw: true }], ...more })

/** Plays the made-up channel's platform: what its checks answer and which templates it lists. */
const platform: { check: () => Promise<Check[]>; templates: PlatformTemplate[] } = { check: async () => [], templates: [] }
const tried: LoadedChannel = {
  ...madeUpLoaded,
  declaration: { ...madeUpLoaded.declaration, setup: [...madeUpLoaded.declaration.setup,
    { key: 'verify', label: { en: 'Verify token', es: 'Token' }, type: 'text', required: true, confidential: true, generate: 'token' },
    { key: 'aes', label: { en: 'Key', es: 'Clave' }, type: 'text', required: true, confidential: true, generate: 'aes43' },
    { key: 'mode', label: { en: 'Mode', es: 'Modo' }, type: 'choice', choices: ['plain', 'secure'], required: true, confidential: false, default: 'secure' },
    { key: 'display', label: { en: 'Shown as', es: 'Visible' }, type: 'text', required: false, confidential: false },
    { key: 'approved', label: { en: 'Approved', es: 'Aprobado' }, type: 'boolean', required: false, confidential: false },
  ] },
  connector: { ...madeUpLoaded.connector, check: () => platform.check(), templates: async () => platform.templates },
}

let h: Harness
const http: { answer: (request: HttpRequest) => HttpAnswer } = { answer: () => { throw new SilentPlatform('no', 'no route') } }
const madeAtPlatform: string[] = []
const connectedAtPlatform: string[] = []
beforeAll(async () => {
  h = await makeHarness({
    channels: [tried], http: (request) => http.answer(request), config: { publicUrl: 'https://desk.example' },
    simulated: {
      createAccount: async (_w, channel, { name }) => { madeAtPlatform.push(`${channel} ${name}`); return { externalId: `sim-${madeAtPlatform.length}`, settings: { accountId: `sim-${madeAtPlatform.length}`, secret: 'simulated secret', verify: 'v'.repeat(20), aes: 'k'.repeat(43) } } },
      connect: async (_w, channel, externalId, url) => { connectedAtPlatform.push(`${channel} ${externalId} ${url}`) },
    },
  })
})
afterAll(() => h.close())
beforeEach(() => { platform.check = async () => []; platform.templates = [] })

let count = 0
const connect = async (settings: Record<string, unknown> = {}, more: object = {}) => {
  const answer = await h.request('POST', '/api/v1/channel-accounts', { channel: 'made-up', name: 'Shop', settings: { accountId: `acc-${++count}`, secret: 'the shared app secret', ...settings }, ...more })
  return { status: answer.statusCode, body: answer.json(), text: answer.body }
}
const read = async (id: string) => (await h.request('GET', `/api/v1/channel-accounts/${id}`)).json()

describe('connecting', () => {
  test('WhatsApp without internet: saved, unverified, and its webhook takes a signed message', async () => {
    const answer = await h.request('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: 'Support', settings: { phoneNumberId: '106540352242922', wabaId: '102290129340398', accessToken: 'EAAG-a-very-long-token-9f3k', appSecret: 'an-app-secret-1234', verifyToken: 'choose-me-well' } })
    const account = answer.json()
    expect([answer.statusCode, account]).toMatchObject([201, { channel: 'whatsapp', name: 'Support', externalId: '106540352242922', state: 'unverified', simulated: false, firstWebhookAt: null, inboxId: h.inboxId }])
    expect(account.checks.length).toBeGreaterThan(0)
    expect(account.checks.every((check: { ok: boolean }) => !check.ok)).toBe(true)
    expect(account.settings).toMatchObject({ phoneNumberId: '106540352242922', accessToken: '••••9f3k', appSecret: '••••1234', graphVersion: 'v26.0' })
    expect(answer.body).not.toMatch(/a-very-long-token|an-app-secret|choose-me/)
    expect(account.webhookUrl).toMatch(/^https:\/\/desk\.example\/webhooks\/whatsapp\/[\w-]{32}$/)

    const path = new URL(account.webhookUrl).pathname
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '15550783881', phone_number_id: '106540352242922' }, contacts: [{ profile: { name: 'Sheena' }, wa_id: '16505551234' }], messages: [{ from: '16505551234', id: 'wamid.one', timestamp: String(Math.floor(h.wall.now / 1000)), type: 'text', text: { body: 'Hola' } }] } }] }] })
    const post = (secret: string | null) => h.app.inject({ method: 'POST', url: path, headers: { 'content-type': 'application/json', ...(secret ? { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` } : {}) }, payload: body })
    expect([(await post(null)).statusCode, (await post('another secret')).statusCode]).toEqual([401, 401])
    expect((await post('an-app-secret-1234')).statusCode).toBe(200)
    const rows = await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(`select 1 from message where account_id = $1 and direction = 'in'`, [account.id]))
    expect(rows).toHaveLength(1)
    await vi.waitFor(async () => expect(await read(account.id)).toMatchObject({ state: 'ready', firstWebhookAt: expect.any(String) }))
  })

  test('Recado makes up what it may and says it this once', async () => {
    const { status, body } = await connect()
    expect([status, Object.keys(body.generated).sort()]).toEqual([201, ['aes', 'verify']])
    expect(body.generated.aes).toMatch(/^[A-Za-z0-9]{43}$/)
    expect(Buffer.from(`${body.generated.aes}=`, 'base64')).toHaveLength(32)
    expect(Buffer.from(`${body.generated.aes}=`, 'base64').toString('base64')).toBe(`${body.generated.aes}=`)
    expect((await read(body.id)).generated).toBeUndefined()
    expect((await read(body.id)).settings.verify).toBe(`••••${body.generated.verify.slice(-4)}`)
    const account = await h.services.accounts.byId(h.workspaceId, body.id)
    expect(account!.settings).toMatchObject({ secret: 'the shared app secret', verify: body.generated.verify, mode: 'secure' })
  })

  test('no secret lies readable in the database', async () => {
    const { body } = await connect({ secret: 'canary-secret-5150' })
    const [row] = await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query<{ all: string }>(`select a::text || encode(coalesce(a.sealed, ''), 'escape') as all from channel_account a where account_id = $1`, [body.id]))
    expect(row!.all).not.toContain('canary')
    const audit = (await h.request('GET', `/api/v1/audit?subject=${body.id}`)).json().items
    expect(audit).toEqual([expect.objectContaining({ action: 'channel_account.connected', actor: expect.objectContaining({ kind: 'user', id: h.owner.userId }), data: { channel: 'made-up', fields: ['accountId', 'secret'] } })])
  })

  test.each<[string, Record<string, unknown>, string[]]>([
    ['nothing filled in', { accountId: '', secret: '  ' }, ['settings.accountId', 'settings.secret']],
    ['a choice that is none', { mode: 'loose' }, ['settings.mode']],
    ['a yes that is a text', { approved: 'true' }, ['settings.approved']],
    ['a number for a text', { accountId: 5 }, ['settings.accountId']],
    ['a line break in a secret', { secret: 'a\r\nX-Evil: 1' }, ['settings.secret']],
    ['a setting nobody knows', { colour: 'red' }, ['settings.colour']],
  ])('%s is told field by field', async (_what, settings, fields) => {
    const { status, body } = await connect(settings)
    expect([status, body.code]).toEqual([400, 'invalid_request'])
    expect([...new Set(body.fields.map((f: { field: string }) => f.field))]).toEqual(expect.arrayContaining(fields))
  })

  test('the same account twice is one too many, also at the same instant', async () => {
    const answers = await Promise.all([connect({ accountId: 'twin' }), connect({ accountId: 'twin' })])
    expect(answers.map((a) => a.status).sort()).toEqual([201, 409])
    const [made, refused] = answers[0].status === 201 ? answers : [answers[1], answers[0]]
    expect(refused!.body).toMatchObject({ code: 'account_exists', accountId: made!.body.id })
  })

  test('an unknown channel and an unknown inbox', async () => {
    expect((await connect({}, { channel: 'pigeon' })).body.code).toBe('unknown_channel')
    expect((await connect({}, { inboxId: h.workspaceId })).body).toMatchObject({ code: 'invalid_request', fields: [{ field: 'inboxId' }] })
  })

  test('with an Idempotency-Key the answer comes again whole', async () => {
    const body = { channel: 'made-up', name: 'Twice', settings: { accountId: 'idem', secret: 'the shared app secret' } }
    const [one, two] = [await h.request('POST', '/api/v1/channel-accounts', body, h.owner, { 'idempotency-key': 'x' }), await h.request('POST', '/api/v1/channel-accounts', body, h.owner, { 'idempotency-key': 'x' })]
    expect([two.statusCode, two.json()]).toEqual([201, one.json()])
    expect(two.json().generated.verify).toBeTruthy()
  })
})

describe('checks', () => {
  const after = async (checks: Check[] | Error) => {
    platform.check = async () => { if (checks instanceof Error) throw checks; return checks }
    return (await connect()).body
  }
  const ok = (data?: Record<string, unknown>) => ({ id: 'token', ok: true, code: 'ok', message: 'Good.', ...(data ? { data } : {}) })
  const bad = (code: string) => ({ id: 'token', ok: false, code, message: 'Bad.' })

  test.each<[string, Check[] | Error, string]>([
    ['all good', [ok()], 'ready'],
    ['none made', [], 'unverified'],
    ['a token that does not hold', [ok(), bad('token_invalid')], 'error'],
    ['a platform out of reach', [bad('platform_unavailable')], 'unverified'],
    ['a warning that stops nothing', [ok(), bad('human_agent_not_approved')], 'unverified'],
    ['a refusal thrown', new PlatformRefusal({ code: 'account_restricted', platformCode: '368', message: 'Blocked', sent: 'no', retry: { kind: 'never' } }), 'error'],
    ['silence thrown', new SilentPlatform('unknown', 'lost'), 'unverified'],
    ['a fault of our own', new TypeError('undefined is not a function'), 'unverified'],
  ])('%s', async (_what, checks, state) => {
    const account = await after(checks)
    expect(account.state).toBe(state)
    expect(JSON.stringify(account)).not.toContain('undefined is not')
  })

  test('a platform that never answers is given up within 10 s', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    platform.check = () => new Promise(() => {})
    const under = connect()
    try {
      // The request's own steps take turns with the clock, which alone is played.
      for (let ms = 0; ms < 10_000; ms += 100) { await vi.advanceTimersByTimeAsync(100); await new Promise((resolve) => setImmediate(resolve)) }
    } finally { vi.useRealTimers() }
    const { status, body } = await under
    expect([status, body]).toMatchObject([201, { state: 'unverified', checks: [{ ok: false, code: 'timed_out' }] }])
  })

  test('are repeated on demand, fill in what was left empty and free an account that was held back', async () => {
    const account = await after([bad('token_invalid')])
    await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(`update channel_account set paused_code = 'token_invalid', first_webhook_at = created_at where account_id = $1`, [account.id]))
    h.services.accounts.changed(h.workspaceId, account.id)
    expect((await read(account.id)).state).toBe('paused')
    platform.check = async () => [ok({ display: '+34 600 000 000', secret: 'never taken over', other: 1 })]
    const again = (await h.request('POST', `/api/v1/channel-accounts/${account.id}/check`)).json()
    expect(again).toMatchObject({ state: 'ready', pausedCode: null, checks: [{ ok: true }], settings: { display: '+34 600 000 000', secret: '••••cret' } })
    platform.check = async () => [bad('platform_silent')]
    expect((await h.request('POST', `/api/v1/channel-accounts/${account.id}/check`)).json().state).toBe('ready')
  })
})

describe('changing', () => {
  test('a blank secret keeps its own, a new one takes its place, an open one can be emptied', async () => {
    const { body } = await connect({ display: 'Shop', secret: 'first secret here' })
    const settingsNow = async () => (await h.services.accounts.byId(h.workspaceId, body.id))!.settings
    await h.request('PATCH', `/api/v1/channel-accounts/${body.id}`, { settings: { secret: '', display: '' } })
    expect(await settingsNow()).toMatchObject({ secret: 'first secret here', verify: body.generated.verify })
    expect((await settingsNow()).display).toBeUndefined()
    await h.request('PATCH', `/api/v1/channel-accounts/${body.id}`, { settings: { secret: 'second secret here' } })
    expect((await settingsNow()).secret).toBe('second secret here')
    expect((await h.request('PATCH', `/api/v1/channel-accounts/${body.id}`, { settings: { accountId: '' } })).json().fields).toEqual([{ field: 'settings.accountId', message: 'is required' }])
  })

  test('another account’s platform id is taken', async () => {
    const [one, two] = [await connect(), await connect()]
    const answer = await h.request('PATCH', `/api/v1/channel-accounts/${two.body.id}`, { settings: { accountId: one.body.externalId } })
    expect(answer.json()).toMatchObject({ status: 409, code: 'account_exists', accountId: one.body.id })
    expect((await h.request('PATCH', `/api/v1/channel-accounts/${two.body.id}`, { settings: { accountId: 'moved' } })).json().externalId).toBe('moved')
  })

  test('pausing, keeping raw requests for a while, a new name', async () => {
    const { body } = await connect()
    const change = async (wish: object) => (await h.request('PATCH', `/api/v1/channel-accounts/${body.id}`, wish)).json()
    expect(await change({ paused: true, name: 'Renamed', keepRawHours: 2 })).toMatchObject({ state: 'paused', pausedCode: 'paused_by_us', name: 'Renamed', keepRawUntil: new Date(h.wall.now + 7_200_000).toISOString() })
    platform.check = async () => [{ id: 'token', ok: true, code: 'ok', message: '' }]
    expect((await h.request('POST', `/api/v1/channel-accounts/${body.id}/check`)).json().state).toBe('paused')
    expect(await change({ paused: false, keepRawHours: 0 })).toMatchObject({ state: 'ready', pausedCode: null, keepRawUntil: null })
    expect((await change({ keepRawHours: 169 })).code).toBe('invalid_request')
  })
})

describe('disconnecting', () => {
  test('takes it out of the list and its secrets out of the database; connected again it is the same account at the same address', async () => {
    const { body } = await connect({ accountId: 'comes-back', secret: 'one of a kind' })
    expect((await h.request('DELETE', `/api/v1/channel-accounts/${body.id}`)).statusCode).toBe(204)
    expect((await h.request('GET', `/api/v1/channel-accounts/${body.id}`)).statusCode).toBe(404)
    expect((await h.request('DELETE', `/api/v1/channel-accounts/${body.id}`)).statusCode).toBe(404)
    expect((await h.request('GET', '/api/v1/channel-accounts')).json().items.map((a: { id: string }) => a.id)).not.toContain(body.id)
    const [row] = await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query<{ sealed: Buffer | null }>('select sealed from channel_account where account_id = $1', [body.id]))
    expect(row!.sealed).toBeNull()
    const again = await connect({ accountId: 'comes-back', secret: 'another secret' })
    expect([again.status, again.body.id, again.body.webhookUrl]).toEqual([201, body.id, body.webhookUrl])
  })

  test('secrets stay while a sister account of the same app receives through its webhook', async () => {
    const [first, second] = [await connect({ secret: 'shared by two' }), await connect({ secret: 'shared by two' })]
    await h.request('DELETE', `/api/v1/channel-accounts/${first.body.id}`)
    const event = [{ type: 'message', key: 'k', account: second.body.externalId, at: h.wall.now, from: { keys: [{ kind: 'phone', value: '34600000009' }] }, externalId: 'sister-1', content: { kind: 'text', text: 'hi' }, acts: ['message'] }]
    const answer = await h.app.inject({ method: 'POST', url: new URL(first.body.webhookUrl).pathname, headers: { 'x-secret': 'shared by two' }, payload: JSON.stringify(event) })
    expect(answer.statusCode).toBe(200)
    expect(await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query('select 1 from message where account_id = $1', [second.body.id]))).toHaveLength(1)
  })
})

describe('simulated accounts', () => {
  test('are closed in a real workspace', async () => {
    expect((await connect({}, { simulated: true })).body.code).toBe('simulator_closed')
    expect(madeAtPlatform).toEqual([])
  })

  test('open with RECADO_SIMULATOR: the platform’s side is made, the address is entered there, the account is ready', async () => {
    h.services.config.simulator = true
    const answer = await h.request('POST', '/api/v1/channel-accounts', { channel: 'made-up', name: 'Played', settings: {}, simulated: true }, h.token)
    h.services.config.simulator = false
    expect([answer.statusCode, answer.json()]).toMatchObject([201, { state: 'ready', simulated: true, externalId: 'sim-1', settings: { accountId: 'sim-1' } }])
    expect(madeAtPlatform).toEqual(['made-up Played'])
    expect(connectedAtPlatform).toEqual([`made-up sim-1 ${answer.json().webhookUrl}`])
  })

  test('open in a demo workspace', async () => {
    const demo = await h.addWorkspace('Demo', { demo: true })
    const answer = await h.request('POST', '/api/v1/channel-accounts', { channel: 'made-up', name: 'Demo shop', settings: {}, simulated: true }, demo.owner)
    expect([answer.statusCode, answer.json().state]).toEqual([201, 'ready'])
  })
})

describe('templates', () => {
  const listed = async (account: string, more = '') => (await h.request('GET', `/api/v1/templates?account=${account}${more}`)).json()

  test('are read from the platform, changed in place, and marked when they are gone', async () => {
    const { body } = await connect()
    platform.templates = [template('welcome'), template('order', { status: 'pending' })]
    const sync = async () => (await h.request('POST', `/api/v1/channel-accounts/${body.id}/sync-templates`)).json()
    expect(await sync()).toEqual({ listed: 2, changed: 2, gone: 0 })
    const before = await listed(body.id)
    expect(before.items).toEqual([expect.objectContaining({ name: 'order', status: 'pending', channelAccountId: body.id }), expect.objectContaining({ name: 'welcome', preview: { body: 'Hola {{1}}' }, parameters: [expect.objectContaining({ label: '1' })] })])
    expect(before.items[0].components).toBeUndefined()
    expect(await sync()).toEqual({ listed: 2, changed: 0, gone: 0 })
    platform.templates = [template('order', { status: 'approved' })]
    expect(await sync()).toEqual({ listed: 1, changed: 1, gone: 1 })
    const now = await listed(body.id)
    expect(now.items).toEqual([{ ...before.items[0], status: 'approved' }])
    platform.templates = [template('order'), template('welcome')]
    expect(await sync()).toMatchObject({ changed: 1, gone: 0 })
    expect((await listed(body.id)).items[1].id).toBe(before.items[1].id)
  })

  test('come page by page, and by words', async () => {
    const { body } = await connect()
    platform.templates = Array.from({ length: 5 }, (_, i) => template(`n${i}`, { preview: { body: i === 3 ? 'Your parcel' : 'Hola' } }))
    await syncTemplates(h.services, (await h.services.accounts.byId(h.workspaceId, body.id))!)
    const names: string[] = []
    for (let next: string | null = ''; next !== null;) {
      const page = await listed(body.id, `&limit=2${next ? `&cursor=${next}` : ''}`)
      names.push(...page.items.map((t: { name: string }) => t.name))
      next = page.next
    }
    expect(names).toEqual(['n0', 'n1', 'n2', 'n3', 'n4'])
    expect((await listed(body.id, '&q=PARCEL')).items.map((t: { name: string }) => t.name)).toEqual(['n3'])
    expect((await listed(body.id, '&cursor=bm9uc2Vuc2U')).code).toBe('invalid_request')
  })

  test('a platform that refuses is told as such', async () => {
    const { body } = await connect()
    const refusing = { ...tried, connector: { ...tried.connector, templates: async () => { throw new SilentPlatform('no', 'down') } } }
    const get = vi.spyOn(h.services.channels, 'get').mockReturnValue(refusing)
    const answer = await h.request('POST', `/api/v1/channel-accounts/${body.id}/sync-templates`)
    get.mockRestore()
    expect([answer.statusCode, answer.json().code]).toEqual([502, 'platform_unavailable'])
  })

  test('what the platform has told since its list was asked for is newer than the list', async () => {
    const { body } = await connect()
    const account = (await h.services.accounts.byId(h.workspaceId, body.id))!
    platform.templates = [template('order', { status: 'pending' })]
    await syncTemplates(h.services, account)
    const slow = { ...tried, connector: { ...tried.connector, templates: async () => {
      const read = [template('order', { status: 'pending' })]
      h.wall.now += 1_000
      await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query("update template set status = 'approved', updated_at = $2 where account_id = $1", [body.id, new Date(h.wall.now).toISOString()]))
      return read
    } } }
    const get = vi.spyOn(h.services.channels, 'get').mockReturnValue(slow)
    expect(await syncTemplates(h.services, account)).toEqual({ listed: 1, changed: 0, gone: 0 })
    get.mockRestore()
    expect((await listed(body.id)).items).toEqual([expect.objectContaining({ name: 'order', status: 'approved' })])
    platform.templates = [template('order', { status: 'paused' })]
    expect(await syncTemplates(h.services, account)).toMatchObject({ changed: 1 })
  })

  test('a platform’s event makes them be read anew, once', async () => {
    const { body } = await connect()
    const job = new TemplateSync(h.services)
    await job.look(h.workspaceId)
    platform.templates = [template('asked_for')]
    await h.services.db.inWorkspace(h.workspaceId, (tx) => append(tx, [{ type: 'templates.wanted', data: { accountId: body.id } }, { type: 'templates.wanted', data: { accountId: body.id } }]))
    await job.look(h.workspaceId)
    expect((await listed(body.id)).items.map((t: { name: string }) => t.name)).toEqual(['asked_for'])
    platform.templates = []
    await job.look(h.workspaceId)
    expect((await listed(body.id)).items).toHaveLength(1)
  })
})

describe('channels', () => {
  test('are told whole, in the reader’s language', async () => {
    const { items } = (await h.request('GET', '/api/v1/channels')).json()
    expect(items.map((c: { id: string }) => c.id)).toEqual(expect.arrayContaining(['whatsapp', 'wechat', 'messenger', 'made-up']))
    const labels = async (url: string, headers = {}) => (await h.request('GET', url, undefined, h.token, headers)).json().items.find((c: { id: string }) => c.id === 'made-up').settings.map((s: { label: string }) => s.label)
    expect(await labels('/api/v1/channels')).toContain('Account')
    expect(await labels('/api/v1/channels?language=es-MX')).toContain('Cuenta')
    expect(await labels('/api/v1/channels', { 'accept-language': 'fr, es;q=0.8' })).toContain('Cuenta')
    expect(await labels('/api/v1/channels?language=xx')).toContain('Account')
  })

  test('show their marks as pictures that run nothing', async () => {
    for (const id of ['whatsapp', 'made-up']) {
      const logo = await h.request('GET', `/api/v1/channels/${id}/logo.svg`, undefined, null)
      expect([logo.statusCode, logo.headers['content-type'], logo.headers['content-security-policy']]).toEqual([200, 'image/svg+xml', expect.stringContaining('sandbox')])
      expect(logo.body).toContain('<svg')
    }
    expect((await h.request('GET', '/api/v1/channels/pigeon/logo.svg', undefined, null)).statusCode).toBe(404)
  })
})

test('a real platform’s answers make a WhatsApp account ready', async () => {
  http.answer = ({ url }) => answerJson(
    url.includes('debug_token') ? { data: { is_valid: true, scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'], expires_at: 0 } }
    : url.includes('subscribed_apps') ? { success: true, data: [{ whatsapp_business_api_data: { id: '1', name: 'App' } }] }
    : url.includes('phone_numbers') ? { data: [{ id: '55501' }] }
    : { id: '55501', display_phone_number: '+1 555 078 3881', verified_name: 'Shop', status: 'CONNECTED', quality_rating: 'GREEN', health_status: { can_send_message: 'AVAILABLE', entities: [] } })
  const account = (await h.request('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: 'Ready', settings: { phoneNumberId: '55501', wabaId: '77', accessToken: 'EAAG-token-token', appSecret: 'secret-secret' } })).json()
  http.answer = () => { throw new SilentPlatform('no', 'no route') }
  expect(account.checks.filter((c: { ok: boolean }) => c.ok).map((c: { id: string }) => c.id)).toEqual(expect.arrayContaining(['token', 'number']))
  expect(account.settings.displayPhoneNumber).toBe('+1 555 078 3881')
})
