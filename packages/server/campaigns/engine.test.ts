import { RECIPIENT_STATES } from '@recado/api'
import { days, hours } from '@recado/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Field, makeField } from './testing/field.js'

let f: Field
beforeEach(async () => { f = await makeField() })
afterEach(() => f.close())

const schedule = async (extra: Parameters<Field['campaign']>[0] = {}): Promise<string> => {
  const made = await f.campaign(extra)
  await f.act(made.id, 'schedule')
  return made.id
}

test('everybody of the audience gets one message in her own words, and the counts say so', async () => {
  const phones = await f.people(120)
  const id = await schedule()
  await f.work()
  const done = await f.read(id)
  expect(done).toMatchObject({ state: 'done', counts: { audience: 120, accepted: 120, pending: 0 } })
  expect(RECIPIENT_STATES.reduce((sum, state) => sum + done.counts![state], 0)).toBe(120)
  expect(f.platform.doubled).toEqual([])
  expect(phones.map((phone) => f.platform.phones.get(phone)?.[0]?.text)).toEqual(phones.map((_, i) => `Hello Person${i}`))
  expect(await f.rows('select status, author_id, count(*)::int as n from message group by 1, 2')).toEqual([{ status: 'accepted', author_id: id, n: 120 }])
  expect(await f.rows('select 1 from send_job')).toEqual([])
  expect(await f.rows('select count(*)::int as n from cost_entry')).toEqual([{ n: 120 }])
  // The planner was told of the frozen audience: otherwise it reads the table whole until autovacuum comes by.
  expect(await f.rows(`select reltuples::int as n from pg_class where relname = 'campaign_recipient'`)).toEqual([{ n: 120 }])
})

describe('what the platform does with it', () => {
  test('receipts, refusals and lost answers are each in their place', async () => {
    await f.people(6)
    f.platform.manner = (phone) => (['take', 'refuse', 'unreachable', 'silent_taken', 'silent_lost', 'stopped'] as const)[Number(phone.slice(-1))]!
    const id = await schedule()
    await f.work()
    expect((await f.recipients(id)).map((one) => [one.state, one.code, one.platformCode])).toEqual([
      ['accepted', null, null], ['failed', 'platform_refused', '400'], ['failed', 'recipient_unreachable', '131026'], ['unknown', 'platform_silent', null], ['unknown', 'platform_silent', null], ['failed', 'opted_out', '131050'],
    ])
    expect((await f.recipients(id)).at(-1)?.optedOutAt).not.toBeNull()
    await f.report('34600000000', 'delivered')
    await f.report('34600000003', 'read', { at: f.wall.now + 1000 })
    await f.work()
    expect((await f.recipients(id)).map((one) => one.state)).toEqual(['delivered', 'failed', 'failed', 'read', 'unknown', 'failed'])
    expect((await f.read(id)).counts).toMatchObject({ audience: 6, delivered: 1, read: 1, unknown: 1, failed: 3, opted_out: 1 })
    expect(f.platform.doubled).toEqual([])
  })

  test('what could not be handed over waits its turn, and a pause holds it too', async () => {
    await f.people(3)
    f.platform.manner = () => 'busy'
    const id = await schedule()
    await f.work()
    expect((await f.read(id)).counts).toMatchObject({ queued: 3 })
    await f.act(id, 'pause')
    f.platform.manner = () => 'take'
    f.wall.now += hours(1)
    await f.work()
    expect(f.platform.phones.size).toBe(0)
    await f.act(id, 'resume')
    await f.work()
    expect(await f.read(id)).toMatchObject({ state: 'done', counts: { accepted: 3 } })
  })

  test('stopped, it takes back whoever waits', async () => {
    await f.people(3)
    f.platform.manner = (phone) => (phone.endsWith('0') ? 'take' : 'busy')
    const id = await schedule()
    await f.work()
    await f.act(id, 'stop')
    await f.work()
    expect(await f.read(id)).toMatchObject({ state: 'stopped', counts: { accepted: 1, cancelled: 2, queued: 0 } })
    f.platform.manner = () => 'take'
    f.wall.now += hours(3)
    await f.work()
    expect(f.platform.phones.size).toBe(1)
  })
})

describe('limits', () => {
  test('with 2 people a day it takes as many days as it says', async () => {
    await f.people(5)
    await f.setting('peopleADay', 2)
    const id = await schedule()
    await f.work()
    const running = await f.read(id)
    expect(running).toMatchObject({ state: 'sending', counts: { accepted: 2, pending: 3 } })
    // Two days of waiting, and the last message's own moment.
    expect(Math.round((Date.parse(running.finishesAt!) - f.wall.now) / days(1) * 100) / 100).toBe(2)
    for (let day = 1; day < 3; day++) {
      f.wall.now += days(1) + 1000
      await f.work()
      expect(f.platform.phones.size).toBe(Math.min(5, 2 + day * 2))
    }
    expect((await f.read(id)).state).toBe('done')
  })

  test('the budget is never passed by a cent, and somebody has to decide', async () => {
    await f.people(9)
    const id = await schedule({ settings: { budget: { amount: '0.22', currency: 'EUR' } } })
    await f.work()
    expect(await f.read(id)).toMatchObject({ state: 'paused', stateReason: 'budget_exhausted', counts: { accepted: 4, pending: 5 } })
    expect(await f.rows(`select kind, data->>'code' as code from health_item`)).toEqual([{ kind: 'campaign_paused', code: 'budget_exhausted' }])
  })

  test('it stands still by itself when too much goes wrong', async () => {
    await f.people(30)
    f.platform.manner = (phone) => (Number(phone) % 2 ? 'refuse' : 'take')
    const id = await schedule({ settings: { stopOn: { errorPercent: 30, least: 10 }, perSecond: null } })
    await f.setting('perSecond', 40)
    await f.work()
    expect(await f.read(id)).toMatchObject({ state: 'paused', stateReason: 'error_rate' })
  })
})
