import type { Instant } from '@recado/core'

/** A message whose turn in the outbox has come. `attempt` counts the tries made so far. */
export interface Job { messageId: string; conversationId: string; class: number; attempt: number; queuedAt: Instant }

/** Marks a one-off permission among what a send took. */
export const PERMISSION = 'permission:'
