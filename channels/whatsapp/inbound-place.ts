/** Where an item of a webhook stands: whose account, when it came, and what surrounds it. */
import type { IgnoredEvent, InboundEvent, KeptEvent } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { fingerprint, list, record, secondsAt, text, type Json } from './read.js'

export interface Place {
  field: string
  /** The phone number id; for management fields `waba:` and the id of the WhatsApp Business Account. */
  account: string
  /** The entry's own time, else arrival. */
  at: Instant
  arrivedAt: Instant
  value: Json
  /** Digits of our own number, to tell our messages from hers in an imported history. */
  ownNumber: string | undefined
}

export type Reader = (place: Place) => InboundEvent[]

export function placeOf(entry: Json, change: Json, arrivedAt: Instant): Place {
  const value = record(change.value)
  const metadata = record(value.metadata)
  const phoneNumberId = text(metadata.phone_number_id)
  return {
    field: text(change.field) ?? 'unknown',
    account: phoneNumberId ?? `waba:${text(entry.id) ?? ''}`,
    at: secondsAt(entry.time, arrivedAt),
    arrivedAt,
    value,
    ownNumber: text(metadata.display_phone_number)?.replace(/\D/g, '') || undefined,
  }
}

/** A key for an item without an id of its own: the same words at the same time on the same account. */
export const keyOf = (place: Place, ...parts: unknown[]): string => `${place.field}:${fingerprint(place.account, place.at === place.arrivedAt ? 0 : place.at, ...parts)}`

export const kept = (place: Place, reason: string, item: unknown): KeptEvent =>
  ({ type: 'kept', key: `kept:${fingerprint(place.field, item)}`, account: place.account, at: place.at, reason })

export const ignored = (place: Place, reason: string, item: unknown): IgnoredEvent =>
  ({ type: 'ignored', key: `ignored:${fingerprint(place.field, item)}`, account: place.account, at: place.at, reason })

export const records = (value: unknown): Json[] => list(value).map(record)
