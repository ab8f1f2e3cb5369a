/** Threads that sleep: each comes back for its own reason, and a message of hers opens it whatever was agreed. */
import type { ConversationDetail } from '@recado/api'
import { applyInbound } from '@recado/core'
import { days, hours, minutes } from '@recado/core'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { dueWork, runDue } from './snooze.js'
import { sweepWorkspace } from './cleaner.js'

let desk: Desk
let id: string
let phone = ''
let n = 0
beforeEach(async () => {
  desk ??= await makeDesk()
  phone = `3463${String(++n).padStart(7, '0')}`
  await desk.receive(desk.wrote(`m-${n}`, 'Hola', { phone }))
  id = await desk.conversationOf(phone)
})
afterAll(() => desk.close())

const snooze = async (body: object) => (await desk.request('POST', `/api/v1/conversations/${id}/status`, { status: 'snoozed', ...body }))
const now = async () => (await desk.request('GET', `/api/v1/conversations/${id}`)).json<ConversationDetail>()
const wake = () => runDue(desk.services, desk.workspaceId)
const iso = (at: number) => new Date(at).toISOString()
const lastLine = async () => (await desk.rows<{ event: string; after: string | null; at: number }>(`select content->>'event' as event, content->'data'->>'after' as after, at from message where conversation_id = $1 and direction = 'system' order by at desc, message_id desc limit 1`, [id]))[0]
const windowEnds = (at: number | null) => desk.rows('update conversation set window_closes_at = $2 where conversation_id = $1', [id, at === null ? null : iso(at)])

describe('a thread that sleeps', () => {
  test('until a moment comes back then, not before, with a line of that moment', async () => {
    const until = desk.wall.now + hours(2)
    expect((await snooze({ until: iso(until) })).json()).toMatchObject({ snoozeMode: 'until', snoozedUntil: iso(until) })
    desk.wall.now = until - 1
    expect([await wake(), (await now()).status]).toEqual([0, 'snoozed'])
    desk.wall.now = until + minutes(3)
    expect([await wake(), (await now())]).toMatchObject([1, { status: 'open', snoozedUntil: null, snoozeMode: null }])
    expect(await lastLine()).toEqual({ event: 'reopened', after: 'snooze', at: until })
  })
  test('before the window ends follows the window', async () => {
    const ends = desk.wall.now + hours(10)
    await windowEnds(ends)
    expect((await snooze({ mode: 'before_close', marginMinutes: 45 })).json()).toMatchObject({ snoozeMode: 'before_close', snoozedUntil: iso(ends - minutes(45)) })
    await windowEnds(ends + hours(3))
    expect([(await now()).snoozedUntil, await dueWork(desk.services, desk.workspaceId)]).toEqual([iso(ends + hours(3) - minutes(45)), ends + hours(3) - minutes(45)])
    desk.wall.now = ends
    expect(await wake()).toBe(0)
    desk.wall.now = ends + hours(3) - minutes(45)
    expect([await wake(), (await now()).status, (await lastLine())?.after]).toEqual([1, 'open', 'before_close'])
  })
  test('before a window that is gone comes back at once', async () => {
    await windowEnds(desk.wall.now + hours(5))
    await snooze({ mode: 'before_close' })
    await windowEnds(null)
    expect([await wake(), (await now()).status]).toEqual([1, 'open'])
  })
  test('until she writes stays away however long it takes', async () => {
    expect((await snooze({ mode: 'reply' })).json()).toMatchObject({ snoozeMode: 'reply', snoozedUntil: null })
    desk.wall.now += days(30)
    expect([await wake(), (await now()).status]).toEqual([0, 'snoozed'])
  })
  test.each([[{ mode: 'reply' }], [{ mode: 'before_close' }], [{ until: '2099-01-01T00:00:00.000Z' }]])('is opened by her message (%j), as the model says, and not by a reaction', async (body) => {
    await windowEnds(desk.wall.now + hours(20))
    expect((await snooze(body)).statusCode).toBe(200)
    await desk.receive(desk.wrote(`r-${n}`, '', { phone, content: { kind: 'reaction', messageId: `m-${n}`, emoji: '👍' } }))
    expect((await now()).status).toBe('snoozed')
    await desk.receive(desk.wrote(`again-${n}`, '¿Hola?', { phone }))
    expect(await now()).toMatchObject({ status: 'open', snoozedUntil: null, snoozeMode: null })
    expect(await wake()).toBe(0)
  })
})

test.each([['open'], ['pending'], ['snoozed']] as const)('in the model a thread that is %s is open after her message', (status) => {
  const start = applyInbound(empty(), said('m1', 0), 0)
  const set = { ...start, conversations: start.conversations.map((one) => ({ ...one, status })) }
  expect(applyInbound(set, said('m2', 1), 1).conversations[0]).toMatchObject({ status: 'open', caseId: start.conversations[0]!.caseId })
})

test('changes that have settled long ago are forgotten', async () => {
  await snooze({ mode: 'reply' })
  desk.wall.now += days(1) + 1
  await sweepWorkspace(desk.services, desk.workspaceId)
  expect([await desk.rows('select 1 from change_set'), await desk.rows('select 1 from change_row')]).toEqual([[], []])
})

type State = Parameters<typeof applyInbound>[0]
const empty = (): State => ({ accounts: { a: { rules: { grants: [] }, settings: {} } }, contacts: [], identities: [], conversations: [], cases: [], messages: [], parked: [], next: 1 } as unknown as State) // rules without grants
const said = (externalId: string, at: number): Parameters<typeof applyInbound>[1] => ({ type: 'message', account: 'a', at, from: { keys: [{ kind: 'phone', value: '1' }] }, externalId, content: { kind: 'text' }, acts: [] })
