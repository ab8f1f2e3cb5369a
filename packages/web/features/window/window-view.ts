import { CLOSING_SOON_MS, type Conversation, deadlineOf, isClosingSoon, windowLeftMs } from '@recado/api'
import type { WindowTone } from '../../ui/window-ring.js'

export interface WindowView { tone: WindowTone; /** what is left of the whole, 0 to 1 */ share: number; leftMs: number | null }

// A one-minute grant is short from its start: only its last quarter is an alarm.
const CLOSING_SHARE = 0.25

/** How the window of a conversation looks at `now`: the ring, the chip and the list say the same. */
export function windowView(row: Pick<Conversation, 'window'>, now: number): WindowView {
  const leftMs = windowLeftMs(row, now)
  if (leftMs === null) return { tone: row.window.closesAt === null ? (row.window.state === 'open' ? 'open' : 'none') : 'closed', share: row.window.state === 'open' && row.window.closesAt === null ? 1 : 0, leftMs: null }
  const { openedAt, closesAt } = row.window
  const whole = openedAt && closesAt ? Date.parse(closesAt) - Date.parse(openedAt) : 24 * 3_600_000
  const share = Math.min(1, leftMs / Math.max(1, whole))
  return { tone: leftMs <= CLOSING_SOON_MS && share <= CLOSING_SHARE ? 'closing' : 'open', share, leftMs }
}

/** The last opening minute for whoever waits, where it comes before her window ends; `soon` as the view of that name has it. */
export function shopDeadline(row: Pick<Conversation, 'window' | 'waitingSince' | 'answerBy' | 'status'>, now: number): { at: string; soon: boolean } | null {
  const { answerBy, waitingSince, window: { closesAt } } = row
  if (!waitingSince || !answerBy || !closesAt || Date.parse(answerBy) >= Date.parse(closesAt) || deadlineOf(row, now) === null) return null
  return { at: answerBy, soon: isClosingSoon(row, now) }
}
