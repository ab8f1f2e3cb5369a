/** The form in which a whole message is compared with a word: what people add without meaning anything is gone. */
import { fold } from '../search/tokens.js'

/** Marks, emoji, signs and everything that cannot be seen. */
const NOT_WORD = /[^\p{L}\p{N}]+/gu
/** Written in the middle of Arabic words for their look. */
const TATWEEL = /\u0640/g
/** Letters of Arabic that are typed one for the other. */
const ALIKE: Readonly<Record<string, string>> = { ى: 'ي', ة: 'ه', ئ: 'ي', ؤ: 'و' }
const ALIKE_PATTERN = new RegExp(`[${Object.keys(ALIKE).join('')}]`, 'g')
/** Between characters of scripts whose words touch a blank says nothing. */
const TOUCHING_BLANK = /(?<=\p{sc=Han}) (?=\p{sc=Han})/gu
/** Digits as other scripts write them. */
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g

const ONLY_ASCII = /^[\0-\x7f]*$/
const NOT_PLAIN = /[^a-z0-9]+/g

/** Folded, marks as single blanks: "¡¡Ｂaja!! 🙏" -> "baja". */
export function wholeForm(text: string): string {
  const folded = fold(text)
  if (ONLY_ASCII.test(folded)) return spelled(folded.replace(NOT_PLAIN, ' ').trim())
  const bare = folded.replace(TATWEEL, '').replace(ALIKE_PATTERN, (letter) => ALIKE[letter]!) // the pattern is made of these letters
  const words = bare.replace(OTHER_DIGITS, (digit) => String(digit.charCodeAt(0) & 0xf)).replace(NOT_WORD, ' ').trim().replace(TOUCHING_BLANK, '')
  return spelled(words)
}

/** "b a j a" is a word that somebody spelled out. */
const spelled = (words: string): string => (/^(?:[a-z] ){2,}[a-z]$/.test(words) ? words.replaceAll(' ', '') : words)

/** The same thing said again and again is said once: "stop stop stop". */
export function saidOnce(words: string): string {
  const parts = words.split(' ')
  for (let length = 1; length <= parts.length / 2; length++) {
    if (parts.length % length === 0 && parts.every((part, i) => part === parts[i % length])) return parts.slice(0, length).join(' ')
  }
  return words
}
