import type { Wallboard } from '@recado/api'
import { hours, minutes } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { queueMessage } from '../sending/queue.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { START } from '../testing/harness.js'
import { median, openTimeSpent } from './board.js'

let desk: Desk
beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())

let serial = 0
const write = async (phone: string): Promise<string> => { await desk.receive(desk.wrote(`w${++serial}`, 'mi secreto', { phone, name: 'Ana Ruiz' })); return desk.conversationOf(phone) }
const read = async (search = ''): Promise<Wallboard> => { const answer = await desk.request('GET', `/api/v1/wallboard${search}`); expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]); return answer.json() }
const answer = (id: string) => desk.services.db.inWorkspace(desk.workspaceId, (tx) => queueMessage(tx, desk.services, desk.workspaceId, { conversationId: id, clientId: `w${++serial}`, content: { kind: 'text', text: 'sí' }, purpose: 'service', author: { type: 'agent', id: desk.owner.userId } }))

describe('the board', () => {
  it('counts who waits, what closes, who has nothing, and today’s times in opening hours', async () => {
    expect(await read()).toMatchObject({ open: 0, waiting: 0, longestSince: null, nextDeadline: null, today: { answered: 0, firstResponseMs: null, resolved: 0, resolutionMs: null } })
    // START is a Sunday, 10:00 in Madrid; open from 12:00.
    await desk.rows(`update workspace set time_zone = 'Europe/Madrid' where workspace_id = $1 returning 1`, [desk.workspaceId])
    await desk.request('PUT', `/api/v1/inboxes/${desk.inboxId}/hours`, { timeZone: 'Europe/Madrid', week: Array.from({ length: 7 }, () => [{ from: '12:00', to: '20:00' }]), dates: [] })
    const team = newId()
    await desk.rows('insert into team (workspace_id, team_id, name, created_at) values ($1, $2, $3, now()) returning 1', [desk.workspaceId, team, 'Taller'])
    const [ana, eva, isa] = [await write('34600010001'), await write('34600010002'), await write('34600010003')]
    await desk.rows('update conversation set team_id = $3, assignee_id = $4 where workspace_id = $1 and conversation_id = $2 returning 1', [desk.workspaceId, isa, team, desk.owner.userId])
    desk.wall.now += hours(2) + minutes(10)
    await answer(ana)
    desk.wall.now += minutes(20)
    await answer(eva)
    await desk.request('POST', `/api/v1/conversations/${eva}/status`, { status: 'resolved' })
    const board = await read()
    expect(board).toMatchObject({ open: 2, waiting: 1, longestSince: new Date(START).toISOString(), unassigned: 1, closingSoon: 0, nextDeadline: '2026-11-23T19:00:00.000Z', teams: [{ id: team, name: 'Taller', open: 1, waiting: 1 }] })
    expect(board.today).toMatchObject({ answered: 2, firstResponseMs: minutes(20), resolved: 1, resolutionMs: minutes(30) })
    expect(board.agents).toMatchObject([{ userId: desk.owner.userId, open: 1 }])
    expect(JSON.stringify(board)).not.toMatch(/secreto|Ruiz|3460001/)
    expect(await read(`?team=${team}`)).toMatchObject({ open: 1, waiting: 1, unassigned: 0, today: { answered: 0 } })
    expect(await read(`?inbox=${newId()}`)).toMatchObject({ open: 0, waiting: 0, agents: [{ userId: desk.owner.userId }] })
    desk.wall.now = Date.parse('2026-11-23T18:30:00Z')
    expect(await read()).toMatchObject({ closingSoon: 1, today: { answered: 0, resolved: 0 } })
  })

  it('counts apart what was answered and resolved on a day on which it is closed', async () => {
    await desk.request('PUT', `/api/v1/inboxes/${desk.inboxId}/hours`, { timeZone: 'Europe/Madrid', week: Array.from({ length: 7 }, () => [{ from: '12:00', to: '20:00' }]), dates: [{ date: '2026-12-25', slots: [] }] })
    desk.wall.now = Date.parse('2026-12-25T11:30:00Z')
    const eva = await write('34600010009')
    desk.wall.now += minutes(5)
    await answer(eva)
    await desk.request('POST', `/api/v1/conversations/${eva}/status`, { status: 'resolved' })
    expect((await read()).today).toMatchObject({ answered: 0, answeredOutside: 1, firstResponseMs: null, resolved: 0, resolvedOutside: 1, resolutionMs: null })
  })

  it('is for those who lead', async () => {
    const agent = await desk.addPerson('agent')
    expect((await desk.request('GET', '/api/v1/wallboard', undefined, agent)).statusCode).toBe(403)
    const lead = await desk.addPerson('supervisor')
    expect((await desk.request('GET', '/api/v1/wallboard', undefined, lead)).statusCode).toBe(200)
    expect((await desk.request('GET', '/api/v1/wallboard?team=nonsense')).statusCode).toBe(404)
  })
})

test.each<[number[], number | null]>([[[], null], [[5], 5], [[9, 1], 5], [[3, 1, 2], 2], [[4, 1, 2, 3], 2.5]])('the middle of %j is %s', (numbers, middle) => expect(median(numbers)).toBe(middle))

const OPEN = [{ from: 100, to: 200 }]
test.each<[string, number, number, number | null]>([['before it opens', 10, 90, null], ['into the morning', 10, 130, 30], ['at one moment of the day', 150, 150, 0], ['from the closing minute on', 200, 260, null], ['over the whole day', 0, 300, 100]])('opening time %s', (_when, from, to, ms) => expect(openTimeSpent(OPEN, from, to)).toBe(ms))
