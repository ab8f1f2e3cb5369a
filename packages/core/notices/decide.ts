/** Whether and how somebody is told. Pure: who sees the conversation, and who is looking at it, is known before. */
import { isOpenAt, stretchAt } from '../hours/hours.js'
import { days, hours, type Instant, minutes } from '../model/ids.js'
import { wallClock } from '../policy/calendar.js'
import { isMutable, type NoticeKind, type NoticeWay, URGENT_KINDS } from './kinds.js'
import { type NoticeSettings, waysOf } from './settings.js'

export interface NoticeFacts { kind: NoticeKind; /** null where it is about no conversation */ inboxId: string | null; muted: boolean; /** null where nobody keeps availability */ available: boolean | null; now: Instant }

const LOUD: readonly NoticeWay[] = ['sound', 'push']

/** The ways this is told by; empty = not at all. Quiet hours and absence take sound and push away, never the entry in the bell. */
export function decideNotice(settings: NoticeSettings, { kind, inboxId, muted, available, now }: NoticeFacts): readonly NoticeWay[] {
  if (muted && isMutable(kind)) return []
  const ways = waysOf(settings, kind, inboxId)
  const silent = isQuiet(settings, kind, now) || (settings.onlyWhileAvailable && available === false)
  return silent ? ways.filter((way) => !LOUD.includes(way)) : ways
}

function isQuiet({ quiet }: NoticeSettings, kind: NoticeKind, now: Instant): boolean {
  return quiet.on && !(quiet.urgentPass && URGENT_KINDS.includes(kind)) && isOpenAt({ ...quiet, dates: [] }, now)
}

/** The letter in which what happens now is told together with the rest: what came after `from` and by `at`. The same for everything in between, so that it needs no note of what was written; null = no letters. */
export function digestSpan(settings: NoticeSettings, now: Instant): { from: Instant; at: Instant } | null {
  const { every } = settings.mail
  if (every === 'off') return null
  if (every !== 'daily') return { from: Math.floor(now / WAITS[every]) * WAITS[every], at: (Math.floor(now / WAITS[every]) + 1) * WAITS[every] }
  const at = digestAt(settings, now) ?? now
  const before = digestAt(settings, at - hours(25)) ?? at
  return { from: before < at ? before : at - days(1), at }
}

const WAITS = { quarter: minutes(15), hourly: hours(1) } as const

/** When what happens now is written to her, unless she has seen it by then; null = no letters. */
export function digestAt({ mail, quiet }: NoticeSettings, now: Instant): Instant | null {
  if (mail.every === 'off') return null
  if (mail.every !== 'daily') return now + WAITS[mail.every]
  const wall = wallClock(now, quiet.timeZone)
  const today = Math.floor(wall / days(1)) * days(1) + timeOfDay(mail.at)
  const wanted = today > wall ? today : today + days(1)
  // The zone's distance then, which the night between may have changed; in the hour that is skipped it comes an hour later.
  const near = wanted - (wall - now)
  const at = near + (wanted - wallClock(near, quiet.timeZone))
  return at > now && wallClock(at, quiet.timeZone) === wanted ? at : near
}

/** The end of the quiet hours around `now`; null when it is not quiet. Letters wait for it. */
export function quietUntil({ quiet }: NoticeSettings, now: Instant): Instant | null {
  const stretch = quiet.on ? stretchAt({ ...quiet, dates: [] }, now) : null
  return stretch?.open ? (stretch.to ?? now + days(1)) : null
}

function timeOfDay(time: string): number {
  const [hour = 9, minute = 0] = time.split(':').map(Number)
  return hours(hour) + minutes(minute)
}
