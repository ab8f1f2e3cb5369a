import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { destroyPersonKeys, openForPerson } from '../people/person-keys.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { consentsOf, EVIDENCE } from './entries.js'
import { type ConsentWish, recordConsent, recordConsents } from './ledger.js'
import { keepWording } from './wordings.js'

let desk: Desk
let n = 0
let contactId: string
let identityId: string

beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())

const phoneOf = (i: number) => `34611${String(i).padStart(6, '0')}`
async function somebody(): Promise<{ contactId: string; identityId: string; conversationId: string }> {
  n++
  await desk.receive(desk.wrote(`m${n}`, 'Hola', { phone: phoneOf(n) }))
  const conversationId = await desk.conversationOf(phoneOf(n))
  const [row] = await desk.rows<{ contact_id: string; identity_id: string }>('select contact_id, identity_id from conversation where conversation_id = $1', [conversationId])
  return { contactId: row!.contact_id, identityId: row!.identity_id, conversationId }
}
beforeEach(async () => { ({ contactId, identityId } = await somebody()) })

const now = () => desk.services.clock.now(desk.workspaceId)
const inTx = <T>(work: Parameters<typeof desk.services.db.inWorkspace<T>>[1]): Promise<T> => desk.services.db.inWorkspace(desk.workspaceId, work)
const wish = (change: Partial<ConsentWish> = {}): ConsentWish => ({ contactId, purpose: 'marketing', state: 'given', source: 'agent', at: now(), actor: { kind: 'user', id: desk.owner.userId }, ...change })
const record = (change: Partial<ConsentWish> = {}) => inTx((tx) => recordConsent(tx, desk.services, desk.workspaceId, wish(change)))
const entries = (id = contactId) => inTx((tx) => consentsOf(tx, desk.workspaceId, id))

