/**
 * Who gets where: every route that is served, asked by everybody. What comes out stands in access-table.txt, which a person reads when it
 * changes; a route that is not in it fails, and so does one that answers otherwise than permissions.ts says.
 */
import { newId } from '@recado/db'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoRoutes } from '../routes/demo.js'
import { deskRoutes } from '../routes/desk.js'
import { makeSimulatorHost } from '../simulator/host.js'
import { simulatorControlRoutes } from '../simulator/routes.js'
import { makeHarness, type Harness, type Person } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'
import type { ServedRoute } from '../http/app.js'
import { isPermission, may } from './permissions.js'

let h: Harness
let stranger: Person
/** Rows of the company's workspace, by the word in the address that they stand for. */
const ids: Record<string, string> = {}
const unknown = '018f0000-0000-7000-8000-000000000000'

beforeAll(async () => {
  h = await makeHarness({
    channels: [madeUpLoaded], config: { simulator: true },
    routes: [...deskRoutes, async (app, deps) => {
      const host = makeSimulatorHost(deps.services)
      await demoRoutes(host)(app, deps)
      await simulatorControlRoutes(host, [])(app, deps)
    }],
  })
  stranger = (await h.addWorkspace('Another company')).owner
  const account = (await h.request('POST', '/api/v1/channel-accounts', { channel: 'made-up', name: 'Shop', settings: { accountId: 'acc', secret: 'a shared secret' } })).json()
  const said = [{ type: 'message', key: 'k1', account: 'acc', at: h.wall.now, from: { keys: [{ kind: 'phone', value: '34600000001' }], profile: { name: 'Clara' } }, externalId: 'm1', content: { kind: 'text', text: 'Hola' }, acts: ['message'] }]
  await h.app.inject({ method: 'POST', url: new URL(account.webhookUrl).pathname, headers: { 'x-secret': 'a shared secret' }, payload: JSON.stringify(said) })
  await h.services.health(h.workspaceId, { kind: 'quarantine', subject: account.id, severity: 'critical', data: { accountId: account.id } })
  await h.services.db.inWorkspace(h.workspaceId, async (tx) => {
    const one = async (sql: string): Promise<string> => (await tx.query<{ id: string }>(sql))[0]!.id // seeded above
    ids['channel-accounts'] = account.id
    ids.conversations = await one('select conversation_id as id from conversation')
    ids.messages = await one('select message_id as id from message')
    ids.contacts = await one('select contact_id as id from contact')
    ids['health-items'] = await one('select health_item_id as id from health_item')
    ids['raw-requests'] = newId()
    await tx.query(`insert into raw_request (workspace_id, raw_request_id, account_id, reason, state, received_at, event) values ($1, $2, $3, 'not_storable', 'quarantine', now(), '{"type":"message"}')`, [h.workspaceId, ids['raw-requests'], account.id])
    ids['saved-replies'] = newId()
    await tx.query(`insert into saved_reply (workspace_id, saved_reply_id, shortcut, title, text, created_at, updated_at) values ($1, $2, 'hi', 'Hi', 'Hi', now(), now())`, [h.workspaceId, ids['saved-replies']])
    ids.media = newId()
    await tx.query(`insert into media (workspace_id, media_id, state, mime, created_at) values ($1, $2, 'ready', 'image/png', now())`, [h.workspaceId, ids.media])
  })
  ids.members = (await h.addPerson('agent')).userId
  ids.tokens = (await h.request('GET', '/api/v1/tokens')).json().items[0].id
  ids['webhook-endpoints'] = (await h.request('POST', '/api/v1/webhook-endpoints', { url: 'https://shop.example/hooks', events: ['*'] })).json().id
  ids.channels = 'made-up'
  ids.customers = unknown
})
afterAll(() => h.close())

