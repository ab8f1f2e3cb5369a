/** What lies outside the database: bytes of files, and the list of who was forgotten, which a restored backup is held against. */
import { open, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../config.js'
import type { Tasks } from '../../jobs/queue.js'
import type { Services } from '../../services.js'

export const ERASE_FILES = 'privacy.forget_files'

/** Somebody who was forgotten, as a line of the list: ids and keyed hashes. */
export interface ErasureLine { erasureId: string; contactId: string; identityIds: string[]; whole: boolean; how: 'anonymise' | 'erase'; hashes: string[]; at: string }
interface Payload { workspaceId: string; shas: string[]; paths: string[]; line: ErasureLine }

export const erasureList = (config: Pick<Config, 'dataDir'>, workspaceId: string): string => join(config.dataDir, 'erasures', `${workspaceId}.jsonl`)

/** After the commit: bytes that no row of the workspace names any more, other files that held her, and a line in the list. Bears repetition. */
export async function forgetFiles(services: Services, { workspaceId, shas, paths, line }: Payload): Promise<void> {
  for (const sha of shas) {
    const hash = Buffer.from(sha, 'hex')
    const [used] = await services.db.inWorkspace(workspaceId, (tx) => tx.query('select 1 from media where workspace_id = $1 and sha256 = $2 limit 1', [workspaceId, hash]))
    if (!used) await services.media.remove(workspaceId, hash)
  }
  for (const path of paths) await rm(join(services.config.dataDir, path), { force: true, recursive: true })
  await note(erasureList(services.config, workspaceId), line)
  // Beside the backups as well, at once: a backup of yesterday is held against it although this machine is gone.
  if (services.config.backup.dir) await (await import('../../backup/beside.js')).noteBeside(services.config, workspaceId, line)
}

async function note(file: string, line: ErasureLine): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 })
  if ((await readList(file)).some((one) => one.erasureId === line.erasureId)) return
  const handle = await open(file, 'a', 0o600)
  try {
    await handle.appendFile(`${JSON.stringify(line)}\n`)
    await handle.sync()
  } finally { await handle.close() }
}

/** The list as it lies there; empty where nobody was forgotten. A last line that a crash cut off is left out. */
export async function readList(file: string): Promise<ErasureLine[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') return ''; throw error })
  return text.split('\n').flatMap((row) => { try { return row.trim() === '' ? [] : [JSON.parse(row) as ErasureLine] } catch { return [] } })
}

export const erasureTasks = (services: Services): Tasks => ({ [ERASE_FILES]: async (payload: Payload) => forgetFiles(services, payload) })
