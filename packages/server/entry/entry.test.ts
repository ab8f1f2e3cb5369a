import type { Entry, EntryPoint, SourcesReport } from '@recado/api'
import type { InboundEvent } from '@recado/channel-kit'
import { newId } from '@recado/db'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commitBatch } from '../ingest/commit.js'
import { deskRoutes } from '../routes/desk.js'
import type { Account } from '../services.js'
import { answerJson, type Harness, makeHarness } from '../testing/harness.js'
import { toCsv } from './report.js'
import { EntryWorker } from './worker.js'

const SETTINGS: Record<string, object> = { whatsapp: { displayPhoneNumber: '+34 600 00 00 00' }, messenger: { pageId: '1045' }, wechat: { appId: 'wx1', appSecret: 's' } }
const KEY: Record<string, string> = { whatsapp: 'wa_id', messenger: 'psid', wechat: 'openid' }
let h: Harness
let worker: EntryWorker

beforeEach(async () => {
  h = await makeHarness({
    routes: deskRoutes,
    http: ({ url, body }) => url.includes('/stable_token') ? answerJson({ access_token: 't', expires_in: 7200 })
      : url.includes('/qrcode/create') ? answerJson(String(body).includes('"expire_seconds":604800') ? { ticket: 'T', url: 'http://weixin.qq.com/q/short', expire_seconds: 604800 } : { ticket: 'T', url: 'http://weixin.qq.com/q/lasting' })
      : answerJson({}, 404),
  })
  worker = new EntryWorker(h.services)
})
afterEach(() => h.close())

