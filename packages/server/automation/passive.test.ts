import { createHash } from 'node:crypto'
import { minutes } from '@recado/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { deskRoutes } from '../routes/desk.js'
import { Sender } from '../sending/sender.js'
import { answerJson, type Harness, makeHarness } from '../testing/harness.js'
import { AutomationEngine } from './engine.js'
import { passiveSlot } from './passive.js'

const APP = 'wx0123456789abcdef'
const ORIGINAL = 'gh_0a1b2c3d4e5f'
const TOKEN = 'RecadoToken2026'
/** However busy the machine, deciding ends within this. */
const LONG = 60_000
const PATIENT = { timeout: 20_000 }

let h: Harness
let path = ''
let base = ''
let engine: AutomationEngine
beforeAll(async () => {
  h = await makeHarness({ routes: deskRoutes, http: () => answerJson({ errcode: 0, errmsg: 'ok', access_token: 't', expires_in: 7200 }) })
  const account = (await h.request('POST', '/api/v1/channel-accounts', { channel: 'wechat', name: 'Shop', settings: { appId: APP, appSecret: 'secret-of-the-app', token: TOKEN, mode: 'plain', originalId: ORIGINAL } })).json()
  path = new URL(account.webhookUrl).pathname
  base = `/api/v1/channel-accounts/${account.id}`
  engine = new AutomationEngine(h.services)
  passiveSlot(h.services).decideMs = LONG
  await h.request('POST', `${base}/automatic-replies`, { name: 'Follow', trigger: { kind: 'follow' }, variants: say('欢迎'), enabled: true })
  await h.request('POST', `${base}/automatic-replies`, { name: 'Hours', trigger: { kind: 'menu', keys: ['HOURS'] }, variants: say('9–18'), enabled: true })
  await h.request('POST', `${base}/automatic-replies`, { name: 'Word', trigger: { kind: 'keyword', match: 'contains', words: ['价格'] }, variants: say('看目录'), enabled: true })
})
afterAll(() => h.close())

const say = (text: string) => [{ language: null, content: { kind: 'text', text } }]
let person = 0
let openid = ''
let serial = 0
beforeEach(() => { openid = `oRECADO${String(++person).padStart(21, '0')}`; h.wall.now += minutes(1) })

const signed = () => {
  const [timestamp, nonce] = [String(Math.floor(h.wall.now / 1000)), String(++serial)]
  return `signature=${createHash('sha1').update([TOKEN, timestamp, nonce].sort().join('')).digest('hex')}&timestamp=${timestamp}&nonce=${nonce}&openid=${openid}`
}
const field = (name: string, value: string) => `<${name}><![CDATA[${value}]]></${name}>`
const head = () => `${field('ToUserName', ORIGINAL)}${field('FromUserName', openid)}<CreateTime>${Math.floor(h.wall.now / 1000)}</CreateTime>`
const text = (words: string, id = String(++serial)) => `<xml>${head()}${field('MsgType', 'text')}${field('Content', words)}<MsgId>${id}</MsgId></xml>`
const event = (name: string, key = '') => `<xml>${head()}${field('MsgType', 'event')}${field('Event', name)}${field('EventKey', key)}</xml>`
const push = async (body: string): Promise<string> => (await h.app.inject({ method: 'POST', url: `${path}?${signed()}`, headers: { 'content-type': 'text/xml' }, payload: body })).body
const rows = <R>(sql: string, values: readonly unknown[] = []): Promise<R[]> => h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query<R>(sql, values))
const mine = 'conversation_id = (select c.conversation_id from conversation c join identity_key k on k.identity_id = c.identity_id where k.value = $1)'
const sent = () => rows<{ text: string; status: string; author_type: string }>(`select content->>'text' as text, status, author_type from message where direction = 'out' and ${mine} order by message_id`, [openid])
const left = () => rows<{ kind: string; replies_left: number }>('select g.kind, g.replies_left from window_grant g join identity_key k on k.identity_id = g.identity_id where k.value = $1 order by 1', [openid])
const contentOf = (body: string) => /<Content><!\[CDATA\[(.*?)\]\]><\/Content>/s.exec(body)?.[1]

