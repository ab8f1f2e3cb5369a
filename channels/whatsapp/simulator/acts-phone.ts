/** Connection, blocking, receipts, marketing preferences: what changes on her phone. */
import type { World } from '@recado/channel-kit'
import type { Action } from './acts.js'
import { markPlayed, markRead, plan, postReports, type Report } from './delivery.js'
import { customerOf, nextNumber, numberOf, saveCustomer, saveItem, sentOf, type CustomerRow, type SentRow } from './state.js'
import { contactOf, metadataOf, postChanges, showsPhone } from './webhook.js'

const change = (world: World, customer: CustomerRow, next: Partial<CustomerRow>): void => saveCustomer(world, { ...customer, ...next })

function line(world: World, customer: CustomerRow, event: string): void {
  saveItem(world, customer.id, { id: `line-${nextNumber(world, 'line')}`, order: nextNumber(world, 'item'), at: world.now(), from: 'system', content: { kind: 'system', event }, options: [] })
}

const waitingFor = (world: World, customer: CustomerRow): SentRow[] =>
  world.all<SentRow>('sent').filter((row) => row.customerId === customer.id && row.state === 'sent').sort((a, b) => a.at - b.at)

/** The connection is back: what waited on both sides goes out in order. */
const online: Action = async (world, customer) => {
  const { outbox } = customer
  change(world, customer, { online: true, outbox: [] })
  const { actions } = await import('./acts.js')
  for (const { action, item, content, ref } of outbox) {
    const fresh = customerOf(world, customer.id)
    if (!fresh) return
    world.remove(`thread:${customer.id}`, item)
    await actions[action]?.(world, fresh, { action, ...(content ? { content } : {}), ...(ref ? { ref } : {}) })
  }
  for (const row of waitingFor(world, customer)) plan(world, row, 'delivered')
}

const offline: Action = async (world, customer) => change(world, customer, { online: false })

/** The business is not told: its messages stay at `sent` for ever, also after she unblocks. */
const block: Action = async (world, customer) => {
  if (customer.blocks) throw new Error('The business is blocked already.')
  change(world, customer, { blocks: true })
  line(world, customer, 'business_blocked')
}

const unblock: Action = async (world, customer) => {
  if (!customer.blocks) throw new Error('The business is not blocked.')
  // What was sent meanwhile is lost for her.
  for (const row of waitingFor(world, customer)) world.put('sent', row.id, { ...row, expiresAt: world.now() })
  change(world, customer, { blocks: false })
  line(world, customer, 'business_unblocked')
}

/** She opens the chat: everything delivered is read now. */
const read: Action = async (world, customer, input) => {
  if (!customer.online) throw new Error('The phone is offline: reading is reported when it is back.')
  const reports: Report[] = world.all<SentRow>('sent')
    .filter((row) => row.customerId === customer.id && row.state === 'delivered' && (input.ref === undefined || row.id === input.ref))
    .sort((a, b) => a.at - b.at).flatMap((row) => markRead(world, row, customer))
  await postReports(world, customer.account, reports)
}

/** First play of a voice message. */
const play: Action = async (world, customer, input) => {
  const message = sentOf(world, input.ref ?? '')
  if (!message || message.customerId !== customer.id || !message.voice) throw new Error('That is no voice message.')
  if (message.state === 'played' || !customer.readReceipts) return
  if (message.state !== 'delivered' && message.state !== 'read') throw new Error('That message is not on this phone yet.')
  await postReports(world, customer.account, markPlayed(world, message))
}

const receiptsOff: Action = async (world, customer) => change(world, customer, { readReceipts: false })
const receiptsOn: Action = async (world, customer) => change(world, customer, { readReceipts: true })
const secondDevice: Action = async (world, customer) => change(world, customer, { secondDevice: !customer.secondDevice })

const preference = (value: 'stop' | 'resume' | 'signup'): Action => async (world, customer) => {
  const number = numberOf(world, customer.account)
  if (!number) return
  if (value === 'stop' && customer.stoppedMarketing) throw new Error('Offers from this business are stopped already.')
  if (value === 'resume' && !customer.stoppedMarketing) throw new Error('Offers from this business are not stopped.')
  const next: CustomerRow = { ...customer, stoppedMarketing: value === 'stop' }
  saveCustomer(world, next)
  line(world, next, value === 'stop' ? 'marketing_stopped' : 'marketing_resumed')
  const detail = value === 'stop' ? 'User requested to stop marketing messages' : value === 'resume' ? 'User requested to resume marketing messages' : 'User signed up via signup link'
  await postChanges(world, number.id, [{
    field: 'user_preferences',
    value: {
      messaging_product: 'whatsapp', metadata: metadataOf(number), contacts: [contactOf(world, next)],
      user_preferences: [{ ...(showsPhone(world, next) ? { wa_id: next.waId } : {}), user_id: next.userId, detail, category: 'marketing_messages', value, ...(value === 'signup' ? { signup_id: `1${world.random().toString().slice(2, 17)}` } : {}), timestamp: Math.floor(world.now() / 1000) }],
    },
  }])
}

export const phoneActs: Readonly<Record<string, Action>> = {
  online, offline, block, unblock, read, play, receipts_off: receiptsOff, receipts_on: receiptsOn, second_device: secondDevice,
  stop_marketing: preference('stop'), resume_marketing: preference('resume'), resume: preference('resume'), signup: preference('signup'),
}