/** Bodies with which a route gets as far as looking for the row: ids in them are the company's, so a stranger names nothing of her own. */
const bodies = (): Record<string, unknown> => ({
  'PATCH /api/v1/members/:id': { active: true },
  'PATCH /api/v1/channel-accounts/:id': { name: 'Taken over' },
  'PUT /api/v1/channel-accounts/:id/hours': { timeZone: 'UTC', week: [[], [], [], [], [], [], []], dates: [] },
  'POST /api/v1/channel-accounts/:id/automatic-replies': { name: 'Taken over', trigger: { kind: 'away' }, variants: [] },
  'PUT /api/v1/channel-accounts/:id/automatic-replies/order': { ids: [] },
  'PUT /api/v1/channel-accounts/:id/automatic-replies/settings': { quietMinutes: 1 },
  'PUT /api/v1/channel-accounts/:id/profile': { values: {} },
  'PUT /api/v1/channel-accounts/:id/openers': { openers: { sets: [{ audience: null }] } },
  'POST /api/v1/channel-accounts/:id/entry-points': { kind: 'link', name: 'Taken over' },
  'POST /api/v1/conversations/:id/assign': { userId: null },
  'POST /api/v1/conversations/:id/status': { status: 'resolved' },
  'POST /api/v1/conversations/:id/labels': { add: ['taken'] },
  'POST /api/v1/conversations/:id/priority': { priority: 'high' },
  'POST /api/v1/conversations/:id/typing': { state: 'on', mode: 'reply' },
  'POST /api/v1/conversations/:id/messages': { clientId: 'from-outside', content: { kind: 'text', text: 'x' } },
  'POST /api/v1/conversations/:id/notes': { text: 'x' },
  'POST /api/v1/conversations/:id/verdict': { contentKind: 'text' },
  'PUT /api/v1/conversations/:id/draft': { mode: 'reply', text: 'x', attachments: [] },
  'POST /api/v1/messages/:id/resolve-unknown': { sent: true },
  'PATCH /api/v1/contacts/:id': { name: 'Taken over' },
  'POST /api/v1/contacts/:id/merge': { otherId: newId() },
  'POST /api/v1/contacts/:id/split': { identityId: unknown },
  'POST /api/v1/channel-accounts/:id/template-library': { entry: '1', lines: ['1', '2'], purpose: 'x' },
  'PATCH /api/v1/webhook-endpoints/:id': { description: 'Taken over' },
  'POST /api/v1/webhook-endpoints/:id/resend-failed': { since: '2026-01-01T00:00:00Z' },
  'PATCH /api/v1/saved-replies/:id': { title: 'Taken over', shortcut: 'x', text: 'x' },
  'POST /simulator/control/customers/:customerId/act': { action: 'write' },
})

type Asking = Person | string | null

/** Asks with ids that exist in the company's workspace, or with ids of nothing. */
async function ask(route: ServedRoute, as: Asking, real: boolean, headers: Record<string, string> = {}) {
  const kind = route.url.split('/')[3] ?? ''
  const url = route.url.replaceAll(/:(\w+)/g, () => (real ? (ids[kind] ?? unknown) : kind === 'channels' ? 'made-up' : unknown))
  const body = ['POST', 'PUT', 'PATCH'].includes(route.method) ? (bodies()[`${route.method} ${route.url}`] ?? {}) : undefined
  return h.request(route.method as NonNullable<InjectOptions['method']>, url, body, as, headers)
}

const word = (status: number): string => (status === 401 ? 'sign in' : status === 403 ? 'no' : status >= 500 ? `fault ${status}` : 'yes')

/** Addresses where the answer depends on more than who asks: they are tried by their own tests. */
const OWN_TESTS = new Set(['/api/v1/live'])

test('every route answers everybody as the table says', { timeout: 120_000 }, async () => {
  const bare = await h.addToken([])
  const lines: string[] = []
  const wrong: string[] = []
  for (const route of h.app.served) {
    const name = `${route.method} ${route.url}`
    if (OWN_TESTS.has(route.url)) { lines.push([name, route.permission, '', '', '', '', '', ''].join(' | ')); continue }
    // Fresh people each time: some routes end the session they are called with.
    const people = { owner: await h.addPerson('owner'), admin: await h.addPerson('admin'), agent: await h.addPerson('agent') }
    const outcomes = [(await ask(route, people.owner, false)).statusCode, (await ask(route, people.admin, false)).statusCode, (await ask(route, people.agent, false)).statusCode, (await ask(route, bare, false)).statusCode, (await ask(route, null, false)).statusCode].map(word)
    const hasRow = route.url.includes('/:')
    const outside = hasRow && isPermission(route.permission) && !route.url.startsWith('/simulator/') ? String((await ask(route, (await h.addWorkspace('Elsewhere')).owner, true)).statusCode) : ''
    lines.push([name, route.permission, ...outcomes, outside].join(' | '))
    if (outside && outside !== '404') wrong.push(`${name} answers ${outside} to another company, not 404`)
    if (!isPermission(route.permission)) continue
    const { permission } = route
    const expected = [...(['owner', 'admin', 'agent'] as const).map((role) => may({ kind: 'user', role, scopes: null }, permission)), may({ kind: 'token', role: null, scopes: [] }, permission)].map((allowed) => (allowed ? 'yes' : 'no'))
    if ([...expected, 'sign in'].join() !== outcomes.join()) wrong.push(`${name} (${permission}) answers ${outcomes.join()}, not ${expected.join()},sign in`)
  }
  expect(wrong).toEqual([])
  await expect(`route | permission | owner | admin | agent | token without scope | nobody | another company, by our id\n${lines.sort().join('\n')}\n`).toMatchFileSnapshot('access-table.txt')
})

