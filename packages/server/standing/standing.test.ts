/** The whole server with the simulated platforms: what goes wrong there is seen here, told, mended and made good. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountActionAnswer, AccountStanding, ChannelAccount, HealthItem } from '@recado/api'
import { freshDatabase } from '@recado/db/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { boot, type Running } from '../boot.js'
import { readConfig } from '../config.js'
import { type MailServer, openMailServer } from '../testing/mail-server.js'
import { Ingest } from '../ingest/ingest.js'
import { lookAt } from './look.js'
import { tellOwners } from './tell.js'
import { StandingWatcher } from './watcher.js'

const TOKEN = 'rcd_a-token-of-the-tests-0123456789abcdef'
let running: Running
let mail: MailServer
let drop: () => Promise<void>
let dataDir: string
let workspaceId: string

beforeAll(async () => {
  mail = await openMailServer()
  const database = await freshDatabase()
  drop = database.drop
  dataDir = mkdtempSync(join(tmpdir(), 'recado-standing-'))
  running = await boot(readConfig({
    PORT: '0', DATA_DIR: dataDir, DATABASE_URL: database.url, RECADO_SIMULATOR: '1', RECADO_API_TOKEN: TOKEN, RECADO_OWNER_EMAIL: 'owner@example.com', RECADO_OWNER_PASSWORD: 'correct horse battery staple',
    SMTP_URL: mail.url, MAIL_FROM: 'Recado <recado@example.org>',
  }, null))
  const [row] = await running.services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
  workspaceId = row!.workspace_id // set up unattended
  await running.services.db.asSystem((tx) => tx.query(`update app_user set language = 'es'`))
})
afterAll(async () => {
  await running.close()
  await mail.close()
  await drop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function call<T>(method: string, path: string, body?: unknown, language = 'es'): Promise<T> {
  const response = await fetch(`${running.url}${path}`, { method, headers: { authorization: `Bearer ${TOKEN}`, 'accept-language': language, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const answer = response.status === 204 ? undefined : await response.json() as unknown
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
  return answer as T // the routes' own schemas are tested elsewhere
}
const connect = (channel: string): Promise<ChannelAccount> => call('POST', '/api/v1/channel-accounts', { channel, name: `Óptica ${channel}`, settings: {}, simulated: true })
const standingOf = (id: string, language?: string): Promise<AccountStanding> => call('GET', `/api/v1/channel-accounts/${id}/standing`, undefined, language)
const look = (id: string): Promise<AccountStanding> => call('POST', `/api/v1/channel-accounts/${id}/look`)
const act = (id: string, action: string, parameters: Record<string, string> = {}): Promise<AccountActionAnswer> => call('POST', `/api/v1/channel-accounts/${id}/actions/${action}`, { parameters })
const accountOf = (id: string): Promise<ChannelAccount> => call('GET', `/api/v1/channel-accounts/${id}`)
const fault = (account: ChannelAccount, kind: string, more: object = {}): Promise<unknown> => call('POST', '/simulator/control/faults', { channel: account.channel, channelAccountId: account.id, kind, ...more })
const pass = (ms: number): Promise<unknown> => call('POST', '/simulator/control/clock', { advanceMs: ms })
const mend = (): Promise<unknown> => call('DELETE', '/simulator/control/faults')
const health = async (account: ChannelAccount): Promise<string[]> => (await call<{ items: HealthItem[] }>('GET', '/api/v1/health-items')).items.filter((item) => item.channelAccountId === account.id).map((item) => item.code).sort()
const factOf = (standing: AccountStanding, id: string) => standing.facts.find((fact) => fact.id === id)
const tell = (): Promise<void> => tellOwners(running.services, workspaceId)

interface Customer { customerId: string; address: string }
const person = (account: ChannelAccount): Promise<Customer> => call('POST', '/simulator/control/customers', { channel: account.channel, channelAccountId: account.id, name: 'Ana' })
const writes = (customer: Customer, text: string): Promise<unknown> => call('POST', `/simulator/control/customers/${customer.customerId}/act`, { action: 'write', content: { kind: 'text', text } })
const texts = async (account: ChannelAccount): Promise<string[]> => (await running.services.db.inWorkspace(workspaceId, (tx) => tx.query<{ text: string }>(`select content->>'text' as text from message where account_id = $1 and kind = 'text' order by at`, [account.id]))).map(({ text }) => text)

describe('right after connecting', () => {
  test.each([
    ['whatsapp', ['token', 'registration', 'quality', 'limit', 'name', 'sending', 'two_step', 'payment', 'review', 'verification', 'webhook']],
    ['wechat', ['secret', 'allow_list', 'verification', 'region', 'quota_replies', 'quota_templates', 'quota_posts', 'quota_files']],
    ['messenger', ['page', 'webhook', 'token', 'permissions', 'app_secret', 'human_agent']],
  ])('%s tells its facts, all in words and none in trouble', async (channel, ids) => {
    const account = await connect(channel)
    const [es, en] = [await standingOf(account.id), await standingOf(account.id, 'en')]
    expect(es.facts.map(({ id }) => id).sort()).toEqual([...ids].sort())
    expect(es.facts.filter(({ state }) => state === 'broken')).toEqual([])
    expect(account.standing).not.toBe('broken')
    for (const [at, fact] of es.facts.entries()) expect([fact.title, fact.sentence, fact.sentence === en.facts[at]?.sentence && fact.title === en.facts[at]?.title]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/), false])
    expect([es.gaps, es.lookedAt, es.mail]).toEqual([[], expect.any(String), true])
    expect(await health(account)).toEqual([])
  })
})

describe('a token that is revoked', () => {
  test('is seen at the first send, holds sending back, is told once, and is over once it works again', async () => {
    const account = await connect('whatsapp')
    const ana = await person(account)
    await writes(ana, 'Hola')
    const { items: [conversation] } = await call<{ items: { id: string }[] }>('GET', `/api/v1/conversations?account=${account.id}`)
    await tell()
    const before = mail.letters.length
    await fault(account, 'revoke_token')
    await call('POST', `/api/v1/conversations/${conversation!.id}/messages`, { clientId: 'answer-1', content: { kind: 'text', text: 'Buenos días' } })
    await vi.waitFor(async () => expect(await health(account)).toEqual(['account_paused', 'standing.token']), { timeout: 10_000 })
    const standing = await standingOf(account.id)
    expect(factOf(standing, 'token')).toMatchObject({ state: 'broken', link: 'https://business.facebook.com/settings/system-users', next: expect.stringContaining('token nuevo') })
    expect(factOf(standing, 'webhook')?.state).toBe('ok') // what the platform does not answer now has not changed
    expect(await accountOf(account.id)).toMatchObject({ state: 'paused', pausedCode: 'token_invalid', standing: 'broken' })

    await tell()
    await tell()
    const [first, ...rest] = mail.letters.slice(before)
    expect([first?.to, rest]).toEqual([['owner@example.com'], []])
    expect(first?.subject).toBe('Óptica whatsapp: Token de acceso: Meta ya no lo acepta.')
    expect(first?.text).toContain(`${running.url}/settings/channels/${account.id}`)
    expect(first?.text).toContain('Genera un token nuevo')

    await mend()
    await look(account.id)
    expect(await health(account)).toEqual([])
    expect(await accountOf(account.id)).toMatchObject({ state: 'ready', pausedCode: null, standing: 'ok' })
    await vi.waitFor(async () => expect(await texts(account)).toEqual(['Hola', 'Buenos días']))
    await tell()
    await tell()
    expect(mail.letters.slice(before + 1).map(({ subject }) => subject)).toEqual(['Óptica whatsapp vuelve a funcionar'])
    expect((await standingOf(account.id)).items.filter((item) => item.endedAt !== null).map((item) => item.code).sort()).toEqual(['account_paused', 'standing.token'])
  })
})

describe('a subscription that is removed', () => {
  test('Messenger: what was missed is fetched after the repair, each message once', async () => {
    const account = await connect('messenger')
    const ana = await person(account)
    await writes(ana, 'Antes')
    await pass(5_000) // the platform's history tells whole seconds
    await fault(account, 'unsubscribe', { count: 1 })
    await writes(ana, 'Mientras tanto')
    await pass(5_000)
    const broken = await look(account.id)
    expect(factOf(broken, 'webhook')).toMatchObject({ state: 'broken', action: 'subscribe' })
    expect(broken.gaps).toMatchObject([{ cause: 'unsubscribed', to: null, outcome: null }])
    expect(await texts(account)).toEqual(['Antes'])

    expect(await act(account.id, 'subscribe')).toMatchObject({ ok: true, sentence: 'La página está suscrita.', refusal: null })
    await vi.waitFor(async () => expect((await standingOf(account.id)).gaps).toMatchObject([{ outcome: 'fetched', fetched: 1, to: expect.any(String) }]), { timeout: 15_000 })
    expect(await texts(account)).toEqual(['Antes', 'Mientras tanto'])
    expect(await health(account)).toEqual([])
    await writes(ana, 'Después')
    expect(await texts(account)).toEqual(['Antes', 'Mientras tanto', 'Después'])
  })

  test('WhatsApp: the platform repeats nothing, so the gap stands with its times until somebody has read it', async () => {
    const account = await connect('whatsapp')
    const ana = await person(account)
    await writes(ana, 'Antes')
    await fault(account, 'unsubscribe', { count: 1 })
    await writes(ana, 'Mientras tanto')
    expect(factOf(await look(account.id), 'webhook')?.state).toBe('broken')
    await pass(2 * 3_600_000)
    // The clock's own work looks after the account: it has been asked for again by now.
    const after = await look(account.id)
    if (factOf(after, 'webhook')?.state === 'broken') await act(account.id, 'subscribe')
    const { gaps } = await standingOf(account.id)
    expect(gaps).toMatchObject([{ cause: 'unsubscribed', outcome: 'lost', fetched: 0 }])
    expect(Date.parse(gaps[0]!.to!) - Date.parse(gaps[0]!.from)).toBeGreaterThanOrEqual(2 * 3_600_000)
    const { items } = await call<{ items: HealthItem[] }>('GET', '/api/v1/health-items')
    const missed = items.find((item) => item.channelAccountId === account.id)
    expect(missed).toMatchObject({ code: 'webhook_missed', span: { from: gaps[0]!.from, to: gaps[0]!.to }, texts: { es: { title: 'Pueden faltar mensajes' } } })
    await call('POST', `/api/v1/health-items/${missed!.id}/resolve`)
    expect(await health(account)).toEqual([])
  })
})

describe('the round', () => {
  /** A watcher of our own, so that its turn comes when the test says so. */
  const round = async (): Promise<void> => {
    const watcher = new StandingWatcher(running.services, new Ingest(running.services))
    await watcher.round()
    watcher.stop()
  }
  const due = (account: ChannelAccount, column: 'next_at' | 'pulse_at'): Promise<unknown> => running.services.db.inWorkspace(workspaceId, (tx) => tx.query(`update account_standing set ${column} = 'epoch' where account_id = $1`, [account.id]))
  const quiet = (account: ChannelAccount): Promise<unknown> => running.services.db.inWorkspace(workspaceId, (tx) => tx.query(`update channel_account set last_webhook_at = last_webhook_at - interval '5 minutes' where account_id = $1`, [account.id]))
  const calls = async (account: ChannelAccount): Promise<string[]> => (await call<{ items: { request: { method: string; path: string } }[] }>('GET', `/simulator/control/log?channel=${account.channel}&channelAccountId=${account.id}`)).items.map(({ request }) => `${request.method} ${request.path.split('/').at(-1)}`)

  test('asks whether the subscription is there, and nothing else; lost, it is seen without anybody sending', async () => {
    const account = await connect('whatsapp')
    await writes(await person(account), 'Hola')
    await due(account, 'pulse_at')
    const before = (await calls(account)).length
    await round()
    expect((await calls(account)).slice(before)).toEqual([]) // a webhook of the last minute has shown it
    await quiet(account)
    await fault(account, 'unsubscribe', { count: 1 })
    await due(account, 'pulse_at')
    await round()
    expect((await calls(account)).slice(before)).toEqual(['GET subscribed_apps'])
    expect(await health(account)).toEqual(['standing.webhook'])
    expect((await standingOf(account.id)).gaps).toMatchObject([{ cause: 'unsubscribed', to: null }])
  })

  test('subscribes again by itself once the loss was shown for a minute', async () => {
    const account = await connect('messenger')
    await fault(account, 'unsubscribe', { count: 1 })
    await look(account.id)
    await due(account, 'next_at')
    await round()
    expect(await health(account)).toEqual(['standing.webhook'])
    await running.services.db.inWorkspace(workspaceId, (tx) => tx.query(`update account_standing set next_at = 'epoch', facts = (select jsonb_agg(f || jsonb_build_object('since', (f->>'since')::float8 - 61000)) from jsonb_array_elements(facts) f) where account_id = $1`, [account.id]))
    await round()
    expect(await health(account)).toEqual([])
    expect(factOf(await standingOf(account.id), 'webhook')?.state).toBe('ok')
  })
})

