/** What a look at who may be the same costs while messages come: nothing for people who were looked at already. */
import { newId } from '@recado/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../../testing/desk.js'
import { JoiningWorker } from './worker.js'

let desk: Desk
beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())

/** Who last wrote or locked each person. */
const touched = () => desk.rows<{ name: string; by: string }>(`select 'contact ' || contact_id as name, xmax::text as by from contact union all select 'identity ' || identity_id, xmax::text from identity order by 1`)

test('people of the last seconds are looked at again, but neither locked nor written', async () => {
  const worker = new JoiningWorker(desk.services)
  const phones = ['34691000001', '34691000002', '34691000003']
  for (const phone of phones) await desk.receive(desk.wrote(newId(), 'Hola', { phone }))
  await worker.look(desk.workspaceId)
  expect((await desk.rows<{ key: string }>('select key from identity_match order by key')).length).toBeGreaterThanOrEqual(phones.length)
  const before = await touched()
  await worker.look(desk.workspaceId)
  expect(await touched()).toEqual(before)
})
