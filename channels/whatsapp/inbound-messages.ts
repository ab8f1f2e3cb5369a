/** Field `messages`: what customers wrote, what became of ours, and errors without a message. */
import type { IdentityEvent, InboundEvent, MessageEvent, Person, StatusEvent } from '@recado/channel-kit'
import type { Act, PlatformMedia, PostContent, SystemContent } from '@recado/core'
import { errorOf } from './errors.js'
import { contentOf, readTypes } from './inbound-content.js'
import { keyOf, kept, ignored, records, type Place } from './inbound-place.js'
import { groupKeys, keysOf, personOf } from './people.js'
import { compact, list, number, record, secondsAt, text, type Json } from './read.js'

/** The ad or post that led her here, or the product she asked about. */
export function originOf(message: Json): PostContent<PlatformMedia> | undefined {
  const referral = record(message.referral)
  const type = text(referral.source_type)
  if (type) {
    const picture = text(referral.image_url) ?? text(referral.thumbnail_url) ?? text(referral.video_url)
    return compact<PostContent<PlatformMedia>>({
      kind: 'post', type: type === 'ad' ? 'ad' : 'post', id: text(referral.source_id), url: text(referral.source_url), headline: text(referral.headline),
      text: text(referral.body), media: picture ? { source: { kind: 'url', url: picture } } : undefined, clickId: text(referral.ctwa_clid),
    })
  }
  const product = record(record(message.context).referred_product)
  const sku = text(product.product_retailer_id)
  return sku ? { kind: 'post', type: 'product', id: sku } : undefined
}

/** Only an ad opens the free entry point; a post does not. */
const actsOf = (message: Json, origin: PostContent<PlatformMedia> | undefined): Act[] =>
  [message.type === 'reaction' ? 'reaction' : 'message', ...(origin?.type === 'ad' ? ['ad_entry' as const] : [])]

/** A number given in answer to our request is her own: it becomes one more key of hers. */
function sharedPhone(message: Json): string | undefined {
  if (message.type !== 'contacts') return undefined
  const first = record(list(message.contacts)[0])
  if (message.origin !== 'contact_request' && first.origin !== 'contact_request') return undefined
  const phone = record(list(first.phones)[0])
  return text(phone.wa_id) ?? /waid=(\d+)/i.exec(text(first.vcard) ?? '')?.[1] ?? text(phone.phone)
}

export function senderOf(message: Json, contacts: unknown): Person {
  return personOf({ bsuid: message.from_user_id, waId: message.from ?? sharedPhone(message), parent: message.from_parent_user_id }, contacts)
}

/** Fields that a message of any type may carry. */
export function framing(message: Json): Pick<MessageEvent, 'replyTo' | 'forwarded'> {
  const context = record(message.context)
  return compact({ replyTo: text(context.id), forwarded: context.frequently_forwarded === true ? 'often' as const : context.forwarded === true ? 'once' as const : undefined })
}

function identityEvent(place: Place, message: Json, id: string, at: number): InboundEvent {
  const system = record(message.system)
  const event = text(system.type) ?? 'unknown'
  const from = senderOf(message, place.value.contacts)
  const common = { type: 'identity', key: id, account: place.account, at } as const
  if (event === 'user_changed_number' || event === 'user_changed_user_id') {
    const previous = keysOf({ bsuid: system.previous_user_id ?? message.from_user_id, waId: message.from, parent: system.previous_parent_user_id ?? message.from_parent_user_id })
    const next = keysOf({ bsuid: system.user_id, waId: system.wa_id, parent: system.parent_user_id })
    const content: SystemContent = event === 'user_changed_number'
      ? { kind: 'system', event, data: { from: text(message.from) ?? null, to: text(system.wa_id) ?? null } }
      : { kind: 'system', event }
    return { ...common, previous, next, content } satisfies IdentityEvent
  }
  // Her phone was set up anew: the keys stay, the line tells the agent to be careful.
  if (event === 'customer_identity_changed') return { ...common, previous: from.keys, next: [], content: { kind: 'system', event } } satisfies IdentityEvent
  return kept(place, `unknown system message ${event}`, message)
}

function changeOfMessage(place: Place, message: Json, id: string, at: number, by: 'contact' | 'outside', person: Person): InboundEvent {
  const body = record(message[message.type as 'edit' | 'revoke']) // the caller checked the type
  const target = text(body.original_message_id)
  if (!target) return kept(place, 'an edit or a recall names no message', message)
  const common = { key: id, account: place.account, at, by, person, target }
  return message.type === 'revoke' ? { type: 'revoke', ...common } : { type: 'edit', ...common, content: contentOf(record(body.message)) }
}

/** A change of an earlier message, hers or (in an echo) ours. */
export function readChange(place: Place, message: Json, by: 'contact' | 'outside', person: Person): InboundEvent | null {
  const id = text(message.id)
  if (!id || (message.type !== 'edit' && message.type !== 'revoke')) return null
  return changeOfMessage(place, message, id, secondsAt(message.timestamp, place.arrivedAt), by, person)
}

