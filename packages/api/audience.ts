/** Segments, static lists, and the people a campaign would reach. */
import type { AudienceSpec, ExclusionCode, Filter, Money } from '@recado/core'
import type { Iso } from './verdict.js'

export type { AudiencePeople, AudienceRoute, AudienceRow, AudienceSpec, ExclusionCode } from '@recado/core'

/** A saved question to people: whoever fits it is in it, now and later. `count`: how many did at `countedAt`; null until somebody looked. */
export interface Segment { id: string; name: string; description: string; filter: Filter; count: number | null; countedAt: Iso | null; createdBy: string | null; createdAt: Iso; updatedAt: Iso; /** campaigns and tables that read it: it cannot be deleted */ usedBy: number }
export interface SegmentWish { name: string; description?: string; filter: Filter }

/** People picked by hand, by a filter or by a file. They stay in it until they are taken out. */
export interface ContactList { id: string; name: string; description: string; members: number; createdAt: Iso; updatedAt: Iso; usedBy: number }
export interface ContactListWish { name: string; description?: string }
/** Body of `POST /lists/{id}/members`, one of the four: chosen people, everybody a list of people shows, a segment as it is now, or a text of one phone, e-mail address or id a line. */
export interface ListAddition { contactIds?: string[]; query?: { q?: string; filter?: unknown; except?: string[] }; segmentId?: string; addresses?: string; /** reads phones that are written without their country */ country?: string }
/** `missing`: lines that lead to nobody. */
export interface ListAdded { added: number; missing: string[]; list: ContactList }

/** Body of `POST /segments/preview`: a whole audience, or a filter alone (then nobody is left out but for the missing address). */
export interface PreviewWish { spec?: AudienceSpec; filter?: Filter }
export interface PreviewCount { code: ExclusionCode; count: number }
export interface PreviewRoute { route: number; accountId: string; count: number }
export interface PreviewLine { accountId: string; country: string | null; market: string | null; priceClass: string; count: number; free: number; unit: string | null; amount: string | null; currency: string | null }
export interface AudiencePreview {
  total: number
  eligible: number
  excluded: PreviewCount[]
  byRoute: PreviewRoute[]
  byCountry: { country: string | null; count: number }[]
  /** null where no route was asked for. */
  estimate: { maximum: Money[]; lines: PreviewLine[]; unpriced: number } | null
}

/** Body of `POST /segments/preview/people`: who is behind a number. `code` null = those who would get it. */
export interface PreviewPeopleWish extends PreviewWish { code?: ExclusionCode | null; cursor?: string; limit?: number }
export interface AudiencePerson { contactId: string; name: string; avatarUrl: string | null; country: string | null; accountId: string | null; code: ExclusionCode | null }
export interface AudiencePeopleFound { items: AudiencePerson[]; next: string | null }

