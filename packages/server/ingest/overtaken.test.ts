/** What speaks of a message may come before it. */
import type { InboundEvent } from '@recado/channel-kit'
import { minutes } from '@recado/core'
import { newId } from '@recado/db'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acceptMessage } from '../sending/outcome.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { madeUpLoaded } from '../testing/made-up-channel.js'
import { append } from './others.js'
import { adoptOrphans, nextOrphan } from './overtaken.js'

let desk: Desk
beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())

let people = 0
const somebody = (): string => `3460010${String(++people).padStart(4, '0')}`
const personOf = (phone: string) => ({ keys: [{ kind: 'phone', value: phone }] })
const at = (second: number): number => desk.wall.now - 3_600_000 + second * 1000

/** What somebody says and does, and what the platform reports of our answers; `of` counts back among what there is to speak of. */
interface Step { what: 'said' | 'echoed' | 'delivered' | 'read' | 'read_up_to' | 'edit' | 'revoke'; of: number }
const story = fc.array(fc.record({ what: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('said' as const, 'echoed' as const) }, { weight: 4, arbitrary: fc.constantFrom('delivered' as const, 'read' as const, 'read_up_to' as const, 'edit' as const, 'revoke' as const) }), of: fc.nat(3) }), { minLength: 2, maxLength: 10 })
const disorder = fc.array(fc.record({ place: fc.nat(1_000), copies: fc.integer({ min: 1, max: 3 }), alone: fc.boolean() }), { minLength: 11, maxLength: 11 })

/** The steps as one account's events, each a second after the other. */
function told(steps: readonly Step[], phone: string): InboundEvent[] {
  const [hers, ours]: [string[], string[]] = [[], []]
  const person = personOf(phone)
  // Somebody nobody knows is known by what she says.
  return [{ what: 'said' as const, of: 0 }, ...steps].flatMap(({ what, of }, n): InboundEvent[] => {
    const common = { key: `${phone}.${n}`, account: 'acc-1', at: at(n) }
    const id = `${phone}-${n}`
    const [her, our] = [hers[hers.length - 1 - (of % Math.max(1, hers.length))], ours[ours.length - 1 - (of % Math.max(1, ours.length))]]
    if (what === 'said') { hers.push(id); return [{ ...common, type: 'message', from: person, externalId: id, acts: ['message'], content: { kind: 'text', text: `said ${n}` } }] }
    if (what === 'echoed') { ours.push(id); return [{ ...common, type: 'echo', to: person, externalId: id, content: { kind: 'text', text: `answered ${n}` } }] }
    if (what === 'read_up_to') return [{ ...common, type: 'status', status: 'read', upTo: { person, at: at(n) } }]
    if (what === 'edit') return [{ ...common, type: 'edit', by: 'contact', person, target: her!, content: { kind: 'text', text: `changed ${n}` } }] // she has spoken first
    if (what === 'revoke') return [{ ...common, type: 'revoke', by: 'contact', person, target: her! }] // as above
    return our ? [{ ...common, type: 'status', status: what, externalId: our }] : []
  })
}

const held = async (phone: string) => ({
  messages: await desk.rows(`select m.direction, m.kind, m.content, m.status, m.platform_at, m.edited_at is not null and m.revoked_at is null as edited, m.revoked_at is not null as revoked
    from message m join conversation c using (workspace_id, conversation_id) join identity_key k using (workspace_id, identity_id) where k.value = $1 order by m.platform_at`, [phone]),
  thread: await desk.rows(`select c.unread, c.last_inbound_at, c.window_closes_at, c.window_left, c.last_text, c.last_kind, c.last_direction, c.last_status from conversation c join identity_key k using (workspace_id, identity_id) where k.value = $1`, [phone]),
})
const waiting = async () => (await desk.rows<{ n: number }>('select (select count(*) from parked_change)::int + (select count(*) from parked_status)::int as n'))[0]?.n

test('in whatever order and however often it comes, the same stands there', async () => {
  await fc.assert(fc.asyncProperty(story, disorder, async (steps, shuffle) => {
    const [tidy, wild] = [somebody(), somebody()]
    for (const event of told(steps, tidy)) await desk.receive(event)
    const events = told(steps, wild).map((event, n) => ({ event, ...shuffle[n]! })) // a story has ten steps and a greeting at most
    const copied = events.flatMap(({ event, copies, place, alone }, n) => Array.from({ length: copies }, (_, copy) => ({ event, alone, place: (place * (copy + 1) + n) % 997 }))).sort((a, b) => a.place - b.place)
    for (let batch: InboundEvent[] = []; copied.length > 0 || batch.length > 0;) {
      const next = copied.shift()
      if (next) batch.push(next.event)
      if (!next || next.alone) { await desk.receive(...batch); batch = [] }
    }
    expect(await held(wild)).toEqual(await held(tidy))
    expect(await waiting()).toBe(0)
  }), { numRuns: 40 })
})

test.each([[[0, 1, 2]], [[0, 2, 1]], [[1, 0, 2]], [[2, 0, 1]], [[1, 2, 0]], [[2, 1, 0]]])('of a message (0) and two changes that come as %j the second change stands, and her first words are kept', async (order) => {
  const phone = somebody()
  const said = told([{ what: 'edit', of: 0 }, { what: 'edit', of: 0 }], phone)
  for (const n of order) await desk.receive(said[n]!) // a place in the three above
  expect(await held(phone)).toMatchObject({ messages: [{ content: { text: 'changed 2' }, edited: true }], thread: [{ unread: 1, last_text: 'changed 2' }] })
  expect(await desk.rows(`select v.content->>'text' as text from message_version v join message m using (workspace_id, message_id) where m.external_id = $1 order by v.replaced_at limit 1`, [`${phone}-0`])).toEqual([{ text: 'said 0' }])
  expect(await waiting()).toBe(0)
})

