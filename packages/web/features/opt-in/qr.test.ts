import { createHash } from 'node:crypto'
import { qrModules, qrPath } from '@recado/core'
import { encode } from 'uqr'
import { expect, test } from 'vitest'

const texts = ['a', 'https://wa.me/34600000000?text=Hola%20(%23K7M2PQ)', 'x'.repeat(62), 'https://m.me/1045?ref=K7M2PQRS', '退订', ...[80, 107, 140, 180, 220, 260, 300, 350, 400, 450, 500, 560, 600, 660].map((length) => createHash('sha512').update(String(length)).digest('base64').repeat(9).slice(0, length))]

// Another encoder is the witness; both must choose the same mask, so it is told ours.
test.each(texts)('%# is what another encoder makes of it', (text) => {
  const ours = qrModules(text)
  const theirs = Array.from({ length: 8 }, (_, maskPattern) => encode(text, { ecc: 'M', border: 0, maskPattern, boostEcc: false }).data)
  expect(theirs.some((data) => JSON.stringify(data) === JSON.stringify(ours))).toBe(true)
})
test('the path has a quiet border, and too much text is refused', () => {
  expect(qrPath('a').size).toBe(21 + 8)
  expect(qrPath('a').path.startsWith('M4 4h7v1h-7z')).toBe(true)
  expect(() => qrPath('x'.repeat(700))).toThrow('too large')
})
