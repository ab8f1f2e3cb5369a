import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Services } from '../services.js'
import { HouseWatch } from './house.js'
import { endIncident, type IncidentKind, tellIncident } from './incidents.js'

/** A case that goes on is told again this often; each time is counted. */
const AGAIN_MS = 60_000
const LOOK_MS = 60_000
/** A clock that is further off makes windows close at the wrong moment. */
export const MOST_SKEW_MS = 120_000
/** Clocks that are kept by the network differ by less. */
const BEHIND_MS = 1_000

interface OfAccount { kind: IncidentKind; sentence: string; severity: 'info' | 'warning' | 'critical' }

/** What the parts say by signals, each with (workspaceId, accountId). */
const SIGNALS: Readonly<Record<string, OfAccount>> = {
  refused: { kind: 'webhook_refused', sentence: 'a webhook was signed wrongly', severity: 'warning' },
  broken: { kind: 'platform_failing', sentence: 'a platform fails again and again', severity: 'warning' },
  lost: { kind: 'answer_lost', sentence: 'nobody knows whether a message was sent', severity: 'info' },
}
/** The other way round: what has happened since shows that it is over. */
const ENDS: Readonly<Record<string, string>> = { received: 'refused', mended: 'broken' }

/** Watches for failures that no request is about, and tells of those that the parts signal. */
export class IncidentWatch {
  private readonly told = new Map<string, number>()
  private skewed = false
  private readonly services: Services
  private readonly marker: string

  constructor(services: Services) {
    this.services = services
    this.marker = join(services.config.dataDir, 'running')
    for (const [signal, of] of Object.entries(SIGNALS)) this.hear(signal, (workspaceId, accountId) => this.happened(signal, of, workspaceId, accountId))
    for (const [signal, over] of Object.entries(ENDS)) this.hear(signal, (workspaceId, accountId) => this.over(over, workspaceId, accountId))
  }

  private hear(signal: string, then: (workspaceId: string, accountId: string) => void): void {
    this.services.signals.on(signal, then)
    this.services.onClose(() => { this.services.signals.off(signal, then) })
  }

  private happened(signal: string, { kind, sentence, severity }: OfAccount, workspaceId: string, accountId: string): void {
    const name = `${signal}/${accountId}`
    const now = performance.now()
    const last = this.told.get(name)
    if (last !== undefined && now - last < AGAIN_MS) { this.services.signals.emit('incident', kind); return }
    this.told.set(name, now)
    void tellIncident(this.services, { kind, sentence, workspaceId, subject: accountId, severity, data: { accountId } })
  }

  private over(signal: string, workspaceId: string, accountId: string): void {
    if (this.told.delete(`${signal}/${accountId}`)) void endIncident(this.services, SIGNALS[signal]!.kind, workspaceId, accountId) // ENDS names signals of the table above
  }

  /** Looks at how the last run ended and at the clock, and at the clock from time to time. */
  async start(): Promise<void> {
    await this.lastRun()
    await this.lookAtClock()
    const house = new HouseWatch(this.services)
    const timer = setInterval(() => { void this.lookAtClock(); void house.look() }, LOOK_MS)
    void house.look()
    timer.unref()
    this.services.onClose(() => clearInterval(timer))
  }

  /** A file that stands there while we run: found at a start, it says that nobody stopped the run before. */
  private async lastRun(): Promise<void> {
    const left = existsSync(this.marker)
    const since = left ? readFileSync(this.marker, 'utf8').trim() : ''
    writeFileSync(this.marker, new Date().toISOString())
    this.services.onClose(() => rmSync(this.marker, { force: true }))
    if (left) await tellIncident(this.services, { kind: 'unclean_stop', sentence: 'the server was not stopped the last time, it ended', workspaceId: null, subject: 'server', severity: 'info', data: { runningSince: since } })
  }

  async lookAtClock(): Promise<void> {
    const before = Date.now()
    const rows = await this.services.db.asSystem((tx) => tx.query<{ now: number }>('select clock_timestamp() as now')).catch(() => [])
    if (!rows[0]) return
    const after = Date.now()
    const skewMs = Math.round(rows[0].now - (before + after) / 2)
    // At least so much: the database looked at its clock before we heard of it. A window then closes when it does, not when our clock gets there.
    const behindMs = rows[0].now - after
    this.services.clock.behind(behindMs > BEHIND_MS ? behindMs : 0)
    if (Math.abs(skewMs) > MOST_SKEW_MS) await tellIncident(this.services, { kind: 'clock_skew', sentence: 'the clocks of server and database differ', workspaceId: null, subject: 'clock', severity: 'critical', data: { skewMs, minutes: Math.round(Math.abs(skewMs) / 60_000) } })
    else if (this.skewed) await endIncident(this.services, 'clock_skew', null, 'clock')
    this.skewed = Math.abs(skewMs) > MOST_SKEW_MS
  }
}
