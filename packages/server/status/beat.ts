import { readdir, stat, statfs } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isAway } from '@recado/db'
import type { Services } from '../services.js'
import { telemetryOf } from '../telemetry/telemetry.js'
import { version } from '../version.js'
import { Pulse } from './pulse.js'

const BEAT_MS = 10_000
/** A node that was silent for so long is gone; its row follows. */
export const GONE_MS = 45_000
const FORGET = '1 hour'

/** What a node says of itself; rates are per minute, of the last five. */
export interface NodeFacts {
  memoryBytes: number
  loopDelayMs: number
  diskFreeBytes: number | null
  diskBytes: number | null
  spool: { files: number; bytes: number }
  /** By account. */
  received: Record<string, number>
  /** When last, by the wall clock, of those. */
  heardAt: Record<string, number>
  refused: Record<string, number>
  /** Messages, by workspace. */
  stored: Record<string, number>
  telemetry: { on: boolean; sent: number; failed: number }
}

/** Writes down every few seconds that this node lives and how it is. Its last act is to take its row away. */
export class NodeBeat {
  private readonly received = new Pulse()
  private readonly refused = new Pulse()
  private readonly stored = new Pulse()
  private readonly delay = monitorEventLoopDelay({ resolution: 20 })
  private readonly startedAt = new Date().toISOString()
  private readonly services: Services
  readonly nodeId: string

  /** `nodeId`: what the leases call this node. */
  constructor(services: Services, nodeId: string) {
    this.services = services
    this.nodeId = nodeId
  }

  async start(): Promise<void> {
    known.set(this.services.signals, this.nodeId)
    const { signals, log } = this.services
    const onReceived = (_workspaceId: string, accountId: string): void => this.received.count(accountId)
    const onRefused = (_workspaceId: string, accountId: string): void => this.refused.count(accountId)
    const onStored = (workspaceId: string, n?: number): void => this.stored.count(workspaceId, n)
    signals.on('received', onReceived).on('refused', onRefused).on('stored', onStored)
    this.delay.enable()
    let under: Promise<void> | null = null
    const beat = (): void => { under ??= this.beat().catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) log.error({ err: error }, 'beat') }).finally(() => { under = null }) }
    await this.beat()
    const timer = setInterval(beat, BEAT_MS).unref()
    this.services.onClose(async () => {
      clearInterval(timer)
      signals.off('received', onReceived).off('refused', onRefused).off('stored', onStored)
      this.delay.disable()
      await under
      await this.services.db.asSystem((tx) => tx.query('delete from node where node_id = $1', [this.nodeId])).catch(() => {}) // forgotten within the hour
    })
  }

  /** Once, now. */
  async beat(): Promise<void> {
    const facts = JSON.stringify(await this.facts())
    await this.services.db.asSystem(async (tx) => {
      await tx.query(`insert into node (node_id, version, host, facts, started_at, seen_at) values ($1, $2, $3, $4, $5, clock_timestamp()) on conflict (node_id) do update set facts = excluded.facts, seen_at = excluded.seen_at`, [this.nodeId, version, hostname(), facts, this.startedAt])
      await tx.query(`delete from node where seen_at < clock_timestamp() - interval '${FORGET}'`)
    })
  }

  private async facts(): Promise<NodeFacts> {
    const { dataDir } = this.services.config
    const disk = await statfs(dataDir).catch(() => null)
    const loopDelayMs = Math.round(this.delay.percentile(99) / 1e6)
    this.delay.reset()
    return {
      memoryBytes: process.memoryUsage().rss, loopDelayMs, diskFreeBytes: disk ? disk.bavail * disk.bsize : null, diskBytes: disk ? disk.blocks * disk.bsize : null, spool: await spoolOf(dataDir),
      received: this.received.perMinute(), heardAt: this.received.lastAt(), refused: this.refused.perMinute(), stored: this.stored.perMinute(), telemetry: telemetryOf(this.services).counts(),
    }
  }
}

const known = new WeakMap<Services['signals'], string>()
/** What this node is called; empty where it does not say that it lives (a test's parts). */
export const nodeIdOf = ({ signals }: Pick<Services, 'signals'>): string => known.get(signals) ?? ''

/** Files of the spool that hold something. */
async function spoolOf(dataDir: string): Promise<NodeFacts['spool']> {
  const dir = join(dataDir, 'spool')
  const names = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.jsonl'))
  const sizes = await Promise.all(names.map((name) => stat(join(dir, name)).then((one) => one.size, () => 0)))
  return { files: sizes.filter((size) => size > 0).length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}
