/** A call to the business: it rings, nobody's desk takes voice, and it is missed. It opens the window as a message does. */
import type { Action } from './acts.js'
import { nextNumber, numberOf, saveItem } from './state.js'
import { postChanges, showsPhone, valueOf } from './webhook.js'
import { noteUserAct, seconds } from './window.js'
import { mayWrite } from './write.js'

const RINGS_MS = 20_000

const call: Action = async (world, customer) => {
  const number = numberOf(world, customer.account)
  if (!number) throw new Error('The business number is gone.')
  mayWrite(customer, number)
  const phone = showsPhone(world, customer)
  const id = `wacid.${Buffer.from(world.token(18)).toString('base64')}`
  noteUserAct(world, customer, 'none', phone)
  saveItem(world, customer.id, { id, order: nextNumber(world, 'item'), at: world.now(), from: 'system', content: { kind: 'system', event: 'call_unanswered' }, options: [] })
  const from = { ...(phone ? { from: customer.waId } : {}), from_user_id: customer.userId, to: number.display, direction: 'USER_INITIATED' }
  const tell = (rest: Record<string, unknown>): Promise<void> => postChanges(world, number.id, [{ field: 'calls', value: valueOf(world, number.id, customer.id, { calls: [{ id, ...from, timestamp: seconds(world.now()), ...rest }] }) }])
  world.schedule(world.now() + RINGS_MS, 'whatsapp.call_ends', { customerId: customer.id, id })
  await tell({ event: 'connect', session: { sdp_type: 'offer', sdp: 'v=0\r\no=- 7602563789789945080 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n' } })
}

/** It rang long enough. */
export const endCall = async (world: Parameters<Action>[0], customer: Parameters<Action>[1], id: string): Promise<void> => {
  const number = numberOf(world, customer.account)
  if (!number) return
  const phone = showsPhone(world, customer)
  await postChanges(world, number.id, [{
    field: 'calls',
    value: valueOf(world, number.id, customer.id, { calls: [{ id, ...(phone ? { from: customer.waId } : {}), from_user_id: customer.userId, to: number.display, event: 'terminate', direction: 'USER_INITIATED', timestamp: seconds(world.now()), status: 'FAILED' }] }),
  }])
}

export const callActs: Readonly<Record<string, Action>> = { call }
