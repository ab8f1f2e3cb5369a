/** Backups that somebody has read again, to the last byte: one at a time on a node, at half its speed, beside whatever backup is being made. */
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { isAway, type Tx } from '@recado/db'
import type { Services } from '../services.js'
import { BadBackup } from './file.js'
import { houseOf } from './house.js'
import { KeyError } from './keys.js'
import { readSecrets } from './secrets.js'
import { type Fault, verifyBackup } from './verify.js'

/** Of other nodes' questions a node learns by looking. */
const LOOK_MS = 5_000
const BEAT_MS = 1_000
const GONE_SECONDS = 60
/** A node that has no directory of backups leaves a file it does not see to those who have one, for so long. */
const OTHERS_SECONDS = 30
/** After so much work the event loop belongs to the others for as long. */
const TURN_MS = 20
/** Kept with their names; of the rest the number. */
const KEPT_FAULTS = 20

export interface CheckRow {
  state: 'waiting' | 'running' | 'done'; bytes: number; result: 'whole' | 'broken' | 'failed' | null; error: 'key' | 'unreadable' | 'ended' | null
  asked_name: string; checked_name: string | null; checked_at: number | null; files: number; chain: number; faults: Omit<Fault, 'sentence'>[]; fault_count: number
}
interface Found { result: NonNullable<CheckRow['result']>; error: CheckRow['error']; bytes: number; files: number; chain: number; faults: Omit<Fault, 'sentence'>[]; faultCount: number }

/** The server is closing: whoever starts next begins anew. */
class Closing extends Error {}

/** Asks for a check; the one that waits or runs already is left alone. False when there is no file to read. */
export async function askForCheck(tx: Tx, backupRunId: string, by: { id: string; workspaceId: string; name: string }): Promise<boolean> {
  const rows = await tx.query(
    `insert into backup_check (backup_run_id, state, asked_by, asked_in, asked_name) select backup_run_id, 'waiting', $2, $3, $4 from backup_run where backup_run_id = $1 and state = 'done' and file is not null and removed_at is null
     on conflict (backup_run_id) do update set state = case backup_check.state when 'running' then 'running' else 'waiting' end, asked_by = $2, asked_in = $3, asked_name = $4, asked_at = now(), bytes = case backup_check.state when 'running' then backup_check.bytes else 0 end
     returning 1`, [backupRunId, by.id, by.workspaceId, by.name])
  return rows.length > 0
}

export class BackupChecks {
  private readonly services: Services
  private readonly abort = new AbortController()
  private under: Promise<void> | null = null

  constructor(services: Services) { this.services = services }

  start(): void {
    const { services } = this
    const look = (): void => {
      this.under ??= this.round().catch((error: unknown) => { if (!isAway(error) && !services.stopping()) services.log.error({ err: error }, 'backup checks') }).finally(() => { this.under = null })
    }
    const timer = setInterval(look, LOOK_MS).unref()
    services.signals.on('backup-checks', look)
    services.onClose(async () => { clearInterval(timer); services.signals.off('backup-checks', look); this.abort.abort(); await this.under })
  }

  private async round(): Promise<void> {
    while (!this.abort.signal.aborted) {
      const next = await this.claim()
      if (!next) return
      await this.check(next.id, this.pathOf(next.file))
    }
  }

  /** A directory that was moved, or a restored installation: a backup is looked for where it was written, then by its name where backups are now. */
  private pathOf(file: string): string {
    const { dir } = this.services.config.backup
    return !existsSync(file) && dir ? join(dir, basename(file)) : file
  }

  private claim(): Promise<{ id: string; file: string } | null> {
    const { config, db } = this.services
    return db.asSystem(async (tx) => {
      const open = await tx.query<{ id: string; file: string; state: string; gone: boolean; old: boolean }>(
        `select c.backup_run_id as id, r.file, c.state, c.beat_at < now() - interval '${GONE_SECONDS} seconds' as gone, c.asked_at < now() - interval '${OTHERS_SECONDS} seconds' as old
         from backup_check c join backup_run r on r.backup_run_id = c.backup_run_id where c.state in ('waiting', 'running') order by c.asked_at for update of c skip locked`)
      // A file that takes its reader down with it is not tried again by itself.
      for (const { id } of open.filter((one) => one.state === 'running' && one.gone)) await this.end(tx, id, failed('ended'))
      const next = open.find((one) => one.state === 'waiting' && (config.backup.dir !== null || one.old || existsSync(one.file)))
      if (next) await tx.query(`update backup_check set state = 'running', beat_at = now(), bytes = 0 where backup_run_id = $1`, [next.id])
      return next ?? null
    })
  }

