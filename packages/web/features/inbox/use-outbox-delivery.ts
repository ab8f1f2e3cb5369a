import { apply, type MessageRange } from '@recado/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { keys, useSession } from '../../api/queries.js'
import { useLive } from '../../live/provider.js'
import { sendWaiting, setSendDelay, whenStored } from './outbox.js'

/** Joins the outbox to the cache and to the connection: what is stored takes the painted one's place, what waits goes when the line is back. */
export function useOutboxDelivery(): void {
  const client = useQueryClient()
  const { user } = useSession()
  const { state } = useLive()
  const delay = user.preferences.sendDelay ?? 0
  useEffect(() => setSendDelay(delay), [delay])
  useEffect(() => whenStored((message) => {
    client.setQueryData<MessageRange>(keys.messages(message.conversationId), (range) => {
      if (!range) return range
      // The live event may have been quicker and may know more already.
      const known = range.items.find((item) => item.id === message.id)
      if (known && Object.keys(known.statusAt ?? {}).length >= Object.keys(message.statusAt ?? {}).length) return range
      return apply(range, { type: 'message.added', seq: Infinity, message }, { userId: user.id, now: Date.now() })
    })
  }), [client, user.id])
  useEffect(() => {
    if (state === 'live') void sendWaiting()
    const again = () => void sendWaiting()
    addEventListener('online', again)
    return () => removeEventListener('online', again)
  }, [state])
}
