import { belongs, type ListQuery, type LiveEvent, type Member, type SavedView, type Viewer } from '@recado/api'
import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../api/queries.js'

/** Who looks, with what the cache knows of her teams and of the saved views. */
export function viewerOf(client: QueryClient, userId: string, now: number): Viewer {
  const teamIds = client.getQueryData<Member[]>(keys.members)?.find((member) => member.id === userId)?.teamIds
  const views = client.getQueryData<SavedView[]>(keys.savedViews)
  return { userId, now, ...(teamIds ? { teamIds } : {}), ...(views ? { views: new Map(views.map((view) => [view.id, view.filter])) } : {}) }
}

/** Whether what came may have changed the list without its rows telling: then it is to be read again. */
export function isUnsure(query: ListQuery, events: readonly LiveEvent[], viewer: Viewer): boolean {
  return events.some((event) => event.type === 'conversation.changed' ? belongs(query, event.conversation, viewer) === null
    : event.type === 'draft.changed' ? query.view === 'drafts' && event.userId === viewer.userId : event.type === 'views.changed' && viewer.views?.has(query.view ?? ''))
}
