/** Tapping what the business has put under a message: buttons, rows, quick replies, forms, permissions, the own number. */
import type { World } from '@recado/channel-kit'
import type { Action } from './acts.js'
import { ICE_BREAKERS, iceBreakers, tapOpening } from './openings.js'
import { graphJson, isRecord, record, text, type Json } from './json.js'
import { customerOf, itemOf, itemsOf, pairOf, savePair, type CustomerRow, type ItemRow, type TapOption } from './state.js'
import { contextOf, tell } from './write.js'

const WEEK_MS = 7 * 24 * 3_600_000

/** The option with this id on the message, or on the newest message that has one. */
function find(world: World, customer: CustomerRow, id: string, ref: string | undefined): { item: ItemRow; option: TapOption } {
  const named = ref === undefined ? undefined : ref === ICE_BREAKERS ? (iceBreakers(world, customer) ?? undefined) : itemOf(world, customer.id, ref)
  if (ref !== undefined && !named) throw new Error('That message is not on this phone.')
  const prompts = iceBreakers(world, customer)
  const items = named ? [named] : [...itemsOf(world, customer.id).reverse(), ...(prompts ? [prompts] : [])]
  for (const item of items) {
    const option = item.options.find((one) => one.id === id) ?? item.options.find((one) => one.title === id)
    if (option) return { item, option }
  }
  throw new Error(`There is nothing "${id}" to tap on this phone.`)
}

const tap: Action = async (world, customer, input) => {
  const content = record(input.content)
  const values = content['values']
  const id = text(content['id']) ?? (isRecord(values) ? 'flow' : '')
  const { item, option } = find(world, customer, id, input.ref)
  if (option.kind === 'prompt' || option.kind === 'command') return tapOpening(world, customer, option)
  const context = contextOf(world, customer, item.id)
  const choice = { kind: 'choice' as const, id: option.id, title: option.title, ...(option.description ? { description: option.description } : {}) }
  switch (option.kind) {
    case 'button': return void await tell(world, customer, { type: 'interactive', part: { type: 'button_reply', button_reply: { id: option.id, title: option.title } }, context }, choice)
    case 'row': return void await tell(world, customer, { type: 'interactive', part: { type: 'list_reply', list_reply: { id: option.id, title: option.title, ...(option.description ? { description: option.description } : {}) } }, context }, choice)
    case 'template': return void await tell(world, customer, { type: 'button', part: { payload: option.id, text: option.title }, context }, choice)
    case 'permission': return answerPermission(world, customer, option, content, context)
    case 'contact': return shareContact(world, customer, context)
    case 'flow': return answerForm(world, customer, item, values, context)
    case 'url': case 'product': return // opens a page on her phone; the business is not told
  }
}

async function answerForm(world: World, customer: CustomerRow, item: ItemRow, values: unknown, context: Json): Promise<void> {
  if (!isRecord(values)) throw new Error('Fill in the form first.')
  const token = item.content.kind === 'form' ? item.content.token : undefined
  const answer = { ...(token ? { flow_token: token } : {}), ...values }
  await tell(world, customer, { type: 'interactive', part: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: graphJson(answer) } }, context }, { kind: 'form_answer', name: 'flow', values })
}

async function answerPermission(world: World, customer: CustomerRow, option: TapOption, content: Json, context: Json): Promise<void> {
  const accepted = option.id === 'accept'
  const permanent = accepted && content['permanent'] === true
  const until = world.now() + WEEK_MS
  if (accepted) savePair(world, customer.account, customer.id, { ...pairOf(world, customer.account, customer.id), callPermissionUntil: permanent ? Number.MAX_SAFE_INTEGER : until })
  await tell(world, customer, {
    type: 'interactive', context,
    part: { type: 'call_permission_reply', call_permission_reply: { response: option.id, ...(accepted ? { is_permanent: permanent } : {}), ...(accepted && !permanent ? { expiration_timestamp: Math.floor(until / 1000) } : {}), response_source: 'user_action' } },
  }, { kind: 'choice', id: option.id, title: option.title })
}

/** Her own number as a card: from now on she is known by it. */
async function shareContact(world: World, customer: CustomerRow, context: Json): Promise<void> {
  const vcard = `BEGIN:VCARD\nVERSION:3.0\nFN:${customer.name}\nTEL;type=CELL;waid=${customer.waId}:+${customer.phone}\nEND:VCARD`
  await tell(world, customer, { type: 'contacts', part: [{ phones: [{ phone: `+${customer.phone}` }], vcard }], context, rest: { origin: 'contact_request' } }, { kind: 'contacts', contacts: [{ name: customer.name, phones: [{ value: `+${customer.phone}` }] }] })
  const fresh = customerOf(world, customer.id) ?? customer
  savePair(world, fresh.account, fresh.id, { ...pairOf(world, fresh.account, fresh.id), phoneVisibleUntil: world.now() + 30 * 24 * 3_600_000 })
}

export const tapActs: Readonly<Record<string, Action>> = { tap, fill: tap }
