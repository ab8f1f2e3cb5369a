/** The business side: making a number, and its owner typing the webhook address into the console. */
import { createHash } from 'node:crypto'
import { countryOfPhone, type World } from '@recado/channel-kit'
import { laterCards } from './bill.js'
import { record, text } from './json.js'
import { STARTERS } from './starters.js'
import { graphId, nextNumber, numberOf, saveNumber, type NumberRow } from './state.js'
import { addTemplate, templatesOf } from './template-store.js'
import { shakeHands } from './webhook.js'

/** Makes a number that works at once. Values the owner already has (a second number of the same WABA or app) are kept. */
export function createAccount(world: World, input: { name: string; settings: Record<string, unknown> }): { externalId: string; settings: Record<string, unknown> } {
  const given = (key: string): string | undefined => text(input.settings[key])?.trim() || undefined
  const switches = record(input.settings['simulation'])
  const count = nextNumber(world, 'numbers')
  const id = given('phoneNumberId') ?? graphId(world)
  const known = numberOf(world, id)
  if (known?.unclaimed) return claim(world, known, input.settings)
  if (known) throw new Error(`The WhatsApp number ${id} is already in this world.`)
  const wabaId = given('wabaId') ?? graphId(world)
  const display = (given('displayPhoneNumber') ?? `+34 600 00 ${String(200 + count * 10).replace(/^(\d+)(\d\d)$/, '0$1 $2')}`).replace(/\D/g, '')
  const row: NumberRow = {
    id, wabaId, portfolioId: portfolioOf(world, wabaId), appId: given('appId') ?? graphId(world),
    accessToken: given('accessToken') ?? `EAA${world.token(60)}`, tokenDead: false, appSecret: given('appSecret') ?? randomHex(world),
    verifyToken: given('verifyToken') ?? world.token(24), display, verifiedName: input.name, timeZone: given('timeZone') ?? 'Europe/Madrid',
    currency: given('currency') ?? 'USD', country: countryOfPhone(display) ?? 'ES', registered: true, pin: given('pin') ?? '418207', registrations: [],
    subscribed: false, quality: 'GREEN', tier: 'TIER_2K', messagesPerSecond: 80, funded: true, locked: false, restrictions: {}, coexistence: false,
    refusesLate: false, freeFlag: 'free_customer_service', reactionsOpen: true, testRecipients: null, blockedUsers: [], settings: {},
    profile: { about: 'Óptica y audiología', address: 'C/ de Atocha 45, 28012 Madrid', vertical: 'RETAIL', websites: ['https://optica.example'] },
    nameStatus: 'APPROVED', onboardedAt: world.now(), everRegistered: true,
    ...knownSwitches(switches),
  }
  saveNumber(world, row)
  if (templatesOf(world, wabaId).length === 0) for (const draft of STARTERS) addTemplate(world, wabaId, draft, 'APPROVED')
  return { externalId: id, settings: settingsOf(world, row, input.settings) }
}

/** A number that the API has added to the WABA already: its owner connects it now, whatever its state. */
function claim(world: World, row: NumberRow, given: Record<string, unknown>): { externalId: string; settings: Record<string, unknown> } {
  saveNumber(world, { ...row, unclaimed: false })
  return { externalId: row.id, settings: settingsOf(world, row, given) }
}

const settingsOf = (world: World, row: NumberRow, given: Record<string, unknown>): Record<string, unknown> => ({
  ...Object.fromEntries(Object.entries(given).filter(([key]) => key !== 'simulation')),
  phoneNumberId: row.id, wabaId: row.wabaId, accessToken: row.accessToken, appSecret: row.appSecret, verifyToken: row.verifyToken, displayPhoneNumber: pretty(row.display),
  appId: row.appId, ...(row.pin ? { pin: row.pin } : {}), timeZone: row.timeZone, currency: row.currency, baseUrl: world.baseUrl,
})

/** Readings and states a rehearsal may start from, as `settings.simulation`. */
function knownSwitches(given: Record<string, unknown>): Partial<NumberRow> {
  const row: Partial<NumberRow> = {}
  for (const key of ['registered', 'funded', 'coexistence', 'refusesLate', 'reactionsOpen'] as const) if (typeof given[key] === 'boolean') row[key] = given[key]
  if (row.registered === false) row.everRegistered = false
  if (given['verified'] === false) Object.assign(row, { verified: false, registered: false, everRegistered: false, pin: '' }) // a number that waits for its code
  if (given['pinSet'] === false) row.pin = ''
  if (typeof given['businessVerified'] === 'boolean') row.businessVerified = given['businessVerified']
  if (given['cards'] !== undefined) row.cards = laterCards(given['cards'])
  if (given['freeFlag'] === 'regular') row.freeFlag = 'regular'
  if (typeof given['tier'] === 'string' && /^TIER_(250|2K|10K|100K|UNLIMITED)$/.test(given['tier'])) row.tier = given['tier'] as NumberRow['tier'] // one of the five by the line's own test
  if (typeof given['messagesPerSecond'] === 'number') row.messagesPerSecond = given['messagesPerSecond']
  if (row.coexistence) row.messagesPerSecond = 20 // fixed for numbers that are also in the app (throughput page, 2025-12)
  if (Array.isArray(given['testRecipients'])) row.testRecipients = given['testRecipients'].filter((one): one is string => typeof one === 'string').map((one) => one.replace(/\D/g, ''))
  return row
}

function portfolioOf(world: World, wabaId: string): string {
  const known = world.get<{ portfolioId: string }>('waba', wabaId)
  if (known) return known.portfolioId
  const portfolioId = graphId(world)
  world.put('waba', wabaId, { portfolioId })
  return portfolioId
}

/** An app secret is 32 hex digits; the world's token is letters and digits. */
const randomHex = (world: World): string => createHash('md5').update(world.token(32)).digest('hex')

export const pretty = (digits: string): string => (/^34\d{9}$/.test(digits) ? `+34 ${digits.slice(2, 5)} ${digits.slice(5, 7)} ${digits.slice(7, 9)} ${digits.slice(9)}` : `+${digits}`)

/** The console asks the address to prove that it is ours: GET with the verify token, answered with the bare challenge. Then the app is subscribed to the WABA. */
export async function connect(world: World, account: string): Promise<{ ok: boolean; reason?: string }> {
  const number = numberOf(world, account)
  if (!number) return { ok: false, reason: `There is no WhatsApp number ${account}.` }
  const reason = await shakeHands(world, account, number.verifyToken)
  if (reason !== null) return { ok: false, reason }
  saveNumber(world, { ...number, subscribed: true })
  return { ok: true }
}
