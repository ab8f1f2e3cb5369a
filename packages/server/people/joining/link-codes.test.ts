/** A personal code by which somebody joins another app herself: on real channels, with the log's worker. */
import type { ContactDetail, ContactJoining, Conversation, DuplicatePair, LinkCode, Message, Page } from '@recado/api'
import type { InboundEvent } from '@recado/channel-kit'
import { newId } from '@recado/db'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recordConsent } from '../../consents/ledger.js'
import { EntryWorker } from '../../entry/worker.js'
import { commitBatch } from '../../ingest/commit.js'
import { deskRoutes } from '../../routes/desk.js'
import type { Account } from '../../services.js'
import { answerJson, type Harness, makeHarness } from '../../testing/harness.js'
import { JoiningWorker } from './worker.js'

const SETTINGS: Record<string, object> = { whatsapp: { displayPhoneNumber: '+34 600 00 00 00' }, messenger: { pageId: '1045' }, wechat: { appId: 'wx1', appSecret: 's' } }
const KEY: Record<string, string> = { whatsapp: 'wa_id', messenger: 'psid', wechat: 'openid' }
let h: Harness
let events = 0

beforeEach(async () => {
  h = await makeHarness({
    routes: deskRoutes,
    http: ({ url, body }) => url.includes('/stable_token') ? answerJson({ access_token: 't', expires_in: 7200 })
      : url.includes('/qrcode/create') ? answerJson({ ticket: 'T', url: `http://weixin.qq.com/q/${(JSON.parse(String(body)) as { expire_seconds?: number }).expire_seconds}`, expire_seconds: (JSON.parse(String(body)) as { expire_seconds?: number }).expire_seconds })
      : answerJson({}, 404),
  })
})
afterEach(() => h.close())

async function connect(channel: string): Promise<Account> {
  const id = newId()
  await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(
    `insert into channel_account (workspace_id, account_id, channel, name, inbox_id, external_id, settings, state, webhook_key, created_at) values ($1, $2, $3, $4, $5, $6, $7, 'ready', $8, $9)`,
    [h.workspaceId, id, channel, channel, h.inboxId, id, JSON.stringify(SETTINGS[channel]), id, new Date(h.wall.now).toISOString()]))
  h.services.accounts.changed(h.workspaceId, id)
  return (await h.services.accounts.byId(h.workspaceId, id))! // just made
}

/** Something comes in; the worker looks as it would a moment later. */
async function arrive(account: Account, person: string | { kind: string; value: string }[], what: { text: string } | { act: string; data: Record<string, string> } | { event: Partial<InboundEvent> }, name = typeof person === 'string' ? person : undefined): Promise<void> {
  h.wall.now += 60_000
  const keys = typeof person === 'string' ? [{ kind: KEY[account.channel]!, value: person }] : person // one of the three
  const id = `e${++events}`
  const common = { key: id, account: account.externalId, at: h.wall.now, from: { keys, ...(name ? { profile: { name } } : {}) } }
  const event = 'text' in what ? { ...common, type: 'message', externalId: id, acts: ['message'], content: { kind: 'text', text: what.text } }
    : 'act' in what ? { ...common, type: 'act', act: what.act, line: true, content: { kind: 'system', event: what.act, data: what.data } } : { ...common, ...what.event }
  await commitBatch(h.services, h.workspaceId, [{ account, channel: h.services.channels.get(account.channel), arrivedAt: h.wall.now, event: event as InboundEvent }]) // built as one of them
  await new JoiningWorker(h.services).look(h.workspaceId)
}

const ask = async <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, status = 200): Promise<T> => {
  const answer = await h.request(method, `/api/v1${path}`, body)
  expect(answer.statusCode, answer.body).toBe(status)
  return answer.statusCode === 204 ? (undefined as T) : answer.json<T>()
}
const threads = () => ask<Page<Conversation>>('GET', '/conversations').then((page) => page.items)
const thread = async (channel: string): Promise<Conversation> => (await threads()).find((one) => one.channel === channel)!
const lines = async (conversationId: string) => (await ask<Page<Message>>('GET', `/conversations/${conversationId}/messages`)).items.flatMap((one) => (one.direction === 'system' && one.content.kind === 'system' ? [one.content] : []))
const makeCode = (contact: string, account: Account, hours?: number) => ask<LinkCode>('POST', `/contacts/${contact}/link-codes`, { channelAccountId: account.id, ...(hours ? { hours } : {}) }, 201)

