/** One call to the platform's API, as an endpoint sees it. */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { Refusal } from './refusals.js'
import type { Account } from './rows.js'
import { memberOf } from './wire.js'

export interface Call { world: World; account: Account; request: RawRequest; query: Readonly<Record<string, string>> }

/** `open`: needs no token (the endpoint reads the account itself). `unverified`: an account without verification may call it, too. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'any'
  unverified?: true
  /** Refused to test accounts. */
  notForTest?: true
  answer(call: Call): object | SimulatorAnswer
}

export const OK = { errcode: 0, errmsg: 'ok' } as const

/** The body as an object. JSON with \uXXXX is refused: the platform wants raw UTF-8. */
export function bodyOf(request: RawRequest): Record<string, unknown> {
  const text = request.body.toString('utf8')
  if (text.trim() === '') throw new Refusal(44002)
  if (/(?<!\\)(?:\\\\)*\\u[0-9a-f]{4}/i.test(text)) throw new Refusal(40033)
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Refusal(47001)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Refusal(47001)
  return parsed as Record<string, unknown> // shown to be an object one line above
}

/** A text member of the body or of one of its objects; '' when absent. */
export function wordOf(object: unknown, name: string): string {
  const value = memberOf(object, name)
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
