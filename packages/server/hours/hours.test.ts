import { days, hours, minutes, answerBy, type Slot, type Timetable } from '@recado/core'
import { newId } from '@recado/db'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AutomationEngine } from '../automation/engine.js'
import { ANA, type Desk, makeDesk } from '../testing/desk.js'
import { HoursKeeper } from './keeper.js'

let desk: Desk
let engine: AutomationEngine
let team = ''
beforeAll(async () => {
  desk = await makeDesk()
  engine = new AutomationEngine(desk.services)
  team = newId()
  await desk.rows('insert into team (workspace_id, team_id, name, created_at) values ($1, $2, $3, now()) returning 1', [desk.workspaceId, team, 'Workshop'])
})
afterAll(() => desk.close())

let serial = 0
let phone = ANA
beforeEach(async () => {
  await desk.rows('delete from timetable where workspace_id = $1', [desk.workspaceId])
  await desk.rows('update automatic_reply set removed_at = now(), enabled = false where workspace_id = $1 returning 1', [desk.workspaceId])
  phone = `346001${String(10_000 + ++serial)}`
})
const write = async (text = 'hola'): Promise<string> => { await desk.receive(desk.wrote(`h${++serial}`, text, { phone })); return desk.conversationOf(phone) }
const week = (slots: Slot[], weekend: Slot[] = slots): Timetable => ({ timeZone: 'Europe/Madrid', week: [...Array.from({ length: 5 }, () => slots), weekend, weekend], dates: [] })
const put = async (path: string, table: Timetable) => { const answer = await desk.request('PUT', `/api/v1/${path}/hours`, table); expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]) }
const deadline = async (conversationId: string) => {
  const [row] = await desk.rows<{ by: number | null; closes: number | null; opened: number | null }>('select answer_by as by, window_closes_at as closes, window_opened_at as opened from conversation where workspace_id = $1 and conversation_id = $2', [desk.workspaceId, conversationId])
  return row!
}

