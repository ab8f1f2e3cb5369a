import type { ConversationDetail, ConversationSnapshot, ListRange } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../../api/client.js'
import { keys, useCan } from '../../api/queries.js'

/** Marks as read what somebody really sees: the conversation is open and its window is in front. */
export function useReading(conversation: ConversationDetail | undefined): void {
  const client = useQueryClient()
  // Whoever only reads along leaves it unread for those who answer.
  const works = useCan('conversations.work')
  const id = conversation?.id
  const unread = conversation?.unread ?? 0
  useEffect(() => {
    if (!id || unread === 0 || !works) return
    const read = () => {
      if (document.visibilityState !== 'visible' || !document.hasFocus()) return
      client.setQueryData<ConversationSnapshot>(keys.conversation(id), (now) => now && { ...now, conversation: { ...now.conversation, unread: 0 } })
      for (const [key] of client.getQueriesData<ListRange>({ queryKey: keys.lists }))
        client.setQueryData<ListRange>(key, (list) => list && { ...list, items: list.items.map((row) => (row.id === id ? { ...row, unread: 0 } : row)) })
      // If it is lost, the next event of the conversation brings the count back.
      void api.post(`/conversations/${id}/read`).catch(() => undefined)
    }
    // A breath first: walking through the list by j does not read everything on the way.
    const timer = setTimeout(read, 600)
    addEventListener('focus', read)
    return () => { clearTimeout(timer); removeEventListener('focus', read) }
  }, [client, id, unread, works])
}
