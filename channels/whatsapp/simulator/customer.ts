/** The people of the simulated world. */
import type { SimulatedCustomer, World } from '@recado/channel-kit'
import { countryOfPhone, phoneDigits } from '@recado/channel-kit'
import { customerAt, nextNumber, numberOf, saveCustomer, type CustomerRow } from './state.js'

const NAMES: Readonly<Record<string, readonly string[]>> = {
  es: ['Lucía Ferrer', 'Iker Salas', 'Ana Benítez', 'Noa Prieto', 'Marta Vidal', 'Hugo Serrano', 'Carmen Ortiz', 'Pau Soler'],
  en: ['Emma Clarke', 'Oliver Hughes', 'Grace Miller', 'Liam Murphy', 'Amelia Scott', 'Noah Bennett'],
}
const CALLING: Readonly<Record<string, string>> = { ES: '34', US: '1202', GB: '44', DE: '49', FR: '33', IT: '39', PT: '351', MX: '521', AR: '549', BR: '5511', CO: '57', CL: '56', PE: '51', CA: '1416', IN: '91', NL: '31', PL: '48', JP: '81', KR: '82' }
/** Digits after the prefix above that make a number of the country's length. */
const REST: Readonly<Record<string, number>> = { ES: 9, US: 7, GB: 10, DE: 11, FR: 9, IT: 10, PT: 9, MX: 10, AR: 10, BR: 9, CO: 10, CL: 9, PE: 9, CA: 7, IN: 10, NL: 9, PL: 9, JP: 10, KR: 10 }

/**
 * The id WhatsApp keeps for a phone: Mexico with 521, Argentina with 549, Brazil without the ninth digit outside the area codes up to 28.
 * The answer to a send can therefore name another number than the caller wrote.
 */
export function waIdOf(digits: string): string {
  if (/^52\d{10}$/.test(digits)) return `521${digits.slice(2)}`
  if (/^54\d{10}$/.test(digits) && digits[2] !== '9') return `549${digits.slice(2)}`
  const brazil = /^55(\d{2})9(\d{8})$/.exec(digits)
  if (brazil && Number(brazil[1]) > 28) return `55${brazil[1]}${brazil[2]}`
  return digits
}

export function createCustomer(world: World, input: { account: string; name?: string; phone?: string; country?: string; language?: string }): SimulatedCustomer {
  const number = numberOf(world, input.account)
  if (!number) throw new Error(`There is no WhatsApp number ${input.account} in this world.`)
  const language = input.language ?? 'es'
  const digits = input.phone === undefined ? freePhone(world, input.account, input.country ?? 'ES') : phoneDigits(input.phone) ?? phoneDigits(`+${input.phone}`)
  if (digits === null) throw new Error(`${input.phone} is not a phone number with its country code.`)
  const waId = waIdOf(digits)
  if (customerAt(world, input.account, waId)) throw new Error(`Somebody with the phone +${digits} is already there.`)
  if (waId === number.display) throw new Error('That is the number of the business.')
  const names = NAMES[language.slice(0, 2)] ?? NAMES['en'] ?? []
  const count = nextNumber(world, `customers:${input.account}`)
  const country = input.country ?? countryOfPhone(digits) ?? 'ES'
  const row: CustomerRow = {
    id: `wa-${world.token(12)}`, account: input.account, name: input.name ?? names[(count - 1) % names.length] ?? 'Lucía Ferrer', phone: digits, waId,
    userId: userIdFor(world, number.portfolioId, waId, country), username: null, country, language, online: true, blocks: false, readReceipts: true,
    stoppedMarketing: false, secondDevice: false, device: 'android', identityHash: world.token(12), typingUntil: 0, outbox: [],
  }
  saveCustomer(world, row)
  return toSimulated(world, row)
}

/** One id per person and portfolio: the same phone on another number of the same business is the same person. */
export function userIdFor(world: World, portfolioId: string, waId: string, country: string): string {
  const key = `${portfolioId}/${waId}`
  const known = world.get<{ userId: string }>('person', key)
  if (known) return known.userId
  let digits = ''
  while (digits.length < 20) digits += Math.floor(world.random() * 10)
  const userId = `${country}.${digits}`
  world.put('person', key, { userId })
  return userId
}

function freePhone(world: World, account: string, country: string): string {
  const prefix = CALLING[country] ?? '34'
  const length = REST[country] ?? 9
  for (;;) {
    let rest = country === 'ES' || !(country in CALLING) ? '6' : country === 'BR' ? '9' : country === 'FR' ? '6' : '5'
    while (rest.length < length) rest += Math.floor(world.random() * 10)
    if (!customerAt(world, account, waIdOf(prefix + rest))) return prefix + rest
  }
}

export const customers = (world: World, account: string): SimulatedCustomer[] =>
  world.all<CustomerRow>('customer').filter((row) => row.account === account).map((row) => toSimulated(world, row))

export function toSimulated(world: World, row: CustomerRow): SimulatedCustomer {
  return {
    id: row.id, account: row.account, address: `+${row.phone}`, name: row.name,
    state: {
      online: row.online, blocked: row.blocks, readReceipts: row.readReceipts, stoppedMarketing: row.stoppedMarketing, username: row.username,
      userId: row.userId, country: row.country, language: row.language, device: row.device, typing: world.now() < row.typingUntil, waiting: row.outbox.length,
    },
  }
}
