import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'

const squeeze = promisify<Buffer, { level: number }, Buffer>(deflateRaw)
const unsqueeze = promisify<Buffer, Buffer>(inflateRaw)

const [PLAIN, DEFLATED] = [0, 1]

/** Bytes that do not fit their seal: changed, cut off, or sealed with another key. */
export class BrokenSeal extends Error {}

/** Name of a blob: the same contents have the same name under one key, and nobody without it can tell which. */
export const blobName = (key: Buffer, bytes: Buffer | string): string => createHmac('sha256', key).update(bytes).digest('hex').slice(0, 48)

/** Squeezed where that helps, sealed with AES-256-GCM; `name` is bound into it, so that blobs cannot be swapped. */
export async function sealBlob(key: Buffer, name: string, bytes: Buffer): Promise<Buffer> {
  const small = await squeeze(bytes, { level: 1 })
  const [how, body] = small.length < bytes.length * 0.95 ? [DEFLATED, small] : [PLAIN, bytes]
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name))
  return Buffer.concat([iv, cipher.update(Buffer.of(how!)), cipher.update(body!), cipher.final(), cipher.getAuthTag()]) // both are set
}

export async function openBlob(key: Buffer, name: string, sealed: Buffer): Promise<Buffer> {
  if (sealed.length < 29) throw new BrokenSeal('cut off')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(name)).setAuthTag(sealed.subarray(-16))
  let bytes: Buffer
  try { bytes = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]) } catch { throw new BrokenSeal('changed') }
  return bytes[0] === DEFLATED ? unsqueeze(bytes.subarray(1)) : bytes.subarray(1)
}
