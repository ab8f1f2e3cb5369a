import { createHash } from 'node:crypto'
import type { InboundEvent, Person, ReadContext } from '@recado/channel-kit'
import type { IdentityKey, Instant } from '@recado/core'
import { number, text, type Fields } from './push.js'
import { accountOf } from './settings.js'

/** What every push carries, in our words. */
export interface Envelope {
  push: Fields
  account: string
  at: Instant
  person: Person
  /** WeChat repeats an unanswered push with the same values; events have no id, so the sender, the second and the event make one. */
  keyOf(...parts: string[]): string
  /** What the menu calls this key or address; empty where it is not of our menu. */
  titleOf(key: string): string
}

/** What lies beyond the year 5000 is no moment of anybody's. */
const LAST_SECOND = 1e11

/** Reads the common fields of a push. */
export function envelopeOf(push: Fields, { settings, arrivedAt, titles = {} }: ReadContext): Envelope {
  const openid = text(push, 'FromUserName') || text(push, 'OpenID')
  const created = number(push, 'CreateTime')
  const keys: IdentityKey[] = [{ kind: 'openid', value: openid }]
  const unionid = text(push, 'UnionId') || text(push, 'unionid')
  if (unionid) keys.push({ kind: 'unionid', value: unionid })
  return {
    push,
    account: accountOf(text(push, 'ToUserName'), settings),
    at: created === null || created < 1 || created > LAST_SECOND ? arrivedAt : created * 1000,
    person: { keys },
    titleOf: (key) => (Object.hasOwn(titles, key) ? titles[key]! : ''), // it has one, by the check before
    keyOf: (...parts) => [openid, text(push, 'CreateTime'), ...parts].filter((part) => part !== '').map(shortened).join(':'),
  }
}

// A menu's EventKey may be an address of a thousand characters; a key is an index entry.
const shortened = (part: string): string => (part.length <= 128 ? part : `sha1-${createHash('sha1').update(part).digest('hex')}`)

/** The common part of every event made from this push. */
export const common = (envelope: Envelope, key: string): { key: string; account: string; at: Instant } => ({ key, account: envelope.account, at: envelope.at })

/** Not understood: kept for us to learn from. */
export function kept(envelope: Envelope, key: string, reason: string): InboundEvent {
  return { type: 'kept', ...common(envelope, key), reason }
}

/** Understood and of no use to a desk. */
export function ignored(envelope: Envelope, key: string, reason: string): InboundEvent {
  return { type: 'ignored', ...common(envelope, key), reason }
}
