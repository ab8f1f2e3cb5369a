/** One backup at a time over all nodes and commands, with a line in `backup_run` that tells how far it is. */
import { type Database, newId, type Tx } from '@recado/db'
import { Cancelled, type Made } from './make.js'

/** Who has not been heard of for so long is no more. */
const GONE_SECONDS = 60
const BEAT_MS = 1_000

export interface Run { id: string; kind: 'full' | 'log'; cause: 'schedule' | 'person' | 'command' }
export interface Running { signal: AbortSignal; progress(done: { bytes: number; of: number }): void }

/** Another backup is being made. */
export class AlreadyRunning extends Error { constructor() { super('Another backup is being made just now.') } }

const bury = (tx: Tx): Promise<unknown[]> => tx.query(`update backup_run set state = case state when 'cancelling' then 'cancelled' else 'failed' end, error = 'its process ended', finished_at = now() where state in ('running', 'cancelling') and beat_at < now() - interval '${GONE_SECONDS} seconds'`)

/** Makes one under its line; `null` says that there was nothing to do, and the line goes again. Throws AlreadyRunning. */
export async function runOne(db: Database, run: Run, work: (running: Running) => Promise<Made | null>): Promise<Made | null> {
  // A database of an earlier version, backed up before it is brought to this one, has no place for lines.
  if (!await hasLines(db)) return work({ signal: new AbortController().signal, progress: () => {} })
  await db.asSystem(async (tx) => {
    await bury(tx)
    try {
      await tx.query(
        `insert into backup_run (backup_run_id, kind, cause, state, started_at, beat_at) values ($1, $2, $3, 'running', now(), now())
         on conflict (backup_run_id) do update set state = 'running', started_at = now(), beat_at = now()`, [run.id, run.kind, run.cause])
    } catch (error) {
      if ((error as { code?: string }).code === '23505') throw new AlreadyRunning()
      throw error
    }
  })
  const abort = new AbortController()
  let done = { bytes: 0, of: 0 }
  let beating: Promise<void> | null = null
  const beat = async (): Promise<void> => {
    const [row] = await db.asSystem((tx) => tx.query<{ state: string }>('update backup_run set beat_at = now(), bytes = $2, total = $3 where backup_run_id = $1 returning state', [run.id, Math.round(done.bytes), Math.round(done.of)]))
    if (row?.state !== 'running') abort.abort()
  }
  const timer = setInterval(() => { beating ??= beat().catch(() => {}).finally(() => { beating = null }) }, BEAT_MS) // the next beat tries again
  const end = async (state: 'done' | 'failed' | 'cancelled', made: Made | null, error: string | null): Promise<void> => {
    clearInterval(timer)
    await beating
    await db.asSystem((tx) => tx.query(
      `update backup_run set state = $2, kind = coalesce($3, kind), file = $4, bytes = $5, total = $5, written = $6, files = $7, error = $8, finished_at = now() where backup_run_id = $1`,
      [run.id, state, made?.kind ?? null, made?.path ?? null, Math.round(made?.bytes ?? done.bytes), Math.round(made?.written ?? 0), made?.media.count ?? 0, error]))
  }
  try {
    const made = await work({ signal: abort.signal, progress: (now) => { done = now } })
    if (made) await end('done', made, null)
    else {
      // Nothing was written: the last backup is as good as new.
      await end('done', null, null)
      await db.asSystem((tx) => tx.query('delete from backup_run where backup_run_id = $1', [run.id]))
      await db.asSystem((tx) => tx.query(`insert into installation (name, value) values ('backup_fresh', to_jsonb(now())) on conflict (name) do update set value = excluded.value`))
    }
    return made
  } catch (error) {
    await end(error instanceof Cancelled ? 'cancelled' : 'failed', null, error instanceof Cancelled ? null : (error as Error).message)
    throw error
  }
}

async function hasLines(db: Database): Promise<boolean> {
  const [row] = await db.asSystem((tx) => tx.query<{ there: boolean }>(`select to_regclass('backup_run') is not null as there`))
  return row?.there === true
}

export interface RunRow { backup_run_id: string; kind: 'full' | 'log'; cause: Run['cause']; state: string; file: string | null; bytes: number; total: number; written: number; files: number; error: string | null; created_at: number; started_at: number | null; finished_at: number | null; removed_at: number | null }
export const RUN = 'backup_run_id, kind, cause, state, file, bytes, total, written, files, error, created_at, started_at, finished_at, removed_at'

/** Asks for one; the node that looks after the schedule makes it. The waiting one is answered where one waits or runs already. */
export async function askForRun(tx: Tx, by: { id: string; workspaceId: string }): Promise<{ row: RunRow; fresh: boolean }> {
  await bury(tx)
  const [open] = await tx.query<RunRow>(`select ${RUN} from backup_run where state in ('waiting', 'running', 'cancelling') order by created_at limit 1`)
  if (open) return { row: open, fresh: false }
  const [row] = await tx.query<RunRow>(`insert into backup_run (backup_run_id, kind, cause, state, asked_by, asked_in) values ($1, 'full', 'person', 'waiting', $2, $3) returning ${RUN}`, [newId(), by.id, by.workspaceId])
  return { row: row!, fresh: true } // just made
}