describe('what a platform says by itself', () => {
  test('a fallen quality comes by webhook and goes when the platform takes it back', async () => {
    const account = await connect('whatsapp')
    await fault(account, 'quality_red', { count: 1 })
    await vi.waitFor(async () => expect(await health(account)).toEqual(['platform.number_flagged', 'standing.quality', 'standing.registration']), { timeout: 10_000 })
    expect((await standingOf(account.id)).items.find((item) => item.code === 'platform.number_flagged')?.texts?.es?.title).toBe('El número está marcado')
    expect(await accountOf(account.id)).toMatchObject({ standing: 'broken', state: 'ready' })
  })

  test('an address that is not on the list is named, with what to do', async () => {
    const account = await connect('wechat')
    await fault(account, 'ip_not_allowed')
    const fact = factOf(await look(account.id), 'allow_list')
    expect(fact).toMatchObject({ state: 'broken', next: expect.stringMatching(/Añade \d+\.\d+\.\d+\.\d+ a la lista/) })
    expect(await accountOf(account.id)).toMatchObject({ state: 'paused', pausedCode: 'ip_not_allowed' })
    await mend()
    await look(account.id)
    expect(await accountOf(account.id)).toMatchObject({ state: 'ready', pausedCode: null })
  })

  test('a missing payment method is news where there was one', async () => {
    const account = await connect('whatsapp')
    await fault(account, 'payment_missing')
    expect(factOf(await look(account.id), 'payment')).toMatchObject({ state: 'attention', link: 'https://business.facebook.com/billing_hub/payment_settings' })
    expect(await health(account)).toContain('standing.payment')
    await mend()
    await look(account.id)
    expect(await health(account)).toEqual([])
  })
})

