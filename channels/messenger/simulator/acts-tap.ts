/** Buttons, quick replies, comments and opt-ins. */
import type { World } from '@recado/channel-kit'
import type { Action } from './acts.js'
import { postback, tapOpening, WELCOME, welcome } from './openings.js'
import { record, text } from './json.js'
import { graphId, itemOf, itemsOf, MENU, nextNumber, saveItem, type CommentRow, type CustomerRow, type ItemRow, type TapOption } from './state.js'
import { pageFor, tell } from './tell.js'
import { post } from './webhook.js'

function find(world: World, customer: CustomerRow, id: string, ref: string | undefined): { item: ItemRow; option: TapOption } {
  const first = welcome(world, customer)
  const named = ref === undefined ? undefined : ref === WELCOME ? (first ?? undefined) : itemOf(world, customer.id, ref)
  if (ref !== undefined && !named) throw new Error('That message is not on this phone.')
  for (const item of named ? [named] : [...itemsOf(world, customer.id).reverse(), ...(first ? [first] : [])]) {
    const option = item.options.find((one) => one.id === id) ?? item.options.find((one) => one.title === id)
    if (option) return { item, option }
  }
  throw new Error(`There is nothing "${id}" to tap on this phone.`)
}

const tap: Action = async (world, customer, input) => {
  const content = record(input.content)
  const { item, option } = find(world, customer, text(content['id']) ?? '', input.ref)
  if (item.id === WELCOME || item.id === MENU) return tapOpening(world, customer, option)
  switch (option.kind) {
    case 'quick_reply': return quickReply(world, customer, item, option.title, option.id)
    case 'phone': return quickReply(world, customer, item, text(content['value']) ?? '+34600000317')
    case 'email': return quickReply(world, customer, item, text(content['value']) ?? 'ana@example.org')
    case 'postback': return postback(world, customer, option.title, option.id)
    case 'url': case 'get_started': case 'command': return // a link opens a page on her phone, and the Page is not told; the others stand on no message
  }
}

/** Quick replies vanish once one of them is tapped, and only the newest message has them. */
async function quickReply(world: World, customer: CustomerRow, item: ItemRow, title: string, payload = title): Promise<void> {
  const newest = itemsOf(world, customer.id).filter((one) => one.from !== 'system').at(-1)
  if (newest?.id !== item.id) throw new Error('Those quick replies are gone: something was written after them.')
  saveItem(world, customer.id, { ...item, options: item.options.filter((one) => one.kind === 'postback' || one.kind === 'url') })
  await tell(world, customer, { field: 'messages', opener: 'quick_reply', shown: { kind: 'choice', id: payload, title }, rest: (mid) => ({ message: { mid, text: title, quick_reply: { payload } } }) })
}

/** A comment on a post of the Page, or a post on the Page: it may be answered once in private and opens no window. */
const publish = (kind: 'comment' | 'post'): Action => async (world, customer, input) => {
  const page = pageFor(world, customer)
  const words = text(record(input.content)['text']) ?? '¿Tenéis esta montura en azul?'
  const postId = `${page.id}_${input.ref ?? '555'}`
  const id = kind === 'comment' ? `${postId}_${graphId(world)}` : `${page.id}_${graphId(world)}`
  world.put('comment', id, { id, account: page.id, customerId: customer.id, postId: kind === 'comment' ? postId : id, kind, text: words, at: world.now(), answered: false } satisfies CommentRow)
  saveItem(world, customer.id, { id: `public-${id}`, order: nextNumber(world, 'item'), at: world.now(), from: 'system', content: { kind: 'system', event: kind === 'comment' ? 'commented' : 'posted', data: { text: words } }, options: [] })
  // Comments name the person by another id than the PSID: only `comment_id` addresses her.
  await post(world, page.id, [{
    field: 'feed', change: true,
    event: { item: kind, verb: 'add', ...(kind === 'comment' ? { comment_id: id, parent_id: postId } : {}), post_id: kind === 'comment' ? postId : id, from: { id: `24${customer.psid.slice(2)}`, name: `${customer.firstName} ${customer.lastName}`.trim() }, message: words, created_time: Math.floor(world.now() / 1000) },
  }])
}

/** She allows offers: a token for marketing messages. It opens no window by itself. */
const optin: Action = async (world, customer, input) => {
  const topic = input.ref ?? 'Ofertas'
  await tell(world, customer, { field: 'messaging_optins', opener: null, rest: () => ({ optin: { type: 'notification_messages', notification_messages_token: world.token(20), title: topic, topic, payload: 'OFFERS', notification_messages_status: 'RESUME_NOTIFICATIONS' } }) })
}

/** She stops the offers. */
const stopMarketing: Action = async (world, customer) => {
  await tell(world, customer, { field: 'messaging_optins', opener: null, rest: () => ({ optin: { type: 'notification_messages', notification_messages_token: world.token(20), title: 'Ofertas', topic: 'Ofertas', notification_messages_status: 'STOP_NOTIFICATIONS' } }) })
}

export const tapActs: Readonly<Record<string, Action>> = { tap, comment: publish('comment'), post: publish('post'), optin, stop_marketing: stopMarketing }
