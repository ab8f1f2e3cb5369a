import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Person } from '../model.js'
import { contactsOptions } from '../queries.js'
import type { ContactsSearch } from '../search.js'

/** The people of the list as far as they are loaded. A new question keeps the old answer in sight until its own is there. */
export function useContacts(search: ContactsSearch) {
  const query = useInfiniteQuery({ ...contactsOptions(search), placeholderData: (before) => before })
  // Somebody whose place moved while the pages were read may stand on two of them.
  const rows = useMemo(() => [...new Map(query.data?.pages.flatMap((page) => page.items.map((row): [string, Person] => [row.id, row])) ?? []).values()], [query.data])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  return { rows, error: query.error, isLoading: query.isLoading, isOld: query.isPlaceholderData, hasMore: hasNextPage, loadingMore: isFetchingNextPage, loadMore: () => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage() }, refetch: () => void query.refetch() }
}
