/** From accepted to seen: echo, delivery and read watermarks. There is no failure callback on Messenger. */
import type { World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { customerOf, nextNumber, pageOf, saveItem, saveSent, sentOf, sentTo, type CustomerRow, type SentRow } from './state.js'
import { byPage, from, post, type Happening } from './webhook.js'

const QUICKEST_MS = 150
const SLOWEST_MS = 600
/** Share of messages seen without a delivery report before: a watermark implies it. */
const READ_ONLY_SHARE = 0.1

type Step = 'echo' | 'delivered' | 'read'
interface DueRow { id: string; account: string; customerId: string; messageId: string; step: Step; dueAt: Instant }

export function plan(world: World, message: SentRow, step: Step): void {
  const dueAt = world.now() + QUICKEST_MS + Math.floor(world.random() * (SLOWEST_MS - QUICKEST_MS))
  const id = String(nextNumber(world, 'due'))
  world.put(`due:${message.account}`, id, { id, account: message.account, customerId: message.customerId, messageId: message.id, step, dueAt } satisfies DueRow)
  world.schedule(dueAt, 'messenger.reports', { account: message.account })
}

/** Everything whose turn has come for a Page, in one request with an entry each. */
export async function runReports(world: World, account: string): Promise<void> {
  const due = world.all<DueRow>(`due:${account}`).filter((row) => row.dueAt <= world.now()).sort((a, b) => a.dueAt - b.dueAt || Number(a.id) - Number(b.id))
  const happenings: Happening[] = []
  for (const row of due) {
    world.remove(`due:${account}`, row.id)
    const message = sentOf(world, row.customerId, row.messageId)
    if (message) happenings.push(...takeStep(world, message, row.step))
  }
  if (happenings.length === 0) return
  const withheld = world.faulted('withhold_reports', account)
  await post(world, account, happenings.filter((one) => !withheld || one.field === 'message_echoes'))
}

export const reachable = (customer: CustomerRow): boolean => customer.online && !customer.blocks

function takeStep(world: World, message: SentRow, step: Step): Happening[] {
  const page = pageOf(world, message.account)
  const customer = customerOf(world, message.customerId)
  if (!page || !customer) return []
  switch (step) {
    case 'echo': return [{ field: 'message_echoes', event: byPage(page, customer, message.at, { message: message.echo }) }]
    case 'delivered': {
      if (message.state !== 'accepted' || !reachable(customer)) return []
      saveItem(world, customer.id, { ...message.item, order: nextNumber(world, 'item'), at: world.now() })
      for (const [index, content] of (message.more ?? []).entries())
        saveItem(world, customer.id, { id: `${message.id}.${index + 1}`, from: 'business', content, options: [], order: nextNumber(world, 'item'), at: world.now() })
      saveSent(world, { ...message, state: 'delivered' })
      plan(world, message, 'read')
      if (world.random() < READ_ONLY_SHARE) return []
      return [{ field: 'message_deliveries', event: from(page, customer, world.now(), { delivery: { mids: [message.id], watermark: message.at } }) }]
    }
    case 'read': return message.state === 'delivered' && reachable(customer) ? [readUpTo(world, customer, message)] : []
  }
}

/** She has seen this and everything before it. */
export function readUpTo(world: World, customer: CustomerRow, last: SentRow): Happening {
  for (const row of sentTo(world, customer.id, 'delivered')) if (row.at <= last.at) saveSent(world, { ...row, state: 'read' })
  const page = pageOf(world, customer.account)
  if (!page) throw new Error(`There is no Page ${customer.account}.`)
  return { field: 'message_reads', event: from(page, customer, world.now(), { read: { watermark: last.at } }) }
}
