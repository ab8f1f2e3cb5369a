/** Words in what she wrote: case, accents and width do not matter, scripts without spaces need none. */
import { fold } from '../search/tokens.js'
import type { KeywordMatch } from './rule.js'

/** Scripts whose words touch: there a word is found wherever its characters stand. */
const TOUCHING = '[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}]'
/** A character that goes on with the word beside it; in "请问wifi" nothing goes on. */
const LETTER = `(?!${TOUCHING})[\\p{L}\\p{N}\\p{M}]`
const IS_LETTER = new RegExp(`^${LETTER}`, 'u')
const EDGES = /^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu
const BLANKS = /\s+/gu

/** Folded, with single blanks. */
const even = (text: string): string => fold(text).replace(BLANKS, ' ').trim()
/** Without the marks around it: "¡Hola!" is "hola". What is nothing but marks stays ("?", "👍"). */
const bare = (text: string): string => even(text).replace(EDGES, '') || even(text)

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** The word with nothing of a word on either side. */
function standsAlone(text: string, word: string): boolean {
  const [first, last] = [[...word][0] ?? '', [...word].at(-1) ?? '']
  const edge = (character: string, look: string): string => (IS_LETTER.test(character) ? `(?${look}${LETTER})` : '')
  return new RegExp(`${edge(first, '<!')}${escaped(word)}${edge(last, '!')}`, 'u').test(text)
}

const matches: Readonly<Record<KeywordMatch, (text: string, word: string) => boolean>> = {
  contains: (text, word) => even(text).includes(even(word)),
  word: (text, word) => standsAlone(even(text), even(word)),
  starts: (text, word) => bare(text).startsWith(bare(word)),
  exact: (text, word) => bare(text) === bare(word),
}

/** The first of the words that is found; null when none is. A blank word is never found. */
export function foundWord(text: string, match: KeywordMatch, words: readonly string[]): string | null {
  if (even(text) === '') return null
  return words.find((word) => even(word) !== '' && matches[match](text, word)) ?? null
}
