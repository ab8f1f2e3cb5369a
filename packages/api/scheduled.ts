import type { Content } from '@recado/core'
import type { Iso } from './verdict.js'

/** A message that waits for its moment. `overtaken`: she wrote before, and it was to leave only if she did not. */
export interface ScheduledMessage {
  id: string
  conversationId: string
  contact: { id: string; name: string }
  content: Content
  sendAt: Iso
  unlessSheWrites: boolean
  state: 'waiting' | 'sent' | 'refused' | 'cancelled' | 'overtaken'
  code: string | null
  messageId: string | null
  author: { id: string; name: string } | null
  /** Her clock at that moment, where her zone is known or guessed. */
  hers: { timeZone: string; night: boolean } | null
}