describe('actions', () => {
  test('a number leaves the API and comes back with its PIN', async () => {
    const account = await connect('whatsapp')
    expect(await act(account.id, 'deregister')).toMatchObject({ ok: true })
    expect(factOf(await standingOf(account.id), 'registration')).toMatchObject({ state: 'broken', action: 'register' })
    expect(await accountOf(account.id)).toMatchObject({ pausedCode: 'not_registered' })
    expect(await act(account.id, 'register', { pin: '000000' })).toMatchObject({ ok: false, refusal: { code: 'not_registered', platformCode: '133005' } })
    expect(await act(account.id, 'set_pin', { pin: '246810' })).toMatchObject({ ok: true })
    expect((await running.services.accounts.byId(workspaceId, account.id))?.settings.pin).toBe('246810')
    expect(await act(account.id, 'register', { pin: '246810' })).toMatchObject({ ok: true, sentence: 'El número está registrado.' })
    expect(await accountOf(account.id)).toMatchObject({ pausedCode: null })
  })

  test('WeChat clears its quotas and reaches the address; Messenger lists its approvals', async () => {
    const [wechat, messenger] = [await connect('wechat'), await connect('messenger')]
    expect(await act(wechat.id, 'clear_quota')).toMatchObject({ ok: true })
    expect(await act(wechat.id, 'check_callback')).toMatchObject({ ok: true, rows: [{ label: 'DNS DEFAULT', ok: true }, { label: 'Ping 127.0.0.1', ok: true }] })
    const approvals = await act(messenger.id, 'approvals')
    expect([approvals.ok, approvals.rows.filter((row) => row.label === 'pages_messaging')]).toEqual([true, [{ label: 'pages_messaging', value: '✓', ok: true }]])
  })

  test.each([
    ['nothing_like_it', {}, 404],
    ['register', {}, 400],
    ['register', { pin: '12' }, 400],
    ['register', { pin: '123456', more: 'x' }, 400],
    ['request_code', { method: 'PIGEON', language: 'es' }, 400],
  ])('%s with %o is refused with %i before anybody is asked', async (action, parameters, status) => {
    const account = await connect('whatsapp')
    await expect(act(account.id, action, parameters as Record<string, string>)).rejects.toThrow(`: ${status} `)
  })
})

test('a platform that does not answer changes nothing', async () => {
  const account = await connect('whatsapp')
  const before = await standingOf(account.id)
  await fault(account, 'http_500')
  await lookAt(running.services, (await running.services.accounts.byId(workspaceId, account.id))!, 'whole')
  await mend()
  expect((await standingOf(account.id)).facts).toEqual(before.facts)
})
