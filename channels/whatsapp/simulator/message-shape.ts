/** What a message must look like before anything else is asked. Source of the limits: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages (2026-03). */
import { GraphRefusal } from './graph.js'
import { isRecord, lengthOf, list, number, record, text, type Json } from './json.js'

export const LIMITS = { text: 4096, caption: 1024, callback: 512, contacts: 257, filename: 240, locationText: 1000 } as const

export const missing = (path: string): GraphRefusal => new GraphRefusal(131008, `Required parameter is missing: ${path}`)
export const badValue = (details: string): GraphRefusal => new GraphRefusal(131009, details)
export const badShape = (details: string): GraphRefusal => new GraphRefusal(100, details)

/** A text of a required field, within its length. */
export function needText(holder: Json, key: string, path: string, longest: number, refuse: (details: string) => GraphRefusal = badValue): string {
  const value = holder[key]
  if (value === undefined || value === null) throw missing(path)
  if (typeof value !== 'string') throw badShape(`Param ${path} must be a string.`)
  if (value.trim() === '') throw refuse(`Param ${path} must not be empty.`)
  if (lengthOf(value) > longest) throw refuse(`Param ${path} must be at most ${longest} characters long.`)
  return value
}

/** A text that may be absent. */
export function mayText(holder: Json, key: string, path: string, longest: number): string | undefined {
  return holder[key] === undefined || holder[key] === null ? undefined : needText(holder, key, path, longest)
}

/** An object of a required field. */
export function needRecord(holder: Json, key: string, path = key): Json {
  const value = holder[key]
  if (value === undefined || value === null) throw missing(path)
  if (!isRecord(value)) throw badShape(`Param ${path} must be a JSON object.`)
  return value
}

export function needList(holder: Json, key: string, path = key): unknown[] {
  const value = holder[key]
  if (value === undefined || value === null) throw missing(path)
  if (!Array.isArray(value)) throw badShape(`Param ${path} must be an array.`)
  return value
}

/** Everything around the content: product, recipient, quote, callback data. */
export function checkEnvelope(body: Json): { input: string; phone?: string; userId?: string; callback: string | null; quoted: string | null; identityHash?: string } {
  if (body['messaging_product'] === undefined) throw badShape('The parameter messaging_product is required.')
  if (body['messaging_product'] !== 'whatsapp') throw badShape("Param messaging_product must be one of {WHATSAPP} - got \"" + String(body['messaging_product']) + '".')
  const recipientType = body['recipient_type'] ?? 'individual'
  if (recipientType === 'group') throw badShape('Groups are not enabled for this phone number.')
  if (recipientType !== 'individual') throw badShape('Param recipient_type must be one of {individual, group}.')
  const to = text(body['to'])
  const recipient = text(body['recipient'])
  if (!to && !recipient) throw badShape('The parameter to is required.')
  const phone = to?.replace(/[\s().+-]/g, '')
  if (phone !== undefined && !/^\d{5,15}$/.test(phone)) throw badValue(`Param to is not a valid phone number: ${to}.`)
  if (!phone && recipient && !/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(recipient)) throw badValue('Param recipient is not a valid business-scoped user ID.')
  const callback = body['biz_opaque_callback_data']
  if (callback !== undefined && (typeof callback !== 'string' || lengthOf(callback) > LIMITS.callback)) throw badShape(`Param biz_opaque_callback_data must be a string of at most ${LIMITS.callback} characters.`)
  const context = body['context'] === undefined ? undefined : needRecord(body, 'context')
  const identityHash = text(body['recipient_identity_key_hash'])
  return {
    input: to ?? recipient ?? '',
    ...(phone ? { phone } : recipient ? { userId: recipient } : {}),
    callback: callback ?? null,
    quoted: context ? needText(context, 'message_id', 'context.message_id', 512) : null,
    ...(identityHash === undefined ? {} : { identityHash }),
  }
}

export function checkText(body: Json): string {
  const part = needRecord(body, 'text')
  return needText(part, 'body', 'text', LIMITS.text, badShape)
}

export function checkLocation(body: Json): { latitude: number; longitude: number; name?: string; address?: string } {
  const part = needRecord(body, 'location')
  const latitude = number(part['latitude'])
  const longitude = number(part['longitude'])
  if (part['latitude'] === undefined) throw missing('location.latitude')
  if (part['longitude'] === undefined) throw missing('location.longitude')
  if (latitude === undefined || Math.abs(latitude) > 90) throw badValue('Param location.latitude must be a number between -90 and 90.')
  if (longitude === undefined || Math.abs(longitude) > 180) throw badValue('Param location.longitude must be a number between -180 and 180.')
  const name = mayText(part, 'name', 'location.name', LIMITS.locationText)
  const address = mayText(part, 'address', 'location.address', LIMITS.locationText)
  return { latitude, longitude, ...(name ? { name } : {}), ...(address ? { address } : {}) }
}

export function checkContacts(body: Json): Json[] {
  const cards = needList(body, 'contacts')
  if (cards.length === 0 || cards.length > LIMITS.contacts) throw badValue(`Param contacts must hold 1 to ${LIMITS.contacts} contacts.`)
  return cards.map((card, index) => {
    const name = needRecord(record(card), 'name', `contacts[${index}].name`)
    needText(name, 'formatted_name', `contacts[${index}].name.formatted_name`, 1024)
    for (const key of ['phones', 'emails', 'addresses', 'urls']) if (record(card)[key] !== undefined && list(record(card)[key]) !== record(card)[key]) throw badShape(`Param contacts[${index}].${key} must be an array.`)
    return record(card)
  })
}
