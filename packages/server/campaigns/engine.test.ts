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
})
