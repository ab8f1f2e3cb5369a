import type { ConversationDetail } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../../api/client.js'
import { messagesOptions, useSession } from '../../api/queries.js'

/** A note that called her stands before her eyes: its mention is seen. Said once per newest such note, and only while the page is in front. */
export function useMentionsSeen(conversation: ConversationDetail | undefined): void {
  const { user } = useSession()
  const id = conversation?.id
  const { data: range } = useQuery({ ...messagesOptions(id ?? ''), enabled: id !== undefined })
  const newest = range?.items.find(({ direction, content, author }) => direction === 'note' && author.id !== user.id && content.kind === 'text' && content.mentions?.length)?.id
  useEffect(() => {
    if (!id || !newest) return
    const see = () => {
      if (document.visibilityState !== 'visible' || !document.hasFocus()) return
      removeEventListener('focus', see)
      void api.post(`/conversations/${id}/mentions/seen`).catch(() => undefined) // opening it again says it again
    }
    const timer = setTimeout(see, 600)
    addEventListener('focus', see)
    return () => { clearTimeout(timer); removeEventListener('focus', see) }
  }, [id, newest])
}
