import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Compares two texts in constant time; texts of another length are unequal without a look inside. */
export function equalSecret(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8')
  const right = Buffer.from(b, 'utf8')
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Lower-case hex HMAC over raw bytes. */
export function hmacHex(algorithm: 'sha1' | 'sha256', key: string, data: Buffer | string): string {
  return createHmac(algorithm, key).update(data).digest('hex')
}

export function sha1Hex(data: string): string {
  return createHash('sha1').update(data, 'utf8').digest('hex')
}

/** `X-Hub-Signature-256: sha256=<lower-case hex>` over the raw body, as all Graph webhooks carry it. */
export function hubSignatureHolds(header: string | undefined, appSecret: string, body: Buffer): boolean {
  if (!header?.startsWith('sha256=')) return false
  return equalSecret(header.slice(7), hmacHex('sha256', appSecret, body))
}
