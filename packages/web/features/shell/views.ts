import type { Counts } from '@recado/api'
import { AtSign, CircleAlert, CircleCheck, Eye, Hourglass, Inbox, Moon, PencilLine, Timer, UserRound, UserRoundX, UsersRound, type LucideIcon } from 'lucide-react'
import type { MessageId } from '../../i18n/provider.js'

/** The standard views as the navigation groups them. */
export const VIEW_GROUPS = [
  { id: 'mine', label: 'views.group_mine', views: ['mine', 'mentions', 'participating', 'drafts'] },
  { id: 'team', label: 'views.group_team', views: ['unassigned', 'my_teams', 'waiting', 'closing_soon', 'failed'] },
  { id: 'all', label: 'views.group_all', views: ['all', 'snoozed', 'resolved'] },
] as const satisfies readonly { id: string; label: MessageId; views: readonly string[] }[]
export type ViewId = (typeof VIEW_GROUPS)[number]['views'][number]
export const VIEW_IDS: readonly ViewId[] = VIEW_GROUPS.flatMap((group) => [...group.views])
export const isViewId = (view: string | undefined): view is ViewId => VIEW_IDS.some((id) => id === view)

export const viewLabel = {
  mine: 'view.mine', mentions: 'view.mentions', participating: 'view.participating', drafts: 'view.drafts', unassigned: 'view.unassigned', my_teams: 'view.my_teams', waiting: 'view.waiting',
  closing_soon: 'view.closing_soon', failed: 'view.failed', all: 'view.all', snoozed: 'view.snoozed', resolved: 'view.resolved',
} as const satisfies Record<ViewId, MessageId>
export const viewIcon: Record<ViewId, LucideIcon> = {
  mine: UserRound, mentions: AtSign, participating: Eye, drafts: PencilLine, unassigned: UserRoundX, my_teams: UsersRound, waiting: Hourglass, closing_soon: Timer, failed: CircleAlert, all: Inbox, snoozed: Moon, resolved: CircleCheck,
}
/** The number that belongs to a view; what is resolved is not counted. */
const viewCount: Partial<Record<ViewId, Exclude<keyof Counts, 'views'>>> = {
  mine: 'mine', mentions: 'mentions', participating: 'participating', drafts: 'drafts', unassigned: 'unassigned', my_teams: 'myTeams', waiting: 'waiting', closing_soon: 'closingSoon', failed: 'failed', all: 'all', snoozed: 'snoozed',
}

/** The number at a view, by its name or a saved one's id; 0 where there is none to say. */
export function countOf(counts: Counts | undefined, view: string): number {
  if (!isViewId(view)) return counts?.views?.[view] ?? 0
  const name = viewCount[view]
  return name ? counts?.[name] ?? 0 : 0
}

/** Counts are exact to 999. */
export function countText(count: number): string {
  return count > 999 ? '999+' : String(count)
}
