import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChannelSimulator } from '@recado/channel-kit'
import { afterEach, expect, it } from 'vitest'
import { simulatorControl } from './control.js'
import { FAULT_KINDS } from './faults.js'
import { createSimulatorHost } from './host.js'
import { AccountBook, echo } from './testing/echo-platform.js'

const dirs: string[] = []
afterEach(() => { for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true }) })

it('a platform hears of a fault as soon as it is set, with the fault already in force', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'recado-fault-'))
  dirs.push(dir)
  const heard: unknown[] = []
  const simulator: ChannelSimulator = { ...echo.simulator, faultSet: async (world, fault) => void heard.push({ ...fault, strikes: world.faulted(fault.kind, fault.account ?? 'any') }) }
  const book = new AccountBook()
  const host = createSimulatorHost({ dir, channels: [{ ...echo, simulator }], clock: { now: () => 1_000 }, publicUrl: () => 'http://desk.test', accounts: book })
  const made = simulator.createAccount(host.world('w1').view('echo'), { name: 'Shop', settings: {} })
  book.accounts.push({ channelAccountId: 'ca1', channel: 'echo', externalId: made.externalId, name: 'Shop', webhookUrl: null, settings: made.settings })
  const control = simulatorControl(host)
  await control.addFault('w1', { channel: 'echo', channelAccountId: 'ca1', kind: 'quality_red', count: 1 })
  await control.addFault('w1', { channel: 'echo', kind: 'token_expired' })
  expect(heard).toEqual([{ kind: 'quality_red', account: made.externalId, strikes: true }, { kind: 'token_expired', account: null, strikes: true }])
  await host.stop(100)
})

it('every kind of fault can be set', () => {
  expect(new Set(FAULT_KINDS).size).toBe(FAULT_KINDS.length)
  expect(FAULT_KINDS).toEqual(expect.arrayContaining(['token_expired', 'payment_missing', 'quality_red']))
})
