/**
 * From a number to a registered number: the code by SMS or call, the two-step PIN, registering and leaving. The SMS of this world is the last six digits of
 * the number itself, so that whoever plays the owner can type it. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/registration (2025-10).
 */
import type { SimulatorAnswer, World } from '@recado/channel-kit'
import { countryOfPhone, phoneDigits } from '@recado/channel-kit'
import { answerJson, GraphRefusal } from './graph.js'
import { lengthOf, text, type Json } from './json.js'
import { badShape } from './message-shape.js'
import { takeUpName } from './number-name.js'
import { isBusinessVerified } from './standing.js'
import { graphId, numberOf, saveNumber, type NumberRow } from './state.js'
import { postChanges } from './webhook.js'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** At most ten (de)registrations in 72 h. */
const REGISTRATIONS = 10
/** A code lives "typically 10 minutes" (verify_code, v23.0); the numbers of tries are not published. */
export const CODE_LIFE_MS = 10 * MINUTE_MS
const CODES_AN_HOUR = 5
const WRONG_CODES = 5
const WRONG_PINS_AN_HOUR = 5
/** Source: messaging limits page: two numbers, twenty after verification. */
const NUMBERS = { new: 2, verified: 20 } as const

const success = (rest: Json = {}): SimulatorAnswer => answerJson({ success: true, ...rest })

export const codeOf = (number: NumberRow): string => number.display.slice(-6)

/** Who changed the PIN, or asked for it: field `security`. */
export const tellSecurity = (world: World, account: string, event: 'PIN_CHANGED' | 'PIN_RESET_REQUEST' | 'PIN_REQUEST_SUCCESS'): Promise<void> => {
  const number = numberOf(world, account)
  return number ? postChanges(world, account, [{ field: 'security', value: { display_phone_number: number.display, event, requester: number.portfolioId } }], true) : Promise.resolve()
}

export function requestCode(world: World, number: NumberRow, body: Json): SimulatorAnswer {
  if (body['code_method'] !== 'SMS' && body['code_method'] !== 'VOICE') throw badShape('Invalid parameter: code_method must be SMS or VOICE')
  if (!/^[a-z]{2}(_[A-Z]{2})?$/.test(text(body['language']) ?? '')) throw badShape('Param language must be a locale, as en_US.')
  if (number.verified !== false) throw new GraphRefusal(136024, 'The phone number is verified already.')
  const recent = (number.codes ?? []).filter((at) => at > world.now() - 60 * MINUTE_MS)
  if (recent.length >= CODES_AN_HOUR) throw new GraphRefusal(136024, 'Too many codes were requested for this phone number. Try again later.')
  saveNumber(world, { ...number, codes: [...recent, world.now()], wrongCodes: 0 })
  return success()
}

export function verifyCode(world: World, number: NumberRow, body: Json): SimulatorAnswer {
  const code = (text(body['code']) ?? '').replace(/-/g, '')
  if (!/^\d{6}$/.test(code)) throw badShape('Invalid verification code format')
  const sentAt = number.codes?.at(-1)
  if (sentAt === undefined || world.now() >= sentAt + CODE_LIFE_MS) throw new GraphRefusal(136025, 'The code has expired. Request a new one.')
  if ((number.wrongCodes ?? 0) >= WRONG_CODES) throw new GraphRefusal(136025, 'Too many wrong codes. Request a new one.')
  if (code !== codeOf(number)) {
    saveNumber(world, { ...number, wrongCodes: (number.wrongCodes ?? 0) + 1 })
    throw new GraphRefusal(136025, 'The code you entered is incorrect.')
  }
  saveNumber(world, { ...number, verified: true, codes: [], wrongCodes: 0 })
  return success({ id: number.id })
}

/** With a PIN on the number it must be that one; without, it becomes the PIN. */
export function register(world: World, number: NumberRow, body: Json): SimulatorAnswer {
  const pin = text(body['pin']) ?? ''
  if (body['messaging_product'] !== 'whatsapp') throw badShape('The parameter messaging_product is required.')
  if (!/^\d{6}$/.test(pin)) throw badShape('Param pin must be 6 digits.')
  if (number.coexistence) throw badShape('Register endpoint is not available for API solution for SMB businesses.')
  if (number.verified === false) throw new GraphRefusal(133006, 'The phone number must be verified by a code before it can be registered.')
  const wrong = (number.wrongPins ?? []).filter((at) => at > world.now() - 60 * MINUTE_MS)
  if (wrong.length >= WRONG_PINS_AN_HOUR) throw new GraphRefusal(133008, 'Too many wrong two-step verification PINs. Try again later.')
  if (number.pin !== '' && pin !== number.pin) {
    saveNumber(world, { ...number, wrongPins: [...wrong, world.now()] })
    throw new GraphRefusal(133005, 'The two-step verification PIN does not match.')
  }
  return countRegistration(world, { ...number, pin, registered: true, everRegistered: true, wrongPins: [], onboardedAt: world.now(), ...takeUpName(number, world.now()) })
}

export function deregister(world: World, number: NumberRow): SimulatorAnswer {
  if (number.coexistence) throw badShape('Deregister endpoint is not available for API solution for SMB businesses.')
  if (!number.registered) throw new GraphRefusal(100, undefined, 2207051, 'Phone number not registered on the WhatsApp Business Platform.')
  return countRegistration(world, { ...number, registered: false, everRegistered: true })
}

function countRegistration(world: World, number: NumberRow): SimulatorAnswer {
  const recent = number.registrations.filter((at) => at > world.now() - 3 * DAY_MS)
  if (recent.length >= REGISTRATIONS) throw new GraphRefusal(133016, 'Too many registrations or deregistrations of this number in 72 hours.')
  saveNumber(world, { ...number, registrations: [...recent, world.now()] })
  return success()
}

/** POST /{waba-id}/phone_numbers: a number that waits for its code, of the same WABA, app and token. */
export function addNumber(world: World, owner: NumberRow, family: readonly NumberRow[], body: Json): SimulatorAnswer {
  const prefix = (text(body['cc']) ?? text(body['country_code']) ?? '').replace(/\D/g, '')
  const local = (text(body['phone_number']) ?? '').replace(/\D/g, '')
  const display = phoneDigits(`+${local.startsWith(prefix) && phoneDigits(`+${local}`) !== null ? local : prefix + local}`)
  const name = text(body['verified_name'])?.trim() ?? ''
  if (display === null) throw badShape('Invalid parameter: phone_number must be in E.164 format')
  if (lengthOf(name) < 2 || lengthOf(name) > 75) throw badShape('Param verified_name must be 2 to 75 characters long.')
  if (world.all<NumberRow>('number').some((row) => row.display === display)) throw new GraphRefusal(100, 'The phone number is registered on WhatsApp already.', 2388001)
  if (family.length >= NUMBERS[isBusinessVerified(owner) ? 'verified' : 'new']) throw new GraphRefusal(100, 'The business has reached its limit of phone numbers.', 2388012)
  const row: NumberRow = {
    ...owner, id: graphId(world), display, verifiedName: name, country: countryOfPhone(display) ?? owner.country, registered: false, verified: false, everRegistered: false, pin: '', registrations: [],
    quality: 'GREEN', coexistence: false, testRecipients: null, blockedUsers: [], profile: {}, settings: {}, restrictions: {}, nameStatus: 'PENDING_REVIEW', newName: null, nameChanges: [], codes: [], wrongCodes: 0, wrongPins: [], automation: {}, callbacks: {}, subscribed: owner.subscribed, unclaimed: true,
  }
  delete row.onboardedAt
  saveNumber(world, row)
  return answerJson({ id: row.id })
}
