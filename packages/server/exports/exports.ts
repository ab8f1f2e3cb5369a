/** What people do with exports: ask for one, look, fetch the file, stop it. */
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { ExportFormat, ExportKind, ListExport } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { may, type Permission } from '../auth/permissions.js'
import { demandPeopleFilter } from '../people/list-contacts.js'
import type { Principal, Services } from '../services.js'
import type { ChosenPeople } from './chosen.js'
import { type ExportRow, findExport, toExport } from './rows.js'
import { EXPORT_TASK, exportPath } from './run.js'

export interface ExportWish { kind: ExportKind; format: ExportFormat; query: Record<string, unknown> }

/** What a list demands besides contacts.export: nobody takes out what she could not look at. */
const ALSO: Readonly<Record<ExportKind, readonly Permission[]>> = { contacts: ['contacts.read'], conversations: ['conversations.read'], consents: ['contacts.read', 'consents.read'], suppression: ['contacts.erase'] }

/** Whether an export is somebody's: her own, or anybody's for whoever sees everything. */
const isHers = (principal: Principal, row: ExportRow): boolean => principal.reach.kind === 'all' || ('id' in row.created_by && row.created_by.id === principal.id)

async function findHers(tx: Tx, principal: Principal, id: string): Promise<ExportRow> {
  const row = await findExport(tx, principal.workspaceId, id)
  if (!row || !isHers(principal, row)) throw new RecadoError('not_found')
  return row
}

export const readExport = (services: Services, principal: Principal, id: string): Promise<ListExport> => services.db.inWorkspace(principal.workspaceId, async (tx) => toExport(await findHers(tx, principal, id)))

/** Begins an export in the background. What it holds is what its maker sees at that time. */
export async function beginExport(services: Services, principal: Principal, wish: ExportWish): Promise<ListExport> {
  const { workspaceId } = principal
  for (const permission of ALSO[wish.kind]) if (!may(principal, permission)) throw new RecadoError('not_permitted', { permission })
  if (wish.format === 'vcard' && wish.kind !== 'contacts') throw new RecadoError('invalid_request', { fields: [{ field: 'format', message: 'is for people alone' }] })
  const ofPeople = wish.kind === 'contacts' || wish.kind === 'consents'
  if (ofPeople && wish.query.filter !== undefined) demandPeopleFilter(wish.query.filter)
  const { ids, except } = wish.query as ChosenPeople
  if ((ids ?? except) && !ofPeople) throw new RecadoError('invalid_request', { fields: [{ field: `query.${ids ? 'ids' : 'except'}`, message: 'is for people alone' }] })
  const id = newId()
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query(`insert into list_export (workspace_id, list_export_id, kind, format, query, seen_by, language, state, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9)`,
      [workspaceId, id, wish.kind, wish.format, JSON.stringify(wish.query), JSON.stringify(principal), principal.language, JSON.stringify(actorOf(principal)), new Date(services.clock.now(workspaceId)).toISOString()])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'export.started', subject: id, data: { kind: wish.kind, format: wish.format, narrowed: Object.keys(wish.query).length > 0, ...(ids ? { chosen: ids.length } : {}), ...(except ? { except: except.length } : {}) } })
    await services.queue.addIn(tx, EXPORT_TASK, { workspaceId, exportId: id }, { key: `export:${id}` })
  })
  services.queue.wake()
  return readExport(services, principal, id)
}

export async function cancelExport(services: Services, principal: Principal, id: string): Promise<ListExport> {
  const { workspaceId } = principal
  const row = await services.db.inWorkspace(workspaceId, (tx) => findHers(tx, principal, id))
  if (row.state !== 'waiting' && row.state !== 'running' && row.state !== 'ready') throw new RecadoError('export_not_ready')
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query(`update list_export set state = case when state = 'ready' then 'expired' else 'cancelled' end, finished_at = coalesce(finished_at, $3) where workspace_id = $1 and list_export_id = $2 and state in ('waiting', 'running', 'ready')`, [workspaceId, id, new Date(services.clock.now(workspaceId)).toISOString()])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'export.cancelled', subject: id })
  })
  await rm(exportPath(services.config, workspaceId, id), { force: true })
  return readExport(services, principal, id)
}

/** The file itself. Every fetching is in the audit log. */
export async function openExportFile(services: Services, principal: Principal, id: string): Promise<{ name: string; mime: string; size: number; stream: Readable }> {
  const { workspaceId } = principal
  const row = await services.db.inWorkspace(workspaceId, (tx) => findHers(tx, principal, id))
  // What she may no longer look at she no longer fetches.
  for (const permission of ALSO[row.kind]) if (!may(principal, permission)) throw new RecadoError('not_permitted', { permission })
  if (row.state !== 'ready' || (row.expires_at ?? 0) <= Date.now()) throw new RecadoError('export_not_ready')
  const path = exportPath(services.config, workspaceId, id)
  const { size } = await stat(path).catch(() => { throw new RecadoError('not_found') })
  await services.db.inWorkspace(workspaceId, (tx) => audit(tx, services, workspaceId, actorOf(principal), { action: 'export.downloaded', subject: id, data: { kind: row.kind, rows: row.position } }))
  const day = new Date(row.created_at).toISOString().slice(0, 10)
  return { name: `${row.kind}-${day}.${row.format === 'vcard' ? 'vcf' : 'csv'}`, mime: row.format === 'vcard' ? 'text/vcard; charset=utf-8' : 'text/csv; charset=utf-8', size, stream: createReadStream(path) }
}
