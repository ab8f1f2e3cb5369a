/** WeChat's signature and its AES envelope. Source: sources.ts, `encryption`; checked against vectors of four independent implementations. */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

// WeChat pads to 32 bytes although AES blocks are 16: the pad byte runs from 1 to 32, which libraries refuse, so padding is done here.
const BLOCK = 32
const RANDOM_BYTES = 16
const LENGTH_BYTES = 4

/** Lower-case hex SHA-1 of the parts sorted by their bytes and joined: `signature` over three, `msg_signature` over four parts. */
export function signatureOf(...parts: string[]): string {
  const sorted = parts.map((part) => Buffer.from(part, 'utf8')).sort(Buffer.compare)
  return createHash('sha1').update(Buffer.concat(sorted)).digest('hex')
}

/** The 32 bytes behind an EncodingAESKey of 43 letters and digits; null when it is none. */
export function aesKeyOf(encodingAesKey: string): Buffer | null {
  return /^[A-Za-z0-9]{43}$/.test(encodingAesKey) ? Buffer.from(`${encodingAesKey}=`, 'base64') : null
}

/** random(16) + length(4) + message + receive id, padded to 32, AES-256-CBC with the key's first half as IV, as base64. */
export function encrypt(message: string, key: Buffer, receiveId: string, random: Buffer): string {
  const body = Buffer.from(message, 'utf8')
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(body.length)
  const plain = Buffer.concat([random, length, body, Buffer.from(receiveId, 'utf8')])
  const pad = BLOCK - (plain.length % BLOCK)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, RANDOM_BYTES)).setAutoPadding(false)
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString('base64')
}

/** The message and the receive id inside an envelope; null when it was not made with this key. Verify the signature first. */
export function decrypt(envelope: string, key: Buffer): { message: string; receiveId: string } | null {
  const sealed = Buffer.from(envelope, 'base64')
  if (sealed.length === 0 || sealed.length % RANDOM_BYTES !== 0) return null
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, RANDOM_BYTES)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(sealed), decipher.final()])
  const pad = padded[padded.length - 1] ?? 0
  const end = padded.length - pad
  const start = RANDOM_BYTES + LENGTH_BYTES
  if (pad < 1 || pad > BLOCK || end < start || !padded.subarray(end).every((byte) => byte === pad)) return null
  const length = padded.readUInt32BE(RANDOM_BYTES)
  if (length > end - start) return null
  return { message: padded.toString('utf8', start, start + length), receiveId: padded.toString('utf8', start + length, end) }
}
