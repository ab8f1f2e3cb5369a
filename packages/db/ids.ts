import { createHash, randomFillSync } from 'node:crypto'
import { V7Generator } from 'uuidv7'

// The generator's own pool holds 8 numbers: a call into the kernel's source for every second id, and a message takes six.
const pool = new Uint32Array(1024)
let next = pool.length

function nextUint32(): number {
  if (next === pool.length) {
    randomFillSync(pool)
    next = 0
  }
  return pool[next++]! // filled just above
}

const generator = new V7Generator({ nextUint32 })

/** A new UUIDv7, wall clock; later ones of this process are greater. */
export function newId(): string { return generator.generate().toString() }

/** The key under which a message is found by the platform's id: the first 16 bytes of its SHA-256, as a UUID. */
export function extKey(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
