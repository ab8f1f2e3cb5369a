/** How fast and to how many: throughput, pair debt, unique people, management calls. */
import type { World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { GraphRefusal } from './graph.js'
import { pairOf, savePair, type NumberRow } from './state.js'

const DAY_MS = 24 * 3_600_000
const HOUR_MS = 3_600_000

/** Pair rate. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput (2025-12). */
export const PAIR_INTERVAL_MS = 6_000
export const PAIR_LENT = 45

/** Unique people outside their window per moving 24 h. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/messaging-limits (2026-05). */
export const TIERS: Readonly<Record<NumberRow['tier'], number>> = { TIER_250: 250, TIER_2K: 2_000, TIER_10K: 10_000, TIER_100K: 100_000, TIER_UNLIMITED: Infinity }

/** Business management calls per hour, app and WABA. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput (2025-12). */
export const MANAGEMENT_CALLS = 200

interface Span { start: Instant; count: number }

/** Counts one message in or out of the number; false when this second is full. Inbound counts but is never refused. */
export function takeThroughput(world: World, number: NumberRow): boolean {
  const now = world.now()
  const last = world.get<Span>('throughput', number.id)
  const span = last && now < last.start + 1_000 ? last : { start: now, count: 0 }
  if (span.count >= number.messagesPerSecond) return false
  world.put('throughput', number.id, { start: span.start, count: span.count + 1 })
  return true
}

/**
 * One message per six seconds to one person. Inside one span of six seconds up to 45 are lent; then nothing goes until each of them has been waited off.
 * A refused message adds no debt.
 */
export function takePairRate(world: World, account: string, person: string): void {
  const now = world.now()
  const pair = pairOf(world, account, person)
  if (now >= pair.paidUntil) return savePair(world, account, person, { ...pair, spanStart: now, lent: 1, paidUntil: now + PAIR_INTERVAL_MS })
  if (now < pair.spanStart + PAIR_INTERVAL_MS && pair.lent < PAIR_LENT)
    return savePair(world, account, person, { ...pair, lent: pair.lent + 1, paidUntil: pair.paidUntil + PAIR_INTERVAL_MS })
  throw new GraphRefusal(131056, 'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time')
}

/** Counts a person reached outside her window against the portfolio; false when the limit of the moving day is spent. A person counts once a day. */
export function takeUniquePerson(world: World, number: NumberRow, person: string): boolean {
  const collection = `reached:${number.portfolioId}`
  const since = world.now() - DAY_MS
  const known = world.get<Reached>(collection, person)
  if (!known || known.at <= since) {
    // The count includes people of yesterday until it seems to be full: only then everybody is looked at, not at each of ten thousand sends.
    let count = world.get<{ value: number }>('reached', number.portfolioId)?.value ?? 0
    if (count >= TIERS[number.tier]) count = forgetBefore(world, collection, since)
    if (count >= TIERS[number.tier]) return false
    world.put('reached', number.portfolioId, { value: count + 1 })
  }
  world.put(collection, person, { id: person, at: world.now() } satisfies Reached)
  return true
}

interface Reached { id: string; at: Instant }

function forgetBefore(world: World, collection: string, since: Instant): number {
  const rows = world.all<Reached>(collection)
  for (const row of rows) if (row.at <= since) world.remove(collection, row.id)
  return rows.filter((row) => row.at > since).length
}

/** Counts a management call and returns the share of the hour that is used, in percent. */
export function takeManagementCall(world: World, wabaId: string): number {
  const since = world.now() - HOUR_MS
  const calls = (world.get<{ at: Instant[] }>('management', wabaId)?.at ?? []).filter((at) => at > since)
  if (calls.length >= MANAGEMENT_CALLS) throw new GraphRefusal(80007)
  world.put('management', wabaId, { at: [...calls, world.now()] })
  return Math.ceil(((calls.length + 1) / MANAGEMENT_CALLS) * 100)
}
