/** What people change can be taken back: exactly that, and nothing that others made of it since. */
import type { ConversationDetail } from '@recado/api'
import { hours, seconds } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { readChange, standingOf } from './change-sets.js'

let desk: Desk
let id: string
let n = 0
type Changed = ConversationDetail & { changeId: string | null }

beforeEach(async () => {
  desk ??= await makeDesk()
  const phone = `3461${String(++n).padStart(7, '0')}`
  await desk.receive(desk.wrote(`m-${n}`, 'Hola', { phone }))
  id = await desk.conversationOf(phone)
})
afterAll(() => desk.close())

const act = async (path: string, body: unknown = {}, as: Parameters<Desk['request']>[3] = desk.owner): Promise<Changed> => {
  const answer = await desk.request('POST', `/api/v1/conversations/${id}${path}`, body, as)
  expect([path, answer.statusCode, answer.body.slice(0, 0)]).toEqual([path, 200, ''])
  return answer.json<Changed>()
}
const undo = (changeId: string | null, as: Parameters<Desk['request']>[3] = desk.owner) => desk.request('POST', `/api/v1/changes/${changeId}/undo`, {}, as)
const now = async (): Promise<ConversationDetail> => (await desk.request('GET', `/api/v1/conversations/${id}`)).json<ConversationDetail>()
const row = async () => (await desk.rows<Record<string, unknown>>('select status, snoozed_until, snooze_margin_ms, case_id, waiting_since, failed_count, assignee_id, team_id, priority, labels, unread from conversation where conversation_id = $1', [id]))[0]
const cases = () => desk.rows('select case_id, ordinal, resolved_at, resolved_by from work_case where conversation_id = $1 order by ordinal', [id])
const wroteAgain = () => desk.receive(desk.wrote(`again-${n}`, '¿Sigue ahí?', { phone: `3461${String(n).padStart(7, '0')}` }))

describe('undoing', () => {
  const tomorrow = () => new Date(desk.wall.now + hours(20)).toISOString()
  const changes: [string, string, () => unknown][] = [
    ['resolving', '/status', () => ({ status: 'resolved' })], ['setting pending', '/status', () => ({ status: 'pending' })], ['snoozing until a moment', '/status', () => ({ status: 'snoozed', until: tomorrow() })],
    ['snoozing until she replies', '/status', () => ({ status: 'snoozed', mode: 'reply' })], ['snoozing until the window ends', '/status', () => ({ status: 'snoozed', mode: 'before_close' })],
    ['assigning', '/assign', () => ({ userId: desk.owner.userId })], ['labels', '/labels', () => ({ add: ['Urgente', 'VIP'] })], ['priority', '/priority', () => ({ priority: 'urgent' })], ['reading', '/read', () => ({})],
  ]
  test.each(changes)('of %s puts back what was', async (_name, path, body) => {
    const [before, casesBefore] = [await row(), await cases()]
    const { changeId } = await act(path, body())
    expect(await row()).not.toEqual(before)
    const answer = await undo(changeId)
    expect([answer.statusCode, answer.json()]).toEqual([200, { changeId, undone: [id], kept: [] }])
    expect([await row(), await cases()]).toEqual([before, casesBefore])
  })
  test('of opening a resolved thread by hand takes its new case away, and its lines stand in the one before', async () => {
    await act('/status', { status: 'resolved' })
    const [before, casesBefore] = [await row(), await cases()]
    const { changeId } = await act('/status', { status: 'open' })
    expect(await cases()).toHaveLength(2)
    await undo(changeId)
    expect([await row(), await cases()]).toEqual([before, casesBefore])
    expect(await desk.rows('select 1 from message where conversation_id = $1 and case_id <> $2', [id, casesBefore[0]!['case_id' as never]])).toEqual([])
  })
  test('says so with a line, once', async () => {
    const { changeId } = await act('/status', { status: 'resolved' })
    await undo(changeId)
    await undo(changeId)
    expect((await desk.rows<{ event: string }>(`select content->>'event' as event from message where conversation_id = $1 and direction = 'system' order by at, message_id`, [id])).map((line) => line.event)).toEqual(['resolved', 'undone'])
  })
  test('leaves what the customer changed since, and tells it', async () => {
    const { changeId } = await act('/status', { status: 'resolved' })
    await wroteAgain()
    const before = await row()
    expect((await undo(changeId)).json()).toEqual({ changeId, undone: [], kept: [{ id, fields: ['status'] }] })
    expect(await row()).toEqual(before)
  })
  test('leaves a field that a colleague changed since', async () => {
    const colleague = await desk.addPerson('agent')
    const { changeId } = await act('/assign', { userId: desk.owner.userId })
    await act('/assign', { userId: colleague.userId }, colleague)
    expect((await undo(changeId)).json()).toMatchObject({ undone: [], kept: [{ id, fields: ['assignee'] }] })
    expect((await now()).assignee?.id).toBe(colleague.userId)
  })
  test('takes off only the labels it put on', async () => {
    const { changeId } = await act('/labels', { add: ['Envío'] })
    await act('/labels', { add: ['Pago'] })
    await undo(changeId)
    expect((await now()).labels).toEqual(['Pago'])
  })
  test('is possible for ten seconds and no longer', async () => {
    const late = await act('/priority', { priority: 'high' })
    desk.wall.now += seconds(10)
    const answer = await undo(late.changeId)
    expect([answer.statusCode, answer.json<{ code: string }>().code, (await now()).priority]).toEqual([409, 'change_settled', 'high'])
    const soon = await act('/priority', { priority: 'low' })
    desk.wall.now += seconds(10) - 1
    expect((await undo(soon.changeId)).statusCode).toBe(200)
  })
  test('is for whoever made it, and for those who lead', async () => {
    const [agent, other] = [await desk.addPerson('agent'), await desk.addPerson('agent')]
    const { changeId } = await act('/priority', { priority: 'high' }, agent)
    expect((await undo(changeId, other)).statusCode).toBe(404)
    expect((await undo(changeId, await desk.addPerson('supervisor'))).statusCode).toBe(200)
  })
  test('is not there in another workspace', async () => {
    const { changeId } = await act('/priority', { priority: 'high' })
    const other = await desk.addWorkspace('Other')
    expect((await undo(changeId, other.owner)).statusCode).toBe(404)
  })
  test('what changes nothing has nothing to undo', async () => {
    expect((await act('/priority', { priority: 'none' })).changeId).toBeNull()
    expect((await undo(newId())).statusCode).toBe(404)
  })
})

test('whatever follows from a change waits until it has settled, and is dropped when it was undone', async () => {
  const read = (changeId: string) => desk.services.db.inWorkspace(desk.workspaceId, (tx) => readChange(tx, desk.workspaceId, changeId))
  const { changeId } = await act('/status', { status: 'resolved' })
  const change = await read(changeId!)
  expect(change).toMatchObject({ madeBy: { kind: 'user', id: desk.owner.userId }, settlesAt: desk.wall.now + seconds(10), undoneAt: null })
  expect([standingOf(change, desk.wall.now), standingOf(change, desk.wall.now + seconds(10)), standingOf(null, 0)]).toEqual(['wait', 'now', 'now'])
  await undo(changeId)
  expect(standingOf(await read(changeId!), desk.wall.now + hours(1))).toBe('dropped')
})
test('the log names the change, so that readers of it can ask', async () => {
  const { changeId } = await act('/status', { status: 'pending' })
  expect(await desk.rows('select type from event where conversation_id = $1 and data->>$2 = $3', [id, 'changeId', changeId])).toEqual([{ type: 'message.created' }])
})