describe('one of ours that was sent from here', () => {
  const write = async (phone: string): Promise<{ messageId: string; conversationId: string }> => {
    await desk.receive({ type: 'message', key: phone, account: 'acc-1', at: at(0), externalId: phone, from: personOf(phone), acts: ['message'], content: { kind: 'text', text: 'Hola' } })
    const messageId = newId()
    const [row] = await desk.rows<{ conversation_id: string }>(
      `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, at)
       select c.workspace_id, $1, c.conversation_id, c.case_id, c.account_id, 'out', 'text', '{"kind":"text","text":"Buenas"}', 'sending', 'agent', $3 from conversation c join identity_key k using (workspace_id, identity_id) where k.value = $2 returning conversation_id`, [messageId, phone, new Date(at(1)).toISOString()])
    return { messageId, conversationId: row!.conversation_id }
  }
  const accept = (job: { messageId: string; conversationId: string }, externalId: string) => desk.services.db.inWorkspace(desk.workspaceId, (tx) =>
    acceptMessage(tx, desk.account, madeUpLoaded, { ...job, attempt: 0, queuedAt: at(1) } as never, { status: 'accepted', externalId } as never, desk.wall.now))
  const status = async (messageId: string) => (await desk.rows<{ status: string }>('select status from message where message_id = $1', [messageId]))[0]?.status

  test('is read though "read up to here" came before the answer to its sending', async () => {
    const phone = somebody()
    const job = await write(phone)
    await desk.receive({ type: 'status', key: `w.${phone}`, account: 'acc-1', at: at(3), status: 'read', upTo: { person: personOf(phone), at: at(2) } })
    await accept(job, `sent.${phone}`)
    expect(await status(job.messageId)).toBe('read')
  })

  test('is not, when that speaks of an earlier moment', async () => {
    const phone = somebody()
    const job = await write(phone)
    await desk.receive({ type: 'status', key: `w.${phone}`, account: 'acc-1', at: at(3), status: 'read', upTo: { person: personOf(phone), at: at(0) } })
    await accept(job, `sent.${phone}`)
    expect(await status(job.messageId)).toBe('accepted')
  })
})

describe('a change whose message never came', () => {
  const change = (phone: string, n: number, text: string): InboundEvent => ({ type: 'edit', key: `${phone}.e${n}`, account: 'acc-1', at: at(n), by: 'contact', person: personOf(phone), target: `before.${phone}`, content: { kind: 'text', text } })
  const adopt = (): Promise<void> => adoptOrphans(desk.services, { replay: ({ event }) => desk.receive(event) }, desk.workspaceId)

  test('becomes it after a while, with the last words', async () => {
    const phone = somebody()
    await desk.receive(change(phone, 2, 'Second thought'), change(phone, 1, 'First thought'))
    await adopt()
    expect(await held(phone)).toEqual({ messages: [], thread: [] })
    const due = await nextOrphan(desk.services, desk.workspaceId)
    expect(due).toBe(desk.wall.now + minutes(1))
    desk.wall.now = due!
    await adopt()
    expect(await held(phone)).toMatchObject({ messages: [{ direction: 'in', content: { text: 'Second thought' } }], thread: [{ unread: 1, last_text: 'Second thought' }] })
    expect(await waiting()).toBe(0)
    expect(await nextOrphan(desk.services, desk.workspaceId)).toBeNull()
  })

  test('and was taken back shows no word of it', async () => {
    const phone = somebody()
    await desk.receive(change(phone, 1, 'A secret'), { type: 'revoke', key: `${phone}.r`, account: 'acc-1', at: at(2), by: 'contact', person: personOf(phone), target: `before.${phone}` })
    desk.wall.now += minutes(2)
    await adopt()
    expect(JSON.stringify([await held(phone), await desk.rows('select * from parked_change'), await desk.rows('select * from message_version')])).not.toContain('A secret')
  })
})

test('“read up to here” waits for whoever is at work on a message, and keeps nobody waiting meanwhile', async () => {
  const phone = somebody()
  for (const event of told([{ what: 'echoed', of: 0 }], phone)) await desk.receive(event)
  const [row] = await desk.rows<{ id: string }>(`select m.message_id as id from message m join conversation c using (workspace_id, conversation_id) join identity_key k using (workspace_id, identity_id) where k.value = $1 and m.direction = 'out'`, [phone])
  let waits: Promise<unknown> = Promise.resolve()
  await desk.services.db.inWorkspace(desk.workspaceId, async (tx) => {
    await tx.query(`update message set price = '{"amount":"0.0100"}' where workspace_id = $1 and message_id = $2`, [desk.workspaceId, row!.id])
    waits = desk.receive({ key: `${phone}.up`, account: 'acc-1', at: at(9), type: 'status', status: 'read', upTo: { person: personOf(phone), at: at(9) } })
    await expect.poll(() => desk.rows('select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()')).toHaveLength(1)
    // Where the other held the head of the log by now, the two would wait for each other and one be sent away.
    await append(tx, [{ type: 'message.updated', messageIds: [row!.id] }])
  })
  await waits
  expect(await desk.rows('select status, price from message where message_id = $1', [row!.id])).toEqual([{ status: 'read', price: { amount: '0.0100' } }])
})
