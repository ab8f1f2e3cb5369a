/** The first rows as they would become: the same reading and matching as the run, without a write. */
import type { ContactImportPreview, PreviewPerson, PreviewRow } from '@recado/api'
import { type AttributeRule, type AttributeValue, RecadoError } from '@recado/core'
import { iso } from '../http/schemas.js'
import type { Principal, Services } from '../services.js'
import { type BatchContext, judge, type Judged, readRows } from './batch.js'
import { findOrThrow } from './contact-imports.js'
import { exclusionColumns } from './exclude.js'
import { contactImportPath } from './files.js'
import { type NumberedRow, peopleRows } from './file-rows.js'
import { loadKnowledge, membersOf, withNewFields } from './knowledge.js'
import { missingIn } from './missing.js'

const SHOWN = 20

export async function previewContactImport(services: Services, { workspaceId }: Principal, id: string): Promise<ContactImportPreview> {
  const { row, missing } = await services.db.inWorkspace(workspaceId, async (tx) => { const found = await findOrThrow(tx, workspaceId, id); return { row: found, missing: await missingIn(tx, services, workspaceId, found) } })
  if (row.state !== 'waiting' || !row.found || !row.mapping) throw new RecadoError('import_not_ready')
  const known = await loadKnowledge(services, workspaceId)
  const said = row.purpose === 'exclusion' ? exclusionColumns(row.mapping) : row.mapping
  const rows: NumberedRow[] = []
  for await (const batch of peopleRows(contactImportPath(services.config, workspaceId, id), row.found, { headings: said.headings, from: 0, size: SHOWN })) { rows.push(...batch); break }
  // A new choice has at least the answers that are shown.
  const options = new Map(said.columns.map((_use, column) => [column, [...new Set(rows.map(({ cells }) => (cells[column] ?? '').trim()).filter(Boolean))]]))
  const { mapping } = withNewFields(said, known, options)
  const context: BatchContext = { services, workspaceId, known, mapping, may: row.plan?.may ?? { fields: false, labels: false } }
  const judged = await services.db.inWorkspace(workspaceId, (tx) => judge(tx, context, readRows(context, rows), { lock: false }))
  const owners = new Map((await membersOf(services, workspaceId)).map((member) => [member.user_id, member.name]))
  return { rows: judged.map((each) => toRow(each, known.fields, owners)), missing }
}

function toRow({ row, wish, problems, outcome, draft, consents }: Judged, fields: ReadonlyMap<string, AttributeRule>, owners: ReadonlyMap<string, string>): PreviewRow {
  const person: PreviewPerson | null = draft && {
    name: draft.name, phones: draft.addresses.filter(({ kind }) => kind === 'phone').map(({ value }) => value), emails: draft.addresses.filter(({ kind }) => kind === 'email').map(({ value }) => value), company: wish.company, stage: wish.stage,
    owner: draft.ownerId === null ? null : owners.get(draft.ownerId) ?? null, language: draft.language, country: draft.country, timeZone: draft.timeZone, labels: draft.labels, externalIds: draft.externals.map(({ source, id }) => ({ source, id })), notes: draft.notes,
    attributes: Object.entries(draft.attributes).map(([key, value]) => ({ name: fields.get(key)?.name ?? key, value: shown(value, fields.get(key)) })),
    consents: consents.map(({ state, category, channel, at }) => ({ state, category, channel, at: iso(at) })),
  }
  return { row: row.row, line: row.line, outcome, contactId: draft && !draft.fresh ? draft.id : null, person, problems }
}

const shown = (value: AttributeValue, field: AttributeRule | undefined): string =>
  (Array.isArray(value) ? value : [value]).map((each) => field?.options.find(({ key }) => key === each)?.name ?? String(each)).join(', ')
