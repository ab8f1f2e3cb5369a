import { defaultSettings, minutes, type NoticeSettings, seconds } from '@recado/core'
import { newId } from '@recado/db'
import type { Notice, NoticePage } from '@recado/api'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { heardBy } from '../live/audience.js'
import { hubOf } from '../live/hub.js'
import { readStretch } from '../live/reader.js'
import { append } from '../ingest/others.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'
import { emptyDesk } from './testing/empty-desk.js'
import { NoticeWorker } from './worker.js'

let desk: Desk
let worker: NoticeWorker
let marta: Person
let rosa: Person

beforeAll(async () => {
  desk = await makeDesk()
  worker = new NoticeWorker(desk.services)
})
afterAll(() => desk.close())
beforeEach(async () => {
  await emptyDesk(desk)
  marta = await desk.addPerson('agent')
  rosa = await desk.addPerson('agent')
  await look()
})

const look = (): Promise<void> => worker.catchUp(desk.workspaceId)
const page = async (who: Person, query = ''): Promise<NoticePage> => (await desk.request('GET', `/api/v1/notices${query}`, undefined, who)).json()
const bell = async (who: Person): Promise<Notice[]> => (await page(who)).items
const unread = async (who: Person): Promise<Notice[]> => (await page(who, '?unread=true')).items
const say = (...events: Parameters<typeof append>[1][number][]): Promise<void> => desk.services.db.inWorkspace(desk.workspaceId, (tx) => append(tx, events))
const choose = async (who: Person, change: Partial<NoticeSettings>): Promise<void> => { expect((await desk.request('PUT', '/api/v1/notices/settings', change, who)).statusCode).toBe(200) }
const give = (conversationId: string, userId: string | null): Promise<unknown> => desk.rows('update conversation set assignee_id = $2 where conversation_id = $1', [conversationId, userId])
const ana = async (): Promise<string> => { await desk.receive(desk.wrote(newId(), 'Hola')); return desk.conversationOf() }

describe('who is told', () => {
  test('everybody of the inbox while nobody has it, the one who has it afterwards', async () => {
    const id = await ana()
    await look()
    expect((await bell(marta)).map(({ kind, conversationId, count, account, preview, ways }) => ({ kind, conversationId, count, account, preview, ways }))).toEqual([{ kind: 'unassigned', conversationId: id, count: 1, account: 'Made-up acc-1', preview: 'Hola', ways: ['app', 'sound'] }])
    expect(await bell(rosa)).toHaveLength(1)
    await give(id, marta.userId)
    await desk.receive(desk.wrote('two', 'Are you there?'))
    await look()
    expect((await bell(marta)).map(({ kind, count }) => ({ kind, count }))).toEqual([{ kind: 'message', count: 2 }])
    expect((await bell(rosa)).map(({ kind, count }) => ({ kind, count }))).toEqual([{ kind: 'unassigned', count: 1 }])
  })

  test('who follows it, but nobody who cannot see it', async () => {
    const restricted = await desk.addPerson('restricted_agent')
    const id = await ana()
    await desk.rows(`update conversation set assignee_id = $2, participant_ids = array[$3::uuid] where conversation_id = $1`, [id, marta.userId, restricted.userId])
    await look()
    expect((await bell(restricted)).map((one) => one.kind)).toEqual(['participating'])
    expect(await bell(rosa)).toEqual([])
    // No longer hers to see: out of her list as well.
    await desk.rows(`update conversation set participant_ids = '{}' where conversation_id = $1`, [id])
    expect(await bell(restricted)).toEqual([])
  })

  test('a mention, but never by oneself; of one conversation the most pressing names the notice', async () => {
    const id = await ana()
    await say({ type: 'mention.made', conversationId: id, data: { userIds: [marta.userId, rosa.userId], messageId: newId(), byUserId: rosa.userId } })
    await look()
    expect((await bell(marta)).map(({ kind, count, by }) => ({ kind, count, by: by?.id }))).toEqual([{ kind: 'mention', count: 2, by: rosa.userId }])
    expect((await bell(rosa)).map((one) => one.kind)).toEqual(['unassigned'])
  })

  test('nudges and escalations by name', async () => {
    const id = await ana()
    await give(id, marta.userId)
    await look()
    await desk.request('POST', '/api/v1/notices/seen', { all: true }, marta)
    await say({ type: 'nudge.due', conversationId: id, data: { userIds: [marta.userId], nudge: 'closing' } }, { type: 'nudge.due', conversationId: id, data: { userIds: [desk.owner.userId], nudge: 'escalation' } })
    await look()
    expect((await unread(marta)).map((one) => one.kind)).toEqual(['nudge'])
    expect((await unread(desk.owner)).map((one) => one.kind)).toEqual(['escalation'])
  })

  test('who wrote what did not arrive, once', async () => {
    const id = await ana()
    await give(id, marta.userId)
    const messageId = newId()
    await desk.rows(`insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, author_id, at)
      select workspace_id, $2, conversation_id, case_id, account_id, 'out', 'text', '{"kind":"text","text":"Sí"}', 'failed', 'agent', $3, $4 from conversation where conversation_id = $1`, [id, messageId, rosa.userId, new Date(desk.wall.now).toISOString()])
    await say({ type: 'message.updated', conversationId: id, messageIds: [messageId] })
    await look()
    expect((await bell(rosa)).map((one) => one.kind)).toEqual(['send_failed'])
    await desk.request('POST', '/api/v1/notices/seen', { conversationId: id }, rosa)
    await say({ type: 'message.updated', conversationId: id, messageIds: [messageId] })
    await look()
    expect(await unread(rosa)).toEqual([])
  })

  test('nobody of a reaction, of imported history or of another workspace', async () => {
    const other = await desk.addWorkspace()
    await desk.receive(desk.wrote('r', '', { content: { kind: 'reaction', emoji: '👍', target: 'x' } as never, acts: [] }))
    await look()
    expect(await bell(marta)).toEqual([])
    await ana()
    await look()
    expect(await bell(other.owner)).toEqual([])
    expect(await bell(marta)).toHaveLength(1)
  })
})

