/** A webhook as events: every entry, every change, every item. Pure, and never throws on what it does not know. */
import type { InboundEvent, ReadContext } from '@recado/channel-kit'
import { accountReaders, isEmpty, unusedFields } from './inbound-account.js'
import { readCalls, readPreferences } from './inbound-acts.js'
import { readMessages } from './inbound-messages.js'
import { readAddressBook, readEchoes, readHistory } from './inbound-mirror.js'
import { ignored, kept, placeOf, records, type Place, type Reader } from './inbound-place.js'
import { fingerprint, parseJson, record, text } from './read.js'

const readers: Readonly<Record<string, Reader>> = {
  messages: readMessages,
  smb_message_echoes: readEchoes,
  message_echoes: readEchoes,
  smb_app_state_sync: readAddressBook,
  history: readHistory,
  calls: readCalls,
  user_preferences: readPreferences,
  ...accountReaders,
}

function readChange(place: Place): InboundEvent[] {
  if (Object.hasOwn(unusedFields, place.field)) return [ignored(place, unusedFields[place.field]!, place.value)] // hasOwn just said so
  const reader = Object.hasOwn(readers, place.field) ? readers[place.field] : undefined
  if (!reader) return [kept(place, `unknown field ${place.field}`, place.value)]
  const events = reader(place)
  if (events.length > 0) return events
  return [isEmpty(place.value) ? ignored(place, 'nothing in it', place.value) : kept(place, `nothing understood in field ${place.field}`, place.value)]
}

/** Payload of a genuine webhook to events. Whatever is not understood becomes `kept`, so that nothing is lost and nothing is repeated. */
export function readInbound(payload: string, context: ReadContext): InboundEvent[] {
  const envelope = record(parseJson(payload))
  const entries = records(envelope.entry)
  const events = entries.flatMap((entry) => records(entry.changes).flatMap((change) => readChange(placeOf(entry, change, context.arrivedAt))))
  if (events.length > 0) return events
  const account = text(context.settings.phoneNumberId) ?? ''
  return [{ type: 'kept', key: `kept:${fingerprint(payload)}`, account, at: context.arrivedAt, reason: 'no entry with a change in it' }]
}
