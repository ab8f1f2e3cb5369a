/** How people say a moment, in the six languages: words and what they mean. Written without accents and in lower case, as `plain` makes them. */
import type { Language } from '../../../i18n/languages.js'

/** What a word says. `day` counts from today, `part` is an hour of the day, `weekday` counts from Sunday. */
export type Sense =
  | { is: 'noise' } | /** what follows is an hour of the day */ { is: 'at' } | { is: 'day'; days: number; /** after another day it is this part of it ("Montag morgen") */ part?: number } | { is: 'weekday'; weekday: number; /** of the next week, not the next of its name */ nextWeek?: true }
  | { is: 'week' } | { is: 'weekend' } | { is: 'part'; hour: number; late: boolean } | { is: 'unit'; unit: Unit } | { is: 'number'; n: number } | { is: 'am' } | { is: 'pm' }
export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month'

const noise = { is: 'noise' } as const
const at = { is: 'at' } as const
const day = (days: number, part?: number): Sense => ({ is: 'day', days, ...(part === undefined ? {} : { part }) })
const unit = (of: Unit): Sense => ({ is: 'unit', unit: of })
const n = (value: number): Sense => ({ is: 'number', n: value })
/** Later hours without "a.m." or "p.m." mean the second half of the day. */
const part = (hour: number): Sense => ({ is: 'part', hour, late: hour > 12 })
const [MORNING, NOON, AFTERNOON, EVENING, NIGHT] = [8, 12, 15, 19, 21]

function table(groups: readonly (readonly [string, Sense])[], weekdays: readonly string[]): [string, Sense][] {
  const all = groups.flatMap(([words, sense]) => words.split('|').map((word): [string, Sense] => [word, sense]))
  weekdays.forEach((names, weekday) => { for (const name of names.split('|')) all.push([name, { is: 'weekday', weekday }]) })
  return all.sort(([a], [b]) => b.length - a.length)
}

const en = table([
  ['at', at], ['on|in|the|this|next|coming|from now|later|o\'clock|,|until|till|half', noise], ['half an', n(0.5)], ['a|an|one', n(1)], ['two', n(2)], ['three', n(3)], ['four', n(4)], ['five', n(5)], ['ten', n(10)],
  ['today', day(0)], ['tomorrow|tmr|tmrw|tom', day(1)], ['day after tomorrow', day(2)], ['tonight', part(NIGHT)], ['morning', part(MORNING)], ['noon|midday', part(NOON)], ['afternoon', part(AFTERNOON)], ['evening', part(EVENING)], ['night', part(NIGHT)],
  ['next week', { is: 'week' }], ['weekend', { is: 'weekend' }], ['am|a.m.', { is: 'am' }], ['pm|p.m.', { is: 'pm' }],
  ['minutes|minute|mins|min|m', unit('minute')], ['hours|hour|hrs|hr|h', unit('hour')], ['days|day|d', unit('day')], ['weeks|week|w', unit('week')], ['months|month', unit('month')],
], ['sunday|sun', 'monday|mon', 'tuesday|tue|tues', 'wednesday|wed', 'thursday|thu|thurs', 'friday|fri', 'saturday|sat'])

const es = table([
  ['a las|a la|las', at], ['a|la|el|los|en|dentro de|de aqui a|este|esta|proximo|proxima|que viene|siguiente|hasta|,|y', noise], ['media', n(0.5)], ['un|una', n(1)], ['dos', n(2)], ['tres', n(3)], ['cuatro', n(4)], ['cinco', n(5)], ['diez', n(10)],
  ['hoy', day(0)], ['manana', day(1)], ['pasado manana|pasado', day(2)], ['por la manana|de la manana|temprano|a primera hora', part(MORNING)], ['al mediodia|mediodia', part(NOON)], ['por la tarde|de la tarde|tarde', part(AFTERNOON)], ['por la noche|de la noche|esta noche|noche', part(NIGHT)],
  ['la semana que viene|la proxima semana|proxima semana|semana que viene', { is: 'week' }], ['fin de semana|finde', { is: 'weekend' }], ['am|a.m.', { is: 'am' }], ['pm|p.m.', { is: 'pm' }], ['horas en punto|en punto', noise],
  ['minutos|minuto|min', unit('minute')], ['horas|hora|h', unit('hour')], ['dias|dia', unit('day')], ['semanas|semana', unit('week')], ['meses|mes', unit('month')],
], ['domingo|dom', 'lunes|lun', 'martes', 'miercoles|mie', 'jueves|jue', 'viernes|vie', 'sabado|sab'])

const pt = table([
  ['as', at], ['a|ao|na|no|o|em|daqui a|dentro de|este|esta|proximo|proxima|que vem|seguinte|ate|,|e', noise], ['meia', n(0.5)], ['um|uma', n(1)], ['dois|duas', n(2)], ['tres', n(3)], ['quatro', n(4)], ['cinco', n(5)], ['dez', n(10)],
  ['hoje', day(0)], ['amanha', day(1)], ['depois de amanha', day(2)], ['de manha|pela manha|da manha|cedo', part(MORNING)], ['ao meio-dia|meio-dia|meio dia', part(NOON)], ['a tarde|de tarde|da tarde|tarde', part(AFTERNOON)], ['a noite|de noite|da noite|esta noite|hoje a noite|noite', part(NIGHT)],
  ['na proxima semana|proxima semana|semana que vem', { is: 'week' }], ['fim de semana', { is: 'weekend' }], ['am', { is: 'am' }], ['pm', { is: 'pm' }],
  ['minutos|minuto|min', unit('minute')], ['horas|hora|h', unit('hour')], ['dias|dia', unit('day')], ['semanas|semana', unit('week')], ['meses|mes', unit('month')],
], ['domingo|dom', 'segunda-feira|segunda|seg', 'terca-feira|terca|ter', 'quarta-feira|quarta|qua', 'quinta-feira|quinta|qui', 'sexta-feira|sexta|sex', 'sabado|sab'])