  private async check(id: string, path: string): Promise<void> {
    const { db, log } = this.services
    let bytes = 0
    let beating: Promise<unknown> | null = null
    const timer = setInterval(() => { beating ??= db.asSystem((tx) => tx.query(`update backup_check set beat_at = now(), bytes = $2 where backup_run_id = $1 and state = 'running'`, [id, bytes])).catch(() => {}).finally(() => { beating = null }) }, BEAT_MS) // the next beat tries again
    let found: Found | null
    try { found = await this.read(path, (now) => { bytes = now }) } finally { clearInterval(timer); await beating }
    await db.asSystem(async (tx) => {
      if (!found) return void await tx.query(`update backup_check set state = 'waiting' where backup_run_id = $1`, [id])
      // While it was read it had its time: what is missing was taken away, and there is nothing to say of it.
      const [gone] = await tx.query(`select 1 from backup_run where backup_run_id = $1 and removed_at is not null`, [id])
      if (gone) await tx.query('delete from backup_check where backup_run_id = $1', [id])
      else await this.end(tx, id, found)
    })
    if (!found) return
    log[found.result === 'whole' ? 'info' : 'error']({ file: path, result: found.result, error: found.error, faults: found.faultCount }, 'backup checked')
    await tellChecks(this.services)
  }

  private async end(tx: Tx, id: string, found: Found): Promise<void> {
    await tx.query(
      `update backup_check set state = 'done', result = $2, error = $3, bytes = $4, files = $5, chain = $6, faults = $7, fault_count = $8, checked_name = asked_name, checked_at = now() where backup_run_id = $1`,
      [id, found.result, found.error, Math.round(found.bytes), found.files, found.chain, JSON.stringify(found.faults), found.faultCount])
  }

  /** Null: broken off, because the server closes. */
  private async read(path: string, progress: (bytes: number) => void): Promise<Found | null> {
    const { config, log } = this.services
    let since = performance.now()
    try {
      const secrets = readSecrets({ masterKeyFile: config.masterKeyFile, passphraseFile: config.backup.passphraseFile, dataDir: config.dataDir })
      const read = await verifyBackup(path, secrets, { setAside: true, progress: async (bytes) => {
        if (this.abort.signal.aborted) throw new Closing()
        progress(bytes)
        const worked = performance.now() - since
        if (worked < TURN_MS) return
        await rest(worked)
        since = performance.now()
      } })
      return { result: read.faultCount === 0 ? 'whole' : 'broken', error: null, bytes: read.bytes, files: read.media, chain: read.files.length, faults: read.faults.slice(0, KEPT_FAULTS).map(({ file, is, holds }) => ({ file, is, holds })), faultCount: read.faultCount }
    } catch (error) {
      if (error instanceof Closing) return null
      if (error instanceof BadBackup) return broken(error.file, error.is)
      if (error instanceof KeyError) return failed('key')
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !existsSync(path)) return broken(basename(path), 'missing')
      log.error({ err: error, file: path }, 'backup not read')
      return failed('unreadable')
    }
  }
}

const failed = (error: NonNullable<CheckRow['error']>): Found => ({ result: 'failed', error, bytes: 0, files: 0, chain: 1, faults: [], faultCount: 0 })
const broken = (file: string, is: Fault['is']): Found => ({ result: 'broken', error: null, bytes: 0, files: 0, chain: 1, faults: [{ file, is, holds: null }], faultCount: 1 })

/** The newest that could not be restored, unless a later one was found whole since: then there is one to go back to. A process that ended says nothing of the backup. */
const WORST = `select r.file, c.error, c.faults, c.checked_at from backup_check c join backup_run r on r.backup_run_id = c.backup_run_id
  where r.removed_at is null and (c.result = 'broken' or c.error in ('key', 'unreadable'))
    and not exists (select from backup_check o join backup_run n on n.backup_run_id = o.backup_run_id where o.result = 'whole' and n.created_at > r.created_at)
  order by r.created_at desc limit 1`

/** Whoever looks after the installation hears of a backup that did not pass, until one does. */
export async function tellChecks(services: Services): Promise<void> {
  const house = await houseOf(services)
  if (!house) return
  const [worst] = await services.db.asSystem((tx) => tx.query<Pick<CheckRow, 'error' | 'faults'> & { file: string; checked_at: number }>(WORST))
  if (!worst) return services.healthy(house, 'backup_broken', 'backup')
  const what = worst.faults.map(({ file }) => file).slice(0, 3).join(', ') || basename(worst.file)
  await services.health(house, { kind: 'backup_broken', subject: 'backup', severity: 'critical', data: { link: '/settings/backups', file: basename(worst.file), what } })
}
