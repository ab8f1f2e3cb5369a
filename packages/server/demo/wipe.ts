import type { SimulatorHost } from '@recado/simulator'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Ingest } from '../ingest/ingest.js'
import type { Sender } from '../sending/sender.js'
import type { Services } from '../services.js'
import { dismissColleagues } from './colleagues.js'

export interface WipeDeps { services: Services; host: SimulatorHost; ingest: Ingest; sender: Sender | null }

/**
 * Takes a demo workspace away whole: rows, files, the world of its platforms. Work under way ends first. Throws not_found for a workspace that
 * is no demo, so that no other can ever be meant.
 */
export async function wipeDemo({ services, host, ingest, sender }: WipeDeps, workspaceId: string): Promise<void> {
  const [row] = await services.db.asSystem((tx) => tx.query<{ demo: boolean }>('select demo from workspace where workspace_id = $1', [workspaceId]))
  if (!row?.demo) throw new RecadoError('not_found', { workspaceId })
  // The platforms fall silent first: what they send would come to nobody.
  await host.forget(workspaceId)
  await ingest.settled()
  await sender?.settled(workspaceId)
  const accounts = await services.accounts.list(workspaceId)
  const files = await services.db.inWorkspace(workspaceId, async (tx) => {
    const stored = await tx.query<{ sha256: Buffer }>('select distinct sha256 from media where workspace_id = $1 and sha256 is not null', [workspaceId])
    for (const table of await tablesChildrenFirst(tx)) await tx.query(`delete from "${table}" where workspace_id = $1`, [workspaceId])
    return stored
  })
  // Addresses, sessions that look at it, audit and members go with the workspace itself.
  await services.db.asSystem((tx) => tx.query('delete from workspace where workspace_id = $1 and demo', [workspaceId]))
  await dismissColleagues(services, workspaceId)
  for (const account of accounts) services.accounts.changed(workspaceId, account.id)
  for (const { sha256 } of files) await services.media.remove(workspaceId, sha256).catch((error: unknown) => services.log.warn({ err: error }, 'a file of a wiped demo is still there'))
}

interface Link { child: string; parent: string }

/** Every table of a workspace that may be deleted from, those that point at others before these. Tables to come are found as well. */
async function tablesChildrenFirst(tx: Tx): Promise<string[]> {
  const tables = await tx.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'workspace' and has_table_privilege(c.oid, 'delete') order by 1`)
  const links = await tx.query<Link>(`select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint where contype = 'f' and conrelid <> confrelid`)
  return childrenFirst(tables.map(({ name }) => name), links)
}

/** Orders tables so that none comes before one that points at it. */
export function childrenFirst(tables: readonly string[], links: readonly Link[]): string[] {
  const ordered: string[] = []
  const visit = (table: string, above: readonly string[]): void => {
    if (ordered.includes(table) || above.includes(table)) return
    for (const { child, parent } of links) if (parent === table && tables.includes(child)) visit(child, [...above, table])
    ordered.push(table)
  }
  for (const table of tables) visit(table, [])
  return ordered
}
