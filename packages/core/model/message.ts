import type { Instant, Money } from './ids.js'

export type Direction = 'in' | 'out' | 'note' | 'system'

/** Delivery status. It only moves forward; `failed` is final unless `delivered` came first; `unknown` waits for the platform or a person. */
export type OutStatus = 'queued' | 'sending' | 'accepted' | 'sent' | 'delivered' | 'read' | 'failed' | 'unknown'
export type MessageStatus = OutStatus | 'received'

export type AuthorType = 'contact' | 'agent' | 'api' | 'automation' | 'campaign' | 'outside'
export interface Author { type: AuthorType; id?: string }

/** Why we write: decides consent and price. */
export type Purpose = 'service' | 'notification' | 'marketing'
/** Who wrote it, in the platforms' sense: an API token counts as automation. */
export type IntentAuthor = 'human' | 'automation' | 'campaign'

export interface MessageError { code: string; message: string; platformCode?: string }

/** One way in which the platform knows a person: `kind` is the channel's own word (wa_id, bsuid, openid, psid ...). */
export interface IdentityKey { kind: string; value: string }

/** What a message cost by its bill, or at most by our rate card. `bookedAt`: the platform has said how it is charged. */
export interface BookedPrice extends Money { class: string; estimated: boolean; bookedAt?: Instant }

const RANK: Record<OutStatus, number> = { queued: 0, sending: 1, unknown: 2, accepted: 3, sent: 4, failed: 5, delivered: 6, read: 7 }

/**
 * The status after a report: monotone (read > delivered > failed > sent > accepted). A late lower state changes nothing; `delivered` beats `failed`,
 * since with several devices one message can give both (Meta, status webhooks, 2025-11).
 */
export function mergeStatus(current: OutStatus, reported: OutStatus): OutStatus {
  return RANK[reported] > RANK[current] ? reported : current
}