function readMessage(place: Place, message: Json): InboundEvent[] {
  const id = text(message.id)
  const group = text(message.group_id)
  const sender = senderOf(message, place.value.contacts)
  if (!id || (sender.keys.length === 0 && !group)) return [kept(place, 'a message without id or sender', message)]
  const at = secondsAt(message.timestamp, place.arrivedAt)
  if (message.type === 'system') return [identityEvent(place, message, id, at)]
  if (message.type === 'request_welcome') return [ignored(place, 'she opened the chat and wrote nothing', message)]
  const change = readChange(place, message, 'contact', group ? { keys: groupKeys(group) } : sender)
  if (change) return [change]

  const origin = originOf(message)
  const event: MessageEvent = compact<MessageEvent>({
    type: 'message', key: id, account: place.account, at,
    from: group ? { keys: groupKeys(group) } : sender, writer: group ? sender : undefined,
    externalId: id, content: contentOf(message, place.value.errors), acts: actsOf(message, origin), origin, ...framing(message),
  })
  const type = text(message.type) ?? 'unknown'
  return readTypes.has(type) ? [event] : [event, kept(place, `unknown message type ${type}`, message)]
}

const states: Readonly<Record<string, StatusEvent['status']>> = { sent: 'sent', delivered: 'delivered', read: 'read', played: 'read', failed: 'failed' }

function recipientOf(status: Json, contacts: unknown): Person {
  const id = text(status.recipient_id)
  if (status.recipient_type === 'group' && id) return { keys: groupKeys(id) }
  return personOf({ bsuid: status.recipient_user_id, waId: id, parent: status.recipient_parent_user_id }, contacts)
}

function pricingOf(status: Json): StatusEvent['pricing'] {
  const pricing = record(status.pricing)
  const category = text(pricing.category)?.replaceAll('-', '_')
  if (!category) return undefined
  const type = text(pricing.type) ?? 'regular'
  // `billable` will go away. Every type but `regular` is free; a regular one may still be among the month's free replies, which only the ledger can say.
  const billable = typeof pricing.billable === 'boolean' ? pricing.billable : type === 'regular' ? undefined : false
  return { category, type, ...(billable === undefined ? {} : { billable }) }
}

/** The platform is the authority on when a free entry point ends; it tells so on `sent` only. */
function grantsOf(status: Json, at: number): StatusEvent['grants'] {
  const conversation = record(status.conversation)
  const expires = number(conversation.expiration_timestamp)
  if (expires === undefined || record(conversation.origin).type !== 'referral_conversion') return undefined
  return [{ kind: 'free_entry_point', act: 'reply', openedAt: at, closesAt: Math.round(expires * 1_000) }]
}

function failureOf(status: Json): NonNullable<StatusEvent['error']> {
  const error = record(list(status.errors)[0])
  const code = number(error.code)
  const message = text(record(error.error_data).details) ?? text(error.message) ?? text(error.title) ?? 'The platform gave no reason.'
  return compact({ code: errorOf(code).code, message, platformCode: code === undefined ? undefined : String(code) })
}

function readStatus(place: Place, status: Json): InboundEvent[] {
  const id = text(status.id)
  const word = text(status.status) ?? ''
  const state = Object.hasOwn(states, word) ? states[word] : undefined
  if (!id || !state) return [kept(place, `unknown status ${word || 'without a name'}`, status)]
  const at = secondsAt(status.timestamp, place.arrivedAt)
  const participant = text(status.recipient_participant_user_id) ?? text(status.recipient_participant_id)
  const person = recipientOf(status, place.value.contacts)
  const error = state === 'failed' ? failureOf(status) : undefined
  const event = compact<StatusEvent>({
    type: 'status', key: [id, word, ...(participant ? [participant] : [])].join(':'), account: place.account, at, status: state, externalId: id,
    clientRef: text(status.biz_opaque_callback_data), person: person.keys.length > 0 ? person : undefined, error, pricing: pricingOf(status), grants: grantsOf(status, at),
  })
  // She stopped marketing and this is how we hear of it: the report fails the message, the preference stops the next ones.
  if (error?.code !== 'opted_out' || person.keys.length === 0) return [event]
  return [event, { type: 'preference', key: `${event.key}:preference`, account: place.account, at, person, subject: { kind: 'marketing' }, state: 'stopped', content: { kind: 'system', event: 'marketing_stopped' } }]
}

/** Errors of the account without a message they belong to. */
function readErrors(place: Place): InboundEvent[] {
  if (list(place.value.messages).length > 0) return []
  return records(place.value.errors).map((error) => ({
    type: 'account', key: keyOf(place, 'error', error), account: place.account, at: place.at, event: 'platform_error', severity: 'warning',
    data: compact({ code: text(error.code), title: text(error.title), details: text(record(error.error_data).details) }),
  }))
}

/** Every message, status and error of one value. */
export function readMessages(place: Place): InboundEvent[] {
  return [
    ...records(place.value.messages).flatMap((message) => readMessage(place, message)),
    ...records(place.value.statuses).flatMap((status) => readStatus(place, status)),
    ...readErrors(place),
  ]
}
