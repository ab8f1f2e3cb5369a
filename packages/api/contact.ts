/** A person, her identities and her threads. */
import type { IdentityKey } from '@recado/core'
import type { Conversation, ConversationVerdicts } from './conversation.js'
import type { Iso } from './verdict.js'

export interface ContactIdentity {
  id: string
  channel: string
  channelAccountId: string
  accountName: string
  keys: IdentityKey[]
  /** The name her profile on that app carries. */
  profileName: string | null
  /** Her address as people write it (a phone number), null where there is none. */
  address: string | null
  reachable: boolean | null
  lastInboundAt: Iso | null
}

/** Row of the contact list. */
export interface Contact {
  id: string
  name: string
  avatarUrl: string | null
  language: string | null
  country: string | null
  notes: string
  /** Of the same vocabulary as those of threads. */
  labels: string[]
  identities: ContactIdentity[]
  createdAt: Iso
}

/** A contact with all her threads, newest first. */
export interface ContactDetail extends Contact { conversations: (Conversation & { verdicts?: ConversationVerdicts })[] }
