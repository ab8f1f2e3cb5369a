import type { AddressInfo } from 'node:net'
import type { ClientFrame, ConversationDetail, LiveEvent, Message, Page, ServerFrame } from '@recado/api'
import { newId } from '@recado/db'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'
import { hubOf } from './hub.js'

let desk: Desk
let n = 0
let port = 0
const open: Line[] = []

beforeAll(async () => {
  desk = await makeDesk()
  await desk.app.listen({ port: 0, host: '127.0.0.1' })
  port = (desk.app.server.address() as AddressInfo).port
})
afterAll(() => desk.close())
afterEach(() => { for (const line of open.splice(0)) line.socket.terminate() })

/** A client that notes every frame. */
class Line {
  readonly frames: ServerFrame[] = []
  closed: { code: number } | null = null
  readonly socket: WebSocket
  constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => this.frames.push(JSON.parse(String(data)) as ServerFrame))
    socket.on('close', (code) => { this.closed = { code } })
  }
  say(frame: ClientFrame): void { this.socket.send(JSON.stringify(frame)) }
  get events(): LiveEvent[] { return this.frames.flatMap((frame) => (frame.type === 'events' ? frame.events : [])) }
  of<T extends ServerFrame['type']>(type: T): Extract<ServerFrame, { type: T }>[] { return this.frames.filter((frame): frame is Extract<ServerFrame, { type: T }> => frame.type === type) }
  get passing() { return this.of('passing').flatMap((frame) => frame.events) }
}

async function connect(as: Person | null = desk.owner, path = '/api/v1/live', headers: Record<string, string> = {}): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { ...(as ? { cookie: as.cookie } : {}), ...headers } })
  const line = new Line(socket)
  open.push(line)
  await new Promise((resolve, reject) => { socket.once('open', resolve); socket.once('error', reject) })
  await expect.poll(() => line.frames[0]?.type).toBe('hello')
  return line
}

async function thread(): Promise<string> {
  n++
  const phone = `346000${String(n).padStart(5, '0')}`
  await desk.receive(desk.wrote(`m${n}`, `Hola ${n}`, { phone }))
  return desk.conversationOf(phone)
}
const write = (phone: number, id: string, text: string) => desk.receive(desk.wrote(id, text, { phone: `346000${String(phone).padStart(5, '0')}` }))
const seqNow = async () => (await desk.request('GET', '/api/v1/conversations')).json<Page<unknown> & { seq: number }>().seq

describe('who may listen', () => {
  test.each([['nobody', {}], ['a made-up ticket', { path: '/api/v1/live?token=abc' }], ['another site', { origin: 'https://evil.example' }], ['a token that may not read', { scopes: ['notify'] }]] as [string, { path?: string; origin?: string; scopes?: string[] }][])('not %s', async (_who, { path, origin, scopes }) => {
    const token = scopes && await desk.addToken(scopes)
    await expect(connect(origin ? desk.owner : null, path, { ...(origin ? { origin } : {}), ...(token ? { authorization: `Bearer ${token}` } : {}) })).rejects.toThrow(/40[13]/)
  })

  test('a ticket opens one socket, once', async () => {
    const { ticket } = (await desk.request('POST', '/api/v1/live-tickets', {}, desk.token)).json<{ ticket: string }>()
    const line = await connect(null, `/api/v1/live?token=${ticket}`)
    expect(line.of('hello')[0]).toMatchObject({ epoch: expect.any(String), at: expect.any(Number), now: expect.any(String) })
    await expect(connect(null, `/api/v1/live?token=${ticket}`)).rejects.toThrow(/401/)
  })

  test('a session that ends closes its socket at once, a revoked token too', async () => {
    const agent = await desk.addPerson('agent')
    const [hers, mine] = [await connect(agent), await connect()]
    expect((await desk.request('DELETE', '/api/v1/session', undefined, agent)).statusCode).toBeLessThan(500)
    await desk.services.db.asSystem((tx) => tx.query('delete from session where user_id = $1', [agent.userId]))
    desk.app.auth.changed()
    await expect.poll(() => hers.closed).toEqual({ code: 1008 })
    const token = await desk.addToken(['all'])
    const { ticket } = (await desk.request('POST', '/api/v1/live-tickets', {}, token)).json<{ ticket: string }>()
    const program = await connect(null, `/api/v1/live?token=${ticket}`)
    await desk.services.db.asSystem((tx) => tx.query('update api_token set revoked_at = now() where workspace_id = $1 and token_id = (select max(token_id::text)::uuid from api_token where workspace_id = $1)', [desk.workspaceId]))
    await hubOf(desk.services).check()
    await expect.poll(() => program.closed).toEqual({ code: 1008 })
    expect(mine.closed).toBeNull()
  })

  test('a member who is shut out is gone too', async () => {
    const agent = await desk.addPerson('agent')
    const line = await connect(agent)
    await desk.services.db.asSystem((tx) => tx.query('update member set disabled_at = now() where user_id = $1', [agent.userId]))
    await hubOf(desk.services).check()
    await expect.poll(() => line.closed).toEqual({ code: 1008 })
  })
})