const de = table([
  ['um', at], ['am|im|in|den|der|dem|diesen|dieses|kommenden|nachsten|nachste|naechsten|uhr|bis|,|und', noise], ['einer halben|halben|halbe', n(0.5)], ['ein|eine|einer|einem', n(1)], ['zwei', n(2)], ['drei', n(3)], ['vier', n(4)], ['funf|fuenf', n(5)], ['zehn', n(10)],
  ['heute', day(0)], ['morgen', day(1, MORNING)], ['ubermorgen|uebermorgen', day(2)], ['am morgen|fruh|frueh|vormittag|vormittags|morgens', part(MORNING)], ['mittag|mittags', part(NOON)], ['nachmittag|nachmittags', part(AFTERNOON)], ['abend|abends', part(EVENING)], ['nacht|nachts', part(NIGHT)],
  ['nachste woche|kommende woche', { is: 'week' }], ['wochenende', { is: 'weekend' }],
  ['minuten|minute|min', unit('minute')], ['stunden|stunde|std|h', unit('hour')], ['tagen|tage|tag', unit('day')], ['wochen|woche', unit('week')], ['monaten|monate|monat', unit('month')],
], ['sonntag|so', 'montag|mo', 'dienstag|di', 'mittwoch|mi', 'donnerstag|do', 'freitag|fr', 'samstag|sonnabend|sa'])

const zhDays = ['日|天', '一', '二', '三', '四', '五', '六']
const zh = table([
  ['在|的|到|之后|以后|后|过|,|,|钟|整|本', noise], ['半个|半', n(0.5)], ['一|一个', n(1)], ['两|两个|二', n(2)], ['三|三个', n(3)], ['四|四个', n(4)], ['五|五个', n(5)], ['六|六个', n(6)], ['七', n(7)], ['八', n(8)], ['九', n(9)], ['十', n(10)], ['十一', n(11)], ['十二', n(12)], ['个', noise],
  ['今天|今日', day(0)], ['明天|明日|明', day(1)], ['后天', day(2)], ['大后天', day(3)], ['早上|上午|早晨|早', part(MORNING)], ['中午', part(NOON)], ['下午', part(AFTERNOON)], ['晚上|傍晚|晚', part(EVENING)], ['今晚', part(EVENING)], ['夜里', part(NIGHT)],
  ['下周|下星期|下礼拜', { is: 'week' }], ['周末', { is: 'weekend' }], ['分钟|分', unit('minute')], ['小时|钟头', unit('hour')], ['天', unit('day')], ['周|星期|礼拜', unit('week')], ['个月|月', unit('month')],
  ...zhDays.flatMap((names, weekday) => names.split('|').flatMap((name) => ['周', '星期', '礼拜'].flatMap((week): [string, Sense][] => [[`${week}${name}`, { is: 'weekday', weekday }], [`下${week}${name}`, { is: 'weekday', weekday, nextWeek: true }]]))),
], [])

const ar = table([
  ['الساعه|عند', at], ['في|يوم|بعد|خلال|القادم|المقبل|القادمه|حتي|,|،|و', noise], ['نصف', n(0.5)], ['ثلاث|ثلاثه', n(3)], ['اربع|اربعه', n(4)], ['خمس|خمسه', n(5)], ['عشر|عشره', n(10)],
  ['اليوم', day(0)], ['غدا|بكره|بكرا', day(1)], ['بعد غد|بعد الغد', day(2)], ['صباحا|الصباح|صباح', part(MORNING)], ['ظهرا|الظهر', part(NOON)], ['عصرا|بعد الظهر|العصر', part(AFTERNOON)], ['مساء|المساء|هذا المساء', part(EVENING)], ['الليله|ليلا|الليل', part(NIGHT)],
  ['الاسبوع القادم|الاسبوع المقبل', { is: 'week' }], ['نهايه الاسبوع|عطله نهايه الاسبوع', { is: 'weekend' }], ['ص', { is: 'am' }], ['م', { is: 'pm' }],
  ['دقيقه|دقائق', unit('minute')], ['ساعه|ساعات', unit('hour')], ['يوما|ايام', unit('day')], ['اسبوع|اسابيع', unit('week')], ['شهر|اشهر', unit('month')],
], ['الاحد|احد', 'الاثنين|اثنين', 'الثلاثاء|ثلاثاء', 'الاربعاء|اربعاء', 'الخميس|خميس', 'الجمعه|جمعه', 'السبت|سبت'])
// The dual is a number and a unit in one word.
const dual: [string, readonly Sense[]][] = [['ساعتين', [n(2), unit('hour')]], ['يومين', [n(2), unit('day')]], ['دقيقتين', [n(2), unit('minute')]], ['اسبوعين', [n(2), unit('week')]], ['شهرين', [n(2), unit('month')]]]

/** Words of a language, the longest first; one word may say two things. */
export const WORDS: Readonly<Record<Language, readonly (readonly [string, readonly Sense[]])[]>> = {
  en: single(en), es: single(es), 'pt-BR': single(pt), de: single(de), 'zh-CN': single(zh), ar: [...dual, ...single(ar)],
}

function single(words: [string, Sense][]): (readonly [string, readonly Sense[]])[] {
  return words.map(([word, sense]) => [word, [sense]] as const)
}

/** Lower case, without accents and vowel signs, Latin digits: as the words above are written. */
export function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f\u064b-\u0655\u0670\u0640]/g, '').replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/[أإآ]/g, 'ا').replace(/ة/g, 'ه').replace(/ى/g, 'ي').replace(/\s+/g, ' ').trim()
}
