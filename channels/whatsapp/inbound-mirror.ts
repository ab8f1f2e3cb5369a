/** Coexistence with the WhatsApp Business app: what was typed on the phone, its address book, and months of earlier threads. */
import type { EchoEvent, InboundEvent, MessageEvent } from '@recado/channel-kit'
import type { OutStatus } from '@recado/core'
import { contentOf } from './inbound-content.js'
import { ignored, keyOf, kept, records, type Place } from './inbound-place.js'
import { framing, originOf, readChange, senderOf } from './inbound-messages.js'
import { keysOf, personOf } from './people.js'
import { compact, list, record, secondsAt, text, type Json } from './read.js'

function readEcho(place: Place, message: Json): InboundEvent {
  const id = text(message.id)
  const to = personOf({ bsuid: message.to_user_id, waId: message.to, parent: message.to_parent_user_id }, place.value.contacts)
  if (!id || to.keys.length === 0) return kept(place, 'an echo without id or recipient', message)
  const change = readChange(place, message, 'outside', to)
  if (change) return change
  return compact<EchoEvent>({
    type: 'echo', key: id, account: place.account, at: secondsAt(message.timestamp, place.arrivedAt), to, externalId: id,
    content: contentOf(message), replyTo: framing(message).replyTo, status: 'sent',
  })
}

/** Messages typed in the app: ours, written outside. */
export const readEchoes = (place: Place): InboundEvent[] => records(place.value.message_echoes).map((message) => readEcho(place, message))

function readContact(place: Place, item: Json): InboundEvent {
  const contact = record(item.contact)
  const keys = keysOf({ bsuid: contact.user_id, waId: contact.phone_number })
  if (item.action === 'remove') return ignored(place, 'removed from the phone’s address book: the desk keeps its contact', item)
  if (keys.length === 0) return kept(place, 'an address-book entry without a number', item)
  const name = text(contact.full_name) ?? text(contact.first_name)
  return {
    type: 'profile', key: keyOf(place, item), account: place.account, at: secondsAt(record(item.metadata).timestamp, place.arrivedAt),
    person: name ? { keys, profile: { name } } : { keys },
  }
}

/** Names from the phone's address book. */
export const readAddressBook = (place: Place): InboundEvent[] => records(place.value.state_sync).map((item) => readContact(place, item))

const pastStates: Readonly<Record<string, OutStatus>> = { ERROR: 'failed', PENDING: 'accepted', SENT: 'sent', DELIVERED: 'delivered', READ: 'read', PLAYED: 'read' }

function readPast(place: Place, threadId: string | undefined, message: Json): InboundEvent {
  const id = text(message.id)
  if (!id) return kept(place, 'a message without an id', message)
  const common = { key: id, account: place.account, at: secondsAt(message.timestamp, place.arrivedAt), externalId: id, content: contentOf(message), historic: true as const }
  const ours = place.ownNumber !== undefined && text(message.from)?.replace(/\D/g, '') === place.ownNumber
  const reply = framing(message)
  if (ours) {
    const to = personOf({ bsuid: message.to_user_id, waId: message.to ?? threadId }, place.value.contacts)
    if (to.keys.length === 0) return kept(place, 'an imported message without a recipient', message)
    const state = text(record(message.history_context).status)?.toUpperCase() ?? ''
    return compact<EchoEvent>({ type: 'echo', ...common, to, replyTo: reply.replyTo, status: Object.hasOwn(pastStates, state) ? pastStates[state] : undefined })
  }
  const from = senderOf({ ...message, from: message.from ?? threadId }, place.value.contacts)
  if (from.keys.length === 0) return kept(place, 'an imported message without a sender', message)
  return compact<MessageEvent>({ type: 'message', ...common, from, acts: [], origin: originOf(message), ...reply })
}

function readChunk(place: Place, chunk: Json): InboundEvent[] {
  const declined = records(chunk.errors).map((error): InboundEvent => ({
    type: 'account', key: keyOf(place, 'declined', error), account: place.account, at: place.at, event: 'history_declined', severity: 'info',
    data: compact({ code: text(error.code), details: text(record(error.error_data).details) ?? text(error.title) }),
  }))
  const metadata = record(chunk.metadata)
  const progress: InboundEvent[] = text(metadata.progress) === undefined ? [] : [{
    type: 'account', key: `history:${text(metadata.phase) ?? ''}:${text(metadata.chunk_order) ?? ''}:${text(metadata.progress) ?? ''}`, account: place.account, at: place.at,
    event: 'history_progress', severity: 'info', data: compact({ phase: text(metadata.phase), chunk: text(metadata.chunk_order), progress: text(metadata.progress) }),
  }]
  const past = records(chunk.threads).flatMap((thread) => records(thread.messages).map((message) => readPast(place, text(thread.id), message)))
  return [...past, ...progress, ...declined]
}

/** The file of an imported message comes later under the same id: it stands in for the placeholder, or comes first and is the message. */
function readLateFile(place: Place, message: Json): InboundEvent[] {
  const event = readPast(place, undefined, message)
  if (event.type !== 'message' && event.type !== 'echo') return [event]
  const [by, person] = event.type === 'message' ? ['contact' as const, event.from] : ['outside' as const, event.to]
  return [event, { type: 'edit', key: `${event.externalId}:file`, account: event.account, at: event.at, by, person, target: event.externalId, content: event.content }]
}

/** Threads from before the connection: they open nothing and count nothing. */
export function readHistory(place: Place): InboundEvent[] {
  return [
    ...records(place.value.history).flatMap((chunk) => readChunk(place, chunk)),
    ...list(place.value.messages).map(record).flatMap((message) => readLateFile(place, message)),
  ]
}
