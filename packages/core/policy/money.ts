/** Decimal money without floats: amounts are text outside, bigint units here. */

const PLACES = 4

interface Decimal { units: bigint; places: number }

function readDecimal(text: string): Decimal {
  const match = /^(-?)(\d*)\.?(\d*)$/.exec(text.trim())
  if (!match || (match[2] === '' && match[3] === '')) throw new Error(`"${text}" is not a decimal amount`)
  const [, sign, whole = '', fraction = ''] = match
  const units = BigInt(whole + fraction)
  return { units: sign ? -units : units, places: fraction.length }
}

const raise = (value: Decimal, places: number): bigint => value.units * 10n ** BigInt(places - value.places)

function writeDecimal({ units, places }: Decimal): string {
  // Trailing zeros beyond the usual four places carry nothing; fewer than four are filled up, so that "0.02" and "0.0200" read alike.
  while (places > PLACES && units % 10n === 0n) [units, places] = [units / 10n, places - 1]
  if (places < PLACES) [units, places] = [units * 10n ** BigInt(PLACES - places), PLACES]
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** The amount with at least four decimal places: ".02" -> "0.0200". Throws on anything that is not a decimal number. */
export const formatAmount = (amount: string): string => writeDecimal(readDecimal(amount))

/** Exact sum of two amounts of one currency. */
export function addAmounts(a: string, b: string): string {
  const [left, right] = [readDecimal(a), readDecimal(b)]
  const places = Math.max(left.places, right.places)
  return writeDecimal({ units: raise(left, places) + raise(right, places), places })
}

/** Exact product with a whole number, for estimates of many messages. */
export function multiplyAmount(amount: string, count: number): string {
  const { units, places } = readDecimal(amount)
  return writeDecimal({ units: units * BigInt(count), places })
}

/** Negative, zero or positive as `a` is less than, equal to or more than `b`, both in one currency. */
export function compareAmounts(a: string, b: string): number {
  const [left, right] = [readDecimal(a), readDecimal(b)]
  const places = Math.max(left.places, right.places)
  const difference = raise(left, places) - raise(right, places)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
