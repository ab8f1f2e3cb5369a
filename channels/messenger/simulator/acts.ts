/** Every act by its name, and what waits for the network. */
import type { ActInput, World } from '@recado/channel-kit'
import type { Content } from '@recado/core'
import { phoneActs } from './acts-phone.js'
import { platformActs } from './acts-platform.js'
import { tapActs } from './acts-tap.js'
import { writeActs } from './acts-write.js'
import { record, text } from './json.js'
import { customerOf, nextNumber, saveCustomer, saveItem, type CustomerRow } from './state.js'

export type Action = (world: World, customer: CustomerRow, input: ActInput) => Promise<void>

export const actions: Readonly<Record<string, Action>> = { ...writeActs, ...tapActs, ...phoneActs, ...platformActs }

/** Things that wait in the phone until the network is back. */
const QUEUED = new Set(['write', 'tap', 'react', 'unreact', 'ad', 'edit', 'get_started', 'menu', 'referral', 'scan', 'comment'])

export async function act(world: World, customerId: string, input: ActInput): Promise<void> {
  const customer = customerOf(world, customerId)
  if (!customer) throw new Error(`There is no customer ${customerId} on Messenger.`)
  const action = actions[input.action]
  if (!action) throw new Error(`Messenger has no "${input.action}": ${Object.keys(actions).join(', ')}.`)
  if (!customer.online && QUEUED.has(input.action)) return queue(world, customer, input)
  await action(world, customer, input)
}

function queue(world: World, customer: CustomerRow, input: ActInput): void {
  const item = `waiting-${nextNumber(world, 'waiting')}`
  const words = text(record(input.content)['text'])
  const shown: Content = words === undefined ? ({ kind: 'system', event: 'waiting' }) : { kind: 'text', text: words }
  if (input.action === 'write') saveItem(world, customer.id, { id: item, order: nextNumber(world, 'item'), at: world.now(), from: 'me', content: shown, options: [] })
  saveCustomer(world, { ...customer, outbox: [...customer.outbox, { action: input.action, item, ...(input.content ? { content: input.content } : {}), ...(input.ref ? { ref: input.ref } : {}) }] })
}
