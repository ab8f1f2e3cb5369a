import { CLOSING_SOON_MS, type ListQuery, type Sort, VIEWS } from '@recado/api'
import { type Filter } from '@recado/core'
import type { ListFilter, ListReach, ListView } from '@recado/db'
import { type Reach, reachSql } from '../auth/reach.js'
import type { Principal } from '../services.js'

/** What a saved view brings to a list. */
export interface SavedQuestion { filter: Filter; sort: Sort }

/** Where a list or a count walks for this person. */
export function listReach(reach: Reach, userId: string): ListReach {
  return { kind: reach.kind, inboxIds: reach.kind === 'inboxes' ? reach.inboxIds : [], teamIds: reach.kind === 'own' ? reach.teamIds : [], sight: (add) => reachSql(reach, userId, add) }
}

/** A question of the API as the database is asked it. A view that nobody knows has no rows. */
export function listFilterOf(query: ListQuery, { id, reach }: Pick<Principal, 'id' | 'reach'>, now: number, saved?: SavedQuestion | null): Omit<ListFilter, 'limit'> {
  const { status, assignee, team, inbox, channel, account, label, view = 'all' } = query
  const asked = Object.fromEntries(Object.entries({ status, assignee, team, inbox, channel, account, label }).filter(([, value]) => value !== undefined && value !== ''))
  const standard = VIEWS.find((each) => each === view)
  const tree = query.company ? ofCompany(query.company, saved?.filter) : saved?.filter
  return {
    view: saved ? 'all' : (standard ?? 'none') satisfies ListView, userId: id, now, soonEndsAt: now + CLOSING_SOON_MS, reach: listReach(reach, id), sort: query.sort ?? saved?.sort ?? 'newest',
    ...(tree ? { tree } : {}), ...asked,
  }
}

/** At the top of the tree, where the database looks for what leads to few rows. */
function ofCompany(company: string, rest?: Filter): Filter {
  return { all: [{ field: 'company', op: 'in', value: [company] }, ...(rest ? 'all' in rest ? rest.all : [rest] : [])] }
}
