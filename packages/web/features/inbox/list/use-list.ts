import { listRange, type ListQuery, type ListRange } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { keys, listOptions, readList } from '../../../api/queries.js'

/** Fewer rows do not fill a screen: a page may be short where few of very many conversations belong to it, and the next is read at once. */
const SCREEN = 15

/** The loaded part of a list and the way to more of it. */
export function useList(query: ListQuery) {
  const client = useQueryClient()
  const { data: range, error, isLoading, refetch } = useQuery(listOptions(query))
  const [loadingMore, setLoadingMore] = useState(false)
  const [missed, setMissed] = useState(false)
  const under = useRef<string | null>(null)
  const loadMore = useCallback(() => {
    const key = keys.list(query)
    const before = client.getQueryData<ListRange>(key)
    if (!before?.next || under.current === before.next) return
    under.current = before.next
    setLoadingMore(true)
    setMissed(false)
    void readList(query, before.next)
      .then((page) => client.setQueryData<ListRange>(key, (now) => (now && now.next === before.next ? listRange(query, page, now) : now)))
      .catch(() => setMissed(true)) // scrolling again asks again
      .finally(() => { under.current = null; setLoadingMore(false) })
  }, [client, query])
  const next = range && range.items.length < SCREEN ? range.next : null
  useEffect(() => { if (next) loadMore() }, [next, loadMore])
  return { range, error, isLoading, loadMore, loadingMore, missed, refetch: () => void refetch() }
}
