import type { Counts, ListQuery, ListRange, MessageRange, ServerFrame } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { keys, useSession } from '../api/queries.js'
import { applyFrame } from './apply-to-cache.js'
import { heard } from './heard.js'
import { forgetPassing, passing } from './passing.js'
import { LiveSocket, type LiveState } from './socket.js'
import { isUnsure, viewerOf } from './viewer.js'

const LIST_AGAIN_MS = 2_000

interface Live { state: LiveState; watchList: (query: ListQuery | null) => void; watchConversations: (ids: readonly string[]) => void }
const LiveContext = createContext<Live | null>(null)

/** Keeps one socket per workspace and the cache up to date by it. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const { user, workspace } = useSession()
  const offset = useRef(workspace.clockOffsetMs)
  useEffect(() => { offset.current = workspace.clockOffsetMs }, [workspace.clockOffsetMs])
  const [state, setState] = useState<LiveState>('connecting')
  const interest = useRef<{ list: ListQuery | null; conversations: readonly string[] }>({ list: null, conversations: [] })
  const socket = useRef<LiveSocket | null>(null)

  useEffect(() => {
    let epoch: string | null = null
    let position = 0
    let reading: ReturnType<typeof setTimeout> | null = null
    // Rows that do not tell whether they belong: the list is asked again, so often at most.
    const readListSoon = () => {
      reading ??= setTimeout(() => {
        reading = null
        if (interest.current.list) void client.invalidateQueries({ queryKey: keys.list(interest.current.list) })
      }, LIST_AGAIN_MS)
    }
    const take = (frame: ServerFrame) => {
      if (frame.type === 'hello') {
        // A restored database counts anew: nothing that was read before can be continued.
        if (epoch !== null && epoch !== frame.epoch) void client.invalidateQueries()
        if (epoch === null) position = frame.at
        epoch = frame.epoch
      } else if (frame.type === 'events') {
        position = Math.max(position, frame.to)
        const viewer = viewerOf(client, user.id, Date.now() + offset.current)
        const whole = applyFrame(client, frame, viewer, interest.current)
        if (!whole) socket.current?.watch()
        const { list } = interest.current
        if (list && isUnsure(list, frame.events, viewer)) readListSoon()
        heard()
      } else if (frame.type === 'counts') client.setQueryData<Counts>(keys.counts, (before) => ({ ...before, ...frame.counts }))
      else if (frame.type === 'passing') passing(frame.events)
      else if (frame.type === 'resync') {
        if (frame.at) position = frame.at
        if (frame.scope === 'all') void client.invalidateQueries()
        else if (frame.scope === 'list') void client.invalidateQueries({ queryKey: keys.lists })
        else for (const key of [keys.messages(frame.scope.conversationId), keys.conversation(frame.scope.conversationId)]) void client.invalidateQueries({ queryKey: key })
      }
    }
    // Snapshots may have been read before the position the socket has reached, or after a gap: from the oldest of them on, events come again.
    const after = () => {
      const { list, conversations } = interest.current
      const read = [list ? client.getQueryData<ListRange>(keys.list(list))?.seq : undefined, ...conversations.map((id) => client.getQueryData<MessageRange>(keys.messages(id))?.seq)]
      return Math.min(position, ...read.filter((seq) => seq !== undefined && seq > 0).map(Number))
    }
    const live = new LiveSocket({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/live`,
      onFrame: take, onState: (next) => { if (next === 'away') forgetPassing(); setState(next) },
      interest: () => ({ type: 'watch', list: interest.current.list ? { query: interest.current.list } : null, conversations: [...interest.current.conversations], after: after(), ...(document.visibilityState === 'hidden' ? { hidden: true } : {}) }),
    })
    socket.current = live
    // What was read from the server may be older than the frames that came meanwhile.
    const stop = client.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated' || event.action.type !== 'success' || event.action.manual) return
      const seq = (event.query.state.data as { seq?: number } | undefined)?.seq
      if (typeof seq === 'number' && seq > 0 && seq < position) live.watch()
    })
    // Who has put the page away looks at nothing: colleagues see that too.
    const seen = () => live.watch()
    document.addEventListener('visibilitychange', seen)
    return () => { stop(); if (reading) clearTimeout(reading); document.removeEventListener('visibilitychange', seen); socket.current = null; live.close() }
  }, [client, user.id, workspace.id])

  const live = useMemo<Live>(() => ({
    state,
    watchList: (list) => { interest.current = { ...interest.current, list }; socket.current?.watch() },
    watchConversations: (conversations) => { interest.current = { ...interest.current, conversations }; socket.current?.watch() },
  }), [state])
  return <LiveContext value={live}>{children}</LiveContext>
}

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new Error('useLive stands outside LiveProvider')
  return live
}
