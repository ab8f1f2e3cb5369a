/** Business time: the wall clock, moved by the workspace's offset (demo workspaces can be advanced). */
import { useSyncExternalStore } from 'react'
import { useSession } from './queries.js'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

// One timer for the whole page, only while somebody looks at a clock.
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => { for (const each of listeners) each() }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Now in business time. The component renders again whenever another `everyMs` of the clock has passed. */
export function useNow(everyMs = 30_000): number {
  const offset = useSession().workspace.clockOffsetMs
  useSyncExternalStore(subscribe, () => Math.floor(Date.now() / everyMs))
  return Date.now() + offset
}
