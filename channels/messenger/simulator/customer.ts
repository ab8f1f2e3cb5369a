/** The people of the simulated world. A PSID exists for the Page only once the person has done something. */
import type { SimulatedCustomer, World } from '@recado/channel-kit'
import { countryOfPhone, phoneDigits } from '@recado/channel-kit'
import { graphId, nextNumber, pageOf, saveCustomer, threadOf, type CustomerRow } from './state.js'

const NAMES: Readonly<Record<string, readonly string[]>> = {
  es: ['Ana Benítez', 'Diego Molina', 'Elena Cruz', 'Marcos Gil', 'Sara León', 'Javier Ramos'],
  en: ['Chloe Evans', 'Jack Turner', 'Ruby Walker', 'Ethan Cooper', 'Mia Foster'],
}

export function createCustomer(world: World, input: { account: string; name?: string; phone?: string; country?: string; language?: string }): SimulatedCustomer {
  if (!pageOf(world, input.account)) throw new Error(`There is no Page ${input.account} in this world.`)
  const language = input.language ?? 'es'
  const names = NAMES[language.slice(0, 2)] ?? NAMES['en'] ?? []
  const name = input.name ?? names[(nextNumber(world, `customers:${input.account}`) - 1) % names.length] ?? 'Ana Benítez'
  const [firstName = name, ...rest] = name.split(' ')
  const row: CustomerRow = {
    id: `ms-${world.token(12)}`, account: input.account, psid: graphId(world, '73'), firstName, lastName: rest.join(' '),
    country: input.country ?? countryOfPhone(phoneDigits(input.phone ?? '') ?? '') ?? 'ES', language, online: true, blocks: false, profileHidden: false, typingUntil: 0, outbox: [],
  }
  saveCustomer(world, row)
  return toSimulated(world, row)
}

export const customers = (world: World, account: string): SimulatedCustomer[] =>
  world.all<CustomerRow>('customer').filter((row) => row.account === account).map((row) => toSimulated(world, row))

const toSimulated = (world: World, row: CustomerRow): SimulatedCustomer => ({
  id: row.id, account: row.account, address: row.psid, name: `${row.firstName} ${row.lastName}`.trim(),
  state: { online: row.online, blocked: row.blocks, country: row.country, language: row.language, typing: world.now() < row.typingUntil, known: threadOf(world, row.id).openedAt !== null, profileHidden: row.profileHidden, waiting: row.outbox.length },
})
