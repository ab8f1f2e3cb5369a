/**
 * The ledger of consents: who said yes or no to what, when, where and shown which words. Lines are only ever added, here and nowhere else; what follows
 * from a line - what is queued for her ends, her page shows it, other systems are told - happens in the same transaction.
 */
import { type ConsentSource, type ConsentState, expiryOf, type Instant, type Purpose, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { sealForPerson } from '../people/person-keys.js'
import type { Services } from '../services.js'
import { type ConsentActor, EVIDENCE } from './entries.js'
import { purposesOf } from './purposes.js'
import { endWithdrawn } from './withdraw.js'

export interface ConsentWish {
  contactId: string
  /** Where she said it. With a channel it counts for that address alone. */
  identityId?: string | null
  purpose: Purpose
  /** null or nothing = every topic. */
  categoryId?: string | null
  /** null or nothing = every app. */
  channel?: string | null
  state: ConsentState
  source: ConsentSource
  /** What an outside system calls its source. */
  sourceDetail?: string | null
  wordingId?: string | null
  /** When she said it. */
  at: Instant
  actor: ConsentActor
  /** What proves it: a message, a form, an address. Sealed under her own key. */
  evidence?: Record<string, unknown>
  /** Nothing = by the months that the owner has set for the purpose; null = never by itself. */
  expiresAt?: Instant | null
}

export interface Recorded { id: string; /** False where this very line stood there already. */ changed: boolean; /** Who she is now, when the contact was merged. */ contactId: string }

const iso = (at: Instant): string => new Date(at).toISOString()

/** Writes one line. Throws not_found for a contact, identity or topic that is not there. */
export async function recordConsent(tx: Tx, services: Services, workspaceId: string, wish: ConsentWish): Promise<Recorded> {
  return (await recordConsents(tx, services, workspaceId, [wish]))[0]! // one wish, one line
}

/**
 * Writes any number of lines in a few statements: an import brings thousands. They come in the order of the wishes. The last thing before the commit, since
 * it appends to the log; then `signals.committed`.
 */
export async function recordConsents(tx: Tx, services: Services, workspaceId: string, wishes: readonly ConsentWish[]): Promise<Recorded[]> {
  if (wishes.length === 0) return []
  const now = services.clock.now(workspaceId)
  const purposes = await purposesOf(tx, workspaceId)
  const ending = wishes.filter((wish) => wish.state === 'withdrawn')
  // A sender holds the thread while it asks the ledger: whoever takes a yes back waits for it, and the next one finds what is written here.
  if (ending.length > 0) {
    await tx.query('select 1 from conversation where workspace_id = $1 and contact_id in (select coalesce(merged_into, contact_id) from contact where workspace_id = $1 and contact_id = any($2)) order by conversation_id for update',
      [workspaceId, [...new Set(ending.map((wish) => wish.contactId))]])
  }
  const lines = []
  for (const [i, wish] of wishes.entries()) {
    const sealed = wish.evidence && Object.keys(wish.evidence).length > 0 ? await sealForPerson(tx, services, workspaceId, wish.contactId, EVIDENCE, JSON.stringify(wish.evidence), wish.identityId ?? null) : null
    const yes = wish.state === 'given' || wish.state === 'confirmed'
    const expiresAt = wish.expiresAt === undefined ? (yes ? expiryOf(wish.at, purposes[wish.purpose].monthsValid) : null) : wish.expiresAt
    lines.push({
      i, consent_id: newId(), contact_id: wish.contactId, identity_id: wish.identityId ?? null, purpose: wish.purpose, category_id: wish.categoryId ?? null, channel: wish.channel ?? null, state: wish.state,
      source: wish.source, source_detail: wish.sourceDetail ?? null, wording_id: wish.wordingId ?? null, at: iso(wish.at), expires_at: expiresAt === null ? null : iso(expiresAt), actor: wish.actor,
      evidence: sealed?.sealed.toString('base64') ?? null, person_key_id: sealed?.personKeyId ?? null,
    })
  }
  const rows = await tx.query<{ i: number; consent_id: string; contact_id: string; fresh: boolean }>('select i, consent_id, contact_id, fresh from record_consents($1, $2)', [JSON.stringify(lines), iso(now)])
  if (rows.length !== wishes.length) throw new RecadoError('not_found', { contactId: wishes.find((_, i) => !rows.some((row) => row.i === i))?.contactId })
  const fresh = rows.filter((row) => row.fresh)
  const told = fresh.some((row) => wishes[row.i]!.state === 'withdrawn')
    ? await endWithdrawn(tx, services, workspaceId, fresh.filter((row) => wishes[row.i]!.state === 'withdrawn').map((row) => ({ ...wishes[row.i]!, contactId: row.contact_id })), now) : []
  await append(tx, [...told, ...[...new Set(fresh.map((row) => row.contact_id))].map((contactId) => (
    { type: 'consent.changed', data: { contactId, consentIds: fresh.filter((row) => row.contact_id === contactId).map((row) => row.consent_id) } }))])
  return rows.map((row) => ({ id: row.consent_id, changed: row.fresh, contactId: row.contact_id }))
}