describe('what is told', () => {
  test('rows to everybody, messages to those who watch the thread', async () => {
    const [one, other] = [await thread(), await thread()]
    const line = await connect()
    line.say({ type: 'watch', list: { query: {} }, conversations: [one], after: line.of('hello')[0]!.at })
    await write(n - 1, 'w1', 'Para quien mira')
    await write(n, 'w2', 'Para nadie')
    await expect.poll(() => line.events.filter((event) => event.type === 'conversation.changed').map((event) => event.conversation.id)).toEqual(expect.arrayContaining([one, other]))
    expect(line.events.filter((event) => event.type === 'message.added').map((event) => event.message.conversationId)).toEqual([one])
  })

  test('nothing of another workspace', async () => {
    const { owner } = await desk.addWorkspace('Otra')
    const stranger = await connect(owner)
    const id = await thread()
    stranger.say({ type: 'watch', conversations: [id], after: 0 })
    const line = await connect()
    await write(n, `x${n}`, 'Secreto')
    line.say({ type: 'watch', conversations: [id], after: 0 })
    await expect.poll(() => line.events.length).toBeGreaterThan(0)
    expect(stranger.events).toEqual([])
  })

  test('positions never leave a gap, and a late watcher gets what it missed', async () => {
    const id = await thread()
    const from = await seqNow()
    await write(n, `a${n}`, 'Uno')
    const line = await connect()
    await write(n, `b${n}`, 'Dos')
    line.say({ type: 'watch', conversations: [id], after: from })
    await expect.poll(() => new Set(line.events.flatMap((event) => (event.type === 'message.added' && event.message.content.kind === 'text' ? [event.message.content.text] : [])))).toEqual(new Set(['Uno', 'Dos']))
    const frames = line.of('events')
    expect(Math.min(...frames.map((frame) => frame.from))).toBe(from)
    for (const frame of frames) expect(frame.to).toBeGreaterThan(frame.from)
  })

  test('whoever comes while the others are told of something is told of it too, though nothing follows', async () => {
    const id = await thread()
    const early = await connect()
    const { db } = desk.services
    const real = db.snapshot.bind(db)
    let met = false
    db.snapshot = async (workspaceId, work) => {
      const found = await real(workspaceId, work)
      if (met || typeof found !== 'object' || found === null || !('epoch' in found)) return found
      met = true
      await write(n, `between${n}`, 'Entre dos')
      await expect.poll(() => early.events.some((event) => event.type === 'conversation.changed' && event.conversation.id === id)).toBe(true)
      return found
    }
    const late = await connect().finally(() => { db.snapshot = real })
    await expect.poll(() => late.events.some((event) => event.type === 'conversation.changed' && event.conversation.id === id)).toBe(true)
  })

  test('a log that no longer reaches back says: read anew', async () => {
    await thread()
    const line = await connect()
    await desk.services.db.inWorkspace(desk.workspaceId, (tx) => tx.query('delete from event where workspace_id = $1', [desk.workspaceId]))
    line.say({ type: 'watch', after: 0 })
    await expect.poll(() => line.of('resync')).toEqual([{ type: 'resync', scope: 'all', at: expect.any(Number) }])
  })

  test('a thread that another was joined into is told with its messages', async () => {
    const [keep, lose] = [await thread(), await thread()]
    const line = await connect()
    line.say({ type: 'watch', conversations: [keep, lose], after: line.of('hello')[0]!.at })
    const keys = [n - 1, n].map((i) => ({ kind: 'phone', value: `346000${String(i).padStart(5, '0')}` }))
    await desk.receive({ ...desk.wrote(`j${n}`, 'Soy la misma'), from: { keys } })
    await expect.poll(() => line.events.some((event) => event.type === 'conversation.removed' && [keep, lose].includes(event.conversationId))).toBe(true)
    const kept = line.events.find((event) => event.type === 'conversation.changed')!.conversation.id
    const texts = line.events.flatMap((event) => (event.type === 'message.added' && event.message.conversationId === kept && event.message.content.kind === 'text' ? [event.message.content.text] : []))
    expect(new Set(texts)).toEqual(new Set([`Hola ${n - 1}`, `Hola ${n}`, 'Soy la misma']))
  })

  test('a flood of rows is one word: read the list again', async () => {
    const line = await connect()
    await desk.receive(...Array.from({ length: 130 }, (_, i) => desk.wrote(`f${i}`, 'Oferta', { phone: `34622${String(i).padStart(6, '0')}` })))
    await expect.poll(() => line.of('resync'), { timeout: 5_000 }).toEqual([{ type: 'resync', scope: 'list' }])
    expect(line.events.filter((event) => event.type === 'conversation.changed').length).toBeLessThan(130)
  })

  test('drafts reach their own person only; her other windows follow', async () => {
    const id = await thread()
    const agent = await desk.addPerson('agent')
    const [mine, hers] = [await connect(), await connect(agent)]
    await desk.request('PUT', `/api/v1/conversations/${id}/draft`, { mode: 'reply', text: 'A medias', attachments: [] })
    await expect.poll(() => mine.events.find((event) => event.type === 'draft.changed')).toMatchObject({ conversationId: id, draft: { text: 'A medias' } })
    await desk.request('DELETE', `/api/v1/conversations/${id}/draft?mode=reply`)
    await expect.poll(() => mine.events.findLast((event) => event.type === 'draft.changed')).toMatchObject({ draft: null })
    expect(hers.events.filter((event) => event.type === 'draft.changed')).toEqual([])
  })

  test('a new name is told with the rows that show it, a join with both', async () => {
    const [one, other] = [await thread(), await thread()]
    const line = await connect()
    const [a, b] = await Promise.all([one, other].map(async (id) => (await desk.request('GET', `/api/v1/conversations/${id}`)).json<ConversationDetail>().contact.id))
    await desk.request('PATCH', `/api/v1/contacts/${a}`, { name: 'Lucía' })
    await expect.poll(() => line.events.find((event) => event.type === 'conversation.changed' && event.conversation.id === one)).toMatchObject({ conversation: { contact: { name: 'Lucía' } } })
    await desk.request('POST', `/api/v1/contacts/${a}/merge`, { otherId: b })
    await expect.poll(() => line.events.find((event) => event.type === 'contact.merged')).toMatchObject({ contactId: a, otherId: b })
    await expect.poll(() => line.events.find((event) => event.type === 'conversation.changed' && event.conversation.id === other)).toMatchObject({ conversation: { contact: { id: a, name: 'Lucía' } } })
  })

  test('saved replies are told as they come and go', async () => {
    const line = await connect()
    const { id } = (await desk.request('POST', '/api/v1/saved-replies', { shortcut: `s${n}`, title: 'T', text: 'x' })).json<{ id: string }>()
    await expect.poll(() => line.events.map((event) => event.type)).toContain('saved_reply.changed')
    await desk.request('DELETE', `/api/v1/saved-replies/${id}`)
    await expect.poll(() => line.events.find((event) => event.type === 'saved_reply.removed')).toMatchObject({ savedReplyId: id })
  })

  test('counts come when something changed, and each person hears her own', async () => {
    const id = await thread()
    const agent = await desk.addPerson('agent')
    const [mine, hers] = [await connect(), await connect(agent)]
    await desk.request('POST', `/api/v1/conversations/${id}/assign`, { userId: agent.userId })
    await expect.poll(() => hers.of('counts').at(-1)?.counts.mine, { timeout: 4_000 }).toBe(1)
    await expect.poll(() => mine.of('counts').at(-1)?.counts).toMatchObject({ mine: 0 })
  })
})