describe('a change that can be taken back', () => {
  const changed = async (id: string): Promise<string> => {
    const changeId = newId()
    await desk.rows(`insert into change_set (workspace_id, change_id, made_by, made_by_kind, made_at, settles_at, changed) values ($1, $2, $3, 'user', $4, $5, 1)`, [desk.workspaceId, changeId, rosa.userId, new Date(desk.wall.now).toISOString(), new Date(desk.wall.now + seconds(10)).toISOString()])
    await give(id, marta.userId)
    await say({ type: 'conversation.assigned', conversationId: id, data: { userId: marta.userId, teamId: null, byUserId: rosa.userId, changeId } })
    await look()
    return changeId
  }
  const quiet = async (): Promise<string> => {
    const id = await ana()
    await look()
    await desk.request('POST', '/api/v1/notices/seen', { all: true }, marta)
    return id
  }

  test('is told when it has settled, and not before', async () => {
    await changed(await quiet())
    expect(await unread(marta)).toEqual([])
    expect(await worker.nextDue(desk.workspaceId)).toBe(desk.wall.now + seconds(10))
    desk.wall.now += seconds(10)
    await look()
    expect((await unread(marta)).map((one) => one.kind)).toEqual(['assigned'])
  })

  test('is never told when it was undone', async () => {
    const changeId = await changed(await quiet())
    await desk.rows('update change_set set undone_at = $2 where change_id = $1', [changeId, new Date(desk.wall.now + seconds(5)).toISOString()])
    desk.wall.now += minutes(1)
    await look()
    expect(await unread(marta)).toEqual([])
    expect(await worker.nextDue(desk.workspaceId)).toBeNull()
  })

  test('is not told to whom it was taken from again', async () => {
    const id = await quiet()
    await changed(id)
    await give(id, rosa.userId)
    desk.wall.now += minutes(1)
    await look()
    expect(await unread(marta)).toEqual([])
  })
})

describe('when it is over', () => {
  test('somebody took it: it goes out of the other bells', async () => {
    const id = await ana()
    await look()
    await give(id, marta.userId)
    await say({ type: 'conversation.assigned', conversationId: id, data: { userId: marta.userId, teamId: null, byUserId: marta.userId, changeId: null } })
    await look()
    expect(await unread(rosa)).toEqual([])
    expect((await page(rosa)).unread).toBe(0)
    expect(await bell(rosa)).toHaveLength(1)
  })

  test('she opens the conversation: it is seen, in all her windows', async () => {
    const id = await ana()
    await look()
    expect((await page(marta)).unread).toBe(1)
    await desk.request('POST', `/api/v1/conversations/${id}/read`, {}, marta)
    expect((await page(marta)).unread).toBe(0)
    expect((await page(rosa)).unread).toBe(1)
    // What comes later is a new one.
    await desk.receive(desk.wrote('later', 'Another thing'))
    await look()
    expect((await unread(marta)).map((one) => one.count)).toEqual([1])
  })

  test('she has it before her eyes: nothing is made', async () => {
    const id = await ana()
    await look()
    await desk.request('POST', '/api/v1/notices/seen', { all: true }, marta)
    const hub = hubOf(desk.services)
    const before = hub.whoLooks.bind(hub)
    hub.whoLooks = () => ({ looking: new Set([`${marta.userId} ${id}`]), present: new Set([marta.userId]) })
    await desk.receive(desk.wrote('seen', 'You see this'))
    await look()
    hub.whoLooks = before
    expect(await unread(marta)).toEqual([])
    expect(await unread(rosa)).toHaveLength(1)
  })
})

