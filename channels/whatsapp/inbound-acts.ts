/** Calls, and what a customer decided about marketing. */
import type { ActEvent, InboundEvent, PreferenceEvent } from '@recado/channel-kit'
import { ignored, kept, records, type Place } from './inbound-place.js'
import { personOf } from './people.js'
import { compact, number, record, secondsAt, text, type Json } from './read.js'

function readCall(place: Place, call: Json): InboundEvent {
  const id = text(call.id)
  const event = text(call.event)
  if (call.direction === 'BUSINESS_INITIATED') return ignored(place, 'a call of ours: the desk places none', call)
  const from = personOf({ bsuid: call.from_user_id, waId: call.from, parent: call.from_parent_user_id }, place.value.contacts)
  if (!id || from.keys.length === 0) return kept(place, 'a call without id or caller', call)
  const common = { key: `${id}:${event ?? ''}`, account: place.account, at: secondsAt(call.timestamp, place.arrivedAt), from, line: true }
  // Answered or not, her call opens the customer-service window.
  if (event === 'connect') return { type: 'act', ...common, act: 'call', content: { kind: 'system', event: 'call', data: { callId: id } } } satisfies ActEvent
  if (event !== 'terminate') return kept(place, `unknown call event ${event ?? ''}`, call)
  const status = (text(call.status) ?? text(record(call.status).value) ?? 'unknown').toLowerCase()
  return { type: 'act', ...common, act: 'call_ended', content: { kind: 'system', event: 'call_ended', data: { callId: id, status, seconds: number(call.duration) ?? null } } } satisfies ActEvent
}

/** Calls by her; the signalling of ours is of no use without a media stack. */
export const readCalls = (place: Place): InboundEvent[] => [
  ...records(place.value.calls).map((call) => readCall(place, call)),
  ...records(place.value.statuses).map((status) => ignored(place, 'signalling of a call', status)),
]

const choices: Readonly<Record<string, { state: PreferenceEvent['state']; event: string }>> = {
  stop: { state: 'stopped', event: 'marketing_stopped' },
  resume: { state: 'resumed', event: 'marketing_resumed' },
  signup: { state: 'granted', event: 'marketing_signed_up' },
}

function readPreference(place: Place, item: Json): InboundEvent {
  const value = text(item.value) ?? ''
  const choice = Object.hasOwn(choices, value) ? choices[value] : undefined
  const person = personOf({ bsuid: item.user_id, waId: item.wa_id, parent: item.parent_user_id }, place.value.contacts)
  const key = person.keys[0]
  if (!choice || !key || item.category !== 'marketing_messages') return kept(place, `unknown preference ${text(item.category) ?? ''} ${value}`, item)
  return {
    type: 'preference', key: `preference:${key.value}:${value}:${text(item.timestamp) ?? ''}`, account: place.account, at: secondsAt(item.timestamp, place.arrivedAt),
    person, subject: { kind: 'marketing' }, state: choice.state,
    content: { kind: 'system', event: choice.event, data: compact({ detail: text(item.detail), signupId: text(item.signup_id) }) as Record<string, string> }, // only texts were put in
  }
}

/** Stop, resume or sign-up for marketing, told by Meta. */
export const readPreferences = (place: Place): InboundEvent[] => records(place.value.user_preferences).map((item) => readPreference(place, item))
