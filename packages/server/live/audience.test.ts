/** What every role hears over the live socket, of what is hers and of what is not: audience-table.txt says it line by line. */
import type { AddressInfo } from 'node:net'
import type { LiveEvent, Role, ServerFrame } from '@recado/api'
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { choiceOf, may, type Permission, permissions, reachOfRole, SCOPES } from '../auth/permissions.js'
import { everything, type Reach } from '../auth/reach.js'
import type { Principal } from '../services.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'
import { HEARD_WITH, heardBy } from './audience.js'

const [inbox, team, ours, theirs, me] = ['inbox-ours', 'team-ours', 'thread-ours', 'thread-theirs', 'me']
const ROLES: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'restricted_agent', 'marketer', 'privacy_officer', 'viewer']
const reachFor = (kind: Reach['kind']): Reach => (kind === 'all' ? everything : kind === 'inboxes' ? { kind, inboxIds: [inbox] } : { kind, teamIds: [team] })
const person = (role: Role, own: string[] | null = null): Principal => ({ kind: 'user', id: me, name: 'Eva', workspaceId: newId(), role, permissions: own, reach: reachFor(reachOfRole(role)), scopes: null, language: 'en' })
const listeners: [string, Principal][] = [
  ...ROLES.map((role): [string, Principal] => [role, person(role)]), ['custom-none', person('custom', [])],
  ['custom-all', person('custom', (Object.keys(permissions) as Permission[]).filter((name) => choiceOf(name) === 'choice'))],
  ...['', ...SCOPES, 'all'].map((scope): [string, Principal] => [`token:${scope || 'any'}`, { kind: 'token', id: 't', name: 'Shop', workspaceId: newId(), role: null, permissions: null, reach: everything, scopes: scope ? [scope] : [], language: 'en' }]),
]

/** A stretch in which this happened to our thread, person or colleague, or to somebody else's. */
function stretch(type: LiveEvent['type'], mine: boolean): LiveEvent[] {
  const id = mine ? ours : theirs
  const row = { seq: 1, type: 'conversation.changed', conversation: { id, inboxId: mine ? inbox : 'another', assignee: null, team: mine ? { id: team } : null, participantIds: [], contact: { id } } }
  const body = { message: { id: 'm', conversationId: id }, conversationId: id, messageId: 'm', contact: { id }, contactId: id, userId: mine ? me : 'another' }
  return [row, ...(type === 'conversation.changed' ? [] : [{ seq: 1, type, ...body }])] as unknown as LiveEvent[] // what decides, and nothing else of the rows
}

test('every kind of event reaches those whom the table says', async () => {
  const lines = (Object.keys(HEARD_WITH) as LiveEvent['type'][]).toSorted().map((type) => {
    const hears = (mine: boolean) => listeners.filter(([, principal]) => heardBy(principal, stretch(type, mine), new Set([ours, theirs])).events.some((event) => event.type === type && JSON.stringify(event).includes(mine ? ours : theirs))).map(([name]) => name)
    const [near, far] = [hears(true), hears(false)]
    for (const [name, principal] of listeners) if (near.includes(name) && !may(principal, HEARD_WITH[type])) throw new Error(`${name} hears ${type} without ${HEARD_WITH[type]}`)
    return [type, HEARD_WITH[type], near.join(' '), far.join() === near.join() ? 'the same' : far.join(' ')].join(' | ')
  })
  await expect(`event | permission | of what is hers | of what is another’s\n${lines.join('\n')}\n`).toMatchFileSnapshot('audience-table.txt')
})

test('a row beyond her reach says that it is not there and nothing else, and its messages nothing', () => {
  const { events, lost } = heardBy(person('agent'), stretch('message.added', false), new Set([theirs]))
  expect([events, lost]).toEqual([[{ seq: 1, type: 'conversation.removed', conversationId: theirs }], [theirs]])
})

let desk: Desk
let port = 0
beforeAll(async () => {
  desk = await makeDesk()
  await desk.app.listen({ port: 0, host: '127.0.0.1' })
  port = (desk.app.server.address() as AddressInfo).port
})
afterAll(() => desk.close())

async function listen(as: Person) {
  const frames: ServerFrame[] = []
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live`, { headers: { cookie: as.cookie } })
  socket.on('message', (data) => frames.push(JSON.parse(String(data)) as ServerFrame))
  await expect.poll(() => frames[0]?.type).toBe('hello')
  return { socket, frames, said: () => JSON.stringify(frames), events: () => frames.flatMap((frame) => (frame.type === 'events' ? frame.events : [])), watch: (id: string) => socket.send(JSON.stringify({ type: 'watch', conversations: [id] })) }
}

test('a thread beyond her reach cannot be watched; put into its team she hears it at once, taken out no longer', async () => {
  const restricted = await desk.addPerson('restricted_agent')
  await desk.receive(desk.wrote('first', 'Un secreto', { phone: '34600000077', name: 'Reservada' }))
  const id = await desk.conversationOf('34600000077')
  const teamId = (await desk.request('POST', '/api/v1/teams', { name: 'Ventas' })).json().id as string
  await desk.rows('update conversation set team_id = $2 where conversation_id = $1', [id, teamId])
  const [hers, mine] = [await listen(restricted), await listen(desk.owner)]
  mine.watch(id)
  hers.watch(id)
  await desk.receive(desk.wrote('second', 'Otro secreto', { phone: '34600000077', name: 'Reservada' }))
  await expect.poll(() => hers.events()).toContainEqual({ seq: expect.any(Number), type: 'conversation.removed', conversationId: id })
  await desk.request('POST', `/api/v1/conversations/${id}/typing`, { state: 'on', mode: 'note' })
  await expect.poll(() => mine.said()).toContain('Otro secreto')
  expect(hers.said()).not.toMatch(/secreto|Reservada|agent\.(viewing|typing)/)
  expect(mine.said()).not.toContain(restricted.userId) // nobody is told that she looks at it: she does not

  await desk.request('PATCH', `/api/v1/teams/${teamId}`, { memberIds: [restricted.userId] })
  await expect.poll(() => hers.frames.some((frame) => frame.type === 'resync' && frame.scope === 'all')).toBe(true)
  hers.watch(id)
  await desk.receive(desk.wrote('third', 'Ya no es un secreto', { phone: '34600000077', name: 'Reservada' }))
  await expect.poll(() => hers.events().filter((event) => event.type === 'conversation.changed').length).toBeGreaterThan(0)
  expect(hers.said()).toContain('Ya no es un secreto')

  const before = hers.frames.filter((frame) => frame.type === 'resync').length
  await desk.request('PATCH', `/api/v1/members/${restricted.userId}`, { teamIds: [] })
  await expect.poll(() => hers.frames.filter((frame) => frame.type === 'resync').length).toBeGreaterThan(before)
  await desk.receive(desk.wrote('fourth', 'De nuevo cerrado', { phone: '34600000077', name: 'Reservada' }))
  await expect.poll(() => mine.said()).toContain('De nuevo cerrado')
  await expect.poll(() => hers.events().at(-1)).toMatchObject({ type: 'conversation.removed', conversationId: id })
  expect(hers.said()).not.toContain('De nuevo cerrado')
  for (const { socket } of [hers, mine]) socket.terminate()
})
