import type { Wallboard } from '@recado/api'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../../api/client.js'
import { onHeard } from '../../live/heard.js'

/** Read again when something happened, at most so often ... */
const SELDOM_MS = 2_000
/** ... and when nothing did: who is there changes with the clock alone. */
const ANYWAY_MS = 30_000

export interface BoardSearch { inbox?: string; team?: string }

/** The board, kept up to date by the live socket. */
export function useBoard({ inbox, team }: BoardSearch) {
  const client = useQueryClient()
  const search = new URLSearchParams({ ...(inbox ? { inbox } : {}), ...(team ? { team } : {}) }).toString()
  const query = useQuery({ queryKey: ['wallboard', search], queryFn: () => api.get<Wallboard>(`/wallboard${search ? `?${search}` : ''}`), refetchInterval: ANYWAY_MS, placeholderData: keepPreviousData })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let readAt = 0
    const stop = onHeard(() => {
      timer ??= setTimeout(() => {
        timer = undefined
        readAt = performance.now()
        void client.invalidateQueries({ queryKey: ['wallboard', search] })
      }, Math.max(0, readAt + SELDOM_MS - performance.now()))
    })
    return () => { stop(); clearTimeout(timer) }
  }, [client, search])
  return query
}
