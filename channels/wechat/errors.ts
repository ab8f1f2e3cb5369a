import { PlatformRefusal, type PlatformError, type PlatformErrors } from '@recado/channel-kit'
import { calendarDay, type Instant } from '@recado/core'

const never = { kind: 'never' } as const
const connect = { code: 'token_invalid', sent: 'no', retry: { kind: 'when_account_ready' }, scope: 'account' } as const
const address = { code: 'ip_not_allowed', sent: 'no', retry: { kind: 'when_account_ready' }, scope: 'account' } as const
const ours = { code: 'bad_request', sent: 'no', retry: never, scope: 'message' } as const
const length = { code: 'too_long', sent: 'no', retry: never, scope: 'message' } as const
const gone = { code: 'recipient_unreachable', sent: 'no', retry: never, scope: 'identity', effect: 'unreachable' } as const
const agentTool = { code: 'platform_refused', sent: 'no', retry: never, scope: 'message' } as const

/** WeChat's codes as ours, each with what becomes of the message. Source: the fact sheet's table of errors. */
export const wechatErrors = {
  [-1]: { code: 'platform_unavailable', sent: 'no', retry: { kind: 'schedule' } },
  40001: connect, 40014: connect, 42001: connect, 40013: connect, 40125: connect,
  40003: gone,
  40004: { code: 'media_type', sent: 'no', retry: never, scope: 'message' },
  40005: { code: 'media_type', sent: 'no', retry: never, scope: 'message' },
  40006: { code: 'media_too_large', sent: 'no', retry: never, scope: 'message' },
  40007: { code: 'media_upload_failed', sent: 'no', retry: never, scope: 'message' },
  40008: { code: 'content_unsupported', sent: 'no', retry: never, scope: 'message' },
  40009: { code: 'media_too_large', sent: 'no', retry: never, scope: 'message' },
  40032: ours, 40033: ours, 40130: ours, 41030: ours, 44002: ours, 44003: ours, 44004: ours, 47001: ours, 45067: ours,
  40036: { code: 'template_not_approved', sent: 'no', retry: never, scope: 'template' },
  40037: { code: 'template_not_approved', sent: 'no', retry: never, scope: 'template' },
  40164: address, 89503: address, 89504: address, 89505: address, 89506: address, 89507: address,
  43004: { code: 'identity_unreachable', sent: 'no', retry: never, scope: 'identity', effect: 'unreachable' },
  // Somebody put her on the account's own blacklist: taking her off it is the remedy.
  43019: { code: 'recipient_blocked', sent: 'no', retry: never, scope: 'identity' },
  43101: { code: 'consent_missing', sent: 'no', retry: never, scope: 'identity' },
  45001: { code: 'media_too_large', sent: 'no', retry: never, scope: 'message' },
  45002: length, 45003: length, 45004: length, 45005: length, 45006: length, 45008: length,
  45007: { code: 'media_too_large', sent: 'no', retry: never, scope: 'message' },
  45009: { code: 'quota_exhausted', sent: 'no', retry: { kind: 'after', ms: 0 }, scope: 'account' }, // until midnight, see refusalOf
  45011: { code: 'platform_rate_limited', sent: 'no', retry: { kind: 'slow_down', ms: 60_000 }, scope: 'account' },
  45015: { code: 'window_closed', sent: 'no', retry: never, scope: 'identity', effect: 'window_closed' },
  45028: { code: 'quota_exhausted', sent: 'no', retry: never, scope: 'account' },
  // The ledger thought otherwise, so it has lost an earlier reply: until her next act nothing more will go.
  45047: { code: 'replies_exhausted', sent: 'no', retry: never, scope: 'identity', effect: 'window_closed' },
  45065: { code: 'platform_refused', sent: 'unknown', retry: never, scope: 'message' }, // taken before under this client id: see sendTemplate
  45066: { code: 'platform_rate_limited', sent: 'no', retry: { kind: 'after', ms: 60_000 }, scope: 'message' },
  45072: ours, 45080: agentTool, 45081: agentTool, // typing: too early or already shown
  45109: { code: 'permission_missing', sent: 'no', retry: never, scope: 'message' },
  47003: { code: 'parameter_invalid', sent: 'no', retry: never, scope: 'message' },
  48001: { code: 'permission_missing', sent: 'no', retry: never, scope: 'message' },
  48002: { code: 'recipient_blocked', sent: 'no', retry: never, scope: 'identity', effect: 'unreachable' },
  48004: { code: 'account_restricted', sent: 'no', retry: { kind: 'when_account_ready' }, scope: 'account' },
  48006: { code: 'quota_exhausted', sent: 'no', retry: never, scope: 'account' },
  48008: { code: 'permission_missing', sent: 'no', retry: never, scope: 'message' },
  50002: gone, 50005: gone,
  61004: { code: 'permission_missing', sent: 'no', retry: { kind: 'when_account_ready' }, scope: 'account' },
  61007: { code: 'permission_missing', sent: 'no', retry: { kind: 'when_account_ready' }, scope: 'account' },
} satisfies PlatformErrors

/** Codes after which a fresh token may help once. */
export const staleToken: ReadonlySet<string> = new Set(['40001', '40014', '42001'])

const unknownRefusal: PlatformError = { code: 'platform_refused', sent: 'no', retry: never, scope: 'message' }

/** What WeChat's code means to us; 65400-65417 are its own agent tool, which Recado does not use. */
export function platformErrorOf(errcode: string): PlatformError {
  const listed: PlatformErrors = wechatErrors
  return Object.hasOwn(listed, errcode) ? (listed[errcode] ?? unknownRefusal) : unknownRefusal
}

/**
 * An answer with an errcode as a refusal. The text goes along whole: its `rid` is what Tencent's support asks for, and in 40164 it names the address
 * to allow, in 47003 the field. A day's quota comes back at midnight in China.
 */
export function refusalOf(errcode: string, errmsg: string, now: Instant): PlatformRefusal {
  const error = platformErrorOf(errcode)
  const retry = errcode === '45009' ? { kind: 'after' as const, ms: calendarDay(now, 'Asia/Shanghai').to - now } : (error.retry ?? never)
  return new PlatformRefusal({
    code: error.code, platformCode: errcode, message: errmsg, sent: error.sent, retry,
    ...(error.scope && { scope: error.scope }), ...(error.effect && { effect: error.effect }),
  })
}

/** The address of this server as WeChat saw it, from the text of 40164; null when it names none. */
export function refusedAddress(errmsg: string): string | null {
  const ipv4 = /invalid ip (\d{1,3}(?:\.\d{1,3}){3})/.exec(errmsg)?.[1]
  return ipv4 ?? /ipv6 ([0-9a-fA-F:.]+)/.exec(errmsg)?.[1] ?? null
}
