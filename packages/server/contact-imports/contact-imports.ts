/** What people do with files of people: send, look, say what the columns are, check, start, stop. */
import { rm, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { ContactFileFound, ContactImport, ContactImportPurpose } from '@recado/api'
import { type ColumnUse, type ContactMapping, RecadoError, suggestColumns } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { may } from '../auth/permissions.js'
import { categoriesOf } from '../consents/categories.js'
import { forgetFile, writePart } from '../imports/files.js'
import { storable } from '../ingest/plan.js'
import { loadDefinitions } from '../people/attributes.js'
import type { Principal, Services } from '../services.js'
import { lookAtFile } from './file-rows.js'
import { contactImportPath } from './files.js'
import { type ContactImportRow, findContactImport, type ImportPlan, toContactImport } from './rows.js'
import { CONTACT_IMPORT_TASK } from './run.js'
import { missingIn } from './missing.js'

/** A million rows with thirty columns are about half of this. */
export const LARGEST_TABLE = 1024 ** 3

const at = (services: Services, workspaceId: string): string => new Date(services.clock.now(workspaceId)).toISOString()

export async function findOrThrow(tx: Tx, workspaceId: string, id: string, lock = false): Promise<ContactImportRow> {
  const row = await findContactImport(tx, workspaceId, id, lock)
  if (!row) throw new RecadoError('not_found')
  return row
}

export const readContactImport = (services: Services, workspaceId: string, id: string): Promise<ContactImport> => services.db.inWorkspace(workspaceId, async (tx) => toContactImport(await findOrThrow(tx, workspaceId, id)))

/** Takes a file, or the first part of one of `size` bytes. A whole one is read at once: what is no table is refused and forgotten. */
export async function beginContactImport(services: Services, principal: Principal, file: { name: string; part: Readable & { truncated?: boolean }; size?: number; purpose: ContactImportPurpose }): Promise<ContactImport> {
  const { workspaceId } = principal
  if (file.size !== undefined && file.size > LARGEST_TABLE) throw new RecadoError('media_too_large', { field: 'file', limit: LARGEST_TABLE })
  const id = newId()
  const path = contactImportPath(services.config, workspaceId, id)
  try {
    const received = await writePart(path, file.part, 0)
    if (file.part.truncated || received > LARGEST_TABLE) throw new RecadoError('media_too_large', { field: 'file', limit: LARGEST_TABLE })
    if (received === 0) throw new RecadoError('invalid_request', { fields: [{ field: 'file', message: 'is empty' }] })
    const bytes = file.size ?? received
    if (received > bytes) throw new RecadoError('invalid_request', { fields: [{ field: 'size', message: 'is smaller than what came' }] })
    const name = storable(file.name.replace(/^.*[\\/]/u, '').slice(0, 200)) || 'contacts.csv'
    const found = received === bytes ? await look(services, workspaceId, path) : null
    await services.db.inWorkspace(workspaceId, async (tx) => {
      await tx.query(`insert into contact_import (workspace_id, contact_import_id, purpose, name, bytes, received, state, found, total, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [workspaceId, id, file.purpose, name, bytes, received, found ? 'waiting' : 'receiving', found && JSON.stringify(found), found?.rows ?? 0, JSON.stringify(actorOf(principal)), at(services, workspaceId)])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'contact_import.uploaded', subject: id, data: { bytes, purpose: file.purpose } })
    })
  } catch (error) {
    await forgetFile(path)
    throw error
  }
  return readContactImport(services, workspaceId, id)
}

/** Takes the next part. `offset` says where it belongs; a part that came before is written again. */
export async function continueContactImport(services: Services, { workspaceId }: Principal, id: string, part: Readable & { truncated?: boolean }, offset: number): Promise<ContactImport> {
  const row = await services.db.inWorkspace(workspaceId, (tx) => findOrThrow(tx, workspaceId, id))
  if (row.state !== 'receiving') throw new RecadoError('import_not_ready')
  const path = contactImportPath(services.config, workspaceId, id)
  const here = await stat(path).then(({ size }) => size, () => 0)
  if (offset > here) throw new RecadoError('invalid_request', { fields: [{ field: 'offset', message: `is beyond the ${here} bytes that are here` }] })
  const received = await writePart(path, part, offset)
  if (part.truncated || received > Number(row.bytes)) {
    await rm(path, { force: true })
    throw new RecadoError('media_too_large', { field: 'file', limit: Number(row.bytes) })
  }
  const whole = received === Number(row.bytes)
  try {
    const found = whole ? await look(services, workspaceId, path) : null
    await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update contact_import set received = $3, state = $4, found = $5, total = $6 where workspace_id = $1 and contact_import_id = $2 and state = 'receiving'`,
      [workspaceId, id, received, whole ? 'waiting' : 'receiving', found && JSON.stringify(found), found?.rows ?? 0]))
  } catch (error) {
    if (error instanceof RecadoError) { await end(services, workspaceId, id, 'failed', error.code); await forgetFile(path) }
    throw error
  }
  return readContactImport(services, workspaceId, id)
}

/** What is in the file, and what its columns probably are. */
async function look(services: Services, workspaceId: string, path: string): Promise<ContactFileFound & { suggested: ColumnUse[] }> {
  const found = await lookAtFile(path)
  const [fields, topics] = await services.db.inWorkspace(workspaceId, async (tx) => [await loadDefinitions(tx, workspaceId), await categoriesOf(tx, workspaceId)] as const)
  return { ...found, suggested: suggestColumns(found.columns, fields.filter((field) => !field.archived), topics.map(({ key, names }) => ({ key, names: Object.values(names) }))) }
}

/** What columns are, kept for next time. A dry run made before no longer holds. */
export async function mapContactImport(services: Services, principal: Principal, id: string, mapping: ContactMapping): Promise<ContactImport> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await findOrThrow(tx, workspaceId, id, true)
    if (row.state !== 'waiting' || !row.found) throw new RecadoError('import_not_ready')
    if (mapping.columns.length > row.found.columns.length) throw new RecadoError('invalid_request', { fields: [{ field: 'columns', message: `has more than the ${row.found.columns.length} columns of the file` }] })
    if (!may(principal, 'contacts.fields') && mapping.columns.some(({ to }) => to === 'new_attribute')) throw new RecadoError('not_permitted', { permission: 'contacts.fields' })
    const headings = row.found.format === 'csv' && mapping.headings
    const plan: ImportPlan = { may: { fields: may(principal, 'contacts.fields'), labels: may(principal, 'labels.manage') }, columns: null, wordingId: null, topics: {} }
    await tx.query(`update contact_import set mapping = $3, total = $4, checked = null, plan = $5, problem_count = 0 where workspace_id = $1 and contact_import_id = $2`,
      [workspaceId, id, JSON.stringify(storable({ ...mapping, headings })), Math.max(0, row.found.rows - (headings ? 1 : 0)), JSON.stringify(plan)])
    await tx.query('delete from contact_import_problem where workspace_id = $1 and contact_import_id = $2', [workspaceId, id])
  })
  return readContactImport(services, workspaceId, id)
}

