/** What a person does on her phone. The app refuses, with a sentence, what the real app would not let her do. */
import type { ActInput, World } from '@recado/channel-kit'
import { actions } from './acts.js'
import { noticeFaults } from './standing.js'
import { customerOf, nextNumber, saveCustomer, saveItem, type CustomerRow } from './state.js'
import { draftContent } from './write.js'

/** Things that need the network at once; everything else waits in the phone until it is back. */
const QUEUED = new Set(['write', 'tap', 'react', 'unreact', 'ad', 'order', 'edit', 'revoke', 'unsupported', 'menu', 'scan', 'open_link', 'open_chat'])

export async function act(world: World, customerId: string, input: ActInput): Promise<void> {
  const customer = customerOf(world, customerId)
  if (!customer) throw new Error(`There is no customer ${customerId} on WhatsApp.`)
  const action = actions[input.action]
  if (!action) throw new Error(`WhatsApp has no "${input.action}": ${Object.keys(actions).join(', ')}.`)
  if (!customer.online && QUEUED.has(input.action)) return queue(world, customer, input)
  if (!customer.online && input.action === 'call') throw new Error('The phone is offline: calls need a connection.')
  await noticeFaults(world, customer.account)
  await action(world, customer, input)
}

/** Without a connection the message stays in the phone with a clock beside it, and goes out in order afterwards. */
function queue(world: World, customer: CustomerRow, input: ActInput): void {
  const content = draftContent(input)
  const item = `waiting-${nextNumber(world, 'waiting')}`
  if (input.action === 'write' || input.action === 'ad')
    saveItem(world, customer.id, { id: item, order: nextNumber(world, 'item'), at: world.now(), from: 'me', content, options: [], ...(input.ref && input.action === 'write' ? { quoted: input.ref } : {}) })
  saveCustomer(world, { ...customer, outbox: [...customer.outbox, { action: input.action, item, ...(input.content ? { content: input.content } : {}), ...(input.ref ? { ref: input.ref } : {}) }] })
}
