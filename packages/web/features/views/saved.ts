import type { SavedView } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { keys, savedViewsQuery } from '../../api/queries.js'

/** Saved views in the order of their places; undefined until they are read. */
export function useSavedViews(): SavedView[] | undefined {
  return useQuery(savedViewsQuery).data
}

/** One of them by its id. */
export function useSavedView(id: string | undefined): SavedView | undefined {
  return useSavedViews()?.find((view) => view.id === id)
}

/** Reads them again after a change of one's own; those of colleagues come by the live socket. */
export function useReadViewsAgain(): () => Promise<void> {
  const client = useQueryClient()
  return useMemo(() => () => Promise.all([keys.savedViews, keys.counts, keys.lists].map((queryKey) => client.invalidateQueries({ queryKey }))).then(() => undefined), [client])
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** A view in the address that is somebody's and not one of the standard ones. */
export const isSavedId = (view: string | undefined): view is string => view !== undefined && UUID.test(view)
