/** Whoever is here under an address that must not be taken in stays out of audiences, whichever way she came. */
import type { ContactConsents } from '@recado/api'
import { newId, type Tx } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { erasePerson } from './erase.js'
import { JoiningWorker } from './joining/worker.js'
import { isSuppressed, suppress, unsuppress } from './suppression.js'

let desk: Desk
let worker: JoiningWorker
beforeAll(async () => { desk = await makeDesk(); worker = new JoiningWorker(desk.services) })
afterAll(() => desk.close())

const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => desk.services.db.inWorkspace(desk.workspaceId, work)
const barred = (kind: string, value: string) => inside((tx) => suppress(tx, desk.services, desk.workspaceId, { kind, value }, 'exclusion_list'))
const exclusion = async (contactId: string) => (await desk.request('GET', `/api/v1/contacts/${contactId}/consents`)).json<ContactConsents>().exclusion
const made = async (body: object): Promise<string> => (await desk.request('POST', '/api/v1/contacts', body)).json<{ id: string }>().id
let numbers = 34_690_000_000
async function wrote(phone = String(++numbers)): Promise<{ phone: string; contactId: string }> {
  await desk.receive(desk.wrote(newId(), 'Hola', { phone }))
  const [row] = await desk.rows<{ contact_id: string }>('select contact_id from conversation where conversation_id = $1', [await desk.conversationOf(phone)])
  return { phone, contactId: row!.contact_id }
}

test('she wrote again, or was typed in: her phone and her mail are known again, others are not touched', async () => {
  const phone = String(++numbers)
  await barred('phone', `+${phone}`)
  await barred('email', 'Luz@Example.com')
  const [back, other] = [await wrote(phone), await wrote()]
  const typed = await made({ name: 'Luz', addresses: [{ kind: 'email', value: 'luz@example.com' }] })
  await worker.look(desk.workspaceId)
  expect(await exclusion(back.contactId)).toMatchObject({ reason: 'exclusion_list' })
  expect(await exclusion(typed)).toMatchObject({ reason: 'exclusion_list' })
  expect(await exclusion(other.contactId)).toBeNull()
})

test('an address that she is given later counts, too', async () => {
  await barred('email', 'late@example.com')
  const { contactId } = await wrote()
  await worker.look(desk.workspaceId)
  expect(await exclusion(contactId)).toBeNull()
  expect((await desk.request('PATCH', `/api/v1/contacts/${contactId}`, { addresses: [{ kind: 'email', value: 'late@example.com' }] })).statusCode).toBe(200)
  await worker.look(desk.workspaceId)
  expect(await exclusion(contactId)).not.toBeNull()
})

test('a second record of somebody who is erased stays, and stays out; what joins and parts people takes it along', async () => {
  const first = await wrote()
  const second = await made({ name: 'Otra ficha', addresses: [{ kind: 'phone', value: `+${first.phone}` }] })
  const third = await wrote()
  await worker.look(desk.workspaceId)
  await inside((tx) => erasePerson(tx, desk.services, desk.workspaceId, first.contactId, { kind: 'system' }, 'erase'))
  expect(await exclusion(second)).toMatchObject({ reason: 'erased' })
  expect((await desk.request('POST', `/api/v1/contacts/${third.contactId}/merge`, { otherId: second })).statusCode).toBeLessThan(300)
  expect(await exclusion(third.contactId)).toMatchObject({ reason: 'erased' })
})

test('taken off the list she may be written to again, by whoever may write the ledger', async () => {
  const phone = String(++numbers)
  await barred('phone', `+${phone}`)
  const { contactId } = await wrote(phone)
  await worker.look(desk.workspaceId)
  expect(await exclusion(contactId)).not.toBeNull()
  expect((await desk.request('DELETE', `/api/v1/contacts/${contactId}/exclusion`)).statusCode).toBe(204)
  expect(await exclusion(contactId)).toBeNull()
  expect(await inside((tx) => isSuppressed(tx, desk.services, desk.workspaceId, [{ kind: 'phone', value: `+${phone}` }]))).toEqual(new Set())
  // By its address, as a program that asks for her does.
  await barred('phone', `+${phone}`)
  await desk.receive(desk.wrote(newId(), 'Sigo aquí', { phone }))
  await worker.look(desk.workspaceId)
  expect(await exclusion(contactId)).not.toBeNull()
  expect(await inside((tx) => unsuppress(tx, desk.services, desk.workspaceId, { kind: 'phone', value: `+${phone}` }))).toBe(true)
  expect(await exclusion(contactId)).toBeNull()
})

test('an empty list costs one look', async () => {
  await inside((tx) => tx.query('delete from suppression where workspace_id = $1', [desk.workspaceId]))
  const { contactId } = await wrote()
  await worker.look(desk.workspaceId)
  expect(await exclusion(contactId)).toBeNull()
})
