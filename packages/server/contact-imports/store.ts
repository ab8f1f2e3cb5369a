/** Writes what a batch has come to, in one transaction with the place in the file. */
import type { ContactMapping } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { recordConsents } from '../consents/ledger.js'
import { append } from '../ingest/others.js'
import { matchKeyOf } from '../people/addresses.js'
import type { Services } from '../services.js'
import type { Judged } from './batch.js'
import type { Draft } from './draft.js'
import type { ContactImportRow } from './rows.js'

const RECORD = `n(id uuid, name text, name_given boolean, language text, language_given boolean, country text, country_given boolean, time_zone text, notes text, attributes jsonb, labels text[], stage_id uuid, owner_id uuid, company_id uuid)`

const recordOf = (draft: Draft) => ({
  id: draft.id, name: draft.name, name_given: draft.nameGiven, language: draft.language, language_given: draft.languageGiven, country: draft.country, country_given: draft.countryGiven, time_zone: draft.timeZone, notes: draft.notes,
  attributes: draft.attributes, labels: [...draft.labels].sort(), stage_id: draft.stageId, owner_id: draft.ownerId, company_id: draft.companyId,
})

/** People, addresses and ids: five statements whatever the number of rows. */
export async function storePeople(tx: Tx, workspaceId: string, drafts: readonly Draft[], now: string): Promise<void> {
  const fresh = drafts.filter((draft) => draft.fresh)
  const changed = drafts.filter((draft) => !draft.fresh && draft.changed)
  if (fresh.length > 0) {
    await tx.query(
      `insert into contact (workspace_id, contact_id, name, name_given, language, language_given, country, country_given, time_zone, time_zone_given, notes, attributes, labels, stage_id, owner_id, company_id, created_at, updated_at)
       select $1, n.id, n.name, n.name_given, n.language, n.language_given, n.country, n.country_given, n.time_zone, n.time_zone is not null, n.notes, n.attributes, n.labels, n.stage_id, n.owner_id, n.company_id, $3, $3
       from jsonb_to_recordset($2::jsonb) as ${RECORD}`, [workspaceId, JSON.stringify(fresh.map(recordOf)), now])
  }
  if (changed.length > 0) {
    await tx.query(
      `update contact p set name = n.name, name_given = n.name_given, language = n.language, language_given = n.language_given, country = n.country, country_given = n.country_given, time_zone = n.time_zone,
         time_zone_given = p.time_zone_given or p.time_zone is distinct from n.time_zone, notes = n.notes, attributes = n.attributes, labels = n.labels, stage_id = n.stage_id, owner_id = n.owner_id, company_id = n.company_id, updated_at = $3
       from jsonb_to_recordset($2::jsonb) as ${RECORD} where p.workspace_id = $1 and p.contact_id = n.id`, [workspaceId, JSON.stringify(changed.map(recordOf)), now])
  }
  const touched = [...fresh, ...changed]
  const addresses = touched.flatMap((draft) => draft.addresses.filter((one) => one.fresh).map(({ kind, value, label }) => ({ id: newId(), contact: draft.id, kind, value, label: label.slice(0, 60), match: matchKeyOf(kind, value) })))
  if (addresses.length > 0) {
    await tx.query(
      `insert into contact_address (workspace_id, contact_address_id, contact_id, origin_contact_id, kind, value, match_key, label, created_at)
       select $1, n.id, n.contact, n.contact, n.kind, n.value, n.match, n.label, $3 from jsonb_to_recordset($2::jsonb) as n(id uuid, contact uuid, kind text, value text, match text, label text)`, [workspaceId, JSON.stringify(addresses), now])
  }
  const externals = touched.flatMap((draft) => draft.externals.filter((one) => one.fresh).map(({ source, id }) => ({ contact: draft.id, source, id })))
  if (externals.length > 0) {
    await tx.query(
      `insert into contact_external (workspace_id, source, external_id, contact_id, origin_contact_id) select $1, n.source, n.id, n.contact, n.contact from jsonb_to_recordset($2::jsonb) as n(contact uuid, source text, id text)
       on conflict (workspace_id, source, external_id) do nothing`, [workspaceId, JSON.stringify(externals)])
  }
}

/** The rows that were not taken whole, as they stood in the file. */
export async function storeProblems(tx: Tx, workspaceId: string, importId: string, judged: readonly Pick<Judged, 'row' | 'problems' | 'outcome'>[]): Promise<number> {
  const rows = judged.filter(({ problems }) => problems.length > 0).map(({ row, problems, outcome }) => ({ nr: row.row, line: row.line, refused: outcome === 'refused', cells: row.cells, problems }))
  if (rows.length === 0) return 0
  await tx.query(
    `insert into contact_import_problem (workspace_id, contact_import_id, row_number, line, refused, cells, problems)
     select $1, $2, n.nr, n.line, n.refused, n.cells, n.problems from jsonb_to_recordset($3::jsonb) as n(nr int, line int, refused boolean, cells text[], problems jsonb) on conflict do nothing`, [workspaceId, importId, JSON.stringify(rows)])
  return rows.length
}

export interface Into { row: ContactImportRow; mapping: ContactMapping; wordingId: string | null; topics: ReadonlyMap<string, string>; now: number }

/** Log and ledger: the last statements before the commit, since they hold the log's head. */
export async function tellAndConsent(tx: Tx, services: Services, workspaceId: string, { row, mapping, wordingId, topics }: Into, judged: readonly Judged[]): Promise<number> {
  const people = new Map(judged.flatMap(({ draft }) => (draft && (draft.fresh || draft.changed) ? [[draft.id, draft] as const] : [])))
  const wishes = judged.flatMap(({ draft, consents, row: { line } }) => (draft ? consents.map((consent) => ({
    contactId: draft.id, purpose: 'marketing' as const, categoryId: consent.category === null ? null : topics.get(consent.category)!, channel: consent.channel, state: consent.state, source: 'import' as const, // unknown topics were refused
    sourceDetail: `${mapping.consent?.source ?? ''} · ${row.name}:${line}`.slice(0, 300), wordingId, at: consent.at, actor: row.created_by,
  })) : []))
  await append(tx, [...people.values()].map((draft) => ({ type: draft.fresh ? 'contact.created' : 'contact.changed', data: { contactId: draft.id } })))
  const recorded = wishes.length > 0 ? await recordConsents(tx, services, workspaceId, wishes) : []
  return recorded.filter(({ changed }) => changed).length
}
