import { useEffect, useMemo, useRef } from 'react'
import { api } from '../../../api/client.js'
import type { Mode } from './use-draft.js'

// Platforms show "typing" for some twenty seconds, colleagues for ten: said again before it goes out.
const AGAIN_MS = 8000

/** Tells colleagues, and the customer where the channel can, that somebody is writing. A lost one does no harm. */
export function useTyping(conversationId: string, mode: Mode) {
  const last = useRef(0)
  const typing = useMemo(() => {
    const say = (state: 'on' | 'off') => void api.post(`/conversations/${conversationId}/typing`, { state, mode }).catch(() => undefined)
    return {
      touch: (writing: boolean) => {
        if (!writing) return typing.stop()
        if (Date.now() - last.current < AGAIN_MS) return
        last.current = Date.now()
        say('on')
      },
      stop: () => {
        if (last.current === 0) return
        last.current = 0
        say('off')
      },
    }
  }, [conversationId, mode])
  useEffect(() => () => typing.stop(), [typing])
  return typing
}
