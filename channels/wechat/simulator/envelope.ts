/**
 * Signatures and encryption of pushes and passive replies.
 * Source: https://developers.weixin.qq.com/doc/service/guide/dev/push/encryption.html
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

/** Message lengths are padded to this, not to the cipher's own 16. */
const PADDING_BLOCK = 32

/** sha1 over the parts, sorted bytewise and joined with nothing between. */
export function signatureOf(...parts: string[]): string {
  const sorted = parts.map((part) => Buffer.from(part, 'utf8')).sort(Buffer.compare)
  return createHash('sha1').update(Buffer.concat(sorted)).digest('hex')
}

/** random(16) ‖ length ‖ message ‖ receive id, padded to 32, AES-256-CBC, base64. */
export function seal(encodingAesKey: string, receiveId: string, message: string, head: Buffer): string {
  const key = keyOf(encodingAesKey)
  const text = Buffer.from(message, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const plain = Buffer.concat([head, length, text, Buffer.from(receiveId, 'utf8')])
  const pad = PADDING_BLOCK - (plain.length % PADDING_BLOCK)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString('base64')
}

/** The message inside, or null when key, padding or receive id do not fit. */
export function unseal(encodingAesKey: string, receiveId: string, encrypted: string): string | null {
  const key = keyOf(encodingAesKey)
  const bytes = Buffer.from(encrypted, 'base64')
  if (bytes.length === 0 || bytes.length % 16 !== 0) return null
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(bytes), decipher.final()])
  const pad = plain[plain.length - 1] ?? 0
  if (pad < 1 || pad > PADDING_BLOCK || plain.length < 20 + pad) return null
  const body = plain.subarray(16, plain.length - pad)
  const size = body.readUInt32BE(0)
  if (size > body.length - 4) return null
  return body.subarray(4 + size).toString('utf8') === receiveId ? body.subarray(4, 4 + size).toString('utf8') : null
}

function keyOf(encodingAesKey: string): Buffer {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  if (key.length !== 32) throw new Error('an EncodingAESKey is 43 letters and digits')
  return key
}
