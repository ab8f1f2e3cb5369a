import { createHash } from 'node:crypto'
import type { InboundEvent, ReadContext } from '@recado/channel-kit'
import { text } from './json.js'
import type { Json } from './json.js'

/** One thing in a webhook with what is known around it. */
export interface Item {
  body: Json
  account: string
  at: number
  /** Another app holds the thread: we only watch. */
  standby: boolean
  context: ReadContext
}

/** What nobody understands: the raw request stays, and the reason says why. */
export function kept(what: unknown, account: string, at: number, reason: string): InboundEvent {
  return { type: 'kept', key: `kept:${fingerprint(what)}`, account, at, reason }
}

/** SHA-256 of an item: its key when the platform gives none. `entry.time` is outside, so a repeated delivery has the same. */
export function fingerprint(what: unknown): string {
  const source = typeof what === 'string' ? what : (JSON.stringify(what) ?? 'undefined')
  return createHash('sha256').update(source).digest('hex')
}

/** A short word of the platform, for reasons. */
export function label(value: unknown): string {
  return (text(value) ?? typeof value).slice(0, 60)
}
