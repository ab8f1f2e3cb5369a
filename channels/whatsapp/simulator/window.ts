/** The customer-service window and the free entry point. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages (2026-08). */
import type { World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { pairOf, savePair, type CustomerRow, type PairRow } from './state.js'

const HOUR_MS = 3_600_000
/** 24 h from the last user message or call. */
export const SERVICE_WINDOW_MS = 24 * HOUR_MS
/** 72 h from our answer. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing (2026-09). */
export const FREE_ENTRY_MS = 72 * HOUR_MS
/** The answer must come within this time of the message from the ad. */
export const FREE_ENTRY_ANSWER_MS = 24 * HOUR_MS
/** A shown phone stays shown this long after they were in touch. */
const PHONE_VISIBLE_MS = 30 * 24 * HOUR_MS

/** Webhook timestamps are whole seconds and the window counts from the timestamp, so the fraction is given away. */
export const wholeSecond = (at: Instant): Instant => Math.floor(at / 1000) * 1000
export const seconds = (at: Instant): string => String(Math.floor(at / 1000))

export const windowOpen = (pair: PairRow, now: Instant): boolean => pair.lastUserAt !== null && now < pair.lastUserAt + SERVICE_WINDOW_MS
export const freeEntryOpen = (pair: PairRow, now: Instant): boolean => pair.freeEntry !== null && now < pair.freeEntry.closesAt

/** She wrote or called: the window starts anew. An ad entry counts on phones only, never on the web. */
export function noteUserAct(world: World, customer: CustomerRow, entry: 'ad' | 'none', phoneShown: boolean): void {
  const pair = pairOf(world, customer.account, customer.id)
  const now = world.now()
  savePair(world, customer.account, customer.id, {
    ...pair,
    lastUserAt: Math.max(pair.lastUserAt ?? 0, wholeSecond(now)),
    adEntryAt: entry === 'ad' && customer.device !== 'web' ? wholeSecond(now) : pair.adEntryAt,
    phoneVisibleUntil: phoneShown ? now + PHONE_VISIBLE_MS : pair.phoneVisibleUntil,
  })
}

/** The business answers: the first answer within 24 h of an ad entry opens 72 free hours. Returns the pair as it is from now on. */
export function noteAnswer(world: World, customer: CustomerRow, byPhone: boolean): PairRow {
  const pair = pairOf(world, customer.account, customer.id)
  const now = world.now()
  const opens = pair.adEntryAt !== null && now < pair.adEntryAt + FREE_ENTRY_ANSWER_MS
  const next: PairRow = {
    ...pair,
    adEntryAt: opens ? null : pair.adEntryAt,
    freeEntry: opens ? { id: hexOf(world), closesAt: now + FREE_ENTRY_MS } : pair.freeEntry,
    phoneVisibleUntil: byPhone ? now + PHONE_VISIBLE_MS : pair.phoneVisibleUntil,
  }
  savePair(world, customer.account, customer.id, next)
  return next
}

function hexOf(world: World): string {
  let hex = ''
  while (hex.length < 32) hex += Math.floor(world.random() * 16).toString(16)
  return hex
}
