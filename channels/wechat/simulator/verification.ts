/**
 * The yearly certification (微信认证): what an account may call without it, and what the platform says about it. Events:
 * https://developers.weixin.qq.com/doc/offiaccount/Account_Management/Wechat_Accreditation_Event_Push.html
 */
import type { FaultKind, World } from '@recado/channel-kit'
import { secondOf } from './calendar.js'
import { push } from './push.js'
import { accountOf, type Account } from './rows.js'
import type { Field } from './wire.js'

export const YEAR_MS = 365 * 24 * 3_600_000
/** How long before its end the platform reminds the owner (not documented). */
const REMINDED_BEFORE_MS = 30 * 24 * 3_600_000

export type CertificationEvent = 'qualification_verify_success' | 'qualification_verify_fail' | 'naming_verify_success' | 'naming_verify_fail' | 'annual_renew' | 'verify_expired'
export const CERTIFICATION_EVENTS: readonly CertificationEvent[] = ['qualification_verify_success', 'qualification_verify_fail', 'naming_verify_success', 'naming_verify_fail', 'annual_renew', 'verify_expired']

/** What the account counts as now. A certification that has run out leaves the interfaces of an uncertified account. */
export function standingOf(world: World, account: Account): Account['standing'] {
  if (account.standing !== 'verified') return account.standing
  return isOver(world, account) || playExpiry(world, account) ? 'unverified' : 'verified'
}

/** The same for who only looks: takes nothing from a fault's count. */
export function shownStanding(world: World, account: Account): Account['standing'] {
  return account.standing === 'verified' && (isOver(world, account) || world.get('expiryPlayed', account.id)) ? 'unverified' : account.standing
}

const isOver = (world: World, { certifiedUntil }: Account): boolean => certifiedUntil != null && world.now() >= certifiedUntil

/** The fault `verification_expired`: the owner is told once when it begins, and when it is over. */
function playExpiry(world: World, account: Account): boolean {
  const struck = world.faulted('verification_expired', account.appId)
  const told = world.get<{ at: number }>('expiryPlayed', account.id)
  if (struck && !told) {
    world.put('expiryPlayed', account.id, { at: world.now() })
    world.schedule(world.now(), 'certification', { account: account.id, event: 'verify_expired' })
  } else if (!struck && told) {
    world.remove('expiryPlayed', account.id)
    world.schedule(world.now(), 'certification', { account: account.id, event: 'qualification_verify_success' })
  }
  return struck
}

/** Somebody has just set the fault: the owner need not call anything to be told. */
export async function noticeFault(world: World, { kind, account: key }: { kind: FaultKind; account: string | null }): Promise<void> {
  if (kind !== 'verification_expired') return
  for (const account of world.all<Account>('accounts')) {
    if ((key !== null && key !== account.appId) || account.standing !== 'verified' || world.get('expiryPlayed', account.id)) continue
    world.put('expiryPlayed', account.id, { at: world.now() })
    await announce(world, account, 'verify_expired')
  }
}

/** Sets the reminder and the end of a certification whose date is known. */
export function watchCertificate(world: World, account: Account): void {
  const until = account.certifiedUntil ?? null
  if (until === null || world.get<{ until: number }>('certificates', account.id)?.until === until) return
  world.put('certificates', account.id, { until })
  world.schedule(Math.max(world.now(), until - REMINDED_BEFORE_MS), 'certification', { account: account.id, event: 'annual_renew', until })
  world.schedule(Math.max(world.now(), until), 'certification', { account: account.id, event: 'verify_expired', until })
}

/** A job of the above; nothing when the certification has been renewed meanwhile. */
export async function runCertification(world: World, data: Record<string, unknown>): Promise<void> {
  const account = accountOf(world, String(data.account))
  if (data.until !== undefined && account.certifiedUntil !== data.until) return
  await announce(world, account, data.event as CertificationEvent) // set by the functions above
}

/** Tells the account's server. The sender is an account of the system, not a follower. */
export async function announce(world: World, account: Account, event: CertificationEvent): Promise<void> {
  const now = secondOf(world.now())
  const until = secondOf(account.certifiedUntil ?? world.now() + YEAR_MS)
  const rest: Field[] = event.endsWith('_fail') ? [['FailTime', now], ['FailReason', '资料不完整']] : [['ExpiredTime', event === 'verify_expired' ? Math.min(now, until) : until]]
  await push(world, account, 'oSYSTEM00000000000000000001', [['ToUserName', account.id], ['FromUserName', 'oSYSTEM00000000000000000001'], ['CreateTime', now], ['MsgType', 'event'], ['Event', event], ...rest], { inChat: false })
}
