/** Standard Webhooks: what is signed and how (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). */
import { createHmac, randomBytes } from 'node:crypto'

/** The specification asks for 24 to 64 bytes. */
const SECRET_BYTES = 32
const PREFIX = 'whsec_'

export function newWebhookSecret(): string { return PREFIX + randomBytes(SECRET_BYTES).toString('base64') }

/** The headers of one try. `at` is the moment of the try, so that the receiver can refuse what is old; each secret gives a signature. */
export function signedHeaders(id: string, at: number, body: string, secrets: readonly string[]): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const sign = (secret: string): string => `v1,${createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': secrets.map(sign).join(' ') }
}
