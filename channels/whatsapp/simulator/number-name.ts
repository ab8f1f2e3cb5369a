/** Display names: asked for, reviewed, taken up by the next registration. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/display-names (2026-06). */
import type { World } from '@recado/channel-kit'
import { GraphRefusal } from './graph.js'
import { lengthOf } from './json.js'
import { badShape } from './message-shape.js'
import { numberOf, saveNumber, type NumberRow } from './state.js'
import { postChanges } from './webhook.js'

const DAY_MS = 24 * 3_600_000
const CHANGES_IN_30_DAYS = 10
/** An approved name waits this long for the number to be registered again. */
const TAKE_UP_WITHIN_MS = 14 * DAY_MS
const QUICKEST_REVIEW_MS = 60_000
const SLOWEST_REVIEW_MS = 5 * 60_000
/** Names that say nothing of the firm, or claim to be somebody else. Source: the display name guidelines of the same page. */
const REFUSED = /\b(whatsapp|facebook|instagram|meta|test|support|customer (care|service)|atenci[oó]n al cliente|ofertas?)\b/i

export type NameDecision = 'APPROVED' | 'REJECTED' | 'DEFERRED'

/** POST /{phone-number-id} {new_display_name} */
export function requestName(world: World, account: string, name: string): void {
  const number = numberOf(world, account)
  if (!number) return
  const length = lengthOf(name.trim())
  if (length < 2 || length > 75) throw badShape('Param new_display_name must be 2 to 75 characters long.')
  const changes = (number.nameChanges ?? []).filter((at) => at > world.now() - 30 * DAY_MS)
  if (changes.length >= CHANGES_IN_30_DAYS) throw new GraphRefusal(100, `A display name can be changed ${CHANGES_IN_30_DAYS} times in 30 days.`)
  saveNumber(world, { ...number, nameChanges: [...changes, world.now()], newName: { name: name.trim(), status: 'PENDING_REVIEW', decidedAt: null } })
  world.schedule(world.now() + QUICKEST_REVIEW_MS + Math.floor(world.random() * (SLOWEST_REVIEW_MS - QUICKEST_REVIEW_MS)), 'whatsapp.name_review', { account, name: name.trim() })
}

/** The review of a name has come to its end, unless another name was asked for meanwhile. */
export async function finishNameReview(world: World, account: string, name: string): Promise<void> {
  const { newName } = numberOf(world, account) ?? {}
  if (newName?.name !== name || newName.status !== 'PENDING_REVIEW') return
  await decideName(world, account, REFUSED.test(name) ? 'REJECTED' : 'APPROVED', REFUSED.test(name) ? 'NAME_DISPLAY_NAME_GUIDELINES_VIOLATION' : 'NONE')
}

/** Meta's decision on the name that waits, or on the first one of a new number. */
export async function decideName(world: World, account: string, decision: NameDecision, reason: string): Promise<void> {
  const number = numberOf(world, account)
  if (!number) return
  const status = decision === 'APPROVED' ? 'APPROVED' : decision === 'REJECTED' ? 'DECLINED' : 'PENDING_REVIEW'
  const asked = number.newName?.name ?? number.verifiedName
  saveNumber(world, number.newName ? { ...number, newName: { ...number.newName, status, decidedAt: world.now() } } : { ...number, nameStatus: status })
  await postChanges(world, account, [{ field: 'phone_number_name_update', value: { display_phone_number: number.display, decision, requested_verified_name: asked, rejection_reason: reason } }], true)
}

/** What registering does to an approved name: it becomes the name, unless its fourteen days are over. */
export function takeUpName(number: NumberRow, now: number): Partial<NumberRow> {
  const { newName } = number
  if (newName?.status !== 'APPROVED' || newName.decidedAt === null) return {}
  if (now >= newName.decidedAt + TAKE_UP_WITHIN_MS) return { newName: { ...newName, status: 'EXPIRED' } }
  return { verifiedName: newName.name, nameStatus: 'APPROVED', newName: null }
}
