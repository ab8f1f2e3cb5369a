/** The sender dies between any two of its steps: what the platform has and what the table says still agree, to the person. */
import { RECIPIENT_STATES } from '@recado/api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Sender } from '../sending/sender.js'
import { type Field, makeField } from './testing/field.js'
import { mortal } from './testing/mortal.js'

let f: Field
beforeEach(async () => { f = await makeField({ sends: false }) })
afterEach(() => f.close())

/** A fixed series, so that a story that went wrong can be read again. */
function series(seed: number): () => number {
  let state = seed
  return () => { state = (state * 1_103_515_245 + 12_345) % 2_147_483_648; return state / 2_147_483_648 }
}

test.each([1, 2, 3, 4])('killed again and again, nobody gets two and nobody is forgotten (story %i)', async (seed) => {
  const chance = series(seed)
  const phones = await f.people(60)
  f.platform.manner = (phone) => (Number(phone) % 17 === 3 ? 'unreachable' : 'take')
  await f.setting('perSecond', 60)
  const made = await f.campaign()
  await f.act(made.id, 'schedule')
  let kills = 0
  for (let life = 0; life < 12; life++) {
    const { services, dead, kill, touch } = mortal(f.services, 4 + Math.floor(chance() * 14), chance() < 0.5)
    const send = f.platform.before
    f.platform.before = () => touch(async () => {})
    f.platform.after = () => touch(async () => {})
    await f.driver.runDue(f.workspaceId)
    const sender = new Sender(services)
    void sender.start(true)
    await expect.poll(async () => dead() || ['done', 'paused'].includes((await f.read(made.id)).state) || (await f.read(made.id)).counts?.pending === 0, { interval: 5, timeout: 20_000 }).toBe(true)
    for (const timer of sender['timers']) clearInterval(timer)
    f.platform.before = send
    f.platform.after = () => {}
    if (dead()) kills++
    kill()
    await f.follower.look(f.workspaceId)
    if (chance() < 0.3) { await f.act(made.id, 'pause').catch(() => {}); await f.act(made.id, 'resume').catch(() => {}) }
  }
  const last = new Sender(f.services)
  await last.start(true)
  await last.settled(f.workspaceId)
  await f.follower.look(f.workspaceId)
  await f.driver.runDue(f.workspaceId)
  const between = await f.read(made.id)
  expect(kills).toBeGreaterThan(0)
  expect(f.platform.doubled).toEqual([])
  expect(RECIPIENT_STATES.reduce((sum, state) => sum + between.counts![state], 0)).toBe(60)
  expect(between.counts!.pending + between.counts!.sending + between.counts!.queued).toBe(0)
  // The platform tells of all that it took; one in a hundred reports would never come, here one in ten.
  const untold = new Set(f.platform.accepted.filter(() => chance() < 0.1).map((one) => one.phone))
  for (const { phone } of f.platform.accepted) if (!untold.has(phone)) await f.report(phone, 'delivered')
  await f.follower.look(f.workspaceId)
  const rows = await f.recipients(made.id)
  const state = new Map(rows.map((row) => [row.name, row.state]))
  for (const [i, phone] of phones.entries()) {
    const got = f.platform.phones.has(phone)
    const now = state.get(`Person${i} Test`)
    if (got && !untold.has(phone)) expect([phone, now]).toEqual([phone, 'delivered'])
    else if (got) expect(['accepted', 'unknown']).toContain(now)
    else expect(['failed', 'unknown']).toContain(now)
  }
  await last['close']()
}, 60_000)
