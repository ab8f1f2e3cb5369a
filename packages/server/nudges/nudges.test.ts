import type { NudgeStep } from '@recado/api'
import { hours, minutes } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { queueMessage } from '../sending/queue.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { START } from '../testing/harness.js'
import { NudgeWorker } from './worker.js'

// START is a Sunday, 10:00 in Madrid; the channel's window lasts two days.
let desk: Desk
let worker: NudgeWorker
beforeAll(async () => { desk = await makeDesk(); worker = new NudgeWorker(desk.services) })
afterAll(() => desk.close())

let serial = 0
let phone = ''
beforeEach(async () => {
  for (const table of ['nudge_done', 'timetable']) await desk.rows(`delete from ${table} where workspace_id = $1`, [desk.workspaceId])
  await desk.rows('update nudge_step set enabled = false, removed_at = now() where workspace_id = $1', [desk.workspaceId])
  // Nobody of an earlier test waits or can be reminded.
  await desk.rows(`update conversation set status = 'resolved', waiting_since = null where workspace_id = $1`, [desk.workspaceId])
  phone = `346003${String(10_000 + ++serial)}`
})

const write = async (text = 'hola'): Promise<string> => { await desk.receive(desk.wrote(`n${++serial}`, text, { phone })); return desk.conversationOf(phone) }
const pass = (ms: number) => { desk.wall.now += ms }
const answer = async (id: string) => {
  await desk.services.db.inWorkspace(desk.workspaceId, (tx) => queueMessage(tx, desk.services, desk.workspaceId, { conversationId: id, clientId: `c${++serial}`, content: { kind: 'text', text: 'sí' }, purpose: 'service', author: { type: 'agent', id: desk.owner.userId } }))
}
const add = async (wish: Partial<NudgeStep> & Pick<NudgeStep, 'kind' | 'minutes'>): Promise<NudgeStep> => {
  const made = await desk.request('POST', '/api/v1/nudges', { name: `a ${wish.kind}`, enabled: true, ...wish })
  expect([made.statusCode, made.body]).toEqual([201, expect.any(String)])
  return made.json()
}
const say = (text: string): NudgeStep['variants'] => [{ language: null, content: { kind: 'text', text } }]
const run = () => worker.runDue(desk.workspaceId)
const due = async (id: string) => desk.rows<{ data: { userIds: string[]; nudge: { kind: string; name: string } } }>(`select data from event where workspace_id = $1 and conversation_id = $2 and type = 'nudge.due' order by seq`, [desk.workspaceId, id])
const said = async (id: string) => (await desk.rows<{ text: string }>(`select content->>'text' as text from message where workspace_id = $1 and conversation_id = $2 and author_type = 'automation' and direction = 'out'`, [desk.workspaceId, id])).map((row) => row.text)
const ledger = async () => desk.rows<{ outcome: string; code: string | null }>('select outcome, code from nudge_done where workspace_id = $1 order by at', [desk.workspaceId])
const openAt = (slots: { from: string; to: string }[]) => desk.request('PUT', `/api/v1/inboxes/${desk.inboxId}/hours`, { timeZone: 'Europe/Madrid', week: Array.from({ length: 7 }, () => slots), dates: [] })

