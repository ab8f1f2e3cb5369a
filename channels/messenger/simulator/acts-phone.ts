/** Connection, blocking, reading: what changes on her phone. */
import type { World } from '@recado/channel-kit'
import type { Action } from './acts.js'
import { plan, readUpTo } from './delivery.js'
import { customerOf, saveCustomer, sentTo, type CustomerRow } from './state.js'
import { line } from './tell.js'
import { post } from './webhook.js'

const change = (world: World, customer: CustomerRow, next: Partial<CustomerRow>): void => saveCustomer(world, { ...customer, ...next })

const online: Action = async (world, customer) => {
  const { outbox } = customer
  change(world, customer, { online: true, outbox: [] })
  const { actions } = await import('./acts.js')
  for (const { action, item, content, ref } of outbox) {
    const fresh = customerOf(world, customer.id)
    if (!fresh) return
    world.remove(`items:${customer.id}`, item)
    await actions[action]?.(world, fresh, { action, ...(content ? { content } : {}), ...(ref ? { ref } : {}) })
  }
  for (const row of sentTo(world, customer.id, 'accepted')) plan(world, row, 'delivered')
}
const offline: Action = async (world, customer) => change(world, customer, { online: false })

const block: Action = async (world, customer) => {
  if (customer.blocks) throw new Error('The Page is blocked already.')
  change(world, customer, { blocks: true })
  line(world, customer, 'business_blocked')
}
const unblock: Action = async (world, customer) => {
  if (!customer.blocks) throw new Error('The Page is not blocked.')
  change(world, customer, { blocks: false })
  line(world, customer, 'business_unblocked')
}

/** She opens the chat: one watermark for everything delivered. */
const read: Action = async (world, customer) => {
  if (!customer.online) throw new Error('The phone is offline: reading is reported when it is back.')
  const last = sentTo(world, customer.id, 'delivered').at(-1)
  if (!last || customer.blocks) return
  const happening = readUpTo(world, customer, last)
  if (!world.faulted('withhold_reports', customer.account)) await post(world, customer.account, [happening])
}

const hideProfile: Action = async (world, customer) => change(world, customer, { profileHidden: !customer.profileHidden })

export const phoneActs: Readonly<Record<string, Action>> = { online, offline, block, unblock, read, hide_profile: hideProfile }