describe('her rules', () => {
  test('a kind that is off makes nothing; an inbox has its own', async () => {
    const { rules } = defaultSettings('agent', 'Europe/Madrid')
    await choose(marta, { rules: { ...rules, unassigned: [] } })
    await choose(rosa, { inboxes: { [desk.inboxId]: { unassigned: ['push'] } } })
    await ana()
    await look()
    expect(await bell(marta)).toEqual([])
    // Not in the bell, but kept for the ways she chose.
    expect(await bell(rosa)).toEqual([])
    expect(await desk.rows('select kind, ways from notice where user_id = $1', [rosa.userId])).toEqual([{ kind: 'unassigned', ways: ['push'] }])
  })

  test('a muted conversation says only what is said by name', async () => {
    const id = await ana()
    await give(id, marta.userId)
    expect((await desk.request('PUT', `/api/v1/conversations/${id}/mute`, {}, marta)).statusCode).toBe(204)
    await desk.receive(desk.wrote('m', 'Hello?'))
    await look()
    expect(await bell(marta)).toEqual([])
    await say({ type: 'mention.made', conversationId: id, data: { userIds: [marta.userId], messageId: newId(), byUserId: rosa.userId } })
    await look()
    expect((await bell(marta)).map((one) => one.kind)).toEqual(['mention'])
    await desk.request('DELETE', `/api/v1/conversations/${id}/mute`, undefined, marta)
    expect((await desk.request('GET', `/api/v1/conversations/${id}/mute`, undefined, marta)).json()).toEqual({ muted: false })
  })

  test('what cannot be kept is refused field by field, and nothing is changed', async () => {
    const answer = await desk.request('PUT', '/api/v1/notices/settings', { mail: { every: 'daily', at: '25:00' } }, marta)
    expect([answer.statusCode, answer.json().fields]).toEqual([400, [{ field: 'mail.at', message: 'is no time of day' }]])
    expect((await desk.request('GET', '/api/v1/notices/settings', undefined, marta)).json().settings.mail).toEqual({ every: 'off', at: '09:00' })
  })
})

