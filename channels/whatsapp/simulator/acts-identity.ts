/** Who she is: a new number, a username that hides the number, a new device. */
import { phoneDigits } from '@recado/channel-kit'
import type { Action } from './acts.js'
import { userIdFor, waIdOf } from './customer.js'
import { record, text } from './json.js'
import { customerAt, numberOf, saveCustomer } from './state.js'
import { showsPhone } from './webhook.js'
import { tell } from './write.js'

const USERNAME = /^(?=.*[a-z])(?!www)(?!.*\.\.)[a-z0-9_](?:[a-z0-9._]{1,33})[a-z0-9_]$/

/** A new SIM: a new phone and a new id. The business hears of both by a system message, which opens nothing. */
const changeNumber: Action = async (world, customer, input) => {
  const number = numberOf(world, customer.account)
  if (!number) throw new Error('The business number is gone.')
  const typed = text(record(input.content)['phone']) ?? text(record(input.content)['text'])
  const digits = typed === undefined ? nextFree(customer.phone) : phoneDigits(typed) ?? phoneDigits(`+${typed}`)
  if (!digits) throw new Error('Type the new number with its country code.')
  const waId = waIdOf(digits)
  if (customerAt(world, customer.account, waId)) throw new Error('That number is in use on WhatsApp.')
  const shown = showsPhone(world, customer)
  const userId = userIdFor(world, number.portfolioId, waId, customer.country)
  const body = shown ? `User ${customer.name} changed from ${customer.waId} to ${waId}` : `User ${customer.name} changed from ${customer.userId} to ${userId}`
  await tell(world, customer, {
    type: 'system', part: { body, ...(shown ? { wa_id: waId } : {}), user_id: userId, previous_user_id: customer.userId, type: shown ? 'user_changed_number' : 'user_changed_user_id' },
  }, null, 'none', false)
  world.remove('address', `${customer.account}/${customer.waId}`)
  world.remove('address', `${customer.account}/${customer.userId}`)
  saveCustomer(world, { ...customer, phone: digits, waId, userId })
}

const nextFree = (phone: string): string => `${phone.slice(0, -3)}${String((Number(phone.slice(-3)) + 101) % 1000).padStart(3, '0')}`

/** With a username the number is told only to businesses she is in touch with. */
const takeUsername: Action = async (world, customer, input) => {
  const name = (text(record(input.content)['username']) ?? text(record(input.content)['text']) ?? '').replace(/^@/, '')
  if (name === '') return saveCustomer(world, { ...customer, username: null })
  if (!USERNAME.test(name)) throw new Error('A username has 3 to 35 of a-z, 0-9, dot and underscore, with a letter and without dots at its ends.')
  saveCustomer(world, { ...customer, username: name })
}

/** A new phone: the identity key changes, and numbers that ask for it are told. */
const newDevice: Action = async (world, customer) => {
  const identityHash = world.token(12)
  const next = { ...customer, identityHash }
  saveCustomer(world, next)
  const number = numberOf(world, customer.account)
  if (record(number?.settings['user_identity_change'])['enable_identity_key_check'] !== true) return
  const at = String(Math.floor(world.now() / 1000))
  await tell(world, next, { type: 'system', part: { body: 'User identity changed', type: 'customer_identity_changed' }, rest: { identity: { acknowledged: true, created_timestamp: at, hash: identityHash } } }, null, 'none', false)
}

export const identityActs: Readonly<Record<string, Action>> = { change_number: changeNumber, take_username: takeUsername, hide_phone: takeUsername, new_device: newDevice }
