/** POST /{page}/messages: what a Page says, and whether it may. */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import type { Content } from '@recado/core'
import { plan } from './delivery.js'
import { answerJson, badParameter, bodyOf, GraphRefusal, noSuchPerson, unavailable } from './graph.js'
import { isRecord, record, text, type Json } from './json.js'
import { takeCall } from './limits.js'
import { readMessage } from './message-shape.js'
import { customerByPsid, customerOf, itemOf, itemsOf, messageId, saveCustomer, saveItem, saveSent, saveThread, threadOf, type CommentRow, type CustomerRow, type PageRow, type SentRow, type TapOption } from './state.js'
import { fillUtility } from './templates.js'
import { checkWindow } from './window.js'

const WEEK_MS = 7 * 24 * 3_600_000
/** The dots end by themselves. */
const TYPING_MS = 20_000
const NOTIFICATIONS = ['REGULAR', 'SILENT_PUSH', 'NO_PUSH']

export async function sendMessage(world: World, page: PageRow, request: RawRequest): Promise<SimulatorAnswer> {
  const { body, file } = bodyOf(request)
  if (!isRecord(body['recipient'])) throw badParameter('The parameter recipient is required.')
  if (body['sender_action'] !== undefined) return senderAction(world, page, body)
  if (body['notification_type'] !== undefined && !NOTIFICATIONS.includes(String(body['notification_type']))) throw badParameter(`Param notification_type must be one of {${NOTIFICATIONS.join(', ')}}.`)
  if (!isRecord(body['message'])) throw badParameter('The parameter message is required.')
  const utility = body['messaging_type'] === 'UTILITY'
  const { customer, comment } = recipientOf(world, page, body['recipient'])
  const draft = utility ? undefined : readMessage(world, page.id, body['message'], file)
  if (world.now() < page.restrictedUntil) throw new GraphRefusal(10, 'Page temporarily restricted from sending messages', 1893063, true)
  const used = takeCall(world, page, draft?.media ? 'media' : 'text')
  if (!comment) checkWindow(world, page, customer, text(body['messaging_type']) ?? 'RESPONSE', text(body['tag']))
  if (customer.blocks) throw unavailable()
  const filled = draft ?? { ...fillUtility(world, page, customer, body['message']), metadata: text(body['message']['metadata']) ?? null, media: false }
  const replied = text(record(body['reply_to'])['mid'])
  if (replied !== undefined && !itemOf(world, customer.id, replied)) throw badParameter('Param reply_to[mid] is not a message of this conversation.')
  if (comment) world.put('comment', comment.id, { ...comment, answered: true })
  const message = accept(world, page, customer, filled, replied, page.appId)
  return {
    ...answerJson({ recipient_id: customer.psid, message_id: message.id, ...(draft?.attachmentId ? { attachment_id: draft.attachmentId } : {}) }, 200, { 'x-page-usage': JSON.stringify({ call_count: used, total_time: 1, total_cputime: 1 }) }),
    account: page.id, billed: null,
  }
}

/** Puts a message of the Page on its way: also what a colleague writes in the Page Inbox. */
export function accept(world: World, page: PageRow, customer: CustomerRow, draft: { content: Content; more?: Content[]; options: TapOption[]; echo: Json; metadata: string | null }, replied: string | undefined, appId: string): SentRow {
  const id = messageId(world)
  const row: SentRow = {
    id, account: page.id, customerId: customer.id, at: world.now(), state: 'accepted',
    ...(draft.more ? { more: draft.more } : {}),
    item: { id, from: 'business', content: draft.content, options: draft.options, ...(replied ? { quoted: replied } : {}) },
    echo: { is_echo: true, app_id: Number(appId), metadata: draft.metadata ?? '', mid: id, ...draft.echo, ...(replied ? { reply_to: { mid: replied } } : {}) },
  }
  saveSent(world, row)
  if (customer.typingUntil > world.now()) saveCustomer(world, { ...customer, typingUntil: 0 })
  plan(world, row, 'echo')
  plan(world, row, 'delivered')
  return row
}

/** Whom a call addresses: a person, or the writer of a comment or post who may be answered once, within a week. */
function recipientOf(world: World, page: PageRow, recipient: Json): { customer: CustomerRow; comment?: CommentRow } {
  const publicId = text(recipient['comment_id']) ?? text(recipient['post_id'])
  if (publicId !== undefined) {
    const comment = world.get<CommentRow>('comment', publicId)
    const customer = comment?.account === page.id ? customerOf(world, comment.customerId) : undefined
    if (!comment || !customer) throw badParameter('The comment or post does not exist.')
    if (comment.answered) throw new GraphRefusal(10900, 'Activity already replied to')
    if (world.now() >= comment.at + WEEK_MS) throw new GraphRefusal(10903, 'This user cannot reply to this activity')
    return { customer, comment }
  }
  const psid = text(recipient['id'])
  if (psid === undefined) throw badParameter('Param recipient must hold one of {id, comment_id, post_id}.')
  const customer = customerByPsid(world, page.id, psid)
  if (!customer || threadOf(world, customer.id).openedAt === null) throw noSuchPerson()
  return { customer }
}

function senderAction(world: World, page: PageRow, body: Json): SimulatorAnswer {
  if (body['message'] !== undefined) throw badParameter('A call holds either message or sender_action.')
  const { customer } = recipientOf(world, page, record(body['recipient']))
  if (customer.blocks) throw unavailable()
  const answer = answerJson({ recipient_id: customer.psid })
  switch (body['sender_action']) {
    case 'typing_on': saveCustomer(world, { ...customer, typingUntil: world.now() + TYPING_MS }); return answer
    case 'typing_off': saveCustomer(world, { ...customer, typingUntil: 0 }); return answer
    case 'mark_seen':
      saveThread(world, customer.id, { ...threadOf(world, customer.id), seenUpTo: world.now() })
      for (const item of itemsOf(world, customer.id)) if (item.from === 'me' && item.ticks === 'delivered') saveItem(world, customer.id, { ...item, ticks: 'read' })
      return answer
    case 'react': case 'unreact': return reaction(world, page, customer, body)
    default: throw badParameter('Param sender_action must be one of {typing_on, typing_off, mark_seen, react, unreact}.')
  }
}

/** A reaction of the Page to a message of hers (by API since December 2025); it is a message in the sense of the window. */
function reaction(world: World, page: PageRow, customer: CustomerRow, body: Json): SimulatorAnswer {
  const payload = record(body['payload'])
  const item = itemOf(world, customer.id, text(payload['message_id']) ?? '')
  if (!item) throw badParameter('Param payload[message_id] is not a message of this conversation.')
  checkWindow(world, page, customer, 'RESPONSE', undefined)
  const emoji = text(payload['reaction']) ?? '❤'
  saveItem(world, customer.id, { ...item, reaction: body['sender_action'] === 'react' ? (emoji === 'love' ? '❤' : emoji) : null })
  return answerJson({ recipient_id: customer.psid })
}

