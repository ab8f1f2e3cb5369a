import { describe, expect, test } from 'vitest'
import { digitsOf, newSeed, seedUri, stepOf } from './totp.js'

/** The RFC's own seed, "12345678901234567890", in base32. */
const SEED = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('a code', () => {
  // https://www.rfc-editor.org/rfc/rfc6238#appendix-B, the last six of its eight digits
  test.each([[59, '287082'], [1_111_111_109, '081804'], [1_111_111_111, '050471'], [1_234_567_890, '005924'], [2_000_000_000, '279037'], [20_000_000_000, '353130']])('at second %i is the one of RFC 6238', (second, code) => {
    expect(stepOf(SEED, code, second * 1000, 0)).toBe(Math.floor(second / 30))
  })

  const at = (second: number) => stepOf(SEED, '005924', second * 1000, 0) // belongs to the step of 1234567890
  test.each([
    ['one step early', 1_234_567_890 - 30, 41_152_263], ['in its own step', 1_234_567_890, 41_152_263], ['in the last second of the step after', 1_234_567_949, 41_152_263],
    ['two steps early', 1_234_567_829, null], ['two steps late', 1_234_567_950, null],
  ])('%s', (_when, second, step) => expect(at(second)).toBe(step))

  test('counts once, and none before it counts afterwards', () => {
    expect(stepOf(SEED, '005924', 1_234_567_890_000, 41_152_262)).toBe(41_152_263)
    expect(stepOf(SEED, '005924', 1_234_567_890_000, 41_152_263)).toBeNull()
    expect(stepOf(SEED, '005924', 1_234_567_890_000, 41_152_264)).toBeNull()
  })

  test.each([['287082', '287082'], [' 287 082\n', '287082'], ['287-082', '287082'], ['28708', null], ['2870822', null], ['28708a', null], ['', null], ['ABCD-EFGH-JKLM', null]])('typed as %j is %j', (typed, digits) => expect(digitsOf(typed)).toBe(digits))
})

test('a seed has 160 bits, and its address names us and her', () => {
  expect(newSeed()).toMatch(/^[A-Z2-7]{32}$/)
  expect(newSeed()).not.toBe(newSeed())
  expect(seedUri(SEED, 'Recado (desk.example:8443)', 'ana@example.org')).toBe(`otpauth://totp/Recado%20(desk.example%208443):ana%40example.org?secret=${SEED}&issuer=Recado%20(desk.example%208443)`)
})