describe('a personal code', () => {
  test('joins the WeChat follower who scans it with the person it was made for, with proof in both threads', async () => {
    const [whatsapp, wechat] = [await connect('whatsapp'), await connect('wechat')]
    await arrive(whatsapp, '34600000001', { text: 'Hola' }, 'Ana')
    const ana = (await thread('whatsapp')).contact.id
    const code = await makeCode(ana, wechat)
    expect(code).toMatchObject({ kind: 'qr', url: 'http://weixin.qq.com/q/86400', state: 'open', expiresAt: new Date(h.wall.now + 86_400_000).toISOString() })
    expect(code.code).toMatch(/^[2-9A-HJKMNP-Z]{12}$/)
    await arrive(wechat, 'oAna', { act: 'follow', data: { scene: code.code, via: 'qr' } })
    const person = await ask<ContactDetail>('GET', `/contacts/${ana}`)
    expect(person).toMatchObject({ name: 'Ana', conversations: [{ channel: 'wechat' }, { channel: 'whatsapp' }] })
    expect(person.identities.find((one) => one.channel === 'wechat')?.joinedBy).toMatchObject({ how: 'code', code: { end: code.code.slice(-4), issuedBy: 'Person 1' } })
    for (const channel of ['whatsapp', 'wechat']) expect(await lines((await thread(channel)).id)).toContainEqual({ kind: 'system', event: 'joined_by_code', data: expect.objectContaining({ label: code.code.slice(-4), userId: h.owner.userId }) })
    expect((await ask<ContactJoining>('GET', `/contacts/${ana}/joining`)).linkCodes).toMatchObject([{ state: 'used', url: '', tries: 0 }])
    await new EntryWorker(h.services).look(h.workspaceId)
    expect((await ask<{ rows: { source: string }[] }>('GET', '/reports/sources?from=2026-11-01T00:00:00.000Z&to=2026-12-01T00:00:00.000Z')).rows.some((row) => row.source === code.code)).toBe(false)
  })

  test.each([['messenger', (code: LinkCode) => ({ act: 'referral', data: { ref: code.code } })], ['whatsapp', (code: LinkCode) => ({ text: `Hola, soy yo (#${code.code.toLowerCase()})` })]])('comes back on %s as it went', async (channel, used) => {
    const [wechat, other] = [await connect('wechat'), await connect(channel)]
    await arrive(wechat, 'oAna', { text: '你好' })
    const code = await makeCode((await thread('wechat')).contact.id, other)
    expect(decodeURIComponent(code.url)).toContain(code.code)
    await arrive(other, '34600000002', used(code))
    expect(new Set((await threads()).map((one) => one.contact.id)).size).toBe(1)
  })

  test('that was used joins nobody else, and whoever answers for her hears of it', async () => {
    const [whatsapp, messenger] = [await connect('whatsapp'), await connect('messenger')]
    await arrive(whatsapp, '34600000001', { text: 'Hola' }, 'Ana')
    const ana = (await thread('whatsapp')).contact.id
    const code = await makeCode(ana, messenger)
    await arrive(messenger, 'p1', { act: 'referral', data: { ref: code.code } })
    await arrive(messenger, 'p1', { act: 'referral', data: { ref: code.code } })
    expect((await ask<ContactJoining>('GET', `/contacts/${ana}/joining`)).linkCodes).toMatchObject([{ tries: 0 }])
    await arrive(messenger, 'p2', { act: 'referral', data: { ref: code.code } })
    const stranger = (await threads()).find((one) => one.contact.id !== ana)!
    expect(await lines(stranger.id)).toContainEqual({ kind: 'system', event: 'link_code_refused', data: expect.objectContaining({ mode: 'used' }) })
    expect((await ask<ContactJoining>('GET', `/contacts/${ana}/joining`)).linkCodes).toMatchObject([{ state: 'used', tries: 1 }])
    const told = await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query<{ data: { userIds: string[] } }>(`select data from event where type = 'nudge.due'`))
    expect(told).toEqual([{ data: { userIds: [h.owner.userId], nudge: { kind: 'escalation_link_code' } } }])
    // Read again from the start, nothing happens twice.
    await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query('update joining_place set seq = 0'))
    await new JoiningWorker(h.services).look(h.workspaceId)
    expect((await ask<ContactJoining>('GET', `/contacts/${ana}/joining`)).linkCodes).toMatchObject([{ tries: 1 }])
  })

  test.each([['expired', async () => { h.wall.now += 2 * 3_600_000 }], ['ended', async (path: string) => { await ask('DELETE', path) }]])('that is %s joins nobody', async (state, over) => {
    const [whatsapp, messenger] = [await connect('whatsapp'), await connect('messenger')]
    await arrive(whatsapp, '34600000001', { text: 'Hola' })
    const ana = (await thread('whatsapp')).contact.id
    const code = await makeCode(ana, messenger, 1)
    await over(`/contacts/${ana}/link-codes/${code.id}`)
    await arrive(messenger, 'p1', { act: 'referral', data: { ref: code.code } })
    expect(new Set((await threads()).map((one) => one.contact.id)).size).toBe(2)
    expect((await ask<ContactJoining>('GET', `/contacts/${ana}/joining`)).linkCodes).toMatchObject([{ state, code: code.code.slice(-4), tries: 1 }])
    expect((await h.request('POST', `/api/v1/contacts/${ana}/link-codes/${code.id}/send`, { conversationId: (await thread('whatsapp')).id, clientId: 'x' })).json()).toMatchObject({ code: 'link_code_over' })
  })

  test('goes out in her language through the rules, and a new one ends the one before', async () => {
    const [whatsapp, messenger] = [await connect('whatsapp'), await connect('messenger')]
    await arrive(whatsapp, '34600000001', { text: 'Hola' })
    const { id, contact } = await thread('whatsapp')
    await h.request('PATCH', `/api/v1/contacts/${contact.id}`, { language: 'es' })
    const first = await makeCode(contact.id, messenger)
    const code = await makeCode(contact.id, messenger)
    expect((await ask<ContactJoining>('GET', `/contacts/${contact.id}/joining`)).linkCodes.map((one) => [one.id, one.state])).toEqual([[code.id, 'open'], [first.id, 'ended']])
    const sent = await ask<Message>('POST', `/contacts/${contact.id}/link-codes/${code.id}/send`, { conversationId: id, clientId: 'c1' }, 201)
    expect(sent.content).toMatchObject({ kind: 'text', text: expect.stringMatching(/^¿Prefieres escribirnos por Messenger\?[^]*https:\/\/m\.me\/1045\?ref=/) })
    h.wall.now += 30 * 3_600_000
    const late = await makeCode(contact.id, messenger)
    expect((await h.request('POST', `/api/v1/contacts/${contact.id}/link-codes/${late.id}/send`, { conversationId: id, clientId: 'c2' })).json()).toMatchObject({ code: 'window_closed' })
  })
})

