/** Who wrote: the phone may be missing, the business-scoped user id is always there since April 2026. Both name one person, the user id first. */
import type { Person } from '@recado/channel-kit'
import { countryOfPhone, phoneDigits } from '@recado/channel-kit'
import type { IdentityKey } from '@recado/core'
import { compact, list, record, text, type Json } from './read.js'

const BSUID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/

export const keyKinds = ['bsuid', 'wa_id', 'parent_bsuid', 'group_id'] as const

const digitsOf = (value: unknown): string | undefined => {
  const digits = text(value)?.replace(/\D/g, '')
  return digits || undefined
}

/** Keys strongest first; absent ones are left out. */
export function keysOf(ids: { bsuid?: unknown; waId?: unknown; parent?: unknown }): IdentityKey[] {
  const values: [string, string | undefined][] = [['bsuid', text(ids.bsuid)], ['wa_id', digitsOf(ids.waId)], ['parent_bsuid', text(ids.parent)]]
  return values.flatMap(([kind, value]) => (value ? [{ kind, value }] : []))
}

/** A group is one identity: its window, its thread and its receipts are shared by all who are in it. */
export const groupKeys = (groupId: string): IdentityKey[] => [{ kind: 'group_id', value: groupId }]

const ISO = /^[A-Z]{2}$/

/** ISO country: by the calling code of the phone, otherwise by the user id's prefix. */
export function countryOf(keys: readonly IdentityKey[]): string | null {
  const phone = keys.find((key) => key.kind === 'wa_id')
  const byPhone = phone && countryOfPhone(phone.value)
  if (byPhone) return byPhone
  const prefix = keys.find((key) => key.kind === 'bsuid' || key.kind === 'parent_bsuid')?.value.slice(0, 2) ?? ''
  return ISO.test(prefix) ? prefix : null
}

/** The entry of `contacts[]` that belongs to these ids. One contact and no id in it is hers too: one value has one sender then. */
export function contactOf(contacts: unknown, ids: { bsuid?: unknown; waId?: unknown }): Json {
  const all = list(contacts).map(record)
  const bsuid = text(ids.bsuid)
  const waId = digitsOf(ids.waId)
  return all.find((one) => bsuid !== undefined && text(one.user_id) === bsuid)
    ?? all.find((one) => waId !== undefined && digitsOf(one.wa_id) === waId)
    ?? all.find((one) => all.length === 1 && !text(one.user_id) && !digitsOf(one.wa_id))
    ?? {}
}

/** A person from her ids and her contact entry. Name and username are chosen by herself: untrusted text, and no keys. */
export function personOf(ids: { bsuid?: unknown; waId?: unknown; parent?: unknown }, contacts: unknown): Person {
  const contact = contactOf(contacts, ids)
  const keys = keysOf({ bsuid: ids.bsuid ?? contact.user_id, waId: ids.waId ?? contact.wa_id, parent: ids.parent ?? contact.parent_user_id })
  const profile = record(contact.profile)
  const described = compact({ name: text(profile.name), username: text(profile.username)?.replace(/^@/, ''), country: countryOf(keys) ?? undefined })
  return Object.keys(described).length > 0 ? { keys, profile: described } : { keys }
}

/** An address as an agent types it: a phone with country code, or a business-scoped user id. */
export function parseAddress(address: string): IdentityKey[] | null {
  const typed = address.trim()
  if (BSUID.test(typed)) return [{ kind: 'bsuid', value: typed }]
  const digits = phoneDigits(typed)
  return digits ? [{ kind: 'wa_id', value: digits }] : null
}
