/**
 * The bytes of an entry that are sealed: every column, named one by one, as PostgreSQL writes jsonb. A column added later does not change what was
 * sealed before. Of a consent: not whose it is now (that moves when people are joined), but for whom it was written, with the wording she saw.
 */
import { hours } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Ledger } from './links.js'

const moment = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

const AUDIT = `jsonb_build_object('workspace_id', e.workspace_id, 'audit_entry_id', e.audit_entry_id, 'at', ${moment('e.at')}, 'actor', e.actor, 'action', e.action, 'subject', e.subject, 'data', e.data)::text`

const WORDING = `(select encode(sha256(convert_to(jsonb_build_array(w.name, w.language, w.version, w.text, w.privacy_url)::text, 'UTF8')), 'hex') from consent_wording w where w.workspace_id = e.workspace_id and w.wording_id = e.wording_id)`

const CONSENT = `jsonb_build_object('workspace_id', e.workspace_id, 'consent_id', e.consent_id, 'origin_contact_id', e.origin_contact_id, 'origin_identity_id', e.origin_identity_id, 'purpose', e.purpose,
  'category_id', e.category_id, 'channel', e.channel, 'state', e.state, 'source', e.source, 'source_detail', e.source_detail, 'wording_id', e.wording_id, 'wording', ${WORDING}, 'at', ${moment('e.at')},
  'recorded_at', ${moment('e.recorded_at')}, 'expires_at', ${moment('e.expires_at')}, 'actor', e.actor, 'evidence_sealed', encode(e.evidence_sealed, 'hex'), 'person_key_id', e.person_key_id)::text`

export interface LedgerTable { ledger: Ledger; table: string; id: string; body: string }

export const LEDGERS: readonly LedgerTable[] = [
  { ledger: 'audit', table: 'audit_entry', id: 'audit_entry_id', body: AUDIT },
  { ledger: 'consent', table: 'consent_entry', id: 'consent_id', body: CONSENT },
]

/** The instant inside a UUIDv7. */
export const idTime = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

/** The smallest id of an instant. */
export function idFrom(at: number): string {
  const hex = Math.max(0, Math.floor(at)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`
}

/** When the newest sealed entry of a ledger was made, by its id; null before the first. An id from the future is nobody's. */
export async function newestSealed(tx: Tx, workspaceId: string, ledger: Ledger): Promise<number | null> {
  const [last] = await tx.query<{ entry_id: string }>('select entry_id from audit_link where workspace_id = $1 and ledger = $2 and entry_id < $3 order by entry_id desc limit 1', [workspaceId, ledger, idFrom(Date.now() + hours(24))])
  return last ? idTime(last.entry_id) : null
}
