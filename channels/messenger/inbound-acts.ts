import type { InboundEvent, Person } from '@recado/channel-kit'
import { facts, originOf, referralLine } from './inbound-referral.js'
import { fingerprint, kept } from './item.js'
import type { Item } from './item.js'
import { isObject, list, moment, object, text } from './json.js'
import type { Json } from './json.js'

const idOf = (person: Person): string => person.keys[0]?.value ?? ''

/** A tapped button. Get Started is an act with a line; every other tap shows as her choice, as in the app itself. */
export function readPostback(item: Item, person: Person): InboundEvent[] {
  const postback = object(item.body.postback)
  const payload = text(postback.payload)
  const title = text(postback.title)
  const referral = isObject(postback.referral) ? postback.referral : undefined
  const origin = referral && originOf(referral)
  const mid = text(postback.mid)
  const key = mid ?? `postback:${idOf(person)}:${item.at}:${payload ?? title ?? ''}`
  const common = { key, account: item.account, at: item.at, from: person }
  if (payload === (text(item.context.settings.getStartedPayload) ?? 'GET_STARTED'))
    return [{ type: 'act', ...common, act: 'get_started', line: true, content: { kind: 'system', event: 'get_started', data: { ...(title && { title }), ...(referral && facts(referral)) } }, ...(origin && { origin }) }]
  const line = referral && !origin ? [referralLine(item, person, referral, `${key}#referral`)] : []
  // Without a payload (standby hides it) the title is all that is known.
  return [...line, { type: 'message', ...common, externalId: mid ?? key, acts: ['postback'], content: { kind: 'choice', id: payload ?? title ?? '', title: title ?? payload ?? '' }, ...(origin && { origin }) }]
}

/** She came back by a link or an ad without writing. */
export function readReferral(item: Item, person: Person): InboundEvent[] {
  const referral = object(item.body.referral)
  const what = text(referral.ref) ?? text(referral.ad_id) ?? text(referral.source) ?? ''
  return [referralLine(item, person, referral, `referral:${idOf(person)}:${item.at}:${what}`)]
}

/** Meta's older names of the six reactions; newer ones carry the emoji itself. */
const EMOJI: Readonly<Record<string, string>> = { love: '❤️', smile: '😆', angry: '😠', sad: '😢', wow: '😮', like: '👍', dislike: '👎' }

/** A reaction decorates a message and opens the window; taking it back opens nothing. */
export function readReaction(item: Item, person: Person): InboundEvent[] {
  const reaction = object(item.body.reaction)
  const messageId = text(reaction.mid)
  if (!messageId) return [kept(item.body, item.account, item.at, 'reaction without mid')]
  const taken = reaction.action === 'unreact'
  const name = text(reaction.reaction) ?? ''
  const emoji = taken ? null : (text(reaction.emoji) ?? (Object.hasOwn(EMOJI, name) ? EMOJI[name] : undefined) ?? '👍')
  const key = `reaction:${idOf(person)}:${messageId}:${item.at}:${taken ? 'unreact' : 'react'}`
  return [{ type: 'message', key, account: item.account, at: item.at, from: person, externalId: key, acts: taken ? [] : ['reaction'], content: { kind: 'reaction', messageId, emoji } }]
}

/** Delivered or read: everything of ours up to the watermark; deliveries may name messages besides, which helps when clocks differ. */
export function readWatermark(item: Item, person: Person, field: 'delivery' | 'read', status: 'delivered' | 'read'): InboundEvent[] {
  const report = object(item.body[field])
  const common = { type: 'status', status, account: item.account, at: item.at, person } as const
  const named = list(report.mids).flatMap((mid) => text(mid) ?? [])
  const events: InboundEvent[] = named.map((mid) => ({ ...common, key: `${field}:${mid}`, externalId: mid }))
  const watermark = moment(report.watermark)
  if (watermark !== undefined) events.push({ ...common, key: `${field}:${watermark}:${idOf(person)}`, upTo: { person, at: watermark } })
  return events.length > 0 ? events : [kept(item.body, item.account, item.at, `${field} without watermark`)]
}

/** An opt-in is consent to be stored, and opens no window. One-time notifications are no longer sent: they leave a line only. */
export function readOptin(item: Item, person: Person): InboundEvent[] {
  const optin = object(item.body.optin)
  const kind = text(optin.type) ?? 'plugin'
  const common = { account: item.account, at: item.at }
  const data = optinFacts(optin, kind)
  const key = `optin:${idOf(person)}:${item.at}:${kind}:${text(optin.topic) ?? text(optin.title) ?? text(optin.ref) ?? ''}`
  if (kind !== 'notification_messages') return [{ type: 'act', key, ...common, from: person, act: 'optin', line: true, content: { kind: 'system', event: 'optin', data } }]
  const said = text(optin.notification_messages_status)
  const state = said === 'STOP_NOTIFICATIONS' ? 'stopped' : said === 'RESUME_NOTIFICATIONS' ? 'resumed' : 'granted'
  return [{ type: 'preference', key: `${key}:${state}`, ...common, person, subject: { kind: 'marketing' }, state, content: { kind: 'system', event: `marketing_${state}`, data } }]
}

function optinFacts(optin: Json, kind: string): Record<string, string> {
  const named: [string, unknown][] = [
    ['topic', optin.topic ?? optin.title], ['ref', optin.ref], ['payload', optin.payload], ['frequency', optin.notification_messages_frequency],
    ['token', kind === 'notification_messages' ? optin.notification_messages_token : undefined], ['expiresAt', optin.token_expiry_timestamp],
  ]
  return { type: kind, ...Object.fromEntries(named.flatMap(([name, value]) => (text(value) === undefined ? [] : [[name, text(value) ?? '']]))) }
}

/** Thumbs up or down on an automatic answer: for statistics, no line. */
export function readFeedback(item: Item, person: Person): InboundEvent[] {
  const feedback = object(item.body.response_feedback)
  const messageId = text(feedback.mid) ?? ''
  return [{
    type: 'act', key: `feedback:${idOf(person)}:${item.at}:${messageId || fingerprint(feedback)}`, account: item.account, at: item.at, from: person,
    act: 'response_feedback', line: false, content: { kind: 'system', event: 'response_feedback', data: { feedback: text(feedback.feedback) ?? '', messageId } },
  }]
}