async function connect(channel: string, settings = SETTINGS[channel]): Promise<Account> {
  const id = newId()
  await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(
    `insert into channel_account (workspace_id, account_id, channel, name, inbox_id, external_id, settings, state, webhook_key, created_at) values ($1, $2, $3, $4, $5, $6, $7, 'ready', $8, $9)`,
    [h.workspaceId, id, channel, channel, h.inboxId, id, JSON.stringify(settings), id, new Date(h.wall.now).toISOString()]))
  h.services.accounts.changed(h.workspaceId, id)
  return (await h.services.accounts.byId(h.workspaceId, id))!
}
async function arrive(account: Account, person: string, event: Partial<InboundEvent> & { id: string; text?: string }): Promise<void> {
  h.wall.now += 60_000
  const { id, text, ...more } = event
  const common = { key: id, account: account.externalId, at: h.wall.now, from: { keys: [{ kind: KEY[account.channel], value: person }], profile: { name: person } } }
  const whole = text === undefined ? { type: 'act', line: true, ...common, ...more } : { type: 'message', externalId: id, acts: ['message'], content: { kind: 'text', text }, ...common, ...more }
  await commitBatch(h.services, h.workspaceId, [{ account, channel: h.services.channels.get(account.channel), arrivedAt: h.wall.now, event: whole as InboundEvent }]) // built as one of the two
}
const make = async (account: Account, body: object): Promise<EntryPoint> => {
  const answer = await h.request('POST', `/api/v1/channel-accounts/${account.id}/entry-points`, body)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
const list = async (account: Account): Promise<EntryPoint[]> => (await h.request('GET', `/api/v1/channel-accounts/${account.id}/entry-points`)).json().items
const report = async (query = ''): Promise<SourcesReport> => (await h.request('GET', `/api/v1/reports/sources?from=2026-11-01T00:00:00.000Z&to=2026-12-01T00:00:00.000Z${query}`)).json()
const look = (): Promise<void> => worker.look(h.workspaceId)

describe('a way in', () => {
  test('on WhatsApp carries its code in the text, and is recognised by it', async () => {
    const account = await connect('whatsapp')
    const poster = await make(account, { kind: 'qr', name: 'Escaparate', place: 'Calle Mayor', text: 'Hola, quiero una tarta' })
    expect(decodeURIComponent(poster.url)).toBe(`https://wa.me/34600000000?text=Hola, quiero una tarta (#${poster.code})`)
    await arrive(account, '34600000001', { id: 'm1', text: `Hola, quiero una tarta (#${poster.code})` })
    await arrive(account, '34600000001', { id: 'm2', text: `otra vez (#${poster.code.toLowerCase()})` })
    await arrive(account, '34600000002', { id: 'm3', text: 'Buenas' })
    await look()
    expect(await list(account)).toMatchObject([{ id: poster.id, uses: 2, starts: 1, place: 'Calle Mayor' }])
    expect((await report()).rows.map(({ kind, label, conversations, entries }) => [kind, label, conversations, entries])).toEqual([['qr', 'Escaparate', 1, 2], ['direct', '', 1, 1]])
  })
  test('on Messenger is a reference of its link', async () => {
    const account = await connect('messenger')
    const link = await make(account, { kind: 'link', name: 'Web' })
    expect(link.url).toBe(`https://m.me/1045?ref=${link.code}`)
    await arrive(account, 'u1', { id: 'r1', act: 'referral', content: { kind: 'system', event: 'referral', data: { ref: link.code, source: 'SHORTLINK' } } } as never)
    await look()
    expect(await list(account)).toMatchObject([{ uses: 1, starts: 1 }])
  })
  test('on WeChat is a scene that the platform keeps, for good or for a while', async () => {
    const account = await connect('wechat')
    const lasting = await make(account, { kind: 'qr', name: 'Mostrador' })
    expect(lasting).toMatchObject({ url: 'http://weixin.qq.com/q/lasting', expiresAt: null })
    const fair = await make(account, { kind: 'qr', name: 'Feria', days: 7 })
    expect(fair).toMatchObject({ url: 'http://weixin.qq.com/q/short', expiresAt: new Date(h.wall.now + 7 * 86_400_000).toISOString() })
    expect(h.calls.filter(({ url }) => url.includes('/qrcode/')).map(({ body }) => JSON.parse(String(body)))).toEqual([
      { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: lasting.code } } },
      { expire_seconds: 604_800, action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: fair.code } } },
    ])
    await arrive(account, 'o1', { id: 'f1', act: 'follow', content: { kind: 'system', event: 'follow', data: { scene: fair.code, via: 'qr' } } } as never)
    await look()
    expect((await list(account)).map(({ name, starts }) => [name, starts])).toEqual(expect.arrayContaining([['Feria', 1], ['Mostrador', 0]]))
  })
  test('taken down is still recognised', async () => {
    const account = await connect('whatsapp')
    const point = await make(account, { kind: 'link', name: 'Folleto' })
    expect((await h.request('PATCH', `/api/v1/entry-points/${point.id}`, { archived: true, name: 'Folleto 2025' })).json()).toMatchObject({ archivedAt: expect.any(String), name: 'Folleto 2025' })
    await arrive(account, '34600000001', { id: 'm1', text: `(#${point.code})` })
    await look()
    expect((await report()).rows).toMatchObject([{ kind: 'link', label: 'Folleto 2025', conversations: 1 }])
    expect((await h.request('PATCH', `/api/v1/entry-points/${point.id}`, { archived: false })).json()).toMatchObject({ archivedAt: null })
  })
  test('is not made where there is no address for it', async () => {
    const [bare, wechat] = [await connect('whatsapp', {}), await connect('wechat')]
    const ask = (account: Account, body: object) => h.request('POST', `/api/v1/channel-accounts/${account.id}/entry-points`, body)
    expect((await ask(bare, { kind: 'link', name: 'x' })).json()).toMatchObject({ code: 'invalid_request', fields: [{ field: 'settings.displayPhoneNumber' }] })
    expect((await ask(wechat, { kind: 'link', name: 'x' })).statusCode).toBe(422)
    expect((await ask(wechat, { kind: 'qr', name: 'x', days: 31 })).statusCode).toBe(400)
    expect((await ask(wechat, { kind: 'qr', name: '  ' })).statusCode).toBe(400)
  })
})

