/** The live law on the real database: what was read before, with the events since, is what is read now. */
import { applyAll, type ConversationDetail, conversationSnapshot, type ListQuery, listRange, type LiveEvent, type Message, messageRange, type Page, type Snapshot, type SnapshotPage, type Viewer } from '@recado/api'
import type { InboundEvent } from '@recado/channel-kit'
import { hours, minutes } from '@recado/core'
import { newId } from '@recado/db'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { readStretch } from './reader.js'

/** Three people of this story alone: some of them turn out to be one. */
let PEOPLE: string[] = []
let stories = 0
const LISTS: ListQuery[] = [{}, { status: 'open', sort: 'waiting' }, { view: 'mine' }, { view: 'unassigned', status: 'open' }, { view: 'waiting', sort: 'waiting' }, { view: 'failed' }, { sort: 'closing' }, { label: 'vip' }, { view: 'snoozed' }, { view: 'resolved' }, { sort: 'priority' }, { view: 'unassigned', status: 'open', sort: 'priority' }]

let desk: Desk
let n = 0
beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())

const read = async <T>(path: string): Promise<T> => (await desk.request('GET', `/api/v1${path}`)).json<T>()
const search = (query: ListQuery): string => new URLSearchParams({ ...(query as Record<string, string>), limit: '2' }).toString()

/** Everything an open desk holds: lists of two rows, every thread with its two newest messages, every conversation. */
async function snapshots(ids: readonly string[]): Promise<Map<string, Snapshot>> {
  const held = new Map<string, Snapshot>()
  for (const query of LISTS) held.set(`list ${search(query)}`, listRange(query, await read(`/conversations?${search(query)}`)))
  for (const id of ids) {
    held.set(`thread ${id}`, messageRange(id, await read<SnapshotPage<Message>>(`/conversations/${id}/messages?limit=2`)))
    held.set(`row ${id}`, conversationSnapshot(await read<ConversationDetail>(`/conversations/${id}`)))
  }
  return held
}

const conversations = async (): Promise<string[]> => (await desk.rows<{ conversation_id: string }>(
  'select distinct c.conversation_id from conversation c join identity_key k on k.identity_id = c.identity_id where k.value = any($1) order by c.conversation_id', [PEOPLE])).map((row) => row.conversation_id)

/** The part of a range that it promises: a list may hold fewer rows below its end after some have left, a fresh one is read further. */
function promised(snapshot: Snapshot, fresh: Snapshot): unknown {
  if (snapshot.kind === 'conversation' && fresh.kind === 'conversation') {
    const { verdicts: _verdicts, seq: _seq, caseId: _case, ...row } = snapshot.conversation
    return row
  }
  return snapshot.kind === 'conversation' ? null : snapshot.items
}

/** What a fresh reading says of the same part: everything down to where the old range ended. */
async function freshPart(key: string, before: Snapshot): Promise<Snapshot | null> {
  if (before.kind === 'conversation') {
    const answer = await desk.request('GET', `/api/v1/conversations/${before.conversation.id}`)
    return answer.statusCode === 404 ? null : conversationSnapshot(answer.json<ConversationDetail>())
  }
  const path = before.kind === 'list' ? `/conversations?${key.slice('list '.length).replace('limit=2', 'limit=200')}` : `/conversations/${before.conversationId}/messages?limit=200`
  const answer = await desk.request('GET', `/api/v1${path}`)
  if (answer.statusCode === 404) return null
  return before.kind === 'list' ? listRange(before.query, answer.json()) : messageRange(before.conversationId, answer.json<SnapshotPage<Message>>())
}

type Act = (ids: readonly string[]) => Promise<void>
const pick = (ids: readonly string[], i: number): string => ids[i % ids.length]!
const post = async (path: string, body: unknown = {}): Promise<void> => { await desk.request('POST', `/api/v1${path}`, body) }