describe('by when somebody wants an answer', () => {
  it('is the window’s end without hours, follows the hours that are set, and ends with the answer', async () => {
    // START is a Sunday, 10:00 in Madrid; the channel's window is two days.
    const id = await write()
    const { closes } = await deadline(id)
    expect([(await deadline(id)).by, closes! > desk.wall.now]).toEqual([null, true])
    await put(`channel-accounts/${desk.account.id}`, week([{ from: '20:00', to: '22:00' }]))
    expect((await deadline(id)).by).toBe(Date.parse('2026-11-23T21:00:00Z'))
    const [told] = await desk.rows<{ type: string }>('select type from event where workspace_id = $1 and conversation_id = $2 order by seq desc limit 1', [desk.workspaceId, id])
    expect(told!.type).toBe('conversation.changed')
    expect((await desk.request('GET', `/api/v1/conversations/${id}`)).json().answerBy).toBe('2026-11-23T21:00:00.000Z')
    await desk.request('POST', `/api/v1/conversations/${id}/status`, { status: 'resolved' })
    expect((await deadline(id)).by).toBeNull()
  })

  it('is the team’s, else the inbox’s, else the account’s', async () => {
    const id = await write()
    await put(`channel-accounts/${desk.account.id}`, week([{ from: '11:00', to: '12:00' }]))
    await put(`inboxes/${desk.inboxId}`, week([{ from: '11:00', to: '13:00' }]))
    await put(`teams/${team}`, week([{ from: '11:00', to: '14:00' }]))
    const hour = async () => new Date((await deadline(id)).by!).getUTCHours() + 1
    expect(await hour()).toBe(13)
    await desk.rows('update conversation set team_id = $3 where workspace_id = $1 and conversation_id = $2 returning 1', [desk.workspaceId, id, team])
    expect(await hour()).toBe(14)
    expect((await desk.request('DELETE', `/api/v1/teams/${team}/hours`)).statusCode).toBe(204)
    expect(await hour()).toBe(13)
    expect((await desk.request('DELETE', `/api/v1/inboxes/${desk.inboxId}/hours`)).statusCode).toBe(204)
    expect(await hour()).toBe(12)
  })

  it('is always what core/hours says, whatever the hours, the moment and the order of changes', async () => {
    const time = fc.integer({ min: 0, max: 47 }).map((half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`)
    const day = fc.array(fc.tuple(time, time).filter(([a, b]) => a < b).map(([from, to]): Slot => ({ from, to })), { maxLength: 1 })
    const table = fc.record({ timeZone: fc.constantFrom('Europe/Madrid', 'America/New_York', 'Asia/Kathmandu'), week: fc.tuple(day, day, day, day, day, day, day), dates: fc.constantFrom([], [{ date: '2026-11-23', slots: [] }]) })
    const step = fc.oneof(
      fc.record({ kind: fc.constant('hours' as const), owner: fc.constantFrom('account', 'inbox', 'team'), table }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: minutes(1), max: hours(9) }) }),
      fc.constant({ kind: 'write' as const }), fc.constant({ kind: 'team' as const }), fc.constant({ kind: 'none' as const }))
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      await desk.rows('delete from timetable where workspace_id = $1', [desk.workspaceId])
      phone = `346002${String(10_000 + ++serial)}`
      const id = await write()
      const kept = new Map<string, Timetable>()
      let inTeam = false
      for (const one of steps) {
        if (one.kind === 'hours') {
          kept.set(one.owner, one.table)
          await put(one.owner === 'team' ? `teams/${team}` : one.owner === 'inbox' ? `inboxes/${desk.inboxId}` : `channel-accounts/${desk.account.id}`, one.table)
        } else if (one.kind === 'wait') desk.wall.now += one.ms
        else if (one.kind === 'write') await write('otra vez')
        else {
          inTeam = one.kind === 'team'
          await desk.rows('update conversation set team_id = $3 where workspace_id = $1 and conversation_id = $2 returning 1', [desk.workspaceId, id, inTeam ? team : null])
        }
        const { by, closes, opened } = await deadline(id)
        const counts = (inTeam ? kept.get('team') : undefined) ?? kept.get('inbox') ?? kept.get('account') ?? null
        expect(by ?? closes).toBe(answerBy(counts, opened!, closes))
      }
    }), { numRuns: 25 })
  })
})

describe('the year ahead', () => {
  it('is written further before it runs out, and for hours of an earlier version', async () => {
    const keeper = new HoursKeeper(desk.services)
    await put(`inboxes/${desk.inboxId}`, week([{ from: '09:00', to: '17:00' }]))
    const last = async () => (await desk.rows<{ at: number; count: number }>('select max(opens_at) as at, count(*)::int as count from open_stretch where workspace_id = $1', [desk.workspaceId]))[0]!
    const before = await last()
    await keeper.runDue(desk.workspaceId)
    expect(await last()).toEqual(before)
    desk.wall.now += days(60)
    await keeper.runDue(desk.workspaceId)
    expect((await last()).at - before.at).toBe(days(60))
    await desk.rows('update timetable set kept_until = null where workspace_id = $1 returning 1', [desk.workspaceId])
    await desk.rows('delete from open_stretch where workspace_id = $1', [desk.workspaceId])
    await keeper.runDue(desk.workspaceId)
    expect((await last()).count).toBe(before.count)
  })

  it('goes with its inbox or team', async () => {
    const other = newId()
    await desk.rows('insert into team (workspace_id, team_id, name, created_at) values ($1, $2, $3, now()) returning 1', [desk.workspaceId, other, 'Gone'])
    await put(`teams/${other}`, week([{ from: '09:00', to: '17:00' }]))
    await desk.rows('delete from team where workspace_id = $1 and team_id = $2 returning 1', [desk.workspaceId, other])
    expect(await desk.rows('select 1 from timetable where workspace_id = $1 and owner_id = $2', [desk.workspaceId, other])).toEqual([])
    expect(await desk.rows('select 1 from open_stretch where workspace_id = $1 and owner_id = $2', [desk.workspaceId, other])).toEqual([])
  })
})

describe('replies of inboxes and teams', () => {
  const say = (text: string) => [{ language: null, content: { kind: 'text', text } }]
  const add = async (base: string, text: string, kind = 'away') => {
    const answer = await desk.request('POST', `/api/v1/${base}/automatic-replies`, { name: text, trigger: kind === 'greeting' ? { kind, afterDays: null } : { kind }, variants: say(text), enabled: true })
    expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)])
    return answer.json()
  }
  const said = async () => {
    await engine.catchUp(desk.workspaceId, true)
    return (await desk.rows<{ text: string }>(`select content->>'text' as text from message where workspace_id = $1 and conversation_id = $2 and direction = 'out' order by message_id`, [desk.workspaceId, await desk.conversationOf(phone)])).map((row) => row.text)
  }

  it('the nearest speaks, in its own hours', async () => {
    // The histories above end at any hour; this is said in a morning.
    desk.wall.now = Math.ceil(desk.wall.now / days(1)) * days(1) + hours(9)
    await add(`channel-accounts/${desk.account.id}`, 'account {{opening}}')
    await put(`channel-accounts/${desk.account.id}`, week([{ from: '00:00', to: '00:30' }]))
    await add(`inboxes/${desk.inboxId}`, 'inbox: volvemos {{opening}}, gracias')
    await put(`inboxes/${desk.inboxId}`, week([{ from: '01:00', to: '01:30' }]))
    await write()
    expect(await said()).toEqual(['inbox: volvemos mañana a la 1:00, gracias'])
    expect((await desk.request('GET', `/api/v1/inboxes/${desk.inboxId}/automatic-replies`)).json().items).toMatchObject([{ owner: { kind: 'inbox', id: desk.inboxId }, channelAccountId: null, problem: null }])
  })

  it('a team’s is asked about the team’s conversations alone', async () => {
    await add(`teams/${team}`, 'team', 'greeting')
    await write()
    expect(await said()).toEqual([])
    await desk.rows('update conversation set team_id = $3 where workspace_id = $1 and conversation_id = $2 returning 1', [desk.workspaceId, await desk.conversationOf(phone), team])
    desk.wall.now += minutes(1)
    const rule = await desk.request('GET', `/api/v1/teams/${team}/automatic-replies`)
    await desk.request('PATCH', `/api/v1/teams/${team}/automatic-replies/${rule.json().items[0].id}`, { trigger: { kind: 'keyword', match: 'contains', words: ['taller'] } })
    await write('para el taller')
    expect(await said()).toEqual(['team'])
  })

  it('menus belong to accounts; nobody’s inbox is not found; what it would cost is said', async () => {
    const menu = await desk.request('POST', `/api/v1/inboxes/${desk.inboxId}/automatic-replies`, { name: 'x', trigger: { kind: 'menu', keys: ['A'] }, variants: say('x') })
    expect(menu.statusCode).toBe(400)
    expect((await desk.request('GET', `/api/v1/inboxes/${newId()}/hours`)).statusCode).toBe(404)
    await write()
    const draft = { name: 'x', trigger: { kind: 'greeting', afterDays: null }, variants: say('x') }
    const estimate = (await desk.request('POST', `/api/v1/inboxes/${desk.inboxId}/automatic-replies/estimate`, { rule: draft })).json()
    expect(estimate.adds.draft.answers).toBeGreaterThan(0)
    const elsewhere = (await desk.request('POST', `/api/v1/teams/${newId()}/automatic-replies/estimate`, { rule: draft }))
    expect(elsewhere.statusCode).toBe(404)
    const preview = (await desk.request('POST', `/api/v1/inboxes/${desk.inboxId}/automatic-replies/preview`, { rule: draft, alone: true })).json()
    expect(preview.contents).toEqual([{ kind: 'text', text: 'x' }])
  })
})
