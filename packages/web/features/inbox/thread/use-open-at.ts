import { useEffect, useRef, useState } from 'react'
import { useOpenConversation } from '../use-open.js'

const FLASH_MS = 2_400

/** What the thread shows, one below the other; albums hold several messages. */
type Shown = { key: string } & ({ message?: { id: string } } | { messages?: readonly { id: string }[] })

const holds = (entry: Shown, id: string): boolean => entry.key === id || 'message' in entry && entry.message?.id === id || 'messages' in entry && Boolean(entry.messages?.some((message) => message.id === id))

/** Opens the thread at the message that the address names: loads down to it, brings it into sight and lets it light up once. True while it looks for it. */
export function useOpenAt({ ready, entries, loadTo, scrollTo }: { ready: boolean; entries: readonly Shown[]; loadTo: (id: string) => Promise<boolean>; scrollTo: (index: number) => void }): boolean {
  const { search, conversationId } = useOpenConversation()
  const at = search.at
  const [seeking, setSeeking] = useState(false)
  const [found, setFound] = useState<string | null>(null)
  const shown = useRef<string | null>(null)
  useEffect(() => {
    if (!at) { shown.current = null; return }
    if (!ready || shown.current === at) return
    let stopped = false
    setSeeking(true)
    void loadTo(at).then((is) => { if (!stopped && is) setFound(at) }).finally(() => { if (!stopped) setSeeking(false) })
    return () => { stopped = true }
  }, [at, ready, conversationId, loadTo])
  useEffect(() => {
    if (!found || shown.current === found) return
    const index = entries.findIndex((entry) => holds(entry, found))
    if (index < 0) return
    shown.current = found
    scrollTo(index)
    // Rows are measured as they appear: once more when those around it are there, and then it lights up.
    const second = requestAnimationFrame(() => { scrollTo(index); requestAnimationFrame(() => flash(found)) })
    return () => cancelAnimationFrame(second)
  }, [found, entries])
  return seeking
}

/** Told to the eye by a glow, to a screen reader by the focus. */
function flash(id: string): void {
  const message = document.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`)
  if (!message) return
  message.focus({ preventScroll: true })
  message.dataset.found = ''
  setTimeout(() => { delete message.dataset.found }, FLASH_MS)
}