test('nothing of the company has changed by a stranger’s requests', async () => {
  expect((await h.request('GET', `/api/v1/channel-accounts/${ids['channel-accounts']}`)).json().name).toBe('Shop')
  expect((await h.request('GET', `/api/v1/contacts/${ids.contacts}`)).json().name).toBe('Clara')
  expect((await h.request('GET', `/api/v1/conversations/${ids.conversations}`)).json()).toMatchObject({ labels: [], priority: 'none', status: 'open' })
})

test('the header opens no workspace to those who are not in it', async () => {
  for (const route of h.app.served.filter((r) => isPermission(r.permission))) {
    expect([`${route.method} ${route.url}`, (await ask(route, stranger, true, { 'recado-workspace': h.workspaceId })).statusCode]).toEqual([`${route.method} ${route.url}`, 404])
  }
})

test('lists asked for by somebody else’s ids are empty', async () => {
  const queries = ['/api/v1/templates?account=@channel-accounts', '/api/v1/conversations?account=@channel-accounts', '/api/v1/conversations?q=Hola', '/api/v1/contacts?q=Clara', '/api/v1/raw-requests?account=@channel-accounts', '/api/v1/audit?subject=@channel-accounts', '/api/v1/health-items', '/api/v1/channel-accounts', '/api/v1/saved-replies']
  for (const query of queries) {
    const url = query.replace(/@([\w-]+)/, (_, kind: string) => ids[kind]!) // seeded above
    expect([query, (await h.request('GET', url, undefined, stranger)).json().items]).toEqual([query, []])
  }
})

test('each scope of a token opens what the table gives it', async () => {
  const token = await h.addToken(['notify'])
  const status = async (method: 'GET' | 'POST', url: string, as: string) => (await h.request(method, url, method === 'POST' ? {} : undefined, as)).statusCode
  expect([await status('POST', '/api/v1/messages', token), await status('GET', '/api/v1/conversations', token), await status('GET', '/api/v1/channels', token)]).toEqual([400, 403, 200])
  const refused = await h.request('GET', '/api/v1/conversations', undefined, token)
  expect(refused.json()).toMatchObject({ code: 'scope_missing', scope: 'read' })
  expect((await h.request('GET', '/api/v1/conversations', undefined, h.token)).statusCode).toBe(200)
  expect((await h.request('GET', '/api/v1/session', undefined, h.token)).statusCode).toBe(403)
})

test('denied access is written down, once a minute for the same wish', async () => {
  const agent = await h.addPerson('agent')
  for (let i = 0; i < 5; i++) await h.request('GET', '/api/v1/audit', undefined, agent)
  await expect.poll(async () => (await h.request('GET', '/api/v1/audit?action=access.denied')).json().items.filter((entry: { actor: { id: string } }) => entry.actor.id === agent.userId)).toEqual([expect.objectContaining({ subject: 'audit.read', actor: { kind: 'user', id: agent.userId } })])
})

test('no address changes anything by GET', async () => {
  const state = () => h.services.db.inWorkspace(h.workspaceId, async (tx) => (await tx.query<{ seq: number }>('select seq from event_head'))[0]!.seq)
  const before = await state()
  for (const route of h.app.served.filter((r) => r.method === 'GET' && !OWN_TESTS.has(r.url))) await ask(route, h.owner, true)
  expect(await state()).toBe(before)
})
