/** One simulated account, its customers and the desk, ready for a story. */
import assert from 'node:assert/strict'
import type { CallContext, PlatformTemplate } from '../connector.js'
import type { ActInput, SimulatedCustomer } from '../simulator.js'
import { MemoryWorld } from '../testing/world.js'
import { ContractDesk } from './desk.js'
import { callContext } from './platform-call.js'
import type { ContractSubject } from './subject.js'

export interface Stage { world: MemoryWorld; desk: ContractDesk; customers: SimulatedCustomer[]; context: CallContext; templates: PlatformTemplate[] }

/** 1 December 2026, 09:00 UTC: after every figure of the fact sheets has come into force. */
const START = Date.UTC(2026, 11, 1, 9)

export async function setStage({ channel, simulator, settings = {}, startAt = START, country }: ContractSubject, people = 2): Promise<Stage> {
  const world = new MemoryWorld({ startAt, simulator })
  const made = simulator.createAccount(world, { name: 'Contract', settings })
  // The desk keeps what its own form asks for, the simulator's switches stay with the simulator.
  const ticked = Object.fromEntries(channel.declaration.setup.flatMap((field) => (field.key in settings ? [[field.key, settings[field.key]]] : [])))
  const desk = new ContractDesk(channel, String(made.settings[channel.declaration.externalIdSetting]), { ...ticked, ...made.settings }, () => world.now(), country ?? null)
  world.onPost((_account, post) => desk.take(post))
  const connected = await simulator.connect(world, made.externalId)
  assert.ok(connected.ok, `the simulator could not connect: ${connected.reason ?? ''}`)
  const customers = Array.from({ length: people }, () => simulator.createCustomer(world, { account: made.externalId, ...(country ? { country } : {}) }))
  const context = callContext(world, simulator, 'contract-account', desk.settings)
  const templates = (await channel.connector.templates?.(context)) ?? []
  return { world, desk, customers, context, templates }
}

/** Lets her do it; false when the app would not let her at this moment. */
export async function lets(stage: Stage, { simulator }: ContractSubject, customer: SimulatedCustomer, input: ActInput): Promise<boolean> {
  try {
    await simulator.act(stage.world, customer.id, input)
    return true
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error
    return false
  }
}
