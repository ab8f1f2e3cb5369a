/** Saved views: a question with a name, for oneself, a team or everybody. */
import type { Filter } from '@recado/core'
import type { Sort } from './query.js'
import type { Iso } from './verdict.js'

export type ViewScope = 'private' | 'team' | 'all'
export const VIEW_SCOPES: readonly ViewScope[] = ['private', 'team', 'all']

/** What stands beside the name. The web draws them. */
export const VIEW_ICONS = ['list', 'star', 'flag', 'heart', 'clock', 'truck', 'cart', 'bug', 'money', 'globe', 'megaphone', 'people'] as const
export type ViewIcon = (typeof VIEW_ICONS)[number]
export const VIEW_COLOURS = ['grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const
export type ViewColour = (typeof VIEW_COLOURS)[number]

/** What a row of the list may say beneath the last message; a view without a choice shows what is usual. */
export const VIEW_COLUMNS = ['number', 'waiting', 'window', 'status', 'priority', 'assignee', 'team', 'inbox', 'labels'] as const
export type ViewColumn = (typeof VIEW_COLUMNS)[number]
export const USUAL_COLUMNS: readonly ViewColumn[] = ['waiting', 'window', 'status', 'assignee', 'labels']

export interface SavedView {
  id: string
  name: string
  icon: ViewIcon
  colour: ViewColour
  filter: Filter
  sort: Sort
  columns: ViewColumn[]
  scope: ViewScope
  /** The team that sees it, for scope `team`. */
  team: { id: string; name: string } | null
  /** Who made it; null for a program. */
  owner: { id: string; name: string } | null
  position: number
  /** Whether who asks may change and delete it. */
  editable: boolean
  updatedAt: Iso
}

/** Body of `POST /views`, and of `PATCH` with what changes. */
export interface SaveView { name: string; filter: Filter; icon?: ViewIcon; colour?: ViewColour; sort?: Sort; columns?: ViewColumn[]; scope?: ViewScope; teamId?: string | null }
