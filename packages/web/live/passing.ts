/** Who is typing or looking right now: gone by itself. */
import type { PassingEvent } from '@recado/api'
import { useSyncExternalStore } from 'react'

type Shown = PassingEvent & { until: number }

const NONE: readonly Shown[] = []
const listeners = new Set<() => void>()
let shown: readonly Shown[] = NONE

const sameSource = (a: PassingEvent, b: PassingEvent) =>
  a.type === b.type && ('conversationId' in a && 'conversationId' in b ? a.conversationId === b.conversationId : true) && ('userId' in a && 'userId' in b ? a.userId === b.userId : true)

function set(next: readonly Shown[]): void {
  shown = next.length === 0 ? NONE : next
  for (const listener of listeners) listener()
}

export function passing(events: readonly PassingEvent[]): void {
  const now = Date.now()
  for (const event of events) {
    set([...shown.filter((each) => !sameSource(each, event) && each.until > now), { ...event, until: now + event.forMs }])
    setTimeout(() => set(shown.filter((each) => each.until > Date.now())), event.forMs + 50)
  }
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What passes in one conversation. */
export function usePassing(conversationId: string): readonly Shown[] {
  const all = useSyncExternalStore(subscribe, () => shown)
  return all.filter((event) => 'conversationId' in event && event.conversationId === conversationId)
}
