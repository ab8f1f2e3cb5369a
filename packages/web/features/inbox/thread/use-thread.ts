import { compareMessages, messageRange, type Message, type MessageRange } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { api } from '../../../api/client.js'
import { keys, messagesOptions, readMessages } from '../../../api/queries.js'
import { useOutbox } from '../outbox.js'

// On the way to a message that was found: five thousand at most.
const BIG_PAGE = 200
const MOST_PAGES = 25

/** The loaded part of a thread, oldest first, with what is still on its way from here; and the way to what came before. */
export function useThread(conversationId: string) {
  const client = useQueryClient()
  const { data: range, error, isLoading, refetch } = useQuery(messagesOptions(conversationId))
  const outbox = useOutbox()
  const [loadingOlder, setLoadingOlder] = useState(false)
  const under = useRef(false)
  const messages = useMemo<Message[]>(() => {
    const stored = range?.items ?? []
    const clientIds = new Set(stored.map((message) => message.clientId))
    const painted = outbox.filter((each) => each.conversationId === conversationId && !clientIds.has(each.body.clientId)).map((each) => each.message)
    // What was just written stands last, also where the customer's clock runs ahead of ours.
    return [...stored.toSorted((a, b) => compareMessages(b, a)), ...painted]
  }, [range, outbox, conversationId])
  const loadOlder = useCallback(() => {
    const key = keys.messages(conversationId)
    const before = client.getQueryData<MessageRange>(key)
    if (!before?.next || under.current) return
    under.current = true
    setLoadingOlder(true)
    void readMessages(conversationId, before.next)
      .then((page) => client.setQueryData<MessageRange>(key, (now) => (now && now.next === before.next ? messageRange(conversationId, page, now) : now)))
      .catch(() => undefined) // scrolling up again asks again
      .finally(() => { under.current = false; setLoadingOlder(false) })
  }, [client, conversationId])
  /** Loads down to a message that was found; false when it is not one of this thread. What lies between stays loaded: the thread has no holes. */
  const loadTo = useCallback(async (id: string): Promise<boolean> => {
    const key = keys.messages(conversationId)
    const held = () => client.getQueryData<MessageRange>(key)
    if (held()?.items.some((message) => message.id === id)) return true
    const known = await api.get(`/conversations/${conversationId}/messages?limit=1&around=${id}`).then(() => true, () => false)
    for (let pages = 0; known && pages < MOST_PAGES; pages++) {
      const before = held()
      if (before?.items.some((message) => message.id === id)) return true
      if (!before?.next) return false
      const page = await readMessages(conversationId, before.next, BIG_PAGE).catch(() => null)
      if (!page) return false
      client.setQueryData<MessageRange>(key, (now) => (now && now.next === before.next ? messageRange(conversationId, page, now) : now))
    }
    return false
  }, [client, conversationId])
  return { messages, hasOlder: Boolean(range?.next), loadOlder, loadTo, loadingOlder, error, isLoading, refetch: () => void refetch(), ready: range !== undefined }
}
