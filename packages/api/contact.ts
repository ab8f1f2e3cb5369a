/** A person, her identities and her threads. */
import type { AttributeOption, AttributeType, AttributeValue, IdentityKey } from '@recado/core'
import type { Conversation, ConversationVerdicts } from './conversation.js'
import type { JoinedBy } from './joining.js'
import type { LabelColour } from './label.js'
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
  /** How it came to her; null for one she always had. */
  joinedBy: JoinedBy | null
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
  /** Where her clock stands: what somebody said, else what her country or number lets guess. */
  timeZone: string | null
  /** Said by somebody: no profile and no guess changes it. */
  languageGiven: boolean
  countryGiven: boolean
  timeZoneGiven: boolean
  stageId: string | null
  ownerId: string | null
  company: { id: string; name: string } | null
  /** Fields of the company's own, by their keys. */
  attributes: Record<string, AttributeValue>
  /** Phones and e-mails that lead to no account of ours. */
  addresses: ContactAddress[]
  /** What other systems call her. */
  externalIds: { source: string; externalId: string }[]
  createdAt: Iso
  updatedAt: Iso
}

export interface ContactAddress { id: string; kind: 'phone' | 'email'; value: string; label: string }

/** A field of the company's own. `key` never changes, `name` is what people read. */
export interface AttributeDefinition {
  id: string
  key: string
  name: string
  description: string
  type: AttributeType
  options: AttributeOption[]
  /** Whoever types a new person in says it. */
  required: boolean
  archivedAt: Iso | null
}

/** How far somebody has come with the company, in the company's own words and order. */
export interface ContactStage { id: string; name: string; colour: LabelColour; archivedAt: Iso | null }

/** `people`: how many are of it, counted to 1,000. */
export interface Company { id: string; name: string; domain: string | null; people: number; createdAt: Iso }

/**
 * Its page. Figures tell what the asker sees: threads to 1,000, and paid orders by currency, the amount as decimal text. Null where it has too many
 * people to count for; `threads` also for whoever reads none.
 */
export interface CompanyDetail extends Company {
  threads: { all: number; open: number; waiting: number } | null
  orders: { currency: string; count: number; amount: string }[] | null
}

/** A file kept with a person. */
/** A file kept with her, or one that came or went in a thread of hers: then `place` is where it stands, and `id` the message's. */
export interface ContactFile {
  id: string
  mediaId: string
  name: string
  mime: string
  bytes: number
  url: string
  /** Who put it there, of those that are kept with her. */
  addedBy: { id: string; name: string } | null
  createdAt: Iso
  place: { conversationId: string; messageId: string; channel: string; channelAccountId: string; direction: 'in' | 'out' } | null
}
export type FileKind = 'image' | 'video' | 'audio' | 'document'

/** A line about her that a colleague (or a program) wrote; `mine`: the asker may change it. */
export interface ContactNote { id: string; text: string; author: { id: string; name: string } | null; at: Iso; editedAt: Iso | null; mine: boolean }

/** A contact with all her threads, newest first. */
export interface ContactDetail extends Contact { conversations: (Conversation & { verdicts?: ConversationVerdicts })[] }
