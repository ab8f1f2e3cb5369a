import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/**
 * A phone number as E.164 with its plus; null for what cannot be one. `country` reads numbers that are written without their country. Numbers
 * written the way Mexico wrote them before 2019 (+52 1, 044, 045) are read as what they are now.
 */
export function normalPhone(text: string, country?: string | null): string | null {
  const region = country && /^[A-Z]{2}$/.test(country) ? (country as CountryCode) : undefined // a region the library does not know is read as none
  let plain = text.normalize('NFKC').trim()
  if (plain.length > 40 || !/^[+\d\s().\-/ \u2010-\u2015]*(?:(?:ext|x|#)[.\s]*\d+)?$/i.test(plain)) return null
  plain = plain.replace(/(?:ext|x|#)[.\s]*\d+$/i, '').replace(/^00/, '+')
  if (region === 'MX') plain = plain.replace(/^(044|045|01)/, '')
  plain = plain.replace(/^\+\s*52[\s().-]*1(?=(?:[\s().-]*\d){10}$)/, '+52')
  const parsed = parsePhoneNumberFromString(plain, region)
  return parsed?.isPossible() ? parsed.number : null
}

/**
 * The same for every form of one number: Brazil's mobiles with and without the ninth digit, Mexico's with and without the 1, Argentina's with and
 * without the 9. Platforms and address books disagree about these, and the person is the same.
 */
export function matchKeyOfPhone(e164: string): string {
  const plain = `+${e164.replace(/\D/g, '')}`
  const brazil = /^\+55(\d\d)9([6-9]\d{7})$/.exec(plain)
  if (brazil) return `+55${brazil[1]}${brazil[2]}`
  const mexico = /^\+521(\d{10})$/.exec(plain)
  if (mexico) return `+52${mexico[1]}`
  const argentina = /^\+549(\d{10})$/.exec(plain)
  return argentina ? `+54${argentina[1]}` : plain
}

/** An e-mail address in small letters; null for what cannot be one. */
export function normalEmail(text: string): string | null {
  const plain = text.normalize('NFKC').trim().toLowerCase()
  return plain.length <= 254 && /^[^\s@<>()[\],;:"\\]{1,64}@[^\s@<>()[\],;:"\\.]+(\.[^\s@<>()[\],;:"\\.]+)+$/.test(plain) ? plain : null
}

/** The country of a number in E.164; null where several share it. */
export function countryOfPhone(e164: string): string | null {
  return parsePhoneNumberFromString(e164)?.country ?? null
}

/** A number as people write it. */
export function shownPhone(e164: string): string {
  const plain = `+${e164.replace(/^\+/, '')}`
  return parsePhoneNumberFromString(plain)?.formatInternational() ?? plain
}

/** What everything of one kind is compared by. */
export const matchKeyOf = (kind: 'phone' | 'email', value: string): string => (kind === 'phone' ? matchKeyOfPhone(value) : value)
