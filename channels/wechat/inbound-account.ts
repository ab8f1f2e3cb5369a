import type { AccountEvent, InboundEvent } from '@recado/channel-kit'
import { common, type Envelope } from './envelope.js'
import { number, text } from './push.js'

/** Verification is renewed every year, and with it go most interfaces: the owner must know in time. */
const severities: Readonly<Record<string, AccountEvent['severity']>> = {
  qualification_verify_success: 'info',
  qualification_verify_fail: 'warning',
  naming_verify_success: 'info',
  naming_verify_fail: 'warning',
  annual_renew: 'warning',
  verify_expired: 'critical',
}

/** News about the account's own verification; null when the event is something else. */
export function readAccountNotice(event: string, envelope: Envelope): InboundEvent[] | null {
  const severity = Object.hasOwn(severities, event) ? severities[event] : undefined
  if (!severity) return null
  const { push, keyOf } = envelope
  const expires = number(push, 'ExpiredTime')
  const failed = number(push, 'FailTime')
  const reason = text(push, 'FailReason')
  return [{
    type: 'account', ...common(envelope, keyOf(event)), event, severity,
    data: { ...(expires !== null && { expiresAt: expires * 1000 }), ...(failed !== null && { failedAt: failed * 1000 }), ...(reason && { reason }) },
  }]
}
