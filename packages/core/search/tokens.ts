/**
 * Words for the search index: the same function for documents and queries. Accents are folded, so "canción" is found by "cancion"; scripts
 * written without spaces become overlapping pairs, so a Chinese word of two characters is one token (PERFORMANCE 6: 6.4 us a message).
 */

// Accents, points and tone marks of Latin, Greek, Cyrillic, Hebrew, Arabic. Vowel signs of Indic scripts are letters to their readers and stay, as
// do the two Japanese voicing marks: か and が are different words.
const ACCENTS = /(?![\u3099\u309a])(?:(?=\p{scx=Hebrew})\p{Mn}|(?=\p{sc=Inherited})\p{M})/gu
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g
const ALIKE: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ς: 'σ' }
const TO_FOLD = new RegExp(`[${Object.keys(ALIKE).join('')}]`, 'g')

const UNSPACED = '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}'
const WORD_PART = '[\\p{L}\\p{N}\\p{M}]'
const RUNS = new RegExp(`((?:(?=[${UNSPACED}])${WORD_PART})+)|((?:(?![${UNSPACED}])${WORD_PART})+)`, 'gu')
const ONLY_ASCII = /^[\0-\x7f]*$/

/** A lexeme of PostgreSQL may have 2,046 bytes; nobody types more than this of a word. */
const LONGEST_WORD = 64

/** Lower case without accents and compatibility forms: "Ｃａｆé" -> "cafe". Hangul and kana stay composed. */
export function fold(text: string): string {
  if (ONLY_ASCII.test(text)) return text.toLowerCase()
  const bare = text.normalize('NFKD').replace(ACCENTS, '').replace(INVISIBLE, '').normalize('NFC').toLowerCase()
  return bare.replace(TO_FOLD, (letter) => ALIKE[letter]!) // the pattern is made of these letters
}

function pairs(run: string): string[] {
  const characters = [...run]
  return characters.length === 1 ? characters : characters.slice(1).map((character, index) => characters[index]! + character) // index is one behind
}

/** The distinct tokens of a text, in order of appearance. */
export function tokensOf(text: string): string[] {
  const tokens = new Set<string>()
  for (const [, unspaced, word] of fold(text).matchAll(RUNS)) {
    if (unspaced !== undefined) for (const pair of pairs(unspaced)) tokens.add(pair)
    else if (word !== undefined) tokens.add([...word].slice(0, LONGEST_WORD).join(''))
  }
  return [...tokens]
}
