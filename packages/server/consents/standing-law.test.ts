/** The row that lists and segments look for says what the ledger says: the words of core/consent and those of SQL, for any history. */
import { lines } from '@recado/core/consent/testing/stories'
import { type ConsentFact, standingOf } from '@recado/core'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { type ConsentWish, recordConsents } from './ledger.js'
import { runLapsed } from './expiry.js'

let desk: Desk
let channel: string
const topicIds: Record<string, string> = {}

beforeAll(async () => {
  desk = await makeDesk()
  channel = desk.channel.declaration.id
  for (const key of ['news', 'offers']) topicIds[key] = (await desk.request('POST', '/api/v1/consent-categories', { key, names: { es: key } })).json<{ id: string }>().id
})
afterAll(() => desk.close())

let n = 0
async function person(): Promise<{ contactId: string; identities: Record<'i1' | 'i2', string> }> {
  const ids: Record<string, { contact_id: string; identity_id: string }> = {}
  for (const name of ['i1', 'i2']) {
    const phone = `34633${String(++n).padStart(6, '0')}`
    await desk.receive(desk.wrote(`m${n}`, 'Hola', { phone }))
    const [row] = await desk.rows<{ contact_id: string; identity_id: string }>('select contact_id, identity_id from conversation where conversation_id = $1', [await desk.conversationOf(phone)])
    ids[name] = row!
  }
  const contactId = ids.i1!.contact_id
  await desk.rows('update identity set contact_id = $2 where identity_id = $1', [ids.i2!.identity_id, contactId])
  return { contactId, identities: { i1: ids.i1!.identity_id, i2: ids.i2!.identity_id } }
}

test('for every purpose, topic and app', async () => {
  await fc.assert(fc.asyncProperty(fc.array(lines, { maxLength: 7 }), fc.integer({ min: 1, max: 3 }), async (story, batches) => {
    const { contactId, identities } = await person()
    const now = desk.services.clock.now(desk.workspaceId)
    // Story moments lie around another day; what has lapsed by then has lapsed now. `a` is the app both addresses are on.
    const entries = story.map((line): ConsentFact => ({ ...line, category: line.category && topicIds[line.category]!, channel: line.channel === 'a' ? channel : line.channel === null ? null : 'elsewhere', identityId: line.identityId && identities[line.identityId as 'i1' | 'i2'] }))
    const wishes = entries.map(({ category, at, ...line }, i): ConsentWish => ({ ...line, categoryId: category, contactId, at, source: 'api', sourceDetail: String(i), wordingId: null, actor: { kind: 'system' } }))
    const size = Math.ceil(wishes.length / batches)
    for (let i = 0; i < wishes.length; i += size) await desk.services.db.inWorkspace(desk.workspaceId, (tx) => recordConsents(tx, desk.services, desk.workspaceId, wishes.slice(i, i + size)))
    const best = ['confirmed', 'given', 'pending', 'expired', 'withdrawn']
    for (const purpose of ['marketing', 'notification'] as const) for (const topic of [topicIds.news!, topicIds.offers!]) {
      const told = Object.values(identities).map((identityId) => standingOf(entries, { purpose, category: topic, channel, identityId }, now).state)
      const expected = best.find((state) => told.includes(state as never)) ?? null
      const [row] = await desk.rows<{ standing: string | null }>(`select consent_standing($1, $2, $3, $4, $5, $6) as standing`, [desk.workspaceId, contactId, purpose, topic, channel, new Date(now).toISOString()])
      expect(row!.standing).toBe(expected)
      const allowed = expected === 'confirmed' || expected === 'given'
      const found = await desk.rows<{ contact_id: string }>(`select contact_id from contacts_with_consent($1, $2, $3, '{given,confirmed}', $4) where contact_id = $5`, [purpose, topic, channel, new Date(now).toISOString(), contactId])
      expect(found.length > 0).toBe(allowed)
    }
  }), { numRuns: 40 })
}, 60_000)

test('a yes that lapses is written down once, at its moment, and her row goes over to the one that still stands', async () => {
  const { contactId } = await person()
  const now = desk.services.clock.now(desk.workspaceId)
  const yes = (change: Partial<ConsentWish>): ConsentWish => ({ contactId, purpose: 'marketing', state: 'given', source: 'api', at: now, actor: { kind: 'system' }, ...change })
  await desk.services.db.inWorkspace(desk.workspaceId, (tx) => recordConsents(tx, desk.services, desk.workspaceId, [yes({ categoryId: topicIds.news!, expiresAt: now + 1_000 }), yes({ expiresAt: now + 5_000 })]))
  const states = () => desk.rows<{ state: string; at: number; category_id: string | null }>(`select state, at, category_id from consent_entry where contact_id = $1 and state = 'expired' order by at`, [contactId])
  const standing = async () => (await desk.rows<{ standing: string }>('select standing from consent_now where contact_id = $1 and category_id = $2', [contactId, topicIds.news]))[0]?.standing
  desk.wall.now += 1_000
  await runLapsed(desk.services, desk.workspaceId)
  await runLapsed(desk.services, desk.workspaceId)
  expect([await states(), await standing()]).toEqual([[], 'given'])
  desk.wall.now += 4_000
  await runLapsed(desk.services, desk.workspaceId)
  await runLapsed(desk.services, desk.workspaceId)
  expect(await standing()).toBe('expired')
  expect(await states()).toEqual([{ state: 'expired', at: now + 1_000, category_id: topicIds.news }, { state: 'expired', at: now + 5_000, category_id: null }])
})
