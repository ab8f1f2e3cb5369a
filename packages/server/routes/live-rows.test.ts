import type { LiveEvent } from '@recado/api'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readStretch } from '../live/reader.js'
import { makeHarness, type Harness } from '../testing/harness.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'

let h: Harness
beforeAll(async () => { h = await makeHarness({ channels: [madeUpLoaded] }) })
afterAll(() => h.close())

/** What open sockets are told by `work`. */
async function told(work: () => Promise<unknown>): Promise<LiveEvent[]> {
  const head = async () => h.services.db.inWorkspace(h.workspaceId, async (tx) => (await tx.query<{ seq: number }>('select seq from event_head'))[0]!.seq) // every workspace has one
  const from = await head()
  await work()
  return (await readStretch(h.services, h.workspaceId, from))?.events ?? []
}

test('an account: made, renamed, taken off - always as it is read', async () => {
  let account = { id: '' }
  const made = await told(async () => { account = (await h.request('POST', '/api/v1/channel-accounts', { channel: 'made-up', name: 'Shop', settings: { accountId: 'acc', secret: 'a shared secret' } })).json() })
  expect(made.at(-1)).toMatchObject({ type: 'channel_account.changed', account: (await h.request('GET', `/api/v1/channel-accounts/${account.id}`)).json() })
  expect(JSON.stringify(made)).not.toContain('a shared secret')
  expect(await told(() => h.request('PATCH', `/api/v1/channel-accounts/${account.id}`, { name: 'Shop 2' }))).toMatchObject([{ type: 'channel_account.changed', account: { id: account.id, name: 'Shop 2' } }])
  expect(await told(() => h.request('DELETE', `/api/v1/channel-accounts/${account.id}`))).toMatchObject([{ type: 'channel_account.removed', channelAccountId: account.id }])
})

test('members, the workspace and what somebody should look at', async () => {
  const agent = await h.addPerson('agent')
  const [changed] = await told(() => h.request('PATCH', `/api/v1/members/${agent.userId}`, { role: 'admin', name: 'Renamed' }))
  expect(changed).toMatchObject({ type: 'member.changed', member: { id: agent.userId, role: 'admin', name: 'Renamed' } })
  const removed = await told(() => h.request('DELETE', `/api/v1/members/${agent.userId}`))
  expect(removed[0]).toMatchObject({ type: 'member.removed', memberId: agent.userId })
  // The lists she stood in are read again.
  expect(removed.slice(1).map((event) => (event.type === 'people.changed' ? event.what : event.type))).toEqual(['teams', 'inboxes', 'roles'])
  expect(await told(() => h.request('PATCH', '/api/v1/workspace', { name: 'Teteras' }))).toMatchObject([{ type: 'workspace.changed', workspace: { id: h.workspaceId, name: 'Teteras' } }])
  await h.services.health(h.workspaceId, { kind: 'unknown_account', subject: '9', severity: 'warning' })
  const [item] = (await h.request('GET', '/api/v1/health-items')).json().items
  expect(await told(() => h.request('POST', `/api/v1/health-items/${item.id}/resolve`))).toMatchObject([{ type: 'health.cleared', itemId: item.id }])
})

test('an event from quarantine is stored once more, and once', async () => {
  const account = (await h.request('POST', '/api/v1/channel-accounts', { channel: 'made-up', name: 'Shop', settings: { accountId: 'acc-q', secret: 'a shared secret' } })).json()
  const event = { type: 'message', key: 'q1', account: 'acc-q', at: h.wall.now, from: { keys: [{ kind: 'phone', value: '34600000005' }] }, externalId: 'q-1', content: { kind: 'text', text: 'from quarantine' }, acts: ['message'] }
  const id = newId()
  await h.services.db.inWorkspace(h.workspaceId, (tx) => tx.query(`insert into raw_request (workspace_id, raw_request_id, account_id, reason, state, received_at, event) values ($1, $2, $3, 'not_storable', 'quarantine', $4, $5)`, [h.workspaceId, id, account.id, new Date(h.wall.now).toISOString(), JSON.stringify(event)]))
  await h.services.health(h.workspaceId, { kind: 'quarantine', subject: account.id, severity: 'critical', data: { accountId: account.id } })
  expect((await h.request('GET', `/api/v1/raw-requests/${id}`)).json()).toMatchObject({ state: 'quarantine', eventType: 'message', event: { externalId: 'q-1' }, body: null })
  const replayed = await told(() => h.request('POST', `/api/v1/raw-requests/${id}/replay`))
  expect(replayed.map((e) => e.type)).toEqual(expect.arrayContaining(['message.added', 'conversation.changed']))
  expect((await h.request('POST', `/api/v1/raw-requests/${id}/replay`)).json().code).toBe('invalid_request')
  expect((await h.request('GET', '/api/v1/health-items')).json().items).toEqual([])
  expect((await h.request('GET', '/api/v1/raw-requests?state=replayed')).json().items).toEqual([expect.objectContaining({ id, state: 'replayed' })])
})