describe('an ad', () => {
  const origin = { kind: 'post', type: 'ad', id: '2385', headline: 'Tartas a medida', text: 'Desde 20 €', url: 'https://fb.me/ad', clickId: 'clid-1', media: { source: { kind: 'url', url: 'https://example.org/tarta.jpg' }, mime: 'image/jpeg' } }
  test('is the source of the conversation, stands in the thread with its picture, and opens the free entry', async () => {
    const account = await connect('whatsapp')
    await arrive(account, '34600000001', { id: 'm1', text: '¿Precio?', origin, acts: ['message', 'ad_entry'] } as never)
    await arrive(account, '34600000001', { id: 'm2', text: 'Gracias', acts: ['message'] } as never)
    await look()
    const [{ id }] = (await h.request('GET', '/api/v1/conversations')).json().items
    expect((await h.request('GET', `/api/v1/conversations/${id}/entries`)).json().items).toMatchObject([{ kind: 'ad', source: '2385', label: 'Tartas a medida', clickId: 'clid-1', starts: true }] satisfies Partial<Entry>[])
    const [, first] = (await h.request('GET', `/api/v1/conversations/${id}/messages`)).json().items
    expect(first.origin).toMatchObject({ type: 'ad', headline: 'Tartas a medida', media: { state: 'pending', mime: 'image/jpeg' } })
    const media = await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query('select message_id, source from media'))
    expect(media).toEqual([{ message_id: first.id, source: { kind: 'url', url: 'https://example.org/tarta.jpg' } }])
    // Not yet: the free entry point opens with our first answer.
    expect(await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query<{ act: string }>('select act from window_grant order by kind'))).toEqual(expect.arrayContaining([{ act: 'message' }]))
  })
})

describe('the report', () => {
  test('counts conversations once, answers that people gave, and days of the company', async () => {
    const account = await connect('whatsapp')
    // The second comes at midnight in Madrid, an hour before it in UTC.
    h.wall.now = Date.UTC(2026, 10, 22, 22, 58)
    await arrive(account, '34600000001', { id: 'a', text: 'Hola' })
    await arrive(account, '34600000002', { id: 'b', text: 'Hola' })
    h.wall.now += 3 * 3_600_000
    await arrive(account, '34600000003', { id: 'c', text: 'Hola' })
    await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(`insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, at)
      select workspace_id, gen_random_uuid(), conversation_id, case_id, account_id, 'out', 'text', '{"kind":"text","text":"x"}', 'sent', case when row_number() over (order by conversation_id) = 1 then 'agent' else 'automation' end, last_at + interval '90 seconds' from conversation`))
    await look()
    const found = await report()
    expect(found.rows).toEqual([{ kind: 'direct', source: '', label: '', entryPointId: null, conversations: 3, answered: 1, firstAnswerS: 90, entries: 3 }])
    expect(found.days).toEqual([{ day: '2026-11-22', counts: { direct: 1 } }, { day: '2026-11-23', counts: { direct: 2 } }])
  })
  test('starts over without counting twice', async () => {
    const account = await connect('whatsapp')
    await arrive(account, '34600000001', { id: 'a', text: 'Hola' })
    await look()
    await h.services.db.asSystem((tx) => tx.query(`delete from installation where name like 'entries %'`))
    await new EntryWorker(h.services).look(h.workspaceId)
    expect((await report()).rows).toMatchObject([{ conversations: 1, entries: 1 }])
  })
  test('as CSV tells a spreadsheet nothing to calculate', async () => {
    const account = await connect('wechat')
    await arrive(account, 'o1', { id: 's1', act: 'scan', content: { kind: 'system', event: 'scan', data: { scene: '=HYPERLINK("https://evil.example")' } } } as never)
    await arrive(account, 'o2', { id: 's2', act: 'scan', content: { kind: 'system', event: 'scan', data: { scene: 'feria,"norte"' } } } as never)
    await look()
    const answer = await h.request('GET', '/api/v1/reports/sources.csv?from=2026-11-01T00:00:00.000Z&to=2026-12-01T00:00:00.000Z')
    expect(answer.headers['content-type']).toContain('text/csv')
    expect(answer.body).toContain(`qr,"'=HYPERLINK(""https://evil.example"")",,1,0,,1\r\n`)
    expect(answer.body).toContain('qr,"feria,""norte""",')
  })
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =1'])('%s stays text', (label) => {
    const csv = toCsv({ from: '', to: '', timeZone: 'UTC', days: [], rows: [{ kind: 'ad', source: '1', label, entryPointId: null, conversations: 1, answered: 0, firstAnswerS: null, entries: 1 }] })
    expect(csv.split('\r\n')[1]?.split(',')[2]).toBe(`'${label}`)
  })
  test('is for those who may see it, over a span that is one', async () => {
    const agent = await h.addPerson('agent')
    expect((await h.request('GET', '/api/v1/reports/sources?from=2026-11-01T00:00:00.000Z&to=2026-12-01T00:00:00.000Z', undefined, agent)).statusCode).toBe(403)
    expect((await h.request('GET', '/api/v1/reports/sources?from=2026-12-01T00:00:00.000Z&to=2026-11-01T00:00:00.000Z')).statusCode).toBe(400)
  })
})
