/** A file of people who must never be written to: who is here withdraws, who is not is kept from ever being taken in. */
import { type ContactMapping, type PersonWish, readRow } from '@recado/core'
import type { Services } from '../services.js'
import { recordConsents } from '../consents/ledger.js'
import { markHolders } from '../people/exclusion.js'
import { suppress } from '../people/suppression.js'
import type { NumberedRow } from './file-rows.js'
import { loadKnowledge } from './knowledge.js'
import { emailKey, externalKey, findPeople, phoneKey } from './match.js'
import { type ContactImportRow, findContactImport } from './rows.js'
import { storeProblems } from './store.js'

/** What a list of this kind is read by: addresses and ids, everything else is left. */
export const exclusionColumns = (mapping: ContactMapping): ContactMapping => ({ ...mapping, consent: null, labels: [], columns: mapping.columns.map((use) => (use.to === 'phone' || use.to === 'email' || use.to === 'external_id' ? use : { to: 'skip' as const })) })

/** One batch; false when somebody has stopped it or it was the last. */
export async function excludeRows(services: Services, workspaceId: string, row: ContactImportRow, rows: readonly NumberedRow[]): Promise<boolean> {
  const known = await loadKnowledge(services, workspaceId)
  const mapping = exclusionColumns(row.mapping!) // a started import has one
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const own = await findContactImport(tx, workspaceId, row.contact_import_id, true)
    if (own?.state !== 'running') return false
    const now = services.clock.now(workspaceId)
    const read = rows.map((each) => ({ row: each, outcome: 'refused' as const, ...(each.fault ? { wish: null, problems: [{ column: null, code: 'unreadable' as const, value: each.cells[0]?.slice(0, 200) ?? '' }] } : readRow(each.cells, mapping, known)) }))
    // An address that is right counts although another of the row is not: nobody is written to because of a slip.
    const wishes = read.flatMap(({ wish }) => (wish ? [wish] : []))
    const found = await findPeople(tx, workspaceId, known, wishes)
    const people = new Set<string>()
    const unknown: { kind: 'phone' | 'email'; value: string }[] = []
    const counts = { created: 0, changed: 0, unchanged: 0, refused: 0 }
    for (const { wish, problems } of read) {
      const ids = wish ? idsOf(wish, found) : []
      for (const id of ids) people.add(id)
      const values = wish ? [...wish.phones.map(({ value }) => ({ kind: 'phone' as const, value })), ...wish.emails.map(({ value }) => ({ kind: 'email' as const, value }))] : []
      if (ids.length === 0) unknown.push(...values)
      if (problems.length > 0) counts.refused++
      else if (ids.length > 0) counts.changed++
      else counts.created++
    }
    if (unknown.length > 0) {
      await suppress(tx, services, workspaceId, unknown, 'exclusion_list')
      // Somebody may have written since the row was read, or stand here under another form of the address.
      await markHolders(tx, services, workspaceId, unknown)
    }
    const problemCount = await storeProblems(tx, workspaceId, row.contact_import_id, read)
    const end = rows.at(-1)!.row >= own.total // a batch has a row
    await tx.query(
      `update contact_import set position = $3, created = created + $4, changed = changed + $5, refused = refused + $6, problem_count = problem_count + $7, consents = consents + $8,
         state = case when $9 then 'done' else state end, finished_at = case when $9 then $10::timestamptz end where workspace_id = $1 and contact_import_id = $2`,
      [workspaceId, row.contact_import_id, rows.at(-1)!.row, counts.created, counts.changed, counts.refused, problemCount, people.size, end, new Date(now).toISOString()])
    await recordConsents(tx, services, workspaceId, [...people].map((contactId) => ({ contactId, purpose: 'marketing' as const, state: 'withdrawn' as const, source: 'import' as const, sourceDetail: row.name.slice(0, 300), at: now, actor: row.created_by })))
    return !end
  })
}

/** Everybody who has any of the row's addresses: each of them must not be written to. */
function idsOf(wish: PersonWish, found: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const keys = [...wish.externals.map(({ source, id }) => externalKey(source, id)), ...wish.phones.map(({ value }) => phoneKey(value)), ...wish.emails.map(({ value }) => emailKey(value))]
  return [...new Set(keys.flatMap((key) => [...(found.get(key) ?? [])]))]
}
