import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { RecadoError } from '@recado/core'
import { hours } from '@recado/core'
import type { Config } from '../config.js'
import { lean } from '../jobs/lean.js'
import type { Task, Tasks } from '../jobs/queue.js'
import type { Services } from '../services.js'
import { LISTS } from './lists.js'
import { type ExportRow, findExport } from './rows.js'

export const EXPORT_TASK = 'exports.list'
export const EXPIRE_TASK = 'exports.expire'
/** How long a link holds. Wall clock: a file of people lies no longer because a demo's clock stands still. */
export const EXPORT_HOLDS_MS = hours(24)

export const exportPath = (config: Pick<Config, 'dataDir'>, workspaceId: string, id: string): string => join(config.dataDir, 'exports', workspaceId, id)

interface Wanted { workspaceId: string; exportId: string }

/** The background work of exports, for the task list. */
export const exportTasks = (services: Services): Tasks => ({
  [EXPORT_TASK]: ((wanted: Wanted, { signal }) => lean(() => runExport(services, wanted, signal))) as Task,
  [EXPIRE_TASK]: ((wanted: Wanted) => expireExport(services, wanted)) as Task,
})

/** Writes the file and makes its link. After a kill it begins anew: what was written half is written over. */
export async function runExport(services: Services, { workspaceId, exportId }: Wanted, signal?: AbortSignal): Promise<void> {
  const { db, config } = services
  const find = (): Promise<ExportRow | null> => db.inWorkspace(workspaceId, (tx) => findExport(tx, workspaceId, exportId))
  const row = await find()
  if (row?.state !== 'waiting' && row?.state !== 'running') return
  await db.inWorkspace(workspaceId, (tx) => tx.query(`update list_export set state = 'running', position = 0 where workspace_id = $1 and list_export_id = $2 and state in ('waiting', 'running')`, [workspaceId, exportId]))
  const path = exportPath(config, workspaceId, exportId)
  const part = `${path}.part`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    if (!await write(services, workspaceId, row, part, signal)) return void await rm(part, { force: true })
    const { size } = await stat(part)
    await rename(part, path)
    const expiresAt = Date.now() + EXPORT_HOLDS_MS
    await db.inWorkspace(workspaceId, async (tx) => {
      await tx.query(`update list_export set state = 'ready', bytes = $3, total = position, finished_at = $4, expires_at = $5 where workspace_id = $1 and list_export_id = $2 and state = 'running'`,
        [workspaceId, exportId, size, new Date(services.clock.now(workspaceId)).toISOString(), new Date(expiresAt).toISOString()])
      await services.queue.addIn(tx, EXPIRE_TASK, { workspaceId, exportId }, { key: `export-expire:${exportId}`, runAt: new Date(expiresAt) })
    })
  } catch (error) {
    await rm(part, { force: true })
    if (!(error instanceof RecadoError)) throw error
    await db.inWorkspace(workspaceId, (tx) => tx.query(`update list_export set state = 'failed', error = $3, finished_at = $4 where workspace_id = $1 and list_export_id = $2 and state = 'running'`, [workspaceId, exportId, error.code, new Date(services.clock.now(workspaceId)).toISOString()]))
  }
}

/** One piece after the other, each behind the disk. False when somebody has stopped it. */
async function write(services: Services, workspaceId: string, row: ExportRow, part: string, signal: AbortSignal | undefined): Promise<boolean> {
  const out = createWriteStream(part, { mode: 0o600 })
  try {
    for await (const { text, rows, total } of LISTS[row.kind](services, workspaceId, row)) {
      if (signal?.aborted || services.stopping()) throw new Error('the server is stopping')
      if (text !== '' && !out.write(text)) await once(out, 'drain')
      const [own] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ state: string }>(
        `update list_export set position = position + $3, total = coalesce($4, total) where workspace_id = $1 and list_export_id = $2 and state = 'running' returning state`, [workspaceId, row.list_export_id, rows, total ?? null]))
      if (!own) return false
    }
    return true
  } finally {
    out.end()
    await finished(out)
  }
}

/** Its time is over: the file goes, the line about it stays. */
export async function expireExport(services: Services, { workspaceId, exportId }: Wanted): Promise<void> {
  await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update list_export set state = 'expired' where workspace_id = $1 and list_export_id = $2 and state = 'ready'`, [workspaceId, exportId]))
  await rm(exportPath(services.config, workspaceId, exportId), { force: true })
}
