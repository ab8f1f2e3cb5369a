/** When a Page may write. Sources: https://developers.facebook.com/docs/messenger-platform/send-messages (2026-05), .../policy-overview (2026-09). */
import type { World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { badParameter, GraphRefusal, outsideWindow } from './graph.js'
import { saveThread, threadOf, type CustomerRow, type PageRow, type ThreadRow } from './state.js'

const HOUR_MS = 3_600_000
export const STANDARD_MS = 24 * HOUR_MS
export const HUMAN_AGENT_MS = 7 * 24 * HOUR_MS
/** The three tags fail from this day on. Source: Messenger Platform changelog, 27 Apr 2026. */
export const TAGS_RETIRED_FROM = Date.UTC(2026, 3, 27)
const RETIRED = new Set(['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE'])

export type Opener = 'message' | 'postback' | 'quick_reply' | 'get_started' | 'referral' | 'reaction' | 'ad' | 'optin'

/** She did something that opens the window, counted from the event's own time. */
export function openWindow(world: World, customer: CustomerRow, by: Opener, at: Instant): void {
  const thread = threadOf(world, customer.id)
  saveThread(world, customer.id, { ...thread, openedAt: at, openedBy: thread.openedBy === 'ad' && by !== 'ad' && at < (thread.openedAt ?? 0) + STANDARD_MS ? thread.openedBy : by })
}

const lengthOf = (page: PageRow, thread: ThreadRow): number => (page.adWindowLong && thread.openedBy === 'ad' ? HUMAN_AGENT_MS : STANDARD_MS)

/** Refuses what may not be said now under this messaging type and tag. */
export function checkWindow(world: World, page: PageRow, customer: CustomerRow, type: string, tag: string | undefined): void {
  const thread = threadOf(world, customer.id)
  const now = world.now()
  const age = now - (thread.openedAt ?? 0)
  const inWindow = thread.openedAt !== null && age < lengthOf(page, thread)
  switch (type) {
    case 'RESPONSE': case 'UPDATE':
      if (tag !== undefined) throw badParameter('Param tag is allowed with messaging_type MESSAGE_TAG only.')
      if (!inWindow) throw outsideWindow()
      return
    case 'UTILITY': return
    case 'MESSAGE_TAG': return checkTag(page, tag, thread.openedAt !== null && age < HUMAN_AGENT_MS, now)
    default: throw badParameter('Param messaging_type must be one of {RESPONSE, UPDATE, MESSAGE_TAG, UTILITY}.')
  }
}

function checkTag(page: PageRow, tag: string | undefined, withinWeek: boolean, now: Instant): void {
  if (tag === undefined) throw badParameter('Param tag is required with messaging_type MESSAGE_TAG.')
  if (RETIRED.has(tag)) {
    if (now >= TAGS_RETIRED_FROM) throw badParameter('Invalid parameter', 1893061)
    return
  }
  if (tag !== 'HUMAN_AGENT') throw badParameter('Param tag must be one of {HUMAN_AGENT}.')
  if (!page.humanAgent) throw new GraphRefusal(10, 'Application does not have permission for this action: the feature Human Agent has not been approved.')
  if (!withinWeek) throw outsideWindow()
}
