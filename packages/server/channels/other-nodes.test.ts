import { hours } from '@recado/core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { businessClock } from '../clock.js'
import type { Services } from '../services.js'
import { makeSignals } from '../signals.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { makeAccounts } from './accounts.js'
import { OtherNodes } from './other-nodes.js'

let desk: Desk
/** Another node: the same database, a memory of its own. */
let node: Services
let others: OtherNodes
let dropped: string[]
beforeAll(async () => { desk = await makeDesk() })
afterAll(() => desk.close())
beforeEach(async () => {
  const { db, sealer, channels } = desk.services
  const signals = makeSignals(db, true)
  const accounts = makeAccounts({ db, sealer, channels, signals })
  node = { ...desk.services, signals, accounts, clock: businessClock(db, () => desk.wall.now) }
  dropped = []
  signals.on('accounts', (_workspace: string, accountId: string) => dropped.push(accountId))
  others = new OtherNodes(node)
  await others.look()
})
const held = async () => (await node.accounts.byId(desk.workspaceId, desk.account.id))!
const change = (column: string, value: unknown) => desk.rows(`update channel_account set ${column} = $3 where workspace_id = $1 and account_id = $2 returning 1`, [desk.workspaceId, desk.account.id, value])

test('what another node changed of an account is let go, once, and read anew', async () => {
  const before = await held()
  expect(dropped).toEqual([])
  await change('name', 'Renamed elsewhere')
  expect((await held()).name).toBe(before.name)
  await others.look()
  expect((await held()).name).toBe('Renamed elsewhere')
  await others.look()
  expect(dropped).toEqual([desk.account.id])
})

test('what nobody keeps is no change', async () => {
  await change('checked_at', new Date(desk.wall.now).toISOString())
  await change('name', (await held()).name)
  await others.look()
  expect(dropped).toEqual([])
})

test('one that was connected elsewhere is known by its webhook address, one that was removed is not', async () => {
  const made = await desk.connect('acc-elsewhere')
  expect(await node.accounts.list(desk.workspaceId)).toHaveLength(2)
  await desk.rows('delete from channel_account where workspace_id = $1 and account_id = $2 returning 1', [desk.workspaceId, made.id])
  await others.look()
  expect(await node.accounts.byId(desk.workspaceId, made.id)).toBeNull()
  expect(await node.accounts.list(desk.workspaceId)).toHaveLength(1)
})

test('a change that commits late, behind a look that was later than it, is found all the same', async () => {
  let commit!: () => void
  const waiting = new Promise<void>((resolve) => { commit = resolve })
  const slow = desk.services.db.inWorkspace(desk.workspaceId, async (tx) => {
    await tx.query('update channel_account set name = $3 where workspace_id = $1 and account_id = $2', [desk.workspaceId, desk.account.id, 'Late'])
    await waiting
  })
  await others.look()
  commit()
  await slow
  await others.look()
  expect((await held()).name).toBe('Late')
})

test('business time that was moved elsewhere goes on here, and never back', async () => {
  await desk.services.clock.advanceTo(desk.workspaceId, desk.wall.now + hours(5))
  await others.look()
  expect(node.clock.offset(desk.workspaceId)).toBe(hours(5))
  node.clock.set(desk.workspaceId, hours(9))
  await others.look()
  expect(node.clock.offset(desk.workspaceId)).toBe(hours(9))
})
