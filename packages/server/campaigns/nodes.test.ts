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
  await second.settled(f.workspaceId)
  // Its last claim may have been written after the other had looked: that is in nobody's hands, and seen to be so for as long as a lease holds.
  const under = async () => (await f.rows(`select 1 from send_job where state = 'sending'`)).length
  const late = await under()
  for (let looks = 0; looks < 4; looks++) { expect(await under()).toBe(late); await second['renew']() }
  const counts = await finish(id, second)
  // Two batches of its pace at most had been claimed when it died: one waited for the platform, one was being written.
  expect(counts.unknown).toBeLessThanOrEqual(PER_SECOND * 0.8)
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

test('nodes that hold different accounts of one campaign keep to its pace together', async () => {
  const PACE = 10
  const other = await f.connect('acc-2')
  await f.people(PEOPLE / 6)
  await f.people(PEOPLE / 6, other, PEOPLE)
  const content = { content: { kind: 'text' as const, text: 'Hello' } }
  const made = await f.campaign({
    settings: { perSecond: PACE }, variants: [{ key: 'a', name: '', share: 1, contents: { [f.account.id]: content, [other.id]: content } }],
    audience: { include: { segmentIds: [], listIds: [], filter: { all: [] } }, exclude: { segmentIds: [], listIds: [] }, purpose: 'notification', category: null, routes: [f.account, other].map(({ id }) => ({ accountId: id, as: 'freeform' as const, priceClass: null })), choose: 'first', cap: null },
  })
  await f.act(made.id, 'schedule')
  await f.driver.runDue(f.workspaceId)
  const [first, second] = [new Sender(node()), new Sender(node())]
  await f.services.db.asSystem((tx) => tx.query(`insert into lease (name, holder, expires_at) values ($1, $2, now() + interval '1 minute')`, [`send:${other.id}`, second['holder']]))
  const begun = performance.now()
  await first.start(false)
  await second.start(false)
  expect([[...first['lanes'].keys()], [...second['lanes'].keys()]]).toEqual([[f.account.id], [other.id]])
  // A bucket of one second, and what has run into it since: at no moment more, whoever sends.
  await expect.poll(() => {
    const taken = f.platform.accepted.length
    expect(taken).toBeLessThanOrEqual(PACE + PACE * ((performance.now() - begun) / 1_000))
    return taken
  }, { interval: 5, timeout: 30_000 }).toBe(PEOPLE / 3)
  expect(new Set(f.platform.accepted.map(({ phone }) => phone)).size).toBe(PEOPLE / 3)
}, 60_000)

test('a start into a stream of reports takes each thread before its message, as every report does', async () => {
  await begin()
  const before = f.platform.before
  f.platform.before = () => new Promise(() => {})
  const { services, kill } = mortal(node(), Infinity, false)
  const first = new Sender(services)
  await first.start(false)
  const under = () => f.rows<{ message: string; thread: string }>(`select message_id as message, conversation_id as thread from send_job where state = 'sending' order by conversation_id`)
  await expect.poll(async () => (await under()).length, { interval: 5, timeout: 30_000 }).toBeGreaterThan(1)
  kill()
  for (const timer of first['timers']) clearInterval(timer)
  f.platform.before = before
  await expire()
  const second = new Sender(node())
  const [one] = await under()
  let started: Promise<void> = Promise.resolve()
  await f.services.db.inWorkspace(f.workspaceId, async (tx) => {
    await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = $2 for update', [f.workspaceId, one!.thread])
    started = second.start(false)
    await expect.poll(async () => (await f.services.db.asSystem((other) => other.query('select 1 from pg_locks where not granted'))).length, { interval: 5, timeout: 30_000 }).toBeGreaterThan(0)
    // Whoever waits for the thread holds neither the message nor its place in the outbox.
    await tx.query('select 1 from message where workspace_id = $1 and message_id = $2 for update nowait', [f.workspaceId, one!.message])
    await tx.query('select 1 from send_job where workspace_id = $1 and message_id = $2 for update nowait', [f.workspaceId, one!.message])
  })
  await started
  expect(await f.rows('select status from message where message_id = $1', [one!.message])).toEqual([{ status: 'unknown' }])
}, 60_000)
