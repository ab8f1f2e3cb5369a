/** What nobody signals, because it comes slowly or because whoever could is gone: looked for once a minute. */
import { statfs } from 'node:fs/promises'
import { readQueue } from '../http/metrics.js'
import type { Services } from '../services.js'
import { GONE_MS, nodeIdOf } from '../status/beat.js'
import { endIncident, type IncidentKind, tellIncident } from './incidents.js'

/** With less than this a database stops within the hour on a busy day; with less than the second at any moment. */
export const LOW_DISK_BYTES = 2_000_000_000
const NO_DISK_BYTES = 100 * 1024 * 1024
/** A message that has been due this long is worth a look. */
export const LATE_SEND_MS = 10 * 60_000

interface Found { severity: 'warning' | 'critical'; data: Record<string, unknown> }
interface Look { kind: IncidentKind; sentence: string; subject: string; find(): Promise<Found | null> }

export class HouseWatch {
  private readonly under = new Set<string>()
  private readonly services: Services

  constructor(services: Services) { this.services = services }

  /** Once, now: tells what is wrong, and that it no longer is. */
  async look(): Promise<void> {
    for (const look of [this.disk(), this.sends()]) await this.tell(look)
    for (const node of await this.lost()) await tellIncident(this.services, { kind: 'node_lost', sentence: 'a node ended without saying so', workspaceId: null, subject: node.host, severity: 'warning', data: { host: node.host, nodeId: node.node_id, lastSeen: new Date(node.seen_at).toISOString() } })
  }

  private async tell({ kind, sentence, subject, find }: Look): Promise<void> {
    const found = await find().catch(() => null) // a database that is away is told by those who need it
    if (found) {
      if (!this.under.has(kind)) await tellIncident(this.services, { kind, sentence, workspaceId: null, subject, ...found })
      this.under.add(kind)
    } else if (this.under.delete(kind)) await endIncident(this.services, kind, null, subject)
  }

  private disk(): Look {
    const { dataDir } = this.services.config
    return { kind: 'disk_low', sentence: 'the disk is nearly full', subject: 'disk', find: async () => {
      const { bavail, bsize } = await statfs(dataDir)
      const free = bavail * bsize
      return free >= LOW_DISK_BYTES ? null : { severity: free < NO_DISK_BYTES ? 'critical' : 'warning', data: { megabytes: Math.round(free / 1e6) } }
    } }
  }

  private sends(): Look {
    return { kind: 'sends_late', sentence: 'messages wait too long to be sent', subject: 'outbox', find: async () => {
      const { ageMs } = await readQueue(this.services)
      return ageMs < LATE_SEND_MS ? null : { severity: 'warning', data: { minutes: Math.round(ageMs / 60_000) } }
    } }
  }

  /** Nodes that fell silent without taking their row away: each is told once, by whoever takes the row. */
  private async lost(): Promise<{ node_id: string; host: string; seen_at: number }[]> {
    const self = nodeIdOf(this.services)
    if (!self) return []
    return this.services.db.asSystem((tx) => tx.query<{ node_id: string; host: string; seen_at: number }>('delete from node where node_id <> $1 and seen_at < clock_timestamp() - make_interval(secs => $2) returning node_id, host, seen_at', [self, GONE_MS / 1_000])).catch(() => [])
  }
}
