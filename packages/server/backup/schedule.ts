/** Backups that are made by themselves, and those a person asks for in the product: by one node at a time. */
import { isAway, newId } from '@recado/db'
import { dropLog } from '@recado/db/backup/index'
import { runningConnections } from '@recado/db/embedded/index'
import type { Services } from '../services.js'
import { version } from '../version.js'
import { keysOfPlace } from './beside.js'
import { tellChecks } from './checks.js'
import { copyLists } from './journal.js'
import { Cancelled, makeBackup, NoChain, type Source, withAdmin } from './make.js'
import { prune } from './prune.js'
import { AlreadyRunning, type Run, runOne } from './run.js'

const LOOK_MS = 2_000
/** After one that failed, before the next by itself. */
const AGAIN_MS = 10 * 60_000
const DAY = 86_400_000
/** So long the engine keeps its log for backups that nobody makes. */
const FORGET_MS = 7 * DAY

/** The last moment of `HH:MM` on this machine's clock that is not after `now`. */
export function lastTurn(at: string, now: Date): number {
  const [hour = 0, minute = 0] = at.split(':').map(Number)
  const turn = new Date(now)
  turn.setHours(hour, minute, 0, 0)
  if (turn > now) turn.setDate(turn.getDate() - 1)
  return turn.getTime()
}

export class BackupSchedule {
  private readonly services: Services
  private under: Promise<void> | null = null
  private readonly abort = new AbortController()
  private failedAt = 0
  private lookedAt = 0

  constructor(services: Services) { this.services = services }

  start(): void {
    const { services } = this
    const look = (): void => {
      this.under ??= this.round().catch((error: unknown) => { if (!isAway(error) && !services.stopping()) services.log.error({ err: error }, 'backups') }).finally(() => { this.under = null })
    }
    const timer = setInterval(look, LOOK_MS).unref()
    services.signals.on('backups', look)
    services.onClose(async () => { clearInterval(timer); services.signals.off('backups', look); this.abort.abort(); await this.under })
  }

  private async round(): Promise<void> {
    const { config, db } = this.services
    const { dir } = config.backup
    if (!dir) return this.tidy()
    const [asked] = await db.asSystem((tx) => tx.query<{ id: string }>(`select backup_run_id as id from backup_run where state = 'waiting' order by created_at limit 1`))
    if (asked) return void await this.make({ id: asked.id, cause: 'person', kind: 'full' }, dir)
    const due = Date.now() - this.failedAt > AGAIN_MS ? await this.due() : null
    if (due) await this.make({ id: newId(), cause: 'schedule', kind: due }, dir)
    await this.tell()
  }

  /** Wall clock: what lies on a disk grows old whatever a demo's clock says. */
  private async due(): Promise<'full' | 'log' | null> {
    const { config, db } = this.services
    const [last] = await db.asSystem((tx) => tx.query<{ full: number | null; any: number | null }>(
      `select max(started_at) filter (where kind = 'full') as full, greatest(max(started_at), (select (value #>> '{}')::timestamptz from installation where name = 'backup_fresh')) as any from backup_run where state = 'done'`))
    if (!last?.full || last.full < lastTurn(config.backup.at, new Date())) return 'full'
    const every = config.backup.everyMinutes * 60_000
    if (every > 0 && Date.now() - (last.any ?? 0) >= every) return config.databaseUrl ? 'full' : 'log'
    return null
  }

  private async make(run: Run, dir: string): Promise<void> {
    const { config, db, log } = this.services
    try {
      const made = await runOne(db, run, async ({ signal, progress }) => {
        const keys = await keysOfPlace(config)
        await copyLists(config.dataDir, dir, keys)
        const order = { keys, to: { dir }, follow: config.backup.everyMinutes > 0 && !config.databaseUrl, signal: AbortSignal.any([signal, this.abort.signal]), progress }
        if (run.kind === 'full') return makeBackup(this.source(), { ...order, kind: 'full' })
        try { return await makeBackup(this.source(), { ...order, kind: 'log' }) } catch (error) {
          if (!(error instanceof NoChain)) throw error
          return makeBackup(this.source(), { ...order, kind: 'full' })
        }
      })
      this.failedAt = 0
      if (made) log.info({ file: made.path, bytes: made.bytes, written: made.written }, 'backup made')
      if (made?.kind === 'full') await this.removed((await prune(dir, await keysOfPlace(config), Date.now(), config.backup)).files)
    } catch (error) {
      if (error instanceof AlreadyRunning) return
      if (error instanceof Cancelled) { this.failedAt = Date.now(); return }
      this.failedAt = Date.now()
      log.error({ err: error }, 'backup failed')
    }
    this.lookedAt = 0
  }

  /** A backup whose file had its time is not one that was lost. */
  private async removed(files: readonly string[]): Promise<void> {
    if (files.length === 0) return
    const { db } = this.services
    await db.asSystem((tx) => tx.query(`update backup_run set removed_at = now() where removed_at is null and regexp_replace(file, '^.*/', '') = any($1)`, [files]))
    await tellChecks(this.services)
  }

  private source(): Source {
    const { config, db, media } = this.services
    return { url: db.url, adminUrl: config.databaseUrl ? null : runningConnections(config.dataDir)?.adminUrl ?? null, dataDir: config.dataDir, media, version }
  }

  /** Whoever looks after the installation hears when the last good backup is old. */
  private async tell(): Promise<void> {
    if (Date.now() - this.lookedAt < 60_000) return
    this.lookedAt = Date.now()
    const { services } = this
    const [row] = await services.db.asSystem((tx) => tx.query<{ last: number | null; error: string | null; began: number }>(
      `select (select max(started_at) from backup_run where state = 'done' and kind = 'full') as last, (select error from backup_run where state in ('failed', 'done') order by created_at desc limit 1) as error, now() as began`))
    const old = Boolean(row?.error) || (row?.last ? row.began - row.last > 1.5 * DAY : false)
    for (const { id } of await services.db.asSystem((tx) => tx.query<{ id: string }>('select workspace_id as id from workspace where not demo'))) {
      if (old) await services.health(id, { kind: 'backup_old', subject: 'backup', severity: 'critical', data: { link: '/settings/backups', last: row?.last ? new Date(row.last).toISOString().slice(0, 16).replace('T', ' ') : '–', reason: row?.error ?? '–' } })
      else await services.healthy(id, 'backup_old', 'backup')
    }
  }

  /** The embedded engine does not keep its log for ever for backups that nobody makes any more. */
  private async tidy(): Promise<void> {
    const { config, db } = this.services
    if (config.databaseUrl || Date.now() - this.lookedAt < 3_600_000) return
    this.lookedAt = Date.now()
    const [row] = await db.asSystem((tx) => tx.query<{ fresh: boolean }>(`select coalesce(max(started_at) > now() - make_interval(secs => $1), false) as fresh from backup_run where state = 'done'`, [FORGET_MS / 1000]))
    const admin = row?.fresh ? null : runningConnections(config.dataDir)?.adminUrl
    if (admin) await withAdmin({ adminUrl: admin }, dropLog)
  }
}
