/** What a started import decides once: new fields become fields, the wording a version, topics their ids. */
import type { ContactFileFound } from '@recado/api'
import type { AttributeRule, ColumnUse, ContactMapping } from '@recado/core'
import { readList } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { keepWording } from '../consents/wordings.js'
import type { Services } from '../services.js'
import { peopleRows } from './file-rows.js'
import { type Knowledge, withNewFields } from './knowledge.js'
import type { ContactImportRow, ImportPlan } from './rows.js'

/** Answers of a choice that a file may bring; more are no choice but a text. */
const MOST_OPTIONS = 200

/** The answers that stand in columns which become fields with a choice. */
export async function optionsIn(path: string, found: ContactFileFound, mapping: ContactMapping): Promise<Map<number, string[]>> {
  const wanted = mapping.columns.flatMap((use, column) => (use.to === 'new_attribute' && (use.type === 'choice' || use.type === 'choices') ? [{ column, many: use.type === 'choices', seen: new Set<string>() }] : []))
  if (wanted.length === 0) return new Map()
  for await (const rows of peopleRows(path, found, { headings: mapping.headings, from: 0, size: 1_000 })) {
    for (const { cells, fault } of rows) {
      if (fault) continue
      for (const { column, many, seen } of wanted) {
        const text = (cells[column] ?? '').trim()
        if (text !== '' && seen.size < MOST_OPTIONS) for (const option of many ? readList(text, { commas: true }) : [text]) seen.add(option.slice(0, 100))
      }
    }
  }
  return new Map(wanted.map(({ column, seen }) => [column, [...seen]]))
}

/** The plan of an import about to run. Writes it, with the fields it makes, in one transaction; asked again it is the one that stands there. */
export async function makePlan(services: Services, workspaceId: string, row: ContactImportRow, path: string, known: Knowledge): Promise<ImportPlan> {
  const { mapping, found, plan } = row
  if (!mapping || !found || !plan) throw new Error('an import that runs has a mapping')
  if (plan.columns) return plan
  const { mapping: resolved, made } = withNewFields(mapping, known, await optionsIn(path, found, mapping))
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const now = new Date(services.clock.now(workspaceId)).toISOString()
    await makeFields(tx, workspaceId, made, now)
    const next: ImportPlan = { ...plan, columns: resolved.columns, wordingId: mapping.consent ? await wordingOf(tx, services, workspaceId, mapping.consent) : null, topics: Object.fromEntries(known.topics) }
    await tx.query('update contact_import set plan = $3 where workspace_id = $1 and contact_import_id = $2', [workspaceId, row.contact_import_id, JSON.stringify(next)])
    return next
  })
}

const wordingOf = (tx: Tx, services: Services, workspaceId: string, consent: NonNullable<ContactMapping['consent']>): Promise<string> =>
  keepWording(tx, services, workspaceId, { name: consent.source.slice(0, 200), ...consent.wording })

async function makeFields(tx: Tx, workspaceId: string, made: readonly AttributeRule[], now: string): Promise<void> {
  if (made.length === 0) return
  await tx.query(
    `insert into attribute_definition (workspace_id, definition_id, key, name, type, options, position, created_at, updated_at)
     select $1, n.id, n.key, n.name, n.type, n.options, coalesce((select max(position) from attribute_definition where workspace_id = $1), 0) + n.nr, $3, $3
     from jsonb_to_recordset($2::jsonb) as n(id uuid, nr int, key text, name text, type text, options jsonb)`,
    [workspaceId, JSON.stringify(made.map(({ key, name, type, options }, nr) => ({ id: newId(), nr: nr + 1, key, name, type, options }))), now])
}

/** Columns of a started import in place of those that were said. */
export const planned = (mapping: ContactMapping, columns: ColumnUse[] | null): ContactMapping => (columns ? { ...mapping, columns } : mapping)
