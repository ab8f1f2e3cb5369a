/** Who is typing or looking right now: gone by itself. */
import type { PassingEvent } from '@recado/api'
import { useSyncExternalStore } from 'react'

export type Shown = PassingEvent & { until: number }

const NONE: readonly Shown[] = []
const listeners = new Set<() => void>()
/** By conversation: a row is drawn again only when something passes in its own thread. */
const shown = new Map<string, readonly Shown[]>()
let timer: ReturnType<typeof setTimeout> | undefined

const sameSource = (a: PassingEvent, b: PassingEvent) => a.type === b.type && ('userId' in a && 'userId' in b ? a.userId === b.userId : true)

function keep(conversationId: string, next: readonly Shown[]): void {
  if (next.length > 0) shown.set(conversationId, next)
  else shown.delete(conversationId)
}

function fade(): void {
  const now = Date.now()
  for (const [id, events] of shown) if (events.some((each) => each.until <= now)) keep(id, events.filter((each) => each.until > now))
  for (const listener of listeners) listener()
  wait()
}

/** One timer for all of them, at the moment at which the next one fades. */
function wait(): void {
  clearTimeout(timer)
  const next = Math.min(...[...shown.values()].flat().map((each) => each.until))
  if (Number.isFinite(next)) timer = setTimeout(fade, Math.max(50, next - Date.now() + 20))
}

export function passing(events: readonly PassingEvent[]): void {
  const now = Date.now()
  for (const event of events) {
    if (!('conversationId' in event)) continue
    const rest = (shown.get(event.conversationId) ?? NONE).filter((each) => !sameSource(each, event) && each.until > now)
    keep(event.conversationId, event.forMs > 0 ? [...rest, { ...event, until: now + event.forMs }] : rest)
  }
  for (const listener of listeners) listener()
  wait()
}

/** The line is lost: what others do is not known any more. */
export function forgetPassing(): void {
  shown.clear()
  fade()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What passes in one conversation. */
export function usePassing(conversationId: string): readonly Shown[] {
  return useSyncExternalStore(subscribe, () => shown.get(conversationId) ?? NONE)
}