describe('the log', () => {
  test('two nodes make one notice, and a second look makes none', async () => {
    await ana()
    await Promise.all([look(), new NoticeWorker(desk.services).catchUp(desk.workspaceId)])
    await look()
    expect((await bell(marta)).map((one) => one.count)).toEqual([1])
  })

  test('a restored log is followed from its end', async () => {
    await ana()
    await desk.services.db.asSystem((tx) => tx.query('update event_head set epoch = $2 where workspace_id = $1', [desk.workspaceId, newId()]))
    await look()
    expect(await bell(marta)).toEqual([])
    await desk.receive(desk.wrote('after', 'After', { phone: '34600000002' }))
    await look()
    expect(await bell(marta)).toHaveLength(1)
  })

  test('a flood stops at a hundred for everybody, and what is hers still comes', async () => {
    const phones = Array.from({ length: 130 }, (_, i) => `3470000${String(i).padStart(4, '0')}`)
    for (let at = 0; at < phones.length; at += 65) {
      await desk.receive(...phones.slice(at, at + 65).map((phone) => desk.wrote(`flood ${phone}`, 'Hi', { phone })))
      await look()
    }
    const [{ count }] = await desk.rows<{ count: number }>('select count(*)::int as count from notice where user_id = $1', [marta.userId]) as [{ count: number }]
    expect(count).toBe(130)
    await desk.receive(desk.wrote('one more', 'Hi', { phone: '34800000000' }))
    await give(await desk.conversationOf(phones[0]), marta.userId)
    await desk.receive(desk.wrote('hers', 'Hi', { phone: phones[0]! }))
    await look()
    expect(await desk.rows('select 1 from notice n join conversation c using (conversation_id) join identity_key k using (identity_id) where n.user_id = $1 and k.value = $2', [marta.userId, '34800000000'])).toEqual([])
    expect((await desk.rows<{ kind: string }>('select n.kind from notice n join conversation c using (conversation_id) join identity_key k using (identity_id) where n.user_id = $1 and k.value = $2', [marta.userId, phones[0]])).map((row) => row.kind)).toEqual(['message'])
    expect((await page(marta)).unread).toBe(100)
  })

  test('a flood within one stretch of the log makes no more, and the open pages hear of the last few by name', async () => {
    const [before] = await desk.rows<{ seq: number }>('select seq from notice_place')
    await desk.receive(...Array.from({ length: 140 }, (_, i) => desk.wrote(newId(), 'Hi', { phone: `3472000${String(i).padStart(4, '0')}` })))
    await look()
    const notices = await desk.rows<{ notice_id: string }>('select notice_id from notice where user_id = $1', [marta.userId])
    expect(notices).toHaveLength(100)
    const heard = await desk.rows<{ id: string }>(`select data->>'noticeId' as id from event where type = 'notice.changed' and seq > $1 and data->>'userId' = $2`, [before!.seq, marta.userId])
    expect(heard).toHaveLength(3)
    expect(notices.map((row) => row.notice_id)).toEqual(expect.arrayContaining(heard.map((row) => row.id)))
  })

  test('what she has switched off takes the place of nothing in such a stretch', async () => {
    const phones = Array.from({ length: 110 }, (_, i) => `3473000${String(i).padStart(4, '0')}`)
    await desk.receive(...phones.map((phone) => desk.wrote(newId(), 'Hi', { phone })))
    await desk.rows('update conversation set assignee_id = $1 where contact_id in (select contact_id from identity join identity_key using (workspace_id, identity_id) where value = any($2))', [rosa.userId, phones])
    await desk.receive(desk.wrote(newId(), 'Hi', { phone: '34739999999' }))
    await look()
    expect(await desk.rows('select kind, count from notice where user_id = $1', [marta.userId])).toEqual([{ kind: 'unassigned', count: 1 }])
  })

  test('it costs a handful of statements, whatever comes', async () => {
    const count = async (messages: number): Promise<number> => {
      await desk.receive(...Array.from({ length: messages }, (_, i) => desk.wrote(newId(), 'Hi', { phone: `3471${String(messages).padStart(3, '0')}${String(i).padStart(4, '0')}` })))
      const before = desk.services.db.statements
      await look()
      return desk.services.db.statements - before
    }
    expect(await count(2)).toBe(await count(80))
    // What it has said to the log itself it passes over once more; then nothing is new.
    await look()
    const before = desk.services.db.statements
    await look()
    expect(desk.services.db.statements - before).toBeLessThanOrEqual(3)
  })

  test('pages walk the bell without gaps', async () => {
    for (let i = 0; i < 5; i++) await desk.receive(desk.wrote(`p${i}`, 'Hi', { phone: `3460000010${i}` }))
    await look()
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: NoticePage = await page(marta, `?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...next.items.map((one) => one.id))
      cursor = next.next
    }
    expect(seen).toHaveLength(5)
    expect(new Set(seen).size).toBe(5)
    expect((await desk.request('GET', '/api/v1/notices?cursor=nonsense', undefined, marta)).statusCode).toBe(400)
  })
})

test('it is nobody else’s', async () => {
  await ana()
  await look()
  const [mine] = await bell(marta)
  expect((await desk.request('POST', '/api/v1/notices/seen', { ids: [mine!.id] }, rosa)).json()).toEqual({ seen: 0 })
  expect((await page(marta)).unread).toBe(1)
  expect((await desk.request('GET', '/api/v1/notices', undefined, desk.token)).statusCode).toBe(403)
  expect((await desk.request('GET', '/api/v1/notices', undefined, null)).statusCode).toBe(401)
})

test('her own sockets alone hear of it, with the row and the count', async () => {
  const [head] = await desk.rows<{ seq: number }>('select seq from notice_place')
  const id = await ana()
  await look()
  const { events } = (await readStretch(desk.services, desk.workspaceId, head!.seq))!
  expect(events.filter((event) => event.type === 'notice.changed').length).toBeGreaterThanOrEqual(3)
  const hears = (who: Person): unknown[] => heardBy({ kind: 'user', id: who.userId, name: '', workspaceId: desk.workspaceId, role: 'agent', permissions: null, reach: { kind: 'inboxes', inboxIds: [desk.inboxId] }, scopes: null, language: 'en' }, events, new Set()).events.filter((event) => event.type === 'notice.changed')
  expect(hears(marta)).toEqual([{ seq: expect.any(Number) as number, type: 'notice.changed', userId: marta.userId, unread: 1, notice: expect.objectContaining({ kind: 'unassigned', conversationId: id, preview: 'Hola' }) as Notice }])
})
