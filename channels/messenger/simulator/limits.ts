/** How fast a Page may send. Source: https://developers.facebook.com/docs/messenger-platform/overview/rate-limiting (2026-03). */
import type { World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { GraphRefusal } from './graph.js'
import { threadOf, type CustomerRow, type PageRow } from './state.js'

export const PER_SECOND: Readonly<Record<'text' | 'media', number>> = { text: 300, media: 10 }
export const CALLS_PER_PERSON = 200
const HOUR_MS = 3_600_000

interface Span { start: Instant; count: number }
interface Hours { hours: Record<string, number> }

const tooMany = (): GraphRefusal => new GraphRefusal(613, 'Calls to this api have exceeded the rate limit.', undefined, true)

/** Takes one call of the second and of the day; answers the share of the day used, in percent. */
export function takeCall(world: World, page: PageRow, kind: 'text' | 'media'): number {
  const now = world.now()
  const last = world.get<Span>('second', `${page.id}/${kind}`)
  const span = last && now < last.start + 1_000 ? last : { start: now, count: 0 }
  if (span.count >= PER_SECOND[kind]) throw tooMany()
  const hour = Math.floor(now / HOUR_MS)
  const kept = Object.entries(world.get<Hours>('day', page.id)?.hours ?? {}).filter(([at]) => Number(at) > hour - 24)
  const used = kept.reduce((sum, [, count]) => sum + count, 0)
  // Below one person's share nobody has to be counted.
  const allowed = used < CALLS_PER_PERSON ? CALLS_PER_PERSON : CALLS_PER_PERSON * Math.max(1, engaged(world, page))
  if (used >= allowed) throw tooMany()
  world.put('second', `${page.id}/${kind}`, { start: span.start, count: span.count + 1 })
  const hours = Object.fromEntries(kept)
  world.put('day', page.id, { hours: { ...hours, [hour]: (hours[hour] ?? 0) + 1 } })
  return Math.ceil(((used + 1) / allowed) * 100)
}

/** People who did something within the last day. */
function engaged(world: World, page: PageRow): number {
  const since = world.now() - 24 * HOUR_MS
  return world.all<CustomerRow>('customer').filter((one) => one.account === page.id && (threadOf(world, one.id).openedAt ?? 0) > since).length
}
