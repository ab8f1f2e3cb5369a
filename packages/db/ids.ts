import { createHash } from 'node:crypto'
import { uuidv7obj } from 'uuidv7'

/** A new UUIDv7, wall clock. */
export function newId(): string { return uuidv7obj().toString() }

/** The key under which a message is found by the platform's id: the first 16 bytes of its SHA-256, as a UUID. */
export function extKey(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