/** The acts of customers, colleagues, platforms and time; each may or may not find what it acts on. */
const acts: Record<string, (who: number, arg: number) => Act> = {
  write: (who) => () => desk.receive(desk.wrote(`m${++n}`, `Texto ${n}`, { phone: PEOPLE[who]! })),
  writeTwice: (who) => () => desk.receive(desk.wrote(`m${++n}`, 'Uno', { phone: PEOPLE[who]! }), desk.wrote(`m${++n}`, 'Dos', { phone: PEOPLE[who]! }), desk.wrote(`m${n}`, 'Dos', { phone: PEOPLE[who]! })),
  late: (who) => () => desk.receive(desk.wrote(`m${++n}`, 'Viene tarde', { phone: PEOPLE[who]!, at: desk.wall.now - hours(1) })),
  react: (who, arg) => () => desk.receive(desk.wrote(`m${++n}`, '', { phone: PEOPLE[who]!, content: { kind: 'reaction', messageId: `m${arg}`, emoji: '👍' } })),
  unfollow: (who) => () => desk.receive({ type: 'act', key: `k${++n}`, account: 'acc-1', at: desk.wall.now, from: { keys: [{ kind: 'phone', value: PEOPLE[who]! }] }, act: 'unfollow', line: true, content: { kind: 'system', event: 'unfollow' } }),
  edit: (who, arg) => () => desk.receive({ type: 'edit', key: `k${++n}`, account: 'acc-1', at: desk.wall.now, by: 'contact', person: { keys: [{ kind: 'phone', value: PEOPLE[who]! }] }, target: `m${Math.max(1, n - arg)}`, content: { kind: 'text', text: 'Corregido' } } as InboundEvent),
  revoke: (who, arg) => () => desk.receive({ type: 'revoke', key: `k${++n}`, account: 'acc-1', at: desk.wall.now, by: 'contact', person: { keys: [{ kind: 'phone', value: PEOPLE[who]! }] }, target: `m${Math.max(1, n - arg)}` } as InboundEvent),
  reply: (who) => (ids) => post(`/conversations/${pick(ids, who)}/messages`, { clientId: newId(), content: { kind: 'text', text: 'Respuesta' } }),
  report: (who, arg) => async (ids) => {
    const [own] = await desk.rows<{ message_id: string }>(`select message_id from message where conversation_id = $1 and direction = 'out' order by at desc limit 1`, [pick(ids, who)])
    if (own) await desk.receive({ type: 'status', key: `k${++n}`, account: 'acc-1', at: desk.wall.now, status: (['sent', 'delivered', 'read', 'failed'] as const)[arg % 4]!, clientRef: own.message_id, ...(arg % 4 === 3 ? { error: { code: 'platform_refused', message: 'no' } } : {}) } as InboundEvent)
  },
  read: (who) => (ids) => post(`/conversations/${pick(ids, who)}/read`),
  unread: (who) => (ids) => post(`/conversations/${pick(ids, who)}/unread`),
  assign: (who, arg) => (ids) => post(`/conversations/${pick(ids, who)}/assign`, { userId: arg % 2 ? desk.owner.userId : null }),
  status: (who, arg) => (ids) => post(`/conversations/${pick(ids, who)}/status`, [{ status: 'resolved' }, { status: 'open' }, { status: 'pending' }, { status: 'snoozed', until: new Date(desk.wall.now + hours(5)).toISOString() }][arg % 4]!),
  labels: (who, arg) => (ids) => post(`/conversations/${pick(ids, who)}/labels`, arg % 2 ? { add: ['vip'] } : { remove: ['vip'] }),
  priority: (who, arg) => (ids) => post(`/conversations/${pick(ids, who)}/priority`, { priority: arg % 2 ? 'high' : 'none' }),
  note: (who) => (ids) => post(`/conversations/${pick(ids, who)}/notes`, { text: 'Nota' }),
  cancel: (who) => async (ids) => {
    const [own] = await desk.rows<{ message_id: string }>(`select message_id from message where conversation_id = $1 and status = 'queued' limit 1`, [pick(ids, who)])
    if (own) await post(`/messages/${own.message_id}/cancel`)
  },
  rename: (who, arg) => async (ids) => {
    const { contact } = await read<ConversationDetail>(`/conversations/${pick(ids, who)}`)
    await desk.request('PATCH', `/api/v1/contacts/${contact.id}`, { name: `Nombre ${arg}` })
  },
  join: (who, arg) => async () => {
    if (who !== arg % 3) await desk.receive({ type: 'identity', key: `k${++n}`, account: 'acc-1', at: desk.wall.now, previous: [{ kind: 'phone', value: PEOPLE[who]! }], next: [{ kind: 'phone', value: PEOPLE[arg % 3]! }], content: { kind: 'system', event: 'identity_joined' } } as InboundEvent)
  },
  merge: (who, arg) => async (ids) => {
    const [a, b] = [await read<ConversationDetail>(`/conversations/${pick(ids, who)}`), await read<ConversationDetail>(`/conversations/${pick(ids, arg)}`)]
    if (a.contact.id !== b.contact.id) await post(`/contacts/${a.contact.id}/merge`, { otherId: b.contact.id })
  },
}

const story = fc.array(fc.record({
  act: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('write', 'reply', 'report', 'writeTwice') }, { weight: 6, arbitrary: fc.constantFrom(...Object.keys(acts)) }), who: fc.integer({ min: 0, max: 2 }), arg: fc.integer({ min: 0, max: 7 }),
}), { minLength: 1, maxLength: 6 })

async function catchUp(from: number): Promise<{ events: LiveEvent[]; to: number }> {
  const events: LiveEvent[] = []
  for (let at = from; ;) {
    const stretch = await readStretch(desk.services, desk.workspaceId, at)
    if (!stretch) return { events, to: at }
    expect(stretch).toMatchObject({ from: at, lost: false, anew: [] })
    events.push(...stretch.events)
    at = stretch.to
  }
}

test('snapshot and events are the fresh snapshot, whatever happens in between', async () => {
  await fc.assert(fc.asyncProperty(story, async (steps) => {
    desk.wall.now += minutes(1)
    PEOPLE = [0, 1, 2].map((i) => `346${String(++stories).padStart(7, '0')}${i}`)
    for (const phone of PEOPLE) await desk.receive(desk.wrote(`m${++n}`, 'Hola', { phone }))
    const before = await snapshots(await conversations())
    const { seq } = await read<Page<unknown> & { seq: number }>('/conversations?limit=1')
    for (const { act, who, arg } of steps) {
      desk.wall.now += 1_000
      const ids = await conversations()
      if (ids.length > 0) await acts[act]!(who, arg)(ids)
    }
    const { events, to } = await catchUp(seq)
    const viewer: Viewer = { userId: desk.owner.userId, now: desk.wall.now }
    for (const [key, old] of before) {
      const fresh = await freshPart(key, old)
      if (!fresh) continue // joined with another thread: told as removed
      const after = applyAll(old, events, to, viewer)
      const expected = after.kind === 'conversation' || fresh.kind === 'conversation' ? fresh : ({ ...fresh, items: fresh.items.slice(0, after.items.length) } as Snapshot) // the same kind, cut to the part that is loaded
      expect([key, promised(after, fresh)]).toEqual([key, promised(expected, fresh)])
      // A range to the end holds all there is; one with more below it holds no fewer than lie above its end.
      if (after.kind !== 'conversation' && fresh.kind !== 'conversation' && after.end === null) expect([key, after.items.length]).toEqual([key, fresh.items.length])
    }
  }), { numRuns: Number(process.env.RECADO_RUNS ?? 40) })
}, 300_000)
