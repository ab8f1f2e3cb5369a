/** A check that the platform refused has been answered: what it said of the account before is no longer true. */
import type { AccountStanding, ChannelAccount } from '@recado/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWire, type Wire } from '../testing/wire.js'

let wire: Wire
beforeAll(async () => { wire = await openWire() })
afterAll(() => wire?.close())

test.each(['whatsapp', 'messenger'])('%s: a dead token shows in the facts as soon as it is checked, and its renewal too', async (channel) => {
  const account = (await wire.ask<ChannelAccount>('POST', '/api/v1/channel-accounts', { channel, name: 'Tienda', settings: {}, simulated: true })).body
  const check = async () => (await wire.ask<ChannelAccount>('POST', `/api/v1/channel-accounts/${account.id}/check`, {})).body
  const facts = async () => (await wire.ask<AccountStanding>('GET', `/api/v1/channel-accounts/${account.id}/standing`)).body.facts.filter((fact) => fact.state === 'broken').map((fact) => fact.id)
  expect((await check()).checks.every((one) => one.ok)).toBe(true)
  const { id } = (await wire.ask<{ id: string }>('POST', '/simulator/control/faults', { channel, kind: 'token_expired' })).body
  const refused = await check()
  expect(refused.checks.length).toBeGreaterThan(2)
  expect(refused.checks.every((one) => !one.ok && one.code === 'token_invalid')).toBe(true)
  expect([refused.standing, await facts()]).toEqual(['broken', ['token']])
  await wire.ask('DELETE', `/simulator/control/faults/${id}`)
  await check()
  expect(await facts()).toEqual([])
})
