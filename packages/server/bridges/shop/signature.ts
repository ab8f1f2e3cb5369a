import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Base64 of the HMAC-SHA256 over the bytes as they came, under the shop's secret. Compared in constant time, whatever was sent. */
export function shopSignatureHolds(body: Buffer, signature: string | undefined, secret: string): boolean {
  if (!signature || !secret) return false
  const [own, theirs] = [createHmac('sha256', secret).update(body).digest(), Buffer.from(signature, 'base64')]
  return theirs.length === own.length && timingSafeEqual(own, theirs)
}

/** The body of the call a shop makes when its owner saves the webhook: not signed, and answered so that the shop keeps the address. */
export const isPing = (body: Buffer): boolean => body.length < 100 && /^webhook_id=\d+$/.test(body.toString('utf8').trim())

/**
 * One delivery. WooCommerce makes its delivery id from the webhook and the second of the clock, so two orders of one second carry the same: the bytes
 * belong to the name, or the second would be taken for a repetition of the first.
 */
export const dedupeOf = (deliveryId: string | undefined, topic: string, body: Buffer): string => createHash('sha256').update(`${deliveryId ?? ''}\n${topic}\n`).update(body).digest('base64url')