describe('a colleague', () => {
  it('is told half an hour before the last opening minute, once, whatever she adds', async () => {
    await openAt([{ from: '08:00', to: '09:30' }])
    desk.wall.now = Math.max(desk.wall.now, START)
    await add({ kind: 'agent', minutes: 30 })
    const id = await write()
    const [row] = await desk.rows<{ answer_by: number }>('select answer_by from conversation where conversation_id = $1', [id])
    pass(row!.answer_by - minutes(31) - desk.wall.now)
    expect([await run(), await due(id)]).toEqual([0, []])
    pass(minutes(2))
    expect(await run()).toBe(1)
    expect((await due(id))[0]!.data).toMatchObject({ userIds: [desk.owner.userId], nudge: { kind: 'deadline', name: 'a agent' } })
    await run()
    pass(minutes(5))
    expect([await run(), (await due(id)).length]).toEqual([0, 1])
  })

  it('is whoever has it, and hears nothing once it is answered', async () => {
    const agent = await desk.addPerson('agent')
    await add({ kind: 'agent', minutes: 60 })
    const first = await write()
    await desk.rows('update conversation set assignee_id = $3 where workspace_id = $1 and conversation_id = $2', [desk.workspaceId, first, agent.userId])
    pass(hours(47.5))
    expect(await run()).toBe(1)
    expect((await due(first))[0]!.data.userIds).toEqual([agent.userId])
    phone = `346003${String(10_000 + ++serial)}`
    const other = await write()
    pass(hours(47.5))
    await answer(other)
    expect([await run(), await due(other)]).toEqual([0, []])
  })
})

describe('nobody comes', () => {
  it('goes to the leads, more urgent and to whom it is to go, with a line in the thread; two nodes do it once', async () => {
    const lead = await desk.addPerson('supervisor')
    const team = newId()
    await desk.rows('insert into team (workspace_id, team_id, name, created_at) values ($1, $2, $3, now())', [desk.workspaceId, team, `Night ${serial}`])
    await add({ kind: 'waiting', minutes: 15, tell: 'leads', priority: 'high', assignTeamId: team, name: 'Quarter of an hour' })
    const id = await write()
    pass(minutes(16))
    const acted = await Promise.all([run(), new NudgeWorker(desk.services).runDue(desk.workspaceId)])
    expect(acted.sort()).toEqual([0, 1])
    expect((await due(id)).map((row) => row.data)).toMatchObject([{ userIds: [lead.userId], nudge: { kind: 'escalation_waiting' } }])
    const shown = (await desk.request('GET', `/api/v1/conversations/${id}`)).json()
    expect(shown).toMatchObject({ priority: 'high', team: { id: team } })
    const lines = (await desk.request('GET', `/api/v1/conversations/${id}/messages`)).json().items.filter((one: { content: { event?: string } }) => one.content.event === 'escalated')
    expect(lines).toMatchObject([{ author: { type: 'automation', name: 'Quarter of an hour' }, content: { data: { minutes: 15, reason: 'waiting', priority: 'high' } } }])
    pass(hours(3))
    expect(await run()).toBe(0)
  })

  it('only where nobody has it, in opening time, and from when it was switched on', async () => {
    await openAt([{ from: '10:00', to: '12:00' }])
    pass((24 - new Date(desk.wall.now).getUTCHours()) % 24 * hours(1) + hours(10.5)) // 10:30 UTC: 11:30 in Madrid
    pass(-(desk.wall.now % minutes(60)) + minutes(30))
    const early = await write()
    pass(minutes(20))
    await add({ kind: 'unassigned', minutes: 10, tell: 'leads' })
    expect(await run()).toBe(0)
    expect(await due(early)).toEqual([])
    phone = `346003${String(10_000 + ++serial)}`
    const late = await write()
    pass(hours(2)) // closed since 12:00
    expect(await run()).toBe(1)
    expect(await due(late)).toHaveLength(1)
    phone = `346003${String(10_000 + ++serial)}`
    const night = await write()
    pass(hours(5))
    expect([await run(), await due(night)]).toEqual([0, []])
  })

  it('never lowers a priority', async () => {
    await add({ kind: 'waiting', minutes: 5, tell: 'nobody', priority: 'normal' })
    const id = await write()
    await desk.rows(`update conversation set priority = 'urgent' where workspace_id = $1 and conversation_id = $2`, [desk.workspaceId, id])
    pass(minutes(6))
    expect(await run()).toBe(1)
    expect((await desk.request('GET', `/api/v1/conversations/${id}`)).json().priority).toBe('urgent')
  })
})

