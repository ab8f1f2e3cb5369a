/** Which moment is meant by what somebody typed. Pure, in the reader's own time; a clock that is moved on the way is the calendar's matter. */
import type { Language } from '../../../i18n/languages.js'
import { plain, type Sense, type Unit, WORDS } from './words.js'

/** A moment later than this was not meant. */
const MOST_DAYS = 730
/** A day without an hour begins for us at eight, the weekend at ten. */
const MORNING = 8
const WEEKEND = 10
const SPACED = /[\p{L}\p{N}]/u

type Said = Sense | { is: 'clock'; hour: number; minute: number; exact: boolean }

// 10, 10:30, 10.30, 10h30, 10h, 10pm, 10点半: exact when nothing about it is open.
const CLOCK = /^(\d{1,2})(?:[:.h](\d{2})|(点)(?:(\d{1,2})分?|(半))?)?(?:\s?(uhr)(?!\p{L}))?/u

/** Its own words first, then English; null when any of it is not understood. */
export function understand(text: string, language: Language, now: number): Date | null {
  for (const tongue of language === 'en' ? (['en'] as const) : ([language, 'en'] as const)) {
    const said = listen(plain(text), tongue)
    const at = said && moment(said, new Date(now))
    if (at && at.getTime() > now && at.getTime() < now + MOST_DAYS * 86_400_000) return at
  }
  return null
}

/** The text word by word; null when something in it is none of ours. */
function listen(text: string, language: Language): Said[] | null {
  const said: Said[] = []
  for (let rest = text; rest !== ''; rest = rest.trimStart()) {
    const word = WORDS[language].find(([name]) => rest.startsWith(name) && (language === 'zh-CN' || !SPACED.test(name.at(-1) ?? '') || !SPACED.test(rest[name.length] ?? ' ')))
    if (word) { said.push(...word[1]); rest = rest.slice(word[0].length); continue }
    const clock = CLOCK.exec(rest)
    if (!clock) return null
    const [whole, hour = '', minute, point, after, half, oclock] = clock
    const exact = Boolean(minute ?? after ?? half ?? point ?? oclock)
    said.push(exact ? { is: 'clock', hour: Number(hour), minute: half ? 30 : Number(minute ?? after ?? 0), exact: minute !== undefined && (hour.startsWith('0') || Number(hour) > 12) } : { is: 'number', n: Number(hour) })
    rest = rest.slice(whole.length)
  }
  return said.length > 0 ? said : null
}

/** Words that say nothing of a moment. */
export function saysNothing(text: string, language: Language): boolean {
  const words = plain(text)
  return words === '' || (listen(words, language)?.every((word) => word.is === 'noise' || word.is === 'at') ?? false)
}

function moment(said: readonly Said[], now: Date): Date | null {
  const days: Sense[] = []
  let clock: { hour: number; minute: number; exact: boolean } | null = null
  let part: Extract<Sense, { is: 'part' }> | null = null
  let half: 'am' | 'pm' | null = null
  let length: { n: number; unit: Unit } | null = null
  let hourFollows = false
  for (let i = 0; i < said.length; i++) {
    const word = said[i]! // below the length
    const next = said[i + 1]
    if (word.is === 'noise') continue
    if (word.is === 'at') { hourFollows = true; continue }
    // "At 15h", "Monday 9h": an hour of the day; "2h" is how long.
    if (word.is === 'number' && next?.is === 'unit' && next.unit === 'hour' && (hourFollows || days.length > 0) && !clock && Number.isInteger(word.n)) { clock = { hour: word.n, minute: 0, exact: word.n > 12 }; i++ }
    else if (word.is === 'number' && next?.is === 'unit') { if (length) return null; length = { n: word.n, unit: next.unit }; i++ }
    else if (word.is === 'unit') { if (length) return null; length = { n: 1, unit: word.unit } }
    else if (word.is === 'number') { if (clock || !Number.isInteger(word.n)) return null; clock = { hour: word.n, minute: 0, exact: false } }
    else if (word.is === 'clock') { if (clock) return null; clock = word }
    else if (word.is === 'part') { if (part) return null; part = word }
    else if (word.is === 'am' || word.is === 'pm') half = word.is
    else if (word.is === 'day' && word.part !== undefined && days.length > 0) part ??= { is: 'part', hour: word.part, late: false }
    else days.push(word)
  }
  if (days.length > 1 || (length && days.length > 0)) return null
  if (length && (length.unit === 'hour' || length.unit === 'minute')) return clock || part ? null : new Date(now.getTime() + length.n * (length.unit === 'hour' ? 3_600_000 : 60_000))
  const hour = hourOf(clock, part, half)
  if (hour === null) return null
  const date = length ? shifted(now, length) : dayOf(days[0], now)
  if (date === null) return null
  const at = new Date(date.getFullYear(), date.getMonth(), date.getDate(), Math.floor(hour), Math.round((hour % 1) * 60))
  // "At nine" when it is ten means the next nine; "tonight" late at night is over.
  if (!length && days.length === 0) return clock || part ? (at > now ? at : new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, at.getHours(), at.getMinutes())) : null
  if (days[0]?.is === 'weekend' && !clock && !part) at.setHours(WEEKEND)
  return at
}

/** Hours with a fraction. Small ones without a word mean the afternoon: nobody is to be woken at three. */
function hourOf(clock: { hour: number; minute: number; exact: boolean } | null, part: { hour: number; late: boolean } | null, half: 'am' | 'pm' | null): number | null {
  if (!clock) return part?.hour ?? MORNING
  let { hour } = clock
  if (hour > 24 || clock.minute > 59 || (half && (hour < 1 || hour > 12))) return null
  if (half) hour = (hour % 12) + (half === 'pm' ? 12 : 0)
  else if (part) { if (part.late && hour < 12) hour += 12 }
  else if (!clock.exact && hour >= 1 && hour <= 6) hour += 12
  return hour + clock.minute / 60
}

function dayOf(sense: Sense | undefined, now: Date): Date | null {
  const in_ = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days)
  const monday = (8 - now.getDay()) % 7 || 7
  if (!sense) return in_(0)
  if (sense.is === 'day') return in_(sense.days)
  if (sense.is === 'week') return in_(monday)
  if (sense.is === 'weekend') return in_((6 - now.getDay() + 7) % 7 || 7)
  if (sense.is === 'weekday') return sense.nextWeek ? in_(monday + ((sense.weekday + 6) % 7)) : in_((sense.weekday - now.getDay() + 7) % 7 || 7)
  return null
}

function shifted(now: Date, { n, unit }: { n: number; unit: Unit }): Date | null {
  if (!Number.isInteger(n)) return null
  return unit === 'month' ? new Date(now.getFullYear(), now.getMonth() + n, now.getDate()) : new Date(now.getFullYear(), now.getMonth(), now.getDate() + n * (unit === 'week' ? 7 : 1))
}
