/** Buttons, quick replies, Get Started, the menu, m.me links, comments and opt-ins. */
import type { World } from '@recado/channel-kit'
import type { Action } from './acts.js'
import { adOf, wroteBefore } from './acts-write.js'
import { list, record, text, type Json } from './json.js'
import { graphId, itemOf, itemsOf, nextNumber, saveItem, type CommentRow, type CustomerRow, type ItemRow, type TapOption } from './state.js'
import { pageFor, tell } from './tell.js'
import { post } from './webhook.js'

function find(world: World, customer: CustomerRow, id: string, ref: string | undefined): { item: ItemRow; option: TapOption } {
  const named = ref === undefined ? undefined : itemOf(world, customer.id, ref)
  if (ref !== undefined && !named) throw new Error('That message is not on this phone.')
  for (const item of named ? [named] : itemsOf(world, customer.id).reverse()) {
    const option = item.options.find((one) => one.id === id) ?? item.options.find((one) => one.title === id)
    if (option) return { item, option }
  }
  throw new Error(`There is nothing "${id}" to tap on this phone.`)
}

const tap: Action = async (world, customer, input) => {
  const content = record(input.content)
  const { item, option } = find(world, customer, text(content['id']) ?? '', input.ref)
  switch (option.kind) {
    case 'quick_reply': return quickReply(world, customer, item, option.title, option.id)
    case 'phone': return quickReply(world, customer, item, text(content['value']) ?? '+34600000317')
    case 'email': return quickReply(world, customer, item, text(content['value']) ?? 'ana@example.org')
    case 'postback': return postback(world, customer, option.title, option.id)
    case 'url': return // opens a page on her phone; the Page is not told
  }
}

/** Quick replies vanish once one of them is tapped, and only the newest message has them. */
async function quickReply(world: World, customer: CustomerRow, item: ItemRow, title: string, payload = title): Promise<void> {
  const newest = itemsOf(world, customer.id).filter((one) => one.from !== 'system').at(-1)
  if (newest?.id !== item.id) throw new Error('Those quick replies are gone: something was written after them.')
  saveItem(world, customer.id, { ...item, options: item.options.filter((one) => one.kind === 'postback' || one.kind === 'url') })
  await tell(world, customer, { field: 'messages', opener: 'quick_reply', shown: { kind: 'choice', id: payload, title }, rest: (mid) => ({ message: { mid, text: title, quick_reply: { payload } } }) })
}

async function postback(world: World, customer: CustomerRow, title: string, payload: string, referral?: Json, opener: 'postback' | 'get_started' | 'ad' = 'postback'): Promise<void> {
  await tell(world, customer, { field: 'messaging_postbacks', opener, shown: { kind: 'choice', id: payload, title }, rest: (mid) => ({ postback: { mid, title, payload, ...(referral ? { referral } : {}) } }) })
}

const getStarted: Action = async (world, customer, input) => {
  if (wroteBefore(world, customer)) throw new Error('This chat has begun already: there is no Get Started button.')
  const payload = text(record(pageFor(world, customer).profile['get_started'])['payload'])
  if (!payload) throw new Error('This Page has no Get Started button.')
  const referral = input.ref === undefined ? undefined : referralOf(input.ref)
  await postback(world, customer, customer.language.startsWith('es') ? 'Empezar' : 'Get Started', payload, referral, input.ref?.startsWith('ad:') ? 'ad' : 'get_started')
}

const referralOf = (ref: string): Json => (ref.startsWith('ad:') ? adOf(ref) : { source: 'SHORTLINK', type: 'OPEN_THREAD', ref })

/** She opens m.me/<page>?ref=..., by link or code. In a chat that has begun this alone opens the window. */
const referral: Action = async (world, customer, input) => {
  const ref = input.ref ?? 'qr-mostrador-3'
  if (!wroteBefore(world, customer)) return getStarted(world, customer, { action: 'get_started', ref })
  await tell(world, customer, { field: 'messaging_referrals', opener: ref.startsWith('ad:') ? null : 'referral', rest: () => ({ referral: referralOf(ref) }) })
}

/** An entry of the persistent menu or an ice breaker. */
const menu: Action = async (world, customer, input) => {
  const { profile } = pageFor(world, customer)
  const entries = [
    ...list(profile['persistent_menu']).flatMap((one) => list(record(one)['call_to_actions'])).map(record).map((one) => ({ title: text(one['title']) ?? '', payload: text(one['payload']), type: text(one['type']) })),
    ...list(profile['ice_breakers']).flatMap((one) => (record(one)['call_to_actions'] ? list(record(one)['call_to_actions']) : [one])).map(record).map((one) => ({ title: text(one['question']) ?? '', payload: text(one['payload']), type: 'postback' })),
  ]
  const wanted = input.ref ?? text(record(input.content)['id'])
  const entry = wanted === undefined ? entries[0] : entries.find((one) => one.payload === wanted || one.title === wanted)
  if (!entry) throw new Error('This Page has no such menu entry.')
  if (entry.type === 'web_url' || entry.payload === undefined) return
  await postback(world, customer, entry.title, entry.payload)
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

export const tapActs: Readonly<Record<string, Action>> = { tap, get_started: getStarted, follow: getStarted, referral, scan: referral, menu, comment: publish('comment'), post: publish('post'), optin, stop_marketing: stopMarketing }