describe('who may be the same', () => {
  const pairs = () => ask<Page<DuplicatePair>>('GET', '/contacts/duplicates').then((page) => page.items.map((pair) => pair.kinds))
  test.each([['a Brazilian mobile without its nine', '5511987654321', '551187654321'], ['a Mexican one with the old 1', '5215512345678', '525512345678'], ['an Argentine one without its nine', '5491123456789', '541123456789']])('%s', async (_what, one, other) => {
    const [first, second] = [await connect('whatsapp'), await connect('whatsapp')]
    await arrive(first, one, { text: 'Oi' }, 'Bia')
    await arrive(second, other, { text: 'Oi' }, 'Bia R')
    expect(await pairs()).toEqual([['phone']])
  })
  test('an id that the platform gives one person on two accounts, learnt late; said to be two, never again', async () => {
    const [first, second] = [await connect('wechat'), await connect('wechat')]
    await arrive(first, 'oA', { text: '你好' })
    await arrive(second, [{ kind: 'openid', value: 'oB' }, { kind: 'unionid', value: 'u1' }], { text: '你好' })
    expect(await pairs()).toEqual([])
    await arrive(first, [{ kind: 'openid', value: 'oA' }, { kind: 'unionid', value: 'u1' }], { text: '在吗' })
    expect(await pairs()).toEqual([['platform']])
    const [one, other] = (await threads()).map((each) => each.contact.id)
    await ask('POST', `/contacts/${one}/not-same`, { otherId: other }, 204)
    expect(await pairs()).toEqual([])
    await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query('delete from joining_place'))
    await arrive(first, 'oA', { text: '…' })
    expect(await pairs()).toEqual([])
  })
  test('an e-mail of somebody without an account, until they are joined; parted, they are two', async () => {
    for (const name of ['Eva', 'Eva M']) await ask('POST', '/contacts', { name, addresses: [{ kind: 'email', value: 'Eva@Example.org' }] }, 201)
    await new JoiningWorker(h.services).look(h.workspaceId)
    const [pair] = (await ask<Page<DuplicatePair>>('GET', '/contacts/duplicates')).items
    expect(pair?.kinds).toEqual(['email'])
    const [one, other] = pair!.people // there is one
    await ask('POST', `/contacts/${one.id}/merge`, { otherId: other.id })
    expect(await pairs()).toEqual([])
    const { merges } = await ask<ContactJoining>('GET', `/contacts/${one.id}/joining`)
    await ask('POST', `/contacts/${one.id}/split`, { mergeId: merges[0]!.id })
    expect(await pairs()).toEqual([])
    expect((await ask<ContactDetail>('GET', `/contacts/${other.id}`)).addresses).toMatchObject([{ value: 'eva@example.org' }])
  })
})