describe('a line of the ledger', () => {
  test('says who, what, when, where, how and by which words', async () => {
    const wordingId = await inTx((tx) => keepWording(tx, desk.services, desk.workspaceId, { name: 'Boletín', language: 'es', text: 'Quiero recibir novedades', privacyUrl: 'https://example.com/privacidad' }))
    const { id, changed } = await record({ identityId, wordingId, evidence: { ip: '203.0.113.7' } })
    expect(changed).toBe(true)
    expect(await entries()).toMatchObject([{ id, contactId, originContactId: contactId, identityId, purpose: 'marketing', category: null, channel: null, state: 'given', source: 'agent', wordingId, at: now(), recordedAt: now(), expiresAt: null, actor: { kind: 'user', id: desk.owner.userId } }])
  })

  test('the same again is the line that stands there', async () => {
    const at = now()
    const first = await record({ at })
    expect(await record({ at })).toEqual({ ...first, changed: false })
    expect(await record({ at: at + 1 })).toMatchObject({ changed: true })
    expect(await entries()).toHaveLength(2)
  })

  test.each([
    ['its state', `update consent_entry set state = 'withdrawn' where contact_id = $1`], ['its moment', 'update consent_entry set at = recorded_at - interval \'1 day\' where contact_id = $1'],
    ['for whom it was written', 'update consent_entry set origin_contact_id = identity_id where contact_id = $1'], ['its evidence', `update consent_entry set evidence_sealed = '\\x00' where contact_id = $1`], ['that it is there', 'delete from consent_entry where contact_id = $1'],
  ])('%s cannot be changed, not even by the owner of the tables', async (_what, sql) => {
    await record({ identityId, evidence: { a: 1 } })
    await expect(desk.services.db.pool.query(sql, [contactId])).rejects.toThrow(/never/)
    expect(await entries()).toHaveLength(1)
  })

  test('a wording never changes, and the same words are the same version', async () => {
    const words = (text: string, privacyUrl = 'https://example.com/p') => inTx((tx) => keepWording(tx, desk.services, desk.workspaceId, { name: `W${n}`, language: 'es', text, privacyUrl }))
    const first = await words('uno')
    expect(await words('uno')).toBe(first)
    const [second, third] = [await words('dos'), await words('uno', 'https://example.com/other')]
    expect(await desk.rows('select wording_id, version from consent_wording where name = $1 order by version', [`W${n}`])).toEqual([{ wording_id: first, version: 1 }, { wording_id: second, version: 2 }, { wording_id: third, version: 3 }])
    await expect(desk.services.db.pool.query('update consent_wording set text = $2 where wording_id = $1', [first, 'tres'])).rejects.toThrow(/never changes/)
  })

  test('somebody who is not there cannot agree', async () => {
    await expect(record({ contactId: '01900000-0000-7000-8000-000000000000' })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('what is personal in it', () => {
  const evidence = async () => (await desk.rows<{ evidence_sealed: Buffer; person_key_id: string }>('select evidence_sealed, person_key_id from consent_entry where contact_id = $1 order by consent_id', [contactId]))
  const opened = (row: { evidence_sealed: Buffer; person_key_id: string }) => inTx((tx) => openForPerson(tx, desk.services, desk.workspaceId, row.person_key_id, EVIDENCE, row.evidence_sealed))

  test('is sealed, readable with her key and gone with it', async () => {
    await record({ evidence: { ip: '203.0.113.7' } })
    const other = await somebody()
    await record({ contactId: other.contactId, evidence: { ip: '198.51.100.1' } })
    const [row] = await evidence()
    expect(row!.evidence_sealed.toString('latin1')).not.toContain('203.0.113')
    expect(JSON.parse((await opened(row!))!)).toEqual({ ip: '203.0.113.7' })
    expect(await inTx((tx) => destroyPersonKeys(tx, desk.workspaceId, contactId))).toBe(1)
    expect(await opened(row!)).toBeNull()
    const [hers] = await desk.rows<{ evidence_sealed: Buffer; person_key_id: string }>('select evidence_sealed, person_key_id from consent_entry where contact_id = $1', [other.contactId])
    expect(await opened(hers!)).toContain('198.51.100.1')
    // After that she is a stranger again: what is sealed now has a new key.
    await record({ at: now() + 5, evidence: { ip: '203.0.113.8' } })
    expect(await opened((await evidence())[1]!)).toContain('203.0.113.8')
  })

  test('goes with her address when that turns out to be somebody else’s', async () => {
    await record({ identityId, evidence: { said: 'here' } })
    const other = await somebody()
    await desk.rows('update identity set contact_id = $2 where identity_id = $1', [identityId, other.contactId])
    expect(await entries()).toEqual([])
    expect(await entries(other.contactId)).toMatchObject([{ originContactId: contactId, identityId }])
    expect(await inTx((tx) => destroyPersonKeys(tx, desk.workspaceId, contactId))).toBe(0)
    expect(await inTx((tx) => destroyPersonKeys(tx, desk.workspaceId, other.contactId))).toBe(1)
  })
})

describe('many at once', () => {
  test('are written in the order of the wishes, with a sum per person in the log', async () => {
    const others = [await somebody(), await somebody()]
    const before = await desk.rows<{ seq: number }>('select max(seq)::int as seq from event')
    const done = await inTx((tx) => recordConsents(tx, desk.services, desk.workspaceId, [wish(), ...others.map((one) => wish({ contactId: one.contactId })), wish({ contactId: others[0]!.contactId, channel: 'made-up' })]))
    expect(done.map((one) => one.contactId)).toEqual([contactId, others[0]!.contactId, others[1]!.contactId, others[0]!.contactId])
    expect(await desk.rows('select type, data from event where seq > $1 order by seq', [before[0]!.seq])).toEqual([contactId, others[0]!.contactId, others[1]!.contactId].map((id) => ({ type: 'consent.changed', data: { contactId: id, consentIds: done.filter((one) => one.contactId === id).map((one) => one.id) } })))
  })
})
