/** "Mark as read" and the typing dots: one call of the messages endpoint. */
import type { SimulatorAnswer, World } from '@recado/channel-kit'
import { answerJson } from './graph.js'
import { record, type Json } from './json.js'
import { badShape, badValue, needText } from './message-shape.js'
import { customerOf, itemOf, itemsOf, saveCustomer, saveItem, type NumberRow } from './state.js'

const REACH_MS = 30 * 24 * 3_600_000
/** The dots end by themselves. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators (2025-10). */
export const TYPING_MS = 25_000

/** Marks a message of hers and all before it as read by the business. */
export function markSeen(world: World, number: NumberRow, body: Json): SimulatorAnswer {
  if (body['messaging_product'] !== 'whatsapp') throw badShape('The parameter messaging_product is required.')
  if (body['status'] !== 'read') throw badShape('Param status must be read.')
  const id = needText(body, 'message_id', 'message_id', 512)
  const where = world.get<{ account: string; customerId: string }>('received', id)
  const item = where && where.account === number.id ? itemOf(world, where.customerId, id) : undefined
  if (!where || !item || item.from !== 'me') throw badValue('Message ID is not valid: it is unknown to this phone number.')
  if (world.now() - item.at > REACH_MS) throw badValue('Message ID is not valid: the message is older than 30 days.')
  for (const earlier of itemsOf(world, where.customerId))
    if (earlier.from === 'me' && earlier.order <= item.order && earlier.ticks !== 'read') saveItem(world, where.customerId, { ...earlier, ticks: 'read' })
  const typing = body['typing_indicator']
  if (typing !== undefined) {
    if (record(typing)['type'] !== 'text') throw badShape('Param typing_indicator.type must be text.')
    const customer = customerOf(world, where.customerId)
    if (customer) saveCustomer(world, { ...customer, typingUntil: world.now() + TYPING_MS })
  }
  return answerJson({ success: true })
}