describe('the customer', () => {
  it('is asked once before her window closes, in her name, when she has her answer', async () => {
    const step = await add({ kind: 'customer', minutes: 120, variants: say('¿Sigues ahí, {{contact.firstName}}?'), name: 'Still there?' })
    const id = await write()
    pass(hours(46.5))
    expect([await run(), await said(id)]).toEqual([0, []]) // we owe the answer
    await answer(id)
    expect(await run()).toBe(0) // a colleague wrote just now
    pass(minutes(11))
    expect(await worker.nextDue(desk.workspaceId)).toBeNull()
    expect(await run()).toBe(1)
    expect(await said(id)).toEqual(['¿Sigues ahí, Ana?'])
    expect(await run()).toBe(0)
    const messages = (await desk.request('GET', `/api/v1/conversations/${id}/messages`)).json()
    expect(messages.items.find((one: { author: { type: string } }) => one.author.type === 'automation').author).toEqual({ type: 'automation', id: step.id, name: 'Still there?' })
    expect(await ledger()).toEqual([{ outcome: 'sent', code: null }])
  })

  it('is not asked twice by two steps, nor in her night', async () => {
    await add({ kind: 'customer', minutes: 600, variants: say('one') })
    await add({ kind: 'customer', minutes: 120, variants: say('two') })
    const id = await write()
    await answer(id)
    pass(hours(39))
    await run()
    pass(hours(8))
    await run()
    expect(await said(id)).toEqual(['one'])
    expect(await ledger()).toEqual([{ outcome: 'sent', code: null }, { outcome: 'refused', code: 'reminded_already' }])
    await desk.rows('update nudge_step set enabled = false where workspace_id = $1', [desk.workspaceId])
    await add({ kind: 'customer', minutes: 600, variants: say('night'), quiet: { from: '00:00', to: '23:59' } })
    phone = `346003${String(10_000 + ++serial)}`
    const other = await write()
    await answer(other)
    pass(hours(40))
    await run()
    expect(await said(other)).toEqual([])
  })
})

describe('before it is switched on', () => {
  it('says what the last seven days would have been like', async () => {
    const id = await write()
    pass(hours(1))
    await answer(id)
    pass(hours(4))
    const draft = (await desk.request('POST', '/api/v1/nudges/dry-run', { step: { kind: 'waiting', minutes: 30, name: 'x', tell: 'leads' } })).json()
    expect(draft.steps.draft.examples.map((one: { conversationId: string }) => one.conversationId)).toContain(id)
    expect(draft.steps.draft.examples.find((one: { conversationId: string }) => one.conversationId === id)).toMatchObject({ name: expect.stringContaining('Ana') })
    const patient = (await desk.request('POST', '/api/v1/nudges/dry-run', { step: { kind: 'waiting', minutes: 61, name: 'x', tell: 'leads' } })).json()
    expect(patient.steps.draft.examples.map((one: { conversationId: string }) => one.conversationId)).not.toContain(id)
    expect(await due(id)).toEqual([])
  })

  it.each<[string, object, string]>([
    ['nobody is told and nothing done', { kind: 'waiting', minutes: 5, tell: 'nobody' }, 'tell'],
    ['some, without a name', { kind: 'waiting', minutes: 5, tell: 'some', tellIds: [] }, 'tellIds'],
    ['a team of another workspace', { kind: 'waiting', minutes: 5, assignTeamId: newId() }, 'assignTeamId'],
    ['no words for the customer', { kind: 'customer', minutes: 5 }, 'variants'],
    ['places that nobody fills', { kind: 'customer', minutes: 5, variants: [{ language: null, content: { kind: 'text', text: '{{order}}' } }] }, 'variants[0].content'],
  ])('refuses a step in which %s', async (_name, wish, field) => {
    const refused = await desk.request('POST', '/api/v1/nudges', { name: 'x', ...wish })
    expect([refused.statusCode, refused.json().fields?.[0]?.field]).toEqual([400, field])
  })
})
