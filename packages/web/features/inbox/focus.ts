import { useEffect, useRef } from 'react'

const thread = (): HTMLElement | null => document.querySelector('main [role=log]')

/** Into the messages of the open conversation: arrows scroll them, a screen reader says whose they are. */
export function focusThread(): void {
  thread()?.focus({ preventScroll: true })
}

/** Whether nothing has the focus: what had it is gone. */
const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body

/**
 * Keeps the focus somewhere when what had it has gone with its conversation: in the messages of the next one, or on its line in the list when it
 * was closed. Never takes it from anything.
 */
export function useKeptFocus(conversationId: string | null): void {
  const before = useRef<string | null>(null)
  useEffect(() => {
    const left = before.current
    before.current = conversationId
    if (conversationId === null && left === null) return
    const settle = (): boolean => {
      if (!isLost()) return true
      const place = conversationId === null ? document.querySelector<HTMLElement>(`main a[href*="${left}"]`) ?? document.querySelector<HTMLElement>('main') : thread()
      place?.focus({ preventScroll: true })
      return place !== null
    }
    // The messages appear when they have been read.
    const watch = new MutationObserver(() => { if (settle()) watch.disconnect() })
    const frame = requestAnimationFrame(() => { if (!settle()) watch.observe(document.body, { childList: true, subtree: true }) })
    return () => { cancelAnimationFrame(frame); watch.disconnect() }
  }, [conversationId])
}