/** Starts the dry run (`checking`) or the import itself (`running`) with the mapping that was kept. Throws invalid_request with what has still to be said. */
export async function startContactImport(services: Services, principal: Principal, id: string, state: 'checking' | 'running'): Promise<ContactImport> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const row = await findOrThrow(tx, workspaceId, id, true)
    if (row.state !== 'waiting') throw new RecadoError('import_not_ready')
    const missing = await missingIn(tx, services, workspaceId, row)
    if (missing.length > 0) throw new RecadoError('invalid_request', { fields: missing })
    await tx.query(`update contact_import set state = $3, position = 0, problem_count = 0, started_at = case when $3 = 'running' then $4::timestamptz end where workspace_id = $1 and contact_import_id = $2`, [workspaceId, id, state, at(services, workspaceId)])
    if (state === 'running') {
      await tx.query('delete from contact_import_problem where workspace_id = $1 and contact_import_id = $2', [workspaceId, id])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'contact_import.started', subject: id, data: { rows: row.total, purpose: row.purpose, existing: row.mapping!.existing, consent: Boolean(row.mapping!.consent) } }) // nothing is missing
    }
    await services.queue.addIn(tx, CONTACT_IMPORT_TASK, { workspaceId, importId: id }, { key: `contact-import:${id}` })
  })
  services.queue.wake()
  return readContactImport(services, workspaceId, id)
}

/** Stops it. A dry run goes back to the questions; who is taken in stays, and the file is forgotten. */
export async function cancelContactImport(services: Services, principal: Principal, id: string): Promise<ContactImport> {
  const { workspaceId } = principal
  const row = await services.db.inWorkspace(workspaceId, (tx) => findOrThrow(tx, workspaceId, id))
  if (row.state === 'checking') {
    await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update contact_import set state = 'waiting', position = 0 where workspace_id = $1 and contact_import_id = $2 and state = 'checking'`, [workspaceId, id]))
    return readContactImport(services, workspaceId, id)
  }
  if (row.state !== 'waiting' && row.state !== 'receiving' && row.state !== 'running') throw new RecadoError('import_not_ready')
  await end(services, workspaceId, id, 'cancelled', null)
  // While it runs its own work lets go of the file.
  if (row.state !== 'running') await forgetFile(contactImportPath(services.config, workspaceId, id))
  await services.db.inWorkspace(workspaceId, (tx) => audit(tx, services, workspaceId, actorOf(principal), { action: 'contact_import.cancelled', subject: id, data: { rows: row.position } }))
  return readContactImport(services, workspaceId, id)
}

async function end(services: Services, workspaceId: string, id: string, state: 'cancelled' | 'failed', code: string | null): Promise<void> {
  await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update contact_import set state = $3, error = $4, finished_at = $5 where workspace_id = $1 and contact_import_id = $2 and state in ('receiving', 'waiting', 'running')`, [workspaceId, id, state, code, at(services, workspaceId)]))
}
