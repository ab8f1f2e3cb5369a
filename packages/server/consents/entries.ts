/** The ledger as it is read: its lines, and what stands in them. */
import type { ConsentFact, ConsentSource, ConsentState, Instant, Purpose } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Actor } from '../auth/audit.js'

/** Who wrote it down: somebody here, a program, or she herself. */
export type ConsentActor = Actor | { kind: 'contact'; id?: string }

/** The field that evidence is sealed for. */
export const EVIDENCE = 'consent.evidence'

/** A line of the ledger. */
export interface ConsentEntry extends ConsentFact {
  id: string
  contactId: string
  originContactId: string
  originIdentityId: string | null
  source: ConsentSource
  sourceDetail: string | null
  wordingId: string | null
  recordedAt: Instant
  actor: ConsentActor
  evidence: { sealed: Buffer; personKeyId: string } | null
}

export interface EntryRow {
  consent_id: string; contact_id: string; origin_contact_id: string; identity_id: string | null; origin_identity_id: string | null; purpose: Purpose; category_id: string | null; channel: string | null
  state: ConsentState; source: ConsentSource; source_detail: string | null; wording_id: string | null; at: number; recorded_at: number; expires_at: number | null; actor: ConsentActor
  evidence_sealed: Buffer | null; person_key_id: string | null
}
export const ENTRY_COLUMNS = 'e.consent_id, e.contact_id, e.origin_contact_id, e.identity_id, e.origin_identity_id, e.purpose, e.category_id, e.channel, e.state, e.source, e.source_detail, e.wording_id, e.at, e.recorded_at, e.expires_at, e.actor, e.evidence_sealed, e.person_key_id'

export const toEntry = (row: EntryRow): ConsentEntry => ({
  id: row.consent_id, contactId: row.contact_id, originContactId: row.origin_contact_id, identityId: row.identity_id, originIdentityId: row.origin_identity_id, purpose: row.purpose, category: row.category_id,
  channel: row.channel, state: row.state, source: row.source, sourceDetail: row.source_detail, wordingId: row.wording_id, at: row.at, recordedAt: row.recorded_at, expiresAt: row.expires_at, actor: row.actor,
  evidence: row.evidence_sealed && row.person_key_id ? { sealed: row.evidence_sealed, personKeyId: row.person_key_id } : null,
})

/** Every line of hers, over all her identities, in the order they were written. */
export async function consentsOf(tx: Tx, workspaceId: string, contactId: string): Promise<ConsentEntry[]> {
  return (await tx.query<EntryRow>(`select ${ENTRY_COLUMNS} from consent_entry e where e.workspace_id = $1 and e.contact_id = $2 order by e.consent_id`, [workspaceId, contactId])).map(toEntry)
}
