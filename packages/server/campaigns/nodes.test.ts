/** Two nodes on one database work on one campaign: one of them sends, the other takes over when it is gone, and nobody gets two. */
import { RECIPIENT_STATES } from '@recado/api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeAccounts } from '../channels/accounts.js'
import { Sender } from '../sending/sender.js'
import type { Services } from '../services.js'
import { makeSignals } from '../signals.js'
import { type Field, makeField } from './testing/field.js'
import { mortal } from './testing/mortal.js'

const PEOPLE = 120
const PER_SECOND = 60

let f: Field
beforeEach(async () => { f = await makeField({ sends: false }) })
afterEach(() => f.close())

/** The same database, a memory of its own. */
function node(): Services {
  const { db, sealer, channels } = f.services
  const signals = makeSignals(db, false)
  return { ...f.services, signals, accounts: makeAccounts({ db, sealer, channels, signals }) }
}

const lease = async (): Promise<{ holder: string; epoch: number }> => (await f.services.db.asSystem((tx) => tx.query<{ holder: string; epoch: number }>(`select holder, epoch::int as epoch from lease where name = $1`, [`send:${f.account.id}`])))[0]!
/** What fifteen seconds without a sign of life do. */
const expire = () => f.services.db.asSystem((tx) => tx.query(`update lease set expires_at = now() - interval '1 second' where name = $1`, [`send:${f.account.id}`]))
const sent = (least: number) => expect.poll(() => f.platform.accepted.length, { interval: 5, timeout: 30_000 }).toBeGreaterThanOrEqual(least)

async function begin(): Promise<string> {
  await f.people(PEOPLE)
  await f.setting('perSecond', PER_SECOND)
  const made = await f.campaign()
  await f.act(made.id, 'schedule')
  await f.driver.runDue(f.workspaceId)
  return made.id
}

/** Everything has left; nobody is missing, nobody was written to twice. */
async function finish(id: string, by: Sender): Promise<Record<string, number>> {
  await expect.poll(async () => { await by.settled(f.workspaceId); await f.follower.look(f.workspaceId); return (await f.rows<{ n: number }>(`select count(*)::int as n from campaign_recipient where state in ('pending', 'sending', 'queued')`))[0]!.n }, { interval: 20, timeout: 30_000 }).toBe(0)
  const { counts } = await f.read(id)
  expect(f.platform.doubled).toEqual([])
  expect(RECIPIENT_STATES.reduce((sum, state) => sum + counts![state], 0)).toBe(PEOPLE)
  return counts! as unknown as Record<string, number> // names with numbers
}

test('one sends while it lives; killed in the middle, the other goes on when its lease is over', async () => {
  const id = await begin()
  const { services, kill } = mortal(node(), Infinity, false)
  const [first, second] = [new Sender(services), new Sender(node())]
  await first.start(false)
  await second.start(false)
  const held = await lease()
  expect([held.holder, second['lanes'].size]).toEqual([first['holder'], 0])
  await sent(20)
  kill()
  for (const timer of first['timers']) clearInterval(timer)
  await second['renew']()
  expect(second['lanes'].size).toBe(0)
  await expire()
  await second['renew']()
  expect(await lease()).toEqual({ holder: second['holder'], epoch: held.epoch + 1 })
  const counts = await finish(id, second)
  // Half a second's pace at most had been claimed when it died.
  expect(counts.unknown).toBeLessThanOrEqual(PER_SECOND / 2)
  expect(counts.accepted! + counts.unknown!).toBe(PEOPLE)
  const states = new Map((await f.recipients(id)).map((one) => [one.name, one.state]))
  for (let i = 0; i < PEOPLE; i++) if (!f.platform.phones.has(`346${String(i).padStart(8, '0')}`)) expect([i, states.get(`Person${i} Test`)]).toEqual([i, 'unknown'])
}, 60_000)

test('one that was only slow goes on beside the one that took over: each person is claimed once, and what it hears still counts', async () => {
  const id = await begin()
  const [slow, second] = [new Sender(node()), new Sender(node())]
  await slow.start(false)
  await sent(10)
  await expire()
  await second.start(false)
  expect([slow['lanes'].size, second['lanes'].size]).toEqual([1, 1])
  const counts = await finish(id, second)
  await slow.settled(f.workspaceId)
  await f.follower.look(f.workspaceId)
  expect((await f.read(id)).counts).toMatchObject({ accepted: PEOPLE, unknown: 0 })
  expect(counts.failed).toBe(0)
  await slow['renew']()
  expect([slow['lanes'].size, second['lanes'].size]).toEqual([0, 1])
}, 60_000)
