/** The last word before a message leaves: asked again when its turn comes, and never beside a withdrawal that is being written. */
import type { Message } from '@recado/api'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '@recado/db'
import { claimJob, dueJobs } from '../sending/claim.js'
import { queueMessage } from '../sending/queue.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { recordConsent } from './ledger.js'

let desk: Desk
let n = 0
let contactId: string
let conversationId: string

beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())
beforeEach(async () => {
  const phone = `34644${String(++n).padStart(6, '0')}`
  await desk.receive(desk.wrote(`m${n}`, 'Hola', { phone }))
  conversationId = await desk.conversationOf(phone)
  contactId = (await desk.rows<{ contact_id: string }>('select contact_id from conversation where conversation_id = $1', [conversationId]))[0]!.contact_id
  await agree('given')
})

const inTx = <T>(work: Parameters<typeof desk.services.db.inWorkspace<T>>[1]): Promise<T> => desk.services.db.inWorkspace(desk.workspaceId, work)
const now = () => desk.services.clock.now(desk.workspaceId)
const agree = (state: 'given' | 'withdrawn') => inTx((tx) => recordConsent(tx, desk.services, desk.workspaceId, { contactId, purpose: 'marketing', state, source: 'api', at: now(), actor: { kind: 'system' } }))
const advertise = async () => (await desk.request('POST', `/api/v1/conversations/${conversationId}/messages`, { clientId: newId(), content: { kind: 'text', text: 'Rebajas' }, purpose: 'marketing' })).json<Message>().id
const claim = () => inTx(async (tx) => {
  const job = (await dueJobs(tx, desk.account, now(), 500)).find((one) => one.conversationId === conversationId)
  return job ? claimJob(tx, desk.services, desk.account, desk.channel, job) : null
})
const outcome = async (id: string) => (await desk.rows<{ status: string; code: string | null }>(`select status, error->>'code' as code from message where message_id = $1`, [id]))[0]

test('with her yes it leaves', async () => {
  const id = await advertise()
  expect(await claim()).toMatchObject({ id, purpose: 'marketing' })
  expect(await outcome(id)).toEqual({ status: 'sending', code: null })
})

test('a no that nobody told the outbox of is found when its turn comes', async () => {
  const id = await advertise()
  // As another program on the same database would write it.
  await desk.rows(
    `insert into consent_entry (workspace_id, consent_id, contact_id, origin_contact_id, purpose, state, source, at, recorded_at, actor) values ($1, $2, $3, $3, 'marketing', 'withdrawn', 'api', $4, $4, '{"kind":"system"}')`,
    [desk.workspaceId, newId(), contactId, new Date(now()).toISOString()])
  expect(await claim()).toBeNull()
  expect(await outcome(id)).toEqual({ status: 'failed', code: 'opted_out' })
})

test('a basis that the owner took away counts for what was queued before', async () => {
  await desk.request('PUT', '/api/v1/purposes', { items: [{ purpose: 'marketing', basis: 'consent', doubleOptIn: true }] })
  await desk.request('PUT', '/api/v1/purposes', { items: [{ purpose: 'marketing', basis: 'consent' }] })
  const id = await advertise()
  await desk.request('PUT', '/api/v1/purposes', { items: [{ purpose: 'marketing', basis: 'consent', doubleOptIn: true }] })
  expect(await claim()).toBeNull()
  expect(await outcome(id)).toEqual({ status: 'failed', code: 'consent_missing' })
  await desk.request('PUT', '/api/v1/purposes', { items: [{ purpose: 'marketing', basis: 'consent' }] })
})

test('whoever takes a message waits for a withdrawal that is being written, and then finds it', async () => {
  const id = await advertise()
  let finish: () => void = () => {}
  let written: () => void = () => {}
  const held = new Promise<void>((resolve) => { finish = resolve })
  const ready = new Promise<void>((resolve) => { written = resolve })
  // Not committed yet: what it has done is seen by nobody.
  const withdrawing = inTx(async (tx) => {
    await recordConsent(tx, desk.services, desk.workspaceId, { contactId, purpose: 'marketing', state: 'withdrawn', source: 'api', at: now(), actor: { kind: 'system' } })
    written()
    await held
  })
  await ready
  const claiming = claim()
  await expect.poll(async () => (await desk.services.db.pool.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount).toBeGreaterThan(0)
  finish()
  await withdrawing
  expect(await claiming).toBeNull()
  expect(await outcome(id)).toEqual({ status: 'failed', code: 'opted_out' })
})

test('agents, programs, rules and campaigns are refused alike', async () => {
  const codes = (purpose: 'marketing' | 'service') => Promise.all((['agent', 'api', 'automation', 'campaign'] as const).map((type) => inTx(async (tx) => {
    const queued = await queueMessage(tx, desk.services, desk.workspaceId, { conversationId, clientId: newId(), content: { kind: 'text', text: 'Rebajas' }, purpose, author: { type, ...(type === 'agent' ? { id: desk.owner.userId } : {}) } })
    return queued.kind === 'refused' ? queued.verdict.code : queued.kind
  })))
  await agree('withdrawn')
  expect(await codes('marketing')).toEqual(['opted_out', 'opted_out', 'opted_out', 'opted_out'])
  expect(await codes('service')).toEqual(['queued', 'queued', 'queued', 'queued'])
})
