import type { Instant } from '../model/ids.js'

export interface Queued { conversationId: string; priority: string; queuedAt: Instant }

const RANKS: Readonly<Record<string, number>> = { urgent: 0, high: 1, normal: 2, low: 3, none: 4 }

/** Who is served next: the most urgent, then the longest waiting, then by id. */
export function compareQueued(a: Queued, b: Queued): number {
  return (RANKS[a.priority] ?? 4) - (RANKS[b.priority] ?? 4) || a.queuedAt - b.queuedAt || (a.conversationId < b.conversationId ? -1 : a.conversationId > b.conversationId ? 1 : 0)
}

/** The queue in its order, without changing what was given. */
export const inQueueOrder = <T extends Queued>(waiting: readonly T[]): T[] => [...waiting].sort(compareQueued)
