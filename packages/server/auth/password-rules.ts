import { readFileSync } from 'node:fs'
import { RecadoError } from '@recado/core'

/** NIST SP 800-63B-4: 15 where the password is the only factor. https://pages.nist.gov/800-63-4/sp800-63b.html */
export const SHORTEST = 15
/** Long enough for any sentence; the hash would take more. */
export const LONGEST = 256

/** Passwords people choose first, and the parts they build longer ones from. One a line, lower case, `#` begins a comment. */
const words: ReadonlySet<string> = new Set(readFileSync(new URL('common-words.txt', import.meta.url), 'utf8').split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('#')))
const longest = Math.max(...[...words].map((word) => word.length))

const RUNS = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertyuiopasdfghjklzxcvbnm', 'qazwsxedcrfvtgbyhnujmikolp', '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p', '1q2w3e4r5t6y7u8i9o0p', 'azertyuiop', 'qsdfghjklm', 'wxcvbn', 'qwertzuiop', 'yxcvbnm']
  .flatMap((run) => [run, [...run].toReversed().join('')])
const LEET: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '@': 'a', $: 's', '!': 'i' }
/** Different common words one password may hold before it counts as a sentence of its own. */
const FEW_WORDS = 2

/** Throws password_too_short or password_common. `own` are texts that everybody knows of this person: name, e-mail, company. */
export function checkNewPassword(password: string, own: readonly string[] = []): void {
  if ([...password].length < SHORTEST) throw new RecadoError('password_too_short')
  if (isCommon(password, own)) throw new RecadoError('password_common')
}

/**
 * Whether it stands on the list of well-known passwords. The list is told by its rule: one or two common words, keyboard runs, repetitions, digits
 * and signs between and around them, letters written as digits. That is many millions of entries in one small file.
 */
export function isCommon(password: string, own: readonly string[] = []): boolean {
  const lower = fold(password)
  const plain = [...lower].map((c) => LEET[c] ?? c).join('')
  const mine = new Set(own.flatMap((text) => fold(text).split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 3))
  return isRepeated(lower) || wordsNeeded(lower, plain, (word) => words.has(word) || mine.has(word), Math.max(longest, ...[...mine].map((word) => word.length))) <= FEW_WORDS
}

/** Case and accents make no other word. */
function fold(text: string): string { return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase() }

/** One short piece again and again: "abcabcabcabcabc". */
function isRepeated(text: string): boolean {
  for (let size = 1; size <= text.length / 3; size++) if (text === text.slice(0, size).repeat(Math.ceil(text.length / size)).slice(0, text.length)) return true
  return false
}

/** How many different common words it takes, beside runs, digits and signs, to write the text (or `plain`, its digits read as letters); Infinity where letters are left over. */
function wordsNeeded(text: string, plain: string, known: (word: string) => boolean, longestWord: number): number {
  // reached[i] = the sets of words that write the first i characters, as sorted texts; only sets that can still stay few are kept.
  const reached = Array.from({ length: text.length + 1 }, () => new Set<string>())
  const at = (i: number): Set<string> => reached[i] ?? new Set()
  at(0).add('')
  for (let i = 0; i < text.length; i++) {
    const sets = at(i)
    if (sets.size === 0) continue
    if (/[ -~]/.test(text[i] ?? '') && !/[a-z]/.test(text[i] ?? '')) for (const set of sets) at(i + 1).add(set)
    const run = runLength(text, i)
    for (let size = 3; size <= run; size++) for (const set of sets) at(i + size).add(set)
    for (let size = 2; size <= longestWord && i + size <= text.length; size++) {
      const word = [text.slice(i, i + size), plain.slice(i, i + size)].find(known)
      if (word === undefined) continue
      for (const set of sets) {
        const next = [...new Set([...set.split(' ').filter(Boolean), word])].sort()
        if (next.length <= FEW_WORDS) at(i + size).add(next.join(' '))
      }
    }
  }
  const counts = [...at(text.length)].map((set) => set.split(' ').filter(Boolean).length)
  return counts.length > 0 ? Math.min(...counts) : Infinity
}

/** How many characters from here follow each other on a keyboard, in the alphabet or are the same. */
function runLength(text: string, at: number): number {
  let longestRun = 1
  while (at + longestRun < text.length && text[at + longestRun] === text[at]) longestRun++
  for (const run of at + 3 <= text.length ? RUNS : []) {
    const from = run.indexOf(text.slice(at, at + 3))
    if (from < 0) continue
    let size = 3
    while (from + size < run.length && at + size < text.length && run[from + size] === text[at + size]) size++
    longestRun = Math.max(longestRun, size)
  }
  return longestRun
}
