import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addAmounts, compareAmounts, formatAmount, multiplyAmount } from './money.js'

test.each([
  ['.02', '0.0200'], ['0', '0.0000'], ['1', '1.0000'], ['12.345678', '12.345678'], ['1.230000', '1.2300'], ['-.5', '-0.5000'], [' 7. ', '7.0000'], ['0.00009', '0.00009'], ['-0', '0.0000'],
])('%s is written %s', (amount, written) => expect(formatAmount(amount)).toBe(written))

test.each(['', '.', '-', 'free', '1,5', '1e3', '0x10', '1.2.3'])('%j is no amount', (text) => expect(() => formatAmount(text)).toThrow('not a decimal amount'))

describe('exact where floats are not', () => {
  test('0.1 + 0.2', () => expect(addAmounts('0.1', '0.2')).toBe('0.3000'))
  test('2,000 service replies to Spain', () => expect(multiplyAmount('.0200', 2_000)).toBe('40.0000'))
  test('sums do not depend on the order', () => {
    const cents = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
    fc.assert(fc.property(cents, cents, fc.nat(9), (a, b, places) => {
      const text = (value: bigint) => `${value < 0n ? '-' : ''}${(value < 0n ? -value : value).toString().padStart(places + 1, '0').replace(new RegExp(`(\\d{${places}})$`), '.$1')}`
      expect(addAmounts(text(a), text(b))).toBe(addAmounts(text(b), text(a)))
      expect(compareAmounts(addAmounts(text(a), text(b)), text(a + b))).toBe(0)
      expect(Math.sign(compareAmounts(text(a), text(b)))).toBe(a < b ? -1 : a > b ? 1 : 0)
    }))
  })
})
