/** HubSpot's push updates: signature version 3 and what one call holds. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { minutes } from '@recado/core'
import type { Inbound } from '../inbound.js'

/** Older calls are refused, as the reference tells receivers to do: a call that somebody kept cannot be played again later. */
const OLDEST_MS = minutes(5)

export interface SignedCall { method: string; url: string; body: string; timestamp: string }

/** Some characters stay as they are in the address that is signed, though it may arrive encoded (reference: Validate the v3 request signature). */
const DECODED: Readonly<Record<string, string>> = { '%3A': ':', '%2F': '/', '%3F': '?', '%40': '@', '%21': '!', '%24': '$', '%27': "'", '%28': '(', '%29': ')', '%2A': '*', '%2C': ',', '%3B': ';' }
const signedUrl = (url: string): string => url.replaceAll(/%[0-9A-Fa-f]{2}/g, (code) => DECODED[code.toUpperCase()] ?? code)

/** Base64 of the HMAC-SHA256 over method, address, body and time, under the app's client secret. `now` is the wall clock. */
export function hubspotSignatureHolds(call: SignedCall, signature: string | undefined, secret: string, now: number): boolean {
  const at = /^\d{10,16}$/.test(call.timestamp) ? Number(call.timestamp) : NaN
  if (!signature || !secret || !(Math.abs(now - at) <= OLDEST_MS)) return false
  const own = createHmac('sha256', secret).update(`${call.method}${signedUrl(call.url)}${call.body}${call.timestamp}`).digest()
  const theirs = Buffer.from(signature, 'base64')
  return theirs.length === own.length && timingSafeEqual(own, theirs)
}

interface Event { eventId?: number | string; subscriptionId?: number | string; subscriptionType?: string; objectId?: number | string; objectTypeId?: string; occurredAt?: number; primaryObjectId?: number | string; mergedObjectIds?: (number | string)[]; newObjectId?: number | string }

/** Contacts that the events of one call are about. What happened is asked for anew, so that order and repetition of the events do not matter. */
export function hubspotDeliveries(body: string): Inbound[] {
  const all = JSON.parse(body) as unknown
  return (Array.isArray(all) ? all as Event[] : [all as Event]).slice(0, 500).flatMap((event): Inbound[] => {
    const type = String(event.subscriptionType ?? '').slice(0, 60)
    const id = event.objectId ?? event.primaryObjectId
    const aboutContact = type.startsWith('contact.') || (type.startsWith('object.') && event.objectTypeId === '0-1')
    if (!aboutContact || id === undefined) return []
    const dedupe = createHash('sha256').update(JSON.stringify([event.eventId ?? null, event.subscriptionId ?? null, type, id, event.occurredAt ?? null])).digest('base64url')
    return [{ dedupe, topic: type.replace(/^object\./, 'contact.'), subject: String(id).slice(0, 100), body: JSON.stringify({ id: String(id), merged: event.mergedObjectIds?.map(String) ?? [], into: event.newObjectId === undefined ? null : String(event.newObjectId), at: event.occurredAt ?? null }) }]
  })
}
