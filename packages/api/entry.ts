/** Ways in: QR codes and links with a source, and what came by them. */
import type { Iso } from './verdict.js'

export type EntryKind = 'ad' | 'qr' | 'link' | 'menu' | 'search' | 'post' | 'direct'
export const ENTRY_KINDS: readonly EntryKind[] = ['ad', 'qr', 'link', 'menu', 'search', 'post', 'direct']

export interface EntryPoint {
  id: string
  channelAccountId: string
  kind: 'qr' | 'link' | 'menu'
  name: string
  /** Where it stands: shop window, invoice, web site. */
  place: string
  code: string
  text: string
  url: string
  expiresAt: Iso | null
  createdAt: Iso
  archivedAt: Iso | null
  /** How often somebody came by it, and how many conversations began so. */
  uses: number
  starts: number
  lastUsedAt: Iso | null
}

export interface MakeEntryPoint { kind: 'qr' | 'link'; name: string; place?: string; text?: string; /** a code that dies by itself */ days?: number }

/** Somebody came in. The first of a conversation is its source. */
export interface Entry { id: string; kind: EntryKind; source: string; label: string; entryPointId: string | null; clickId?: string; starts: boolean; at: Iso; conversationId: string; channelAccountId: string }

export interface SourceRow { kind: EntryKind; source: string; label: string; entryPointId: string | null; /** conversations that began so */ conversations: number; /** of them with an answer of ours */ answered: number; /** median time to the first answer, seconds */ firstAnswerS: number | null; /** every time somebody came so */ entries: number }
export interface SourcesReport { from: Iso; to: Iso; timeZone: string; rows: SourceRow[]; days: { day: string; counts: Partial<Record<EntryKind, number>> }[] }