describe('the push’s own answer', () => {
  it.each([['a follow', () => event('subscribe'), '欢迎', 'follow', 3], ['a menu entry', () => event('CLICK', 'HOURS'), '9–18', 'menu_click', 3], ['her words', () => text('价格多少？'), '看目录', 'message', 5]] as const)('carries the reply to %s: kept as sent, taking no reply', async (_name, body, reply, kind, replies) => {
    const answer = await push(body())
    expect([contentOf(answer), answer.includes(field('ToUserName', openid)), answer.includes(field('FromUserName', ORIGINAL))]).toEqual([reply, true, true])
    await vi.waitFor(async () => expect(await sent()).toEqual([{ text: reply, status: 'accepted', author_type: 'automation' }]), PATIENT)
    expect(await left()).toEqual([{ kind, replies_left: replies }])
    await engine.catchUp(h.workspaceId, true)
    expect(await sent()).toHaveLength(1)
    expect(await rows('select 1 from send_job')).toEqual([])
  })

  it('is “success” where no rule speaks', async () => {
    expect(await push(text('你好'))).toBe('success')
    expect(await sent()).toEqual([])
  })

  it('is the same for a repeated push, to the byte, and one message', async () => {
    const body = text('价格')
    const first = await push(body)
    expect([await push(body), await push(body)]).toEqual([first, first])
    await passiveSlot(h.services).settled()
    expect(await sent()).toEqual([{ text: '看目录', status: 'accepted', author_type: 'automation' }])
    await rows('update automatic_answer set passive_until = now() where passive_until is not null returning 1')
    expect(await push(body)).toBe('success')
  })

  it('gives the same to pushes that come at once', async () => {
    const body = text('价格')
    const answers = await Promise.all([push(body), push(body), push(body)])
    expect(new Set(answers.map(contentOf).filter(Boolean))).toEqual(new Set(['看目录']))
    await passiveSlot(h.services).settled()
    expect(await sent()).toHaveLength(1)
  })

  it('leaves to the outbox what it cannot carry, and what the log already took', async () => {
    const added = await h.request('POST', `${base}/automatic-replies`, { name: 'Long', trigger: { kind: 'keyword', match: 'exact', words: ['place'] }, variants: [{ language: null, content: { kind: 'choices', style: 'buttons', text: '选', options: [{ id: '1', title: 'A' }] } }], enabled: true })
    expect([added.statusCode, added.body]).toEqual([201, expect.any(String)])
    const body = text('place')
    expect(contentOf(await push(body))).toContain('选') // as numbered lines
    const slow = text('价格')
    const stopped = vi.spyOn(passiveSlot(h.services), 'answer').mockResolvedValue(null)
    expect(await push(slow)).toBe('success')
    stopped.mockRestore()
    await engine.catchUp(h.workspaceId, true)
    expect(await push(slow)).toBe('success')
    expect((await sent()).map((one) => one.status).at(-1)).toBe('queued')
    expect(await sent()).toHaveLength(2)
  })

  it('comes too late when deciding takes longer: plain answer, and the outbox sends it once', async () => {
    const slot = passiveSlot(h.services)
    expect(await push(text('你好'))).toBe('success')
    const [{ id }] = await rows<{ id: string }>(`select conversation_id as id from message where ${mine} limit 1`, [openid]) as [{ id: string }]
    const account = (await h.services.accounts.byWebhookKey(path.split('/').at(-1)!))!
    const stored = { type: 'message' as const, key: 'late', account: APP, at: h.wall.now, from: { keys: [{ kind: 'openid', value: openid }] }, externalId: 'late', content: { kind: 'text' as const, text: '价格' }, acts: ['message'] }
    await h.ingest.replay({ account, channel: h.services.channels.get('wechat'), event: stored, arrivedAt: h.wall.now })
    // Somebody else holds the thread for longer than the push may wait.
    let free = (): void => {}
    const held = new Promise<void>((resolve) => { free = resolve })
    const holder = h.services.db.inWorkspace(h.workspaceId, async (tx) => { await tx.query('select 1 from conversation where conversation_id = $1 for update', [id]); await held })
    const answer = await slot.answer({ status: 200, body: 'success' }, [{ account, channel: h.services.channels.get('wechat'), event: stored, arrivedAt: h.wall.now }], performance.now() - LONG + 10)
    expect(answer).toBeNull()
    free(); await holder
    await slot.settled()
    expect(await sent()).toEqual([{ text: '看目录', status: 'queued', author_type: 'automation' }])
    expect(await rows(`select state, taken from send_job where ${mine}`, [openid])).toEqual([{ state: 'queued', taken: null }])
  })

  it('of a process that dies before the answer left: unknown to us, and whole again when the platform asks again', async () => {
    const body = text('价格')
    // The answer is made and kept, and the process ends before it is on the wire.
    const account = (await h.services.accounts.byWebhookKey(path.split('/').at(-1)!))!
    const made = await h.ingest.receive(account, { method: 'POST', path, query: Object.fromEntries(new URLSearchParams(signed())), headers: {}, body: Buffer.from(body) })
    expect(contentOf(String(made.body))).toBe('看目录')
    expect((await sent())[0]!.status).toBe('sending')
    const sender = new Sender(h.services)
    await sender.start(true)
    await vi.waitFor(async () => expect((await sent())[0]!.status).toBe('unknown'), PATIENT)
    expect(await push(body)).toBe(made.body)
    await vi.waitFor(async () => expect(await sent()).toEqual([{ text: '看目录', status: 'accepted', author_type: 'automation' }]), PATIENT)
    expect(await rows('select failed_count from conversation where conversation_id = (select conversation_id from message where ' + mine + ' limit 1)', [openid])).toEqual([{ failed_count: 0 }])
  })
})
