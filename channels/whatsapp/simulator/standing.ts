/**
 * How an account stands with the platform, and the faults that change it. A token that ran out or was revoked and a missing payment last as long as the
 * fault is set; a subscription that was removed and a flagged number stay so until the app subscribes again, or the platform takes the flag back.
 */
import type { World } from '@recado/channel-kit'
import { GraphRefusal } from './graph.js'
import type { Json } from './json.js'
import { numberOf, saveNumber, type NumberRow } from './state.js'
import { postChanges } from './webhook.js'

/** Makes lasting what has struck an account since somebody last looked. */
export async function noticeFaults(world: World, account: string): Promise<void> {
  const number = numberOf(world, account)
  if (!number) return
  if (number.subscribed && world.faulted('unsubscribe', account)) saveNumber(world, { ...number, subscribed: false })
  if (number.quality !== 'RED' && world.faulted('quality_red', account)) await changeQuality(world, account, 'RED')
}

/** Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_quality_update (FLAGGED and UNFLAGGED are its older events). */
export async function changeQuality(world: World, account: string, quality: NumberRow['quality']): Promise<void> {
  const number = numberOf(world, account)
  if (!number) return
  saveNumber(world, { ...number, quality })
  await postChanges(world, account, [{ field: 'phone_number_quality_update', value: { display_phone_number: number.display, event: quality === 'RED' ? 'FLAGGED' : 'UNFLAGGED', max_daily_conversations_per_business: number.tier } }], true)
}

export const isFunded = (world: World, number: NumberRow): boolean => number.funded && !world.faulted('payment_missing', number.id)

/** Verification of the business behind a number lifts its portfolio above 250 people a day. */
export const isBusinessVerified = (number: NumberRow): boolean => number.businessVerified ?? number.tier !== 'TIER_250'

export interface TokenTrouble { subcode: 460 | 463; message: string; expiredAt: number | null }

/** What is wrong with the number's token, if anything. Source of the subcodes: https://developers.facebook.com/docs/facebook-login/guides/access-tokens/debugging */
export function tokenTrouble(world: World, number: NumberRow): TokenTrouble | null {
  const now = world.now()
  if (number.tokenDead || world.faulted('revoke_token', number.id))
    return { subcode: 460, expiredAt: null, message: 'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.' }
  const expiredAt = number.tokenExpiresAt !== undefined && now >= number.tokenExpiresAt ? number.tokenExpiresAt : world.faulted('token_expired', number.id) ? now : null
  return expiredAt === null ? null : { subcode: 463, expiredAt, message: `Error validating access token: Session has expired on ${inMetasWords(expiredAt)}. The current time is ${inMetasWords(now)}.` }
}

export const refuseToken = (trouble: TokenTrouble): GraphRefusal => new GraphRefusal(190, undefined, trouble.subcode, trouble.message)

/** "Monday, 16-Nov-26 03:00:00 PST" */
function inMetasWords(at: number): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: 'America/Los_Angeles', weekday: 'long', day: '2-digit', month: 'short', year: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' })
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${part['weekday']}, ${part['day']}-${part['month']}-${part['year']} ${part['hour']}:${part['minute']}:${part['second']} ${part['timeZoneName']}`
}

type Can = 'AVAILABLE' | 'LIMITED' | 'BLOCKED'
interface Trouble { error_code: number; error_description: string; possible_solution: string }

/** Whether messages leave, and what stands in the way: one entity each. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/health-status */
export function healthOf(world: World, number: NumberRow): Json {
  const entity = (entity_type: string, id: string, can: Can, errors: Trouble[] = [], info: string[] = []): Json & { can_send_message: Can } =>
    ({ entity_type, id, can_send_message: can, ...(errors.length > 0 ? { errors } : {}), ...(info.length > 0 ? { additional_info: info } : {}) })
  const restricted = Object.entries(number.restrictions).some(([, until]) => world.now() < until)
  const nameOpen = number.nameStatus !== undefined && number.nameStatus !== 'APPROVED'
  const phone = !number.registered
    ? entity('PHONE_NUMBER', number.id, 'BLOCKED', [{ error_code: 133010, error_description: 'The phone number is not registered.', possible_solution: 'Register the phone number with its two-step verification PIN.' }])
    : entity('PHONE_NUMBER', number.id, nameOpen ? 'LIMITED' : 'AVAILABLE', [], nameOpen ? ['Your display name has not been approved yet. Your message limit will increase after the display name is approved.'] : [])
  const account = number.locked
    ? entity('WABA', number.wabaId, 'BLOCKED', [{ error_code: 131031, error_description: 'The WhatsApp Business Account has been locked.', possible_solution: 'See the policy violation in WhatsApp Manager and request a review.' }])
    : !isFunded(world, number)
      ? entity('WABA', number.wabaId, 'LIMITED', [{ error_code: 141006, error_description: 'There is an error with the payment method. This will block business initiated conversations.', possible_solution: 'There was an error with your payment method. Please add a new payment method to the account.' }])
      : restricted
        ? entity('WABA', number.wabaId, 'LIMITED', [{ error_code: 368, error_description: 'The WhatsApp Business Account is restricted because of policy violations.', possible_solution: 'Wait until the restriction ends or request a review in Business Support Home.' }])
        : entity('WABA', number.wabaId, 'AVAILABLE')
  const business = isBusinessVerified(number)
    ? entity('BUSINESS', number.portfolioId, 'AVAILABLE')
    : entity('BUSINESS', number.portfolioId, 'LIMITED', [{ error_code: 141010, error_description: 'The Business has not passed business verification.', possible_solution: 'Visit business settings and start or resolve the business verification request.' }])
  const entities = [phone, account, business, entity('APP', number.appId, 'AVAILABLE')]
  const worst: Can = entities.some((one) => one.can_send_message === 'BLOCKED') ? 'BLOCKED' : entities.some((one) => one.can_send_message === 'LIMITED') ? 'LIMITED' : 'AVAILABLE'
  return { can_send_message: worst, entities }
}
