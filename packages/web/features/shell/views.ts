import type { Counts } from '@recado/api'
import { CircleAlert, Inbox, Timer, UserRound, UserRoundX, type LucideIcon } from 'lucide-react'
import type { MessageId } from '../../i18n/provider.js'

export const VIEW_IDS = ['mine', 'unassigned', 'all', 'closing_soon', 'failed'] as const
export type ViewId = (typeof VIEW_IDS)[number]

export const viewLabel: Record<ViewId, MessageId> = { mine: 'view.mine', unassigned: 'view.unassigned', all: 'view.all', closing_soon: 'view.closing_soon', failed: 'view.failed' }
export const viewIcon: Record<ViewId, LucideIcon> = { mine: UserRound, unassigned: UserRoundX, all: Inbox, closing_soon: Timer, failed: CircleAlert }
export const viewCount: Record<ViewId, keyof Counts> = { mine: 'mine', unassigned: 'unassigned', all: 'all', closing_soon: 'closingSoon', failed: 'failed' }

/** Counts are exact to 999. */
export function countText(count: number): string {
  return count > 999 ? '999+' : String(count)
}
