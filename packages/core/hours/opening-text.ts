/** "mañana a las 10:00": when it opens, as a person would say it in her language. */
import { days, type Instant } from '../model/ids.js'
import { dayOf } from '../policy/calendar.js'

/** `day` is "tomorrow", "on Monday" or "on 7 January"; `hour` tells Spanish and Catalan whether it is one o'clock. */
type Say = (day: string, time: string, hour: number) => string

interface Words { join: Say; weekday: (name: string, day: number) => string; date: (name: string) => string; now: string; later: string }

const plain = (name: string): string => name

const words: Readonly<Record<string, Words>> = {
  es: { join: (day, time, hour) => `${day} ${hour === 1 ? 'a la' : 'a las'} ${time}`, weekday: (name) => `el ${name}`, date: (name) => `el ${name}`, now: 'ahora', later: 'en cuanto volvamos' },
  ca: { join: (day, time, hour) => `${day} ${hour === 1 ? 'a la' : 'a les'} ${time}`, weekday: plain, date: (name) => `el ${name}`, now: 'ara', later: 'tan bon punt tornem' },
  en: { join: (day, time) => `${day} at ${time}`, weekday: (name) => `on ${name}`, date: (name) => `on ${name}`, now: 'now', later: 'as soon as we are back' },
  de: { join: (day, time) => `${day} um ${time} Uhr`, weekday: (name) => `am ${name}`, date: (name) => `am ${name}`, now: 'jetzt', later: 'sobald wir zurück sind' },
  fr: { join: (day, time) => `${day} à ${time}`, weekday: plain, date: (name) => `le ${name}`, now: 'maintenant', later: 'dès notre retour' },
  it: { join: (day, time, hour) => `${day} ${hour === 1 ? 'all’' : 'alle '}${time}`, weekday: plain, date: (name) => `il ${name}`, now: 'adesso', later: 'appena torniamo' },
  // Saturday and Sunday are masculine, the others feminine.
  pt: { join: (day, time, hour) => `${day} ${hour === 1 ? 'à' : 'às'} ${time}`, weekday: (name, day) => `${day === 0 || day === 6 ? 'no' : 'na'} ${name}`, date: (name) => `em ${name}`, now: 'agora', later: 'assim que voltarmos' },
  zh: { join: (day, time) => `${day} ${time}`, weekday: plain, date: plain, now: '现在', later: '我们上班后' },
  ar: { join: (day, time) => `${day} الساعة ${time}`, weekday: (name) => `يوم ${name}`, date: (name) => `يوم ${name}`, now: 'الآن', later: 'فور عودتنا' },
}
const others: Words = { join: (day, time) => `${day}, ${time}`, weekday: plain, date: plain, now: '', later: '' }

function wordsOf(language: string): { locale: string; words: Words } {
  const own = words[language.toLowerCase().split(/[-_]/)[0] ?? '']
  try {
    const [locale] = Intl.getCanonicalLocales(language.replaceAll('_', '-'))
    return { locale: locale ?? 'en', words: own ?? others }
  } catch {
    return { locale: 'en', words: words.en! } // the table has it
  }
}

/** `opensAt` seen from `now` in the timetable's zone; null = nobody knows when. While it is open, "now". */
export function openingText(opensAt: Instant | null, now: Instant, timeZone: string, language: string): string {
  const { locale, words: say } = wordsOf(language)
  if (opensAt === null) return say.later || words.en!.later // the table has it
  if (opensAt <= now) return say.now || new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second')
  const midnightOf = (at: Instant): number => { const { year, month, day } = dayOf(at, timeZone); return Date.UTC(year, month - 1, day) }
  const away = Math.round((midnightOf(opensAt) - midnightOf(now)) / days(1))
  const show = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(opensAt)
  const weekday = new Date(midnightOf(opensAt)).getUTCDay()
  const day = away <= 1 ? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(away, 'day')
    : away < 7 ? say.weekday(show({ weekday: 'long' }), weekday)
    : say.date(show({ day: 'numeric', month: 'long' }))
  const hour = Number(new Intl.DateTimeFormat('en-US-u-nu-latn', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(opensAt))
  return say.join(day, show({ hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }), hour)
}
