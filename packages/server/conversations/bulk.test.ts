/** Many threads changed as one, and taken back as one. */
import { days, seconds } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AutomationEngine } from '../automation/engine.js'
import { readStretch } from '../live/reader.js'
import { readEvents } from '../webhooks/events.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { BulkAnswer } from './bulk.js'

const MANY = 120
let desk: Desk
let ids: string[]
beforeAll(async () => {
  desk = await makeDesk()
  await desk.receive(...Array.from({ length: MANY }, (_, i) => desk.wrote(`m${i}`, 'Hola', { phone: `3462${String(i).padStart(7, '0')}` })))
  ids = (await desk.rows<{ id: string }>('select conversation_id as id from conversation order by conversation_id')).map((row) => row.id)
})
afterAll(() => desk.close())

const bulk = async (body: unknown, as: Parameters<Desk['request']>[3] = desk.owner) => {
  const answer = await desk.request('POST', '/api/v1/conversations/bulk', body, as)
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, ''])
  return answer.json<BulkAnswer>()
}
const undo = (changeId: string | null) => desk.request('POST', `/api/v1/changes/${changeId}/undo`, {})
const states = () => desk.rows('select conversation_id, status, snoozed_until, snooze_margin_ms, case_id, waiting_since, failed_count, assignee_id, team_id, priority, labels, unread from conversation order by conversation_id')
const seq = async () => Number((await desk.rows<{ seq: number }>('select seq from event_head'))[0]!.seq)
const next = async () => { desk.wall.now += seconds(11) }

describe('a change of many', () => {
  test('by a list’s query, but for some, is one change and comes back whole', async () => {
    const before = await states()
    const answer = await bulk({ query: { status: 'open' }, except: [ids[0]], change: { status: { status: 'resolved' }, assign: { userId: desk.owner.userId }, labels: { add: ['Cerrada'] }, priority: 'high', read: true } })
    expect(answer).toEqual({ changeId: expect.any(String), changed: MANY - 1, skipped: [], more: false })
    expect((await desk.rows(`select 1 from conversation where status = 'resolved' and assignee_id = $1 and labels = '{Cerrada}' and priority = 'high' and unread = 0`, [desk.owner.userId])).length).toBe(MANY - 1)
    expect((await undo(answer.changeId)).json<{ undone: string[] }>().undone).toHaveLength(MANY - 1)
    expect(await states()).toEqual(before)
    await next()
  })
  test('says what could not be changed: another’s, gone, a window too short', async () => {
    const other = await desk.addWorkspace('Other')
    const strange = newId()
    const later = await bulk({ ids: [ids[1], ids[1], strange], change: { priority: 'low' } })
    expect(later).toMatchObject({ changed: 1, skipped: [{ id: strange, code: 'not_found' }] })
    expect(await bulk({ ids: [ids[1]], change: { priority: 'high' } }, other.owner)).toEqual({ changeId: null, changed: 0, skipped: [{ id: ids[1], code: 'not_found' }], more: false })
    await desk.rows('update conversation set window_closes_at = $2 where conversation_id = $1', [ids[2], new Date(desk.wall.now + seconds(60)).toISOString()])
    expect(await bulk({ ids: [ids[2], ids[3]], change: { status: { status: 'snoozed', mode: 'before_close' } } })).toMatchObject({ changed: 1, skipped: [{ id: ids[2], code: 'window_too_short' }] })
  })
  test('touches only what the person sees', async () => {
    const restricted = await desk.addPerson('restricted_agent')
    await bulk({ ids: [ids[4]], change: { assign: { userId: restricted.userId } } })
    const answer = await bulk({ ids: [ids[4], ids[5]], change: { priority: 'urgent' } }, restricted)
    expect(answer).toMatchObject({ changed: 1, skipped: [{ id: ids[5], code: 'not_found' }] })
    expect((await bulk({ query: {}, change: { read: true } }, restricted)).changed).toBe(1)
  })
  test('with a fault in it changes nothing', async () => {
    const before = await states()
    const answer = await desk.request('POST', '/api/v1/conversations/bulk', { ids: ids.slice(0, 10), change: { priority: 'urgent', assign: { userId: newId() } } })
    expect([answer.statusCode, await states()]).toEqual([404, before])
  })
  test.each([[{ ids: [], change: {} }], [{ change: { read: true } }], [{ ids: [], query: {}, change: { read: true } }], [{ ids: [], change: { status: { status: 'snoozed' } } }]])('%j is refused', async (body) => {
    expect((await desk.request('POST', '/api/v1/conversations/bulk', body)).statusCode).toBe(400)
  })
})

test('the sockets are told in bounded steps, and a reader of the log finds one change in all of it', async () => {
  await next()
  const from = await seq()
  const { changeId } = await bulk({ ids, change: { priority: 'normal' } })
  const to = await seq()
  expect(await desk.rows(`select distinct data->>'changeId' as change from event where seq > $1 and seq <= $2`, [from, to])).toEqual([{ change: changeId }])
  const stretch = (await readStretch(desk.services, desk.workspaceId, from))!
  expect([stretch.to, stretch.events.filter((event) => event.type === 'conversation.changed').length]).toEqual([to, MANY])
})

test('an undone bulk leaves no automatic message, whatever rules there are; outgoing webhooks are told the fact and its undoing', async () => {
  const engine = new AutomationEngine(desk.services)
  for (const trigger of [{ kind: 'greeting', afterDays: null }, { kind: 'keyword', words: ['hola'], match: 'contains' }])
    await desk.request('POST', `/api/v1/channel-accounts/${desk.account.id}/automatic-replies`, { name: trigger.kind, enabled: true, trigger, variants: [{ language: null, content: { kind: 'text', text: 'Automatic' } }], status: 'pending', labels: ['auto'] })
  await desk.receive(desk.wrote('spoken', 'hola', { phone: '34620000000' }))
  await engine.catchUp(desk.workspaceId, true)
  const answers = () => desk.rows<{ outcome: string }>('select event_id, outcome from automatic_answer order by event_id')
  const [before, sends, from] = [await answers(), await desk.rows('select message_id from send_job'), await seq()]
  expect(before.some((row) => row.outcome === 'answered')).toBe(true)
  const statuses = async () => desk.rows('select conversation_id, status from conversation order by conversation_id')
  const stood = await statuses()
  const done = await bulk({ ids, change: { status: { status: 'resolved' } } })
  await engine.catchUp(desk.workspaceId, true)
  expect(done.changed).toBeGreaterThan(100)
  await undo(done.changeId)
  desk.wall.now += days(1)
  await engine.catchUp(desk.workspaceId, true)
  expect([await answers(), await desk.rows('select message_id from send_job'), await statuses()]).toEqual([before, sends, stood])
  const told = (await readEvents(desk.services, desk.workspaceId, from, 1_000_000))!
  expect(told.events.some((event) => event.type === 'message.created' && 'content' in event.data && event.data.content.kind === 'system' && event.data.content.event === 'resolved')).toBe(true)
  expect(told.events.filter((event) => event.type === 'conversation.updated' && 'status' in event.data && event.data.status === 'resolved')).toEqual([])
})
