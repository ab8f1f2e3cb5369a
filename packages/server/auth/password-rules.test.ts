import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecadoError } from '@recado/core'
import { checkNewPassword, isCommon } from './password-rules.js'

const words = readFileSync(new URL('common-words.txt', import.meta.url), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'))
const verdictOf = (password: string, own: string[] = []): string => {
  try { checkNewPassword(password, own); return 'good' } catch (error) { return (error as RecadoError).code }
}

test.each([
  ['fourteen characters', 'abc xyz 12 mno', 'password_too_short'],
  ['fifteen characters', 'tea orbit 7 lam', 'good'],
  ['fifteen emoji, each one character', '🐌'.repeat(7) + '🦔🌵🍋🪑🧊🪶🧭🫖', 'good'],
  ['one word twice', 'passwordpassword', 'password_common'],
  ['one word with a year', 'administrator2026', 'password_common'],
  ['two words and signs', 'Dragon-Monkey-123!', 'password_common'],
  ['letters written as digits', 'P4ssw0rdP4ssw0rd', 'password_common'],
  ['a keyboard row and more', 'qwertyuiopasdfgh', 'password_common'],
  ['a slanted keyboard run', '1qaz2wsx3edc4rfv', 'password_common'],
  ['digits only', '123456789012345', 'password_common'],
  ['any digits only', '847362519047362', 'password_common'],
  ['one character again and again', 'aaaaaaaaaaaaaaaa', 'password_common'],
  ['a short piece again and again', 'xk9xk9xk9xk9xk9x', 'password_common'],
  ['with accents', 'Contraseña-Contraseña', 'password_common'],
  ['our own name', 'recado-recado-2026', 'password_common'],
  ['a film line', 'maytheforcebewithyou', 'password_common'],
  ['three common words make a sentence', 'dragon monkey guitar', 'good'],
  ['a sentence', 'violet teapots orbit quietly', 'good'],
  ['a sentence in Spanish', 'siete garzas lentas vadean', 'good'],
  ['letters by chance', 'zkqvwhxrtplmbnd', 'good'],
])('%s', (_what, password, expected) => { expect(verdictOf(password)).toBe(expected) })

test('her own name, e-mail and company are common words for her', () => {
  expect(isCommon('xiomara-xiomara-1985')).toBe(false)
  expect(isCommon('xiomara-xiomara-1985', ['Xiomara Pérez'])).toBe(true)
  expect(isCommon('Teteras+xiomara2026', ['xiomara@example.org', 'Teteras SL'])).toBe(true)
})

describe('the list', () => {
  test('holds far more than ten thousand entries', () => {
    const pairs = new Set(words.flatMap((one) => words.map((two) => one + two)).filter((entry) => entry.length >= 15))
    expect(pairs.size).toBeGreaterThan(10_000)
    const sample = [...pairs].filter((_, i) => i % 97 === 0)
    expect(sample.filter((entry) => !isCommon(entry))).toEqual([])
  })

  test('holds one or two of its words however they are put together', () => {
    const word = fc.constantFrom(...words)
    const filler = fc.array(fc.constantFrom(...'0123456789 .-_!?#'), { maxLength: 6 }).map((chars) => chars.join(''))
    fc.assert(fc.property(word, word, filler, filler, filler, (one, two, a, b, c) => isCommon(`${a}${one}${b}${two}${c}`)), { numRuns: 300 })
  })

  test('answers quickly whatever is typed', () => {
    fc.assert(fc.property(fc.string({ maxLength: 256, unit: 'binary' }), fc.string({ maxLength: 256 }), (one, two) => {
      const before = performance.now()
      isCommon(one)
      isCommon(two + words.slice(0, 40).join(''))
      return performance.now() - before < 1_000
    }), { numRuns: 100 })
  })
})
