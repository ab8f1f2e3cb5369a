import type { SavedView, SaveView } from '@recado/api'
import type { Condition, Filter } from '@recado/core'
import type { InboxSearch } from '../../../routes.js'
import { inboxQuery } from '../../inbox/inbox-query.js'

const one = (field: string, value: string): Condition => ({ field, op: 'in', value: [value] }) as unknown as Condition // fields of the address are choices

/** The standard views in conditions. */
const STANDARD: Partial<Record<string, Filter>> = {
  mine: one('assignee', 'me'), my_teams: one('team', 'mine'), unassigned: one('assignee', 'none'), participating: one('participant', 'me'), waiting: { field: 'waiting', op: 'is', value: true }, failed: { field: 'failed', op: 'is', value: true },
  drafts: { field: 'draft', op: 'is', value: true }, mentions: { field: 'mentioned', op: 'is', value: true }, snoozed: one('status', 'snoozed'), resolved: one('status', 'resolved'),
}
const CLOSING_SOON: readonly Filter[] = [{ field: 'waiting', op: 'is', value: true }, { field: 'closes_within', op: 'hours', value: 4 }]

/** What a new view begins with: the saved one that is shown, or the standard one, with the filters of the list put into it. */
export function startOf(search: InboxSearch, saved: SavedView | undefined): SaveView {
  const { view = 'all', status, sort, channel, account, label, assignee } = inboxQuery(search, saved)
  const own = saved ? ('all' in saved.filter ? saved.filter.all : [saved.filter]) : view === 'closing_soon' ? CLOSING_SOON : STANDARD[view] ? [STANDARD[view]] : []
  const all: Filter[] = [
    ...(status ? [one('status', status)] : []), ...own, ...(assignee ? [one('assignee', assignee)] : []), ...(channel ? [one('channel', channel)] : []), ...(account ? [one('account', account)] : []),
    ...(label ? [{ field: 'labels', op: 'any', value: [label] } as const] : []),
  ]
  if (!saved) return { name: '', filter: { all }, ...(sort ? { sort } : {}) }
  const { name, icon, colour, columns, scope, team } = saved
  return { name, icon, colour, columns, scope, teamId: team?.id ?? null, filter: { all }, sort: sort ?? saved.sort }
}
