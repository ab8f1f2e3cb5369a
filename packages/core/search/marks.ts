/** Where the words of a question stand in a text: places, never markup, so that a customer's text stays text. */
import { fold, tokensOf } from './tokens.js'

/** What is marked: a token as it stands in the index; `prefix` = words may go on after it. */
export interface Wanted { token: string; prefix: boolean }
/** From (inclusive) to (exclusive), in UTF-16 units of the text. */
export type Mark = readonly [from: number, to: number]
export interface Line { text: string; marks: Mark[] }

const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u
const WORD = /[\p{L}\p{N}\p{M}\u00ad\u200b-\u200d\u2060\ufeff]/u
const SIGN = /\p{S}/u
const RUN = /[\p{L}\p{N}\p{M}\u00ad\u200b-\u200d\u2060\ufeff]+/gu

/** Every place of the wanted words, in order, overlapping ones put together. */
export function marksIn(text: string, wanted: readonly Wanted[]): Mark[] {
  if (wanted.length === 0) return []
  const exact = new Set(wanted.map((one) => one.token))
  const prefixes = wanted.filter((one) => one.prefix).map((one) => one.token)
  const isWanted = (token: string): boolean => exact.has(token) || prefixes.some((prefix) => token.startsWith(prefix))
  const found: [number, number][] = []
  const add = (from: number, to: number): void => {
    const last = found.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else found.push([from, to])
  }
  for (const [place, run] of runsOf(text)) for (const [from, part] of sameScript(run, place)) {
    if (!UNSPACED.test(part)) { if (tokensOf(part).some(isWanted)) add(from, from + part.length); continue }
    const characters = [...part]
    let at = from
    characters.forEach((character, index) => {
      const next = characters[index + 1]
      if (next !== undefined && exact.has(fold(character + next))) add(at, at + character.length + next.length)
      else if (exact.has(fold(character))) add(at, at + character.length) // one character alone, or the first of a pair that is being typed
      at += character.length
    })
  }
  return found
}

/** Letters and figures without a gap, also such as are signs in the text: Ⓐ, ㎏ and ™ stand in the index as a, kg and tm (NFKC). */
function* runsOf(text: string): Generator<[number, string]> {
  let [start, at] = [0, 0]
  for (const character of text) {
    if (!isWord(character)) {
      if (start < at) yield [start, text.slice(start, at)]
      start = at + character.length
    }
    at += character.length
  }
  if (start < at) yield [start, text.slice(start)]
}

const isWord = (character: string): boolean => WORD.test(character) || (SIGN.test(character) && WORD.test(character.normalize('NFKC')))

/** "iPhone手机" is two words. */
function* sameScript(run: string, at: number): Generator<[number, string]> {
  let start = 0
  let kind: boolean | null = null
  for (let i = 0; i < run.length;) {
    const character = String.fromCodePoint(run.codePointAt(i)!) // i is inside the run
    const isUnspaced: boolean = /\p{M}/u.test(character) && kind !== null ? kind : UNSPACED.test(character)
    if (kind !== null && isUnspaced !== kind) { yield [at + start, run.slice(start, i)]; start = i }
    kind = isUnspaced
    i += character.length
  }
  if (start < run.length) yield [at + start, run.slice(start)]
}

const LONGEST = 180
/** The word stands within the first line of a narrow list, with a little of what was said before it. */
const NEAR = 30
const BEFORE = 20

/** The stretch of a text in which the first wanted word stands, in one line, with its marks. */
export function lineOf(text: string, wanted: readonly Wanted[]): Line {
  const flat = text.replace(/\s+/gu, ' ').trim()
  const marks = marksIn(flat, wanted)
  const first = marks[0]?.[0] ?? 0
  const from = first <= NEAR ? 0 : boundary(flat, first - BEFORE)
  const to = boundary(flat, Math.min(flat.length, from + LONGEST))
  const head = from > 0 ? '…' : ''
  const shift = head.length - from
  return {
    text: head + flat.slice(from, to) + (to < flat.length ? '…' : ''),
    marks: marks.filter(([start, end]) => start >= from && end <= to).map(([start, end]) => [start + shift, end + shift] as const),
  }
}

/** A place that cuts no word where one is near, and no character ever. */
function boundary(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return Math.max(0, Math.min(at, text.length))
  const space = text.lastIndexOf(' ', at)
  if (space > at - 20) return space + 1
  return /[\udc00-\udfff]/.test(text[at]!) ? at + 1 : at // at is inside the text
}

/** Whether the words of the phrase stand in the text one after the other, however they are written. */
export function holdsPhrase(text: string, phrase: string): boolean {
  const wanted = sequenceOf(phrase)
  if (wanted.length === 0) return true
  const words = sequenceOf(text)
  return words.some((_, at) => wanted.every((word, step) => words[at + step] === word))
}

function sequenceOf(text: string): string[] {
  const words: string[] = []
  for (const run of fold(text).matchAll(RUN)) for (const [, part] of sameScript(run[0], 0)) {
    if (UNSPACED.test(part)) words.push(...part)
    else words.push(...tokensOf(part))
  }
  return words
}