describe('what passes', () => {
  test('who looks and who types is seen by colleagues at the same thread, never by oneself', async () => {
    const id = await thread()
    const agent = await desk.addPerson('agent')
    const [mine, hers] = [await connect(), await connect(agent)]
    mine.say({ type: 'watch', conversations: [id] })
    hers.say({ type: 'watch', conversations: [id] })
    await expect.poll(() => hers.passing).toContainEqual({ type: 'agent.viewing', conversationId: id, userId: desk.owner.userId, name: expect.any(String), forMs: expect.any(Number) })
    await expect.poll(() => mine.passing).toContainEqual({ type: 'agent.viewing', conversationId: id, userId: agent.userId, name: expect.any(String), forMs: 30_000 })
    await desk.request('POST', `/api/v1/conversations/${id}/typing`, { state: 'on', mode: 'note' }, agent)
    await expect.poll(() => mine.passing).toContainEqual({ type: 'agent.typing', conversationId: id, userId: agent.userId, name: expect.any(String), mode: 'note', forMs: 10_000 })
    hers.socket.close()
    await expect.poll(() => mine.passing.slice(-2)).toMatchObject([{ type: 'agent.viewing', userId: agent.userId, forMs: 0 }, { type: 'agent.typing', userId: agent.userId, forMs: 0 }])
    expect(hers.passing.some((event) => 'userId' in event && event.userId === agent.userId)).toBe(false)
  })

  test('what is no word of ours is passed over; a client that shouts is let go', async () => {
    const line = await connect()
    for (const word of ['', 'null', '[]', '{"type":"watch","conversations":"x","after":"y"}', `{"type":"watch","conversations":[1,"${newId()}"],"after":1e300}`]) line.socket.send(word)
    await thread()
    await expect.poll(() => line.events.length).toBeGreaterThan(0)
    for (let i = 0; i < 200; i++) line.say({ type: 'watch' })
    await expect.poll(() => line.closed).toEqual({ code: 1008 })
  })
})

test('events of a message name it whole', async () => {
  const id = await thread()
  const line = await connect()
  line.say({ type: 'watch', conversations: [id], after: line.of('hello')[0]!.at })
  const sent = (await desk.request('POST', `/api/v1/conversations/${id}/messages`, { clientId: newId(), content: { kind: 'text', text: 'Hola' } })).json<Message>()
  await expect.poll(() => line.events.find((event) => event.type === 'message.added')).toEqual({ type: 'message.added', seq: expect.any(Number), message: sent })
})

test('a server that stops lets its sockets go with 1001, and does not wait for them', async () => {
  const other = await makeDesk()
  await other.app.listen({ port: 0, host: '127.0.0.1' })
  const socket = new WebSocket(`ws://127.0.0.1:${(other.app.server.address() as AddressInfo).port}/api/v1/live`, { headers: { cookie: other.owner.cookie } })
  const line = new Line(socket)
  await expect.poll(() => line.frames[0]?.type).toBe('hello')
  await other.close()
  await expect.poll(() => line.closed).toEqual({ code: 1001 })
})
