/** Writing, reacting, ordering, editing and taking back. */
import type { Action } from './acts.js'
import { isEntry, referralOf } from './ads.js'
import { list, number, record, text, type Json } from './json.js'
import { itemOf, numberOf, saveItem } from './state.js'
import { contextOf, mayWrite, payloadOf, tell } from './write.js'

const MINUTE_MS = 60_000
/** Source: https://faq.whatsapp.com (editing within 15 minutes, deleting for everyone within about two days). */
const EDIT_WITHIN_MS = 15 * MINUTE_MS
const REVOKE_WITHIN_MS = 48 * 60 * MINUTE_MS

const write: Action = async (world, customer, input) => {
  const number = numberOf(world, customer.account)
  if (!number) throw new Error('The business number is gone.')
  mayWrite(customer, number)
  const content = record(input.content)
  const ref = input.ref
  const fromAd = isEntry(ref)
  const product = ref?.startsWith('product:') ? ref.slice('product:'.length) : undefined
  const { type, part, shown } = payloadOf(world, number, content)
  const context: Json | undefined = product === undefined ? ref !== undefined && !fromAd ? contextOf(world, customer, ref) : forwardOf(content) : { from: number.display, id: '', referred_product: { catalog_id: '914562207318845', product_retailer_id: product } }
  await tell(world, customer, { type, part, ...(context ? { context } : {}), ...(fromAd ? { referral: referralOf(world, ref, content) } : {}) }, shown, fromAd && !ref.startsWith('post:') ? 'ad' : 'none')
}

const forwardOf = (content: Json): Json | undefined => (content['forwarded'] === 'often' ? { frequently_forwarded: true } : content['forwarded'] ? { forwarded: true } : undefined)

/** She taps the ad and sends the text it has prepared. */
const ad: Action = async (world, customer, input) => {
  const content = record(input.content)
  const ref = input.ref ?? '120238866412270718'
  await write(world, customer, { action: 'write', ref: isEntry(ref) ? ref : `ad:${ref}`, content: { ...content, ...(text(content['text']) || content['kind'] ? {} : { kind: 'text', text: 'Hola, quiero saber más sobre la promoción de gafas de sol' }) } })
}

const react: Action = async (world, customer, input) => {
  const target = itemOf(world, customer.id, input.ref ?? '')
  if (!target || target.from === 'system') throw new Error('That message is not on this phone.')
  const emoji = input.action === 'unreact' ? '' : text(record(input.content)['emoji']) ?? ''
  if (emoji !== '' && [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(emoji)].length !== 1) throw new Error('A reaction is one emoji.')
  await tell(world, customer, { type: 'reaction', part: { message_id: target.id, ...(emoji ? { emoji } : {}) } }, null, 'none', numberOf(world, customer.account)?.reactionsOpen ?? true)
  saveItem(world, customer.id, { ...target, reaction: emoji || null })
}

const order: Action = async (world, customer, input) => {
  const content = record(input.content)
  const items = list(content['items']).map(record)
  const chosen = items.length > 0 ? items : [{ sku: 'LENT-30-MENS', quantity: 1, price: { amount: '24.90', currency: 'EUR' } }]
  const words = text(content['text'])
  const products = chosen.map((item) => {
    const quantity = number(item['quantity']) ?? 1
    if (quantity < 1 || quantity > 99) throw new Error('The cart takes 1 to 99 of each product.')
    const price = record(item['price'])
    return { product_retailer_id: text(item['sku']) ?? '', quantity, item_price: number(price['amount']) ?? 0, currency: text(price['currency']) ?? 'EUR' }
  })
  const catalogId = text(content['catalogId']) ?? '914562207318845'
  await tell(world, customer, { type: 'order', part: { catalog_id: catalogId, ...(words ? { text: words } : {}), product_items: products } }, {
    kind: 'order', catalogId, ...(words ? { text: words } : {}),
    items: products.map((product) => ({ sku: product.product_retailer_id, quantity: product.quantity, price: { amount: product.item_price.toFixed(2), currency: product.currency } })),
  })
}

/** Only a number that is also in the app is told of an edit; a pure API number keeps the first text. */
const edit: Action = async (world, customer, input) => {
  const item = mine(itemOf(world, customer.id, input.ref ?? ''))
  if (item.content.kind !== 'text') throw new Error('Only texts can be edited here.')
  if (world.now() - item.at > EDIT_WITHIN_MS) throw new Error('A message can be edited for 15 minutes only.')
  const words = text(record(input.content)['text'])?.trim()
  if (!words) throw new Error('Write the new text first.')
  saveItem(world, customer.id, { ...item, content: { kind: 'text', text: words }, editedFrom: item.editedFrom ?? item.content.text })
  if (!numberOf(world, customer.account)?.coexistence) return
  await tell(world, customer, { type: 'edit', part: { original_message_id: item.id, message: { type: 'text', text: { body: words } } } }, null)
}

const revoke: Action = async (world, customer, input) => {
  const item = mine(itemOf(world, customer.id, input.ref ?? ''))
  if (world.now() - item.at > REVOKE_WITHIN_MS) throw new Error('A message can be deleted for everyone for about two days only.')
  saveItem(world, customer.id, { ...item, content: { kind: 'system', event: 'message_deleted' } })
  if (!numberOf(world, customer.account)?.coexistence) return
  await tell(world, customer, { type: 'revoke', part: { original_message_id: item.id } }, null)
}

function mine<T extends { from: string; id: string }>(item: T | undefined): T {
  if (!item) throw new Error('That message is not on this phone.')
  if (item.from !== 'me') throw new Error('Only your own messages can be changed.')
  if (item.id.startsWith('waiting-')) throw new Error('That message has not left the phone yet.')
  return item
}

/** Something the API does not carry: a poll, an event, a view-once photo. From a companion device it has its own code. */
const unsupported: Action = async (world, customer, input) => {
  const kind = text(record(input.content)['type']) ?? 'poll'
  const companion = kind === 'companion'
  const error = companion
    ? { code: 131060, title: 'This message is unavailable', message: 'This message is unavailable', error_data: { details: 'The message was sent from a companion device that is not supported.' } }
    : { code: 131051, title: 'Message type unknown', message: 'Message type unknown', error_data: { details: 'Message type is currently not supported.' } }
  await tell(world, customer, { type: 'unsupported', ...(companion ? {} : { part: { type: kind } }), errors: [error] }, { kind: 'unsupported', type: kind })
}

export const writeActs: Readonly<Record<string, Action>> = { write, ad, react, unreact: react, order, edit, revoke, unsupported }