test('a changed number and a new id of the app stay one person, with a line in the thread', async () => {
  const whatsapp = await connect('whatsapp')
  await arrive(whatsapp, [{ kind: 'wa_id', value: '34600000001' }, { kind: 'bsuid', value: 'ES.1' }], { text: 'Hola' })
  await arrive(whatsapp, [], { event: { type: 'identity', previous: [{ kind: 'wa_id', value: '34600000001' }], next: [{ kind: 'wa_id', value: '34600000009' }, { kind: 'bsuid', value: 'ES.9' }], content: { kind: 'system', event: 'user_changed_number', data: {} } } as Partial<InboundEvent> })
  await arrive(whatsapp, [{ kind: 'bsuid', value: 'ES.9' }], { text: 'Número nuevo' })
  const [only, ...others] = await threads()
  expect([others, (await lines(only!.id)).map((line) => line.event)]).toEqual([[], ['user_changed_number']])
})

test('the line of time holds messages, the way in and what she agreed to, in order, by app, whatever the page', async () => {
  const [whatsapp, messenger] = [await connect('whatsapp'), await connect('messenger')]
  await arrive(whatsapp, '34600000001', { text: 'Hola' })
  const ana = (await thread('whatsapp')).contact.id
  const code = await makeCode(ana, messenger)
  await arrive(messenger, 'p1', { act: 'referral', data: { ref: code.code } })
  await new EntryWorker(h.services).look(h.workspaceId)
  const identityId = (await ask<ContactDetail>('GET', `/contacts/${ana}`)).identities.find((one) => one.channel === 'messenger')!.id
  h.wall.now += 60_000
  await h.services.db.inWorkspace(h.workspaceId, (tx) => recordConsent(tx, h.services, h.workspaceId, { contactId: ana, identityId, purpose: 'marketing', state: 'given', source: 'api', at: h.wall.now, actor: { kind: 'system' } }))
  await arrive(messenger, 'p1', { text: '¿Hay novedades?' })
  const told = async (query: string): Promise<string[]> => {
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<Message> = await ask('GET', `/contacts/${ana}/timeline?${query}${cursor ? `&cursor=${cursor}` : ''}`)
      found.push(...page.items.map(({ content }) => (content.kind === 'text' ? content.text : content.kind === 'system' ? content.event : content.kind)))
      cursor = page.next
    }
    return found.reverse()
  }
  const whole = await told('limit=50')
  expect(whole.filter((one) => one !== 'joined_by_code')).toEqual(['Hola', 'came_in', 'referral', 'consent_given', '¿Hay novedades?'])
  for (const limit of [1, 2, 3]) expect(await told(`limit=${limit}`)).toEqual(whole)
  expect((await told('limit=2&channel=messenger')).filter((one) => one !== 'joined_by_code')).toEqual(['came_in', 'referral', 'consent_given', '¿Hay novedades?'])
  expect((await told(`limit=2&account=${whatsapp.id}`)).filter((one) => one !== 'joined_by_code')).toEqual(['Hola'])
})
