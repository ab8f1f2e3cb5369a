import { PlatformRefusal } from '@recado/channel-kit'
import type { HttpAnswer, PlatformError, PlatformErrors, RetryPlan } from '@recado/channel-kit'
import { messenger } from './channel.js'
import { number, object, text } from './json.js'

const rate: PlatformError = { code: 'platform_rate_limited', sent: 'no', retry: { kind: 'slow_down' }, scope: 'account' }
const transient: PlatformError = { code: 'platform_unavailable', sent: 'no', retry: { kind: 'schedule' }, scope: 'message' }
const restricted: PlatformError = { code: 'account_restricted', sent: 'no', retry: { kind: 'when_account_ready' }, scope: 'account' }
const outside: PlatformError = { code: 'window_closed', sent: 'no', retry: { kind: 'never' }, scope: 'identity', effect: 'window_closed' }
const gone: PlatformError = { code: 'recipient_unreachable', sent: 'no', retry: { kind: 'never' }, scope: 'identity', effect: 'unreachable' }
const permission: PlatformError = { code: 'permission_missing', sent: 'no', retry: { kind: 'never' }, scope: 'message' }
const ourFault: PlatformError = { code: 'bad_request', sent: 'no', retry: { kind: 'never' }, scope: 'message' }
const tokenDead: PlatformError = { code: 'token_invalid', sent: 'no', retry: { kind: 'when_account_ready' }, scope: 'account' }
const marketing: PlatformError = { code: 'marketing_capped', sent: 'no', retry: { kind: 'never' }, scope: 'identity' }

/**
 * Graph codes as ours, by `code/subcode` first, then by `code`: never by the words, which differ between apps.
 * Source: https://developers.facebook.com/docs/messenger-platform/error-codes and, for the subcodes, what clients have met in 2026.
 */
export const messengerErrors: PlatformErrors = {
  '10/2018278': outside,
  1545041: outside,
  // Blocked us, left, or the thread is closed: cleared by her next act. The subcode is that of a closed window, the code decides.
  551: gone,
  '551/1545041': gone,
  '100/2018001': gone,
  '10/1893063': restricted,
  368: restricted,
  10: permission,
  2018344: { ...permission, scope: 'account' },
  // A retired tag: never sent by us, so it is our fault if it comes.
  '100/1893061': ourFault,
  100: ourFault,
  190: tokenDead,
  '190/460': tokenDead,
  '190/463': tokenDead,
  '190/467': tokenDead,
  4: rate,
  17: rate,
  32: rate,
  613: rate,
  80006: rate,
  1: transient,
  2: transient,
  1200: transient,
  2300000: marketing,
  2300001: marketing,
  2300052: marketing,
  // An answer 5xx without a code: it may have been sent, so nobody resends it.
  silent: { code: 'platform_silent', sent: 'unknown', retry: { kind: 'never' }, scope: 'message' },
  unauthorised: tokenDead,
  throttled: rate,
  refused: { code: 'platform_refused', sent: 'no', retry: { kind: 'never' }, scope: 'message' },
}

/** The refusal in an answer, ready to throw. `attempt` counts from 1; codes that pass by themselves are tried three more times. */
export function refusalOf(answer: HttpAnswer, attempt = 1): PlatformRefusal {
  const error = object(object(bodyOf(answer)).error)
  const code = digits(error.code)
  const subcode = digits(error.error_subcode)
  const row = rowFor(answer.status, code, subcode)
  const words = text(error.message) ?? `HTTP ${answer.status}`
  return new PlatformRefusal({
    code: row.code,
    platformCode: code === undefined ? `http_${answer.status}` : subcode === undefined ? code : `${code}/${subcode}`,
    message: row === transient && attempt > retries() ? `${words} (Meta also answers so when the person has blocked the Page)` : words,
    sent: row.sent,
    retry: planFor(row, answer, attempt),
    ...(row.scope && { scope: row.scope }),
    ...(row.effect && { effect: row.effect }),
  })
}

/** The JSON of an answer, or undefined when it is something else. */
export function bodyOf(answer: HttpAnswer): unknown {
  try {
    return answer.json()
  } catch {
    return undefined
  }
}

function rowFor(status: number, code: string | undefined, subcode: string | undefined): PlatformError {
  const row = (name: string) => (Object.hasOwn(messengerErrors, name) ? messengerErrors[name] : undefined)
  const known = code === undefined ? undefined : (row(`${code}/${subcode ?? ''}`) ?? row(code) ?? (isPermission(code) ? permission : undefined))
  if (known) return known
  const name = status >= 500 || status < 400 ? 'silent' : status === 401 ? 'unauthorised' : status === 429 ? 'throttled' : 'refused'
  return row(name) ?? ourFault
}

/** Codes are numbers; anything else must not meet the named rows of the table. */
function digits(value: unknown): string | undefined {
  const found = text(value)
  return found && /^\d+$/.test(found) ? found : undefined
}

/** Codes 200 to 299 all say that a permission is missing. */
function isPermission(code: string): boolean {
  return /^2\d\d$/.test(code)
}

function planFor(row: PlatformError, answer: HttpAnswer, attempt: number): RetryPlan {
  if (row === transient && attempt > retries()) return { kind: 'never' }
  const wait = number(answer.headers['retry-after'])
  if (row.retry?.kind === 'slow_down' && wait !== undefined && wait > 0) return { kind: 'slow_down', ms: wait * 1_000 }
  return row.retry ?? { kind: 'never' }
}

function retries(): number {
  return messenger.figures?.transientRetries?.value ?? 0
}
