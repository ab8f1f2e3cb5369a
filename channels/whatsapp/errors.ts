/**
 * Meta's codes as ours. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 * A refusal with a Graph code was not sent; a 5xx without one may have been.
 */
import { PlatformRefusal, type PlatformError, type PlatformErrors, type RetryPlan } from '@recado/channel-kit'
import { figures } from './channel.js'
import { number, record, text, type Json } from './read.js'

const never: RetryPlan = { kind: 'never' }
const whenReady: RetryPlan = { kind: 'when_account_ready' }
const schedule: RetryPlan = { kind: 'schedule' }

const refused = (more: Partial<PlatformError> = {}): PlatformError => ({ code: 'platform_refused', sent: 'no', retry: never, ...more })
const accountDown = (code: PlatformError['code']): PlatformError => ({ code, sent: 'no', retry: whenReady, scope: 'account' })
const metaFault: PlatformError = { code: 'platform_unavailable', sent: 'no', retry: schedule }
const ourFault: PlatformError = { code: 'bad_request', sent: 'no', retry: never, scope: 'message' }
const tooManyCalls: PlatformError = { code: 'platform_rate_limited', sent: 'no', retry: { kind: 'slow_down', ms: figures.managementPeriodMs.value }, scope: 'account' }

const every = (codes: readonly number[], error: PlatformError): PlatformErrors => Object.fromEntries(codes.map((code) => [code, error]))
const range = (first: number, last: number, error: PlatformError): PlatformErrors => every(Array.from({ length: last - first + 1 }, (_, n) => first + n), error)

export const whatsappErrors: PlatformErrors = {
  ...every([0, 190], accountDown('token_invalid')),
  ...every([3, 10, 131005], accountDown('permission_missing')),
  ...range(200, 299, accountDown('permission_missing')),
  ...every([1, 2, 131000, 131016, 133004, 135000], metaFault),
  ...every([4, 613, 80007], tooManyCalls),
  130429: { code: 'platform_rate_limited', sent: 'no', retry: { kind: 'slow_down' }, scope: 'account' },
  131056: { code: 'pair_rate', sent: 'no', retry: { kind: 'after', ms: 1_000 }, scope: 'identity' },
  ...every([368, 131031, 131037, 131048], accountDown('account_restricted')),
  ...every([131042, 131044], accountDown('payment_missing')),
  ...every([131045, 133000, 133005, 133006, 133008, 133009, 133010, 133015], accountDown('not_registered')),
  133016: { code: 'not_registered', sent: 'no', retry: { kind: 'after', ms: figures.registrationBlockMs.value }, scope: 'account' },
  131057: { code: 'platform_unavailable', sent: 'no', retry: { kind: 'after', ms: figures.maintenanceMs.value }, scope: 'account' },
  ...every([33, 100, 131008, 131009, 131021, 131055, 131063, 134100, 134101, 134102], ourFault),
  130497: { code: 'country_not_reachable', sent: 'no', retry: never, scope: 'identity' },
  // An experiment of Meta's and its cap on marketing: more tries do not help.
  ...every([130472, 131049], { code: 'marketing_capped', sent: 'no', retry: never, scope: 'identity' }),
  // The reason is hidden: no WhatsApp, an old app, new terms not accepted. Once is no proof that she can never be reached.
  ...every([131026, 131030], { code: 'recipient_unreachable', sent: 'no', retry: never, scope: 'identity' }),
  // A one-time code goes to a phone only; ask her for the number.
  131062: { code: 'recipient_unreachable', sent: 'no', retry: never, scope: 'message' },
  131047: { code: 'window_closed', sent: 'no', retry: never, scope: 'identity', effect: 'window_closed' },
  131050: { code: 'opted_out', sent: 'no', retry: never, scope: 'identity', effect: 'marketing_stopped' },
  ...every([131051, 131060], refused({ code: 'content_unsupported', scope: 'message' })),
  131052: { code: 'media_download_failed', sent: 'no', retry: schedule, scope: 'message' },
  131053: { code: 'media_upload_failed', sent: 'no', retry: schedule, scope: 'message' },
  132000: refused({ code: 'parameter_missing', scope: 'template' }),
  ...every([132008, 132012, 132018], { ...ourFault, scope: 'template' }),
  ...every([132001, 132016], refused({ code: 'template_not_approved', scope: 'template' })),
  132005: refused({ code: 'too_long', scope: 'template' }),
  ...every([132007, 131064], refused({ scope: 'template' })),
  132015: refused({ code: 'template_paused', scope: 'template' }),
  134011: refused({ code: 'payment_missing' }),
  137000: refused({ scope: 'identity' }),
  ...every([131020, 131035, 131036, 131041, 131059, 132068, 132069], refused()),
  ...range(131201, 131215, refused()),
  ...range(138000, 138018, refused()),
  ...range(139000, 139004, refused()),
  ...range(139100, 139103, refused()),
  ...range(147001, 147005, refused()),
  ...every([2388019, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299], refused({ scope: 'template' })),
  ...range(2494164, 2494179, refused()),
  ...range(2593107, 2593109, refused()),
}

/** Codes after which one further try is worth it, not more. */
const ONCE = new Set([131052, 131053])

/** What is known when a call fails: which try it was (the first is 1) and business time. */
export interface Failing { attempt: number; now: number }

function planOf(code: number, error: PlatformError, { attempt, now }: Failing): RetryPlan {
  const earlier = Math.max(0, attempt - 1)
  if (code === 131056) return { kind: 'after', ms: figures.pairBackoffBase.value ** Math.min(earlier, figures.pairBackoffMost.value) * 1_000 }
  if (ONCE.has(code) && earlier > 0) return never
  const period = figures.managementPeriodMs.value
  if (error === tooManyCalls) return { kind: 'slow_down', ms: period - (now % period) }
  return error.retry ?? never
}

/** Ours for a code of Meta's, also inside a status report. */
export function errorOf(code: number | undefined): PlatformError {
  return (code !== undefined && Object.hasOwn(whatsappErrors, code) ? whatsappErrors[code] : undefined) ?? refused()
}

/** A failed HTTP answer as our refusal. The code decides, never title or HTTP status: rate errors come as 400. */
export function refusalOf(status: number, body: Json, failing: Failing): PlatformRefusal {
  const error = record(body.error)
  const code = number(error.code)
  const details = text(record(error.error_data).details) ?? text(error.error_user_msg) ?? text(error.message) ?? `HTTP ${status}`
  const known = code !== undefined && Object.hasOwn(whatsappErrors, code) ? whatsappErrors[code] : undefined
  if (known && code !== undefined)
    return new PlatformRefusal({ ...known, platformCode: String(code), message: details, retry: planOf(code, known, failing) })
  const base = { platformCode: String(code ?? status), message: details }
  if (status === 401) return new PlatformRefusal({ ...base, code: 'token_invalid', sent: 'no', retry: whenReady, scope: 'account' })
  if (status === 429) return new PlatformRefusal({ ...base, code: 'platform_rate_limited', sent: 'no', retry: { kind: 'slow_down' }, scope: 'account' })
  // Graph says so itself when the same call may be repeated.
  if (code !== undefined && error.is_transient === true) return new PlatformRefusal({ ...base, code: 'platform_unavailable', sent: 'no', retry: schedule })
  if (status >= 500) return new PlatformRefusal({ ...base, code: 'platform_silent', sent: 'unknown', retry: never })
  return new PlatformRefusal({ ...base, code: 'platform_refused', sent: 'no', retry: never })
}
