/** The head of an exported line: date, time and what follows. Layouts differ by phone, language and clock; one file has one layout. */

export interface ExportedTime {
  /** The three numbers of the date as they stand; which is the day is decided over the whole file. */
  date: readonly [number, number, number]
  hour: number
  minute: number
  second: number
}

export interface Head { layout: 'android' | 'ios'; /** how the file writes its heads: another shape is somebody's quotation */ shape: string; time: ExportedTime; /** everything after the head */ rest: string }

const DATE = String.raw`(\d{1,4})(?:([./-])|年) ?(\d{1,2})(?:[./-]|月) ?(\d{1,4})日?\.?`
const DAYTIME = '上午|下午|凌晨|早上|清晨|中午|晚上|傍晚'
const TIME = String.raw`(?:(${DAYTIME}) ?)?(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?: ?([ap])\.? ?m\b\.?)?`
const BETWEEN = '(,? |, ?| à | um | a las | às )'

// "[31/12/26, 21:41:05] Ana: Hola" - "31/12/26, 9:41 p. m. - Ana: Hola"
const IOS = new RegExp(String.raw`^\[${DATE}${BETWEEN}${TIME}\] ?`, 'iu')
const ANDROID = new RegExp(String.raw`^${DATE}${BETWEEN}${TIME} [-–] `, 'iu')

/** Marks of the writing direction and of the file's beginning: seen by nobody, and not part of what was written. */
const INVISIBLE = /^[\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]+/u
/** No-break spaces that the app puts between the time and its "p. m.". */
const SPACES = /[\u00a0\u2007\u2009\u202f]/gu

/** How much of a line a head can be. */
const LONGEST_HEAD = 60

/** Reads the head of a line; null when it has none. */
export function readHead(line: string): Head | null {
  const clean = line.replace(INVISIBLE, '')
  const start = clean.slice(0, LONGEST_HEAD).replace(SPACES, ' ')
  const layout = start.startsWith('[') ? 'ios' : 'android'
  const found = (layout === 'ios' ? IOS : ANDROID).exec(start)
  if (!found) return null
  const [whole, a, separator, b, c, between, daytime, hour, minute, second, half] = found
  const time = clockOf(Number(hour), Number(minute), Number(second ?? 0), daytime, half?.toLowerCase())
  if (!time) return null
  return { layout, shape: `${layout}${separator ?? '年'}${between}${second === undefined ? '' : 's'}${daytime || half ? 'h' : ''}`, time: { date: [Number(a), Number(b), Number(c)], ...time }, rest: clean.slice(whole.length) }
}

/** A clock of twelve or twenty-four hours; null for an hour that no clock shows. */
function clockOf(hour: number, minute: number, second: number, daytime: string | undefined, half: string | undefined): { hour: number; minute: number; second: number } | null {
  if (hour > 23 || minute > 59 || second > 59) return null
  if (half) return hour > 12 ? null : { hour: (hour % 12) + (half === 'p' ? 12 : 0), minute, second }
  if (!daytime || hour > 12) return { hour, minute, second }
  const late = daytime === '下午' || daytime === '晚上' || daytime === '傍晚' || (daytime === '中午' && (hour === 12 || hour < 4))
  return { hour: (hour % 12) + (late ? 12 : 0), minute, second }
}
