/** One person over many apps: how she was joined, who may be the same, and the codes by which she joins herself. */
import type { Contact } from './contact.js'
import type { Iso } from './verdict.js'

/** By whom or what two people were found to be one. `platform`: it gave both addresses to one person. */
export type JoinedHow = 'agent' | 'api' | 'code' | 'platform'

/** How an address came to her; null for one she always had. `code`: the last letters of the personal code that she used, with who had made it and when. */
export interface JoinedBy { how: JoinedHow; by: string | null; at: Iso; mergeId: string; code: { end: string; issuedBy: string | null; issuedAt: Iso } | null }

/** Two who may be one, and by what. */
export interface DuplicatePair { people: [Contact, Contact]; kinds: ('phone' | 'email' | 'platform')[]; foundAt: Iso }

/** A joining that can be taken back, whenever: everything goes back to whose it is. */
export interface MergeRecord { id: string; otherId: string; otherName: string; how: JoinedHow; by: string | null; at: Iso }

/** A personal code: whoever comes to that account with it is this person. It works once. */
export interface LinkCode {
  id: string
  channel: string
  channelAccountId: string
  accountName: string
  /** Whole only for whoever makes it; of an old one the last letters. */
  code: string
  /** A link can be pressed; a `qr` is read by the app's own scanner alone. Either can be shown as a code. Empty once it is worth nothing. */
  url: string
  kind: 'link' | 'qr'
  state: 'open' | 'used' | 'expired' | 'ended'
  issuedBy: string | null
  createdAt: Iso
  expiresAt: Iso
  usedAt: Iso | null
  /** Times it came back when it was worth nothing any more. */
  tries: number
}

export interface ContactJoining { merges: MergeRecord[]; duplicates: DuplicatePair[]; linkCodes: LinkCode[] }

/** Of each value that either has: what stands on both sides and whose would be seen. `key`: name, language, ... or `field:` with the key of a field. */
export interface MergePreview { people: [Contact, Contact]; fields: { key: string; mine: unknown; other: unknown; shown: 'mine' | 'other' }[]; labels: string[]; notes: string }
