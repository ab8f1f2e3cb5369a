import { hours, minutes } from '@recado/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { ScheduledWorker } from './worker.js'

// START is a Sunday, 10:00 in Madrid; the channel's window lasts two days, and Ana lives in Spain.
let desk: Desk
let worker: ScheduledWorker
beforeAll(async () => { desk = await makeDesk(); worker = new ScheduledWorker(desk.services) })
afterAll(() => desk.close())

let serial = 0
let phone = ''
let id = ''
beforeEach(async () => {
  phone = `346007${String(10_000 + ++serial)}`
  await desk.receive(desk.wrote(`s${++serial}`, '¿Cuándo puedo pasar?', { phone }))
  id = await desk.conversationOf(phone)
})

const at = (ms: number) => new Date(desk.wall.now + ms).toISOString()
const path = (rest = '') => `/api/v1/conversations/${id}/scheduled-messages${rest}`
const later = (sendAt: string, more: Record<string, unknown> = {}) => desk.request('POST', path(), { clientId: `l${++serial}`, content: { kind: 'text', text: 'Mañana a las diez.' }, sendAt, ...more })
const out = () => desk.rows<{ status: string; error: { code: string } | null }>(`select status, error from message where workspace_id = $1 and conversation_id = $2 and direction = 'out'`, [desk.workspaceId, id])
const state = async (one: string) => (await desk.rows<{ state: string; code: string | null }>('select state, code from scheduled_message where scheduled_message_id = $1', [one]))[0]
const run = () => worker.runDue(desk.workspaceId)

describe('a message for later', () => {
  it('waits beside the outbox, holds nothing back, and leaves when its moment has come, once', async () => {
    const made = await later(at(hours(3)))
    expect([made.statusCode, made.json()]).toEqual([201, expect.objectContaining({ state: 'waiting', sendAt: at(hours(3)), author: { id: desk.owner.userId, name: expect.any(String) } })])
    expect([await run(), await out()]).toEqual([0, []])
    expect((await desk.request('POST', `/api/v1/conversations/${id}/messages`, { clientId: 'now', content: { kind: 'text', text: 'Ahora le digo.' } })).statusCode).toBe(201)
    expect(await worker.nextDue(desk.workspaceId)).toBe(desk.wall.now + hours(3))
    desk.wall.now += hours(3) + 1
    const both = new ScheduledWorker(desk.services)
    expect((await Promise.all([run(), both.runDue(desk.workspaceId)])).reduce((a, b) => a + b)).toBe(1)
    expect([await run(), (await out()).length, await state(made.json().id)]).toEqual([0, 2, { state: 'sent', code: null }])
    expect((await desk.request('GET', path())).json().items).toEqual([])
  })

  it('is the same for the same clientId', async () => {
    const wish = { clientId: 'twice', content: { kind: 'text', text: 'Hola' }, sendAt: at(hours(1)) }
    const [first, second] = [await desk.request('POST', path(), wish), await desk.request('POST', path(), wish)]
    expect([first.statusCode, second.statusCode, second.json().id]).toEqual([201, 200, first.json().id])
    await desk.request('DELETE', path(`/${first.json().id}`))
  })

  it('is refused for a moment at which the window will have closed, with the way around it', async () => {
    const made = await later(at(hours(49)), { anyway: true })
    expect([made.statusCode, made.json()]).toEqual([422, expect.objectContaining({ code: 'window_closed', verdict: expect.objectContaining({ kind: 'deny' }) })])
  })

  it.each([['gone by', () => at(-minutes(1))], ['too far', () => at(hours(24 * 91))], ['no moment', () => 'mañana']])('a moment that is %s is refused', async (_what, moment) => {
    const made = await later(moment())
    expect([made.statusCode, made.json().fields]).toEqual([400, [{ field: 'sendAt', message: expect.any(String) }]])
  })

  it('at night on her clock asks first, and names the morning', async () => {
    await desk.rows(`update contact set time_zone = 'Asia/Tokyo' where workspace_id = $1 and contact_id = (select contact_id from conversation where conversation_id = $2)`, [desk.workspaceId, id])
    const night = new Date(new Date(desk.wall.now).setUTCHours(16, 0, 0, 0) + (new Date(desk.wall.now).getUTCHours() >= 16 ? hours(24) : 0)).toISOString() // 1:00 in Tokyo
    const asked = await later(night)
    expect([asked.statusCode, asked.json()]).toEqual([409, expect.objectContaining({ code: 'local_night', timeZone: 'Asia/Tokyo', until: new Date(Date.parse(night) + hours(7)).toISOString() })])
    expect((await desk.request('GET', path())).json().items).toEqual([])
    const made = await later(night, { anyway: true })
    expect([made.statusCode, made.json().hers]).toEqual([201, { timeZone: 'Asia/Tokyo', night: true }])
    await desk.request('DELETE', path(`/${made.json().id}`))
  })

  it('refused when its moment has come stands in the thread as failed, with the reason', async () => {
    const made = (await later(at(hours(20)), { anyway: true })).json()
    await desk.rows(`update window_grant set closes_at = $2 where workspace_id = $1 and identity_id = (select identity_id from conversation where conversation_id = $3)`, [desk.workspaceId, at(hours(1)), id])
    desk.wall.now += hours(20) + 1
    expect(await run()).toBe(1)
    expect([await out(), await state(made.id)]).toEqual([[{ status: 'failed', error: expect.objectContaining({ code: 'window_closed' }) }], { state: 'refused', code: 'window_closed' }])
  })

  it('that is to leave only unless she writes is given up when she does', async () => {
    const made = (await later(at(hours(2)), { unlessSheWrites: true })).json()
    desk.wall.now += minutes(30)
    await desk.receive(desk.wrote(`s${++serial}`, 'Ya está, gracias', { phone }))
    desk.wall.now += hours(2)
    await run()
    expect([await out(), (await state(made.id))?.state]).toEqual([[], 'overtaken'])
  })

  it('is moved, sent now or taken back while it waits, and not afterwards', async () => {
    const made = (await later(at(hours(2)))).json()
    expect((await desk.request('PATCH', path(`/${made.id}`), { sendAt: at(hours(4)) })).json().sendAt).toBe(at(hours(4)))
    expect((await desk.request('PATCH', path(`/${made.id}`), { sendAt: at(hours(60)), anyway: true })).json().code).toBe('window_closed')
    expect((await desk.request('POST', path(`/${made.id}/send`))).statusCode).toBe(200)
    expect([await run(), (await out()).length]).toEqual([1, 1])
    expect((await desk.request('DELETE', path(`/${made.id}`))).json().code).toBe('wrong_status')
    const other = (await later(at(hours(2)))).json()
    expect((await desk.request('DELETE', path(`/${other.id}`))).json().state).toBe('cancelled')
    desk.wall.now += hours(3)
    expect([await run(), (await out()).length]).toEqual([0, 1])
  })
})
