/** Reads untrusted JSON field by field: whatever the type, nothing throws, and ids stay text. */
export type Json = Readonly<Record<string, unknown>>

const EMPTY: Json = {}
/** The end of JavaScript's dates: beyond it a moment cannot be written down. */
const LAST_MOMENT = 8.64e15

/** The value as an object; anything else reads as an empty one. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : EMPTY
}

/** True for an object, so that `delivery: {}` differs from no delivery. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as a list; anything else is empty. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A non-empty text; numbers become their digits, since Meta writes some ids as numbers. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return undefined
}

/** A finite number, also when it comes as digits in a text. */
export function number(value: unknown): number | undefined {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

/** A moment in milliseconds; what no clock could show is none. */
export function moment(value: unknown): number | undefined {
  const found = number(value)
  return found !== undefined && found > 0 && found <= LAST_MOMENT ? found : undefined
}

/** An address that may be fetched or shown as a link. */
export function webUrl(value: unknown): string | undefined {
  const found = text(value)
  return found && /^https?:\/\//i.test(found) ? found : undefined
}

/** A bare integer too long for a double, after a colon, comma or bracket. */
const LONG_INTEGER = /[:,[\s]-?\d{16,}/

/** JSON.parse that turns integers of 16 digits and more into text: app, ad and sticker ids are 64-bit and would lose their last digits. */
export function parseKeepingIds(source: string): unknown {
  return JSON.parse(LONG_INTEGER.test(source) ? quoteLongIntegers(source) : source)
}

function quoteLongIntegers(source: string): string {
  let out = ''
  let copied = 0
  for (let at = 0; at < source.length; at++) {
    const letter = source[at]
    if (letter === '"') at = endOfString(source, at)
    else if (letter === '-' || isDigit(letter)) {
      let end = at + 1
      while (isNumberLetter(source[end])) end++
      const token = source.slice(at, end)
      if (/^-?\d{16,}$/.test(token)) {
        out += `${source.slice(copied, at)}"${token}"`
        copied = end
      }
      at = end - 1
    }
  }
  return out + source.slice(copied)
}

function endOfString(source: string, open: number): number {
  let at = open + 1
  while (at < source.length && source[at] !== '"') at += source[at] === '\\' ? 2 : 1
  return at
}

function isDigit(letter: string | undefined): boolean {
  return letter !== undefined && letter >= '0' && letter <= '9'
}

function isNumberLetter(letter: string | undefined): boolean {
  return isDigit(letter) || letter === '.' || letter === 'e' || letter === 'E' || letter === '+' || letter === '-'
}
