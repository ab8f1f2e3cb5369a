import type { HealthItem, LiveEvent } from '@recado/api'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import type { LogRow } from './reader.js'

/** Loads one kind of row that an event names by id in its data. Registered by the part that owns the rows, so the log knows none of them. */
export interface NamedLoader {
  /** Event type in the log. */
  type: string
  load(tx: Tx, services: Services, workspaceId: string, rows: readonly { seq: number; data: Record<string, unknown> }[]): Promise<LiveEvent[]>
}

const loaders = new Map<string, NamedLoader>()

export function registerLoader(loader: NamedLoader): void { loaders.set(loader.type, loader) }

/** Events besides threads: accounts, templates, contacts, saved replies, members, drafts. The last of each id wins. */
export async function loadNamed(tx: Tx, services: Services, workspaceId: string, log: readonly LogRow[]): Promise<LiveEvent[]> {
  const byType = new Map<string, Map<string, { seq: number; data: Record<string, unknown> }>>()
  for (const row of log) {
    if (row.conversation_id || !loaders.has(row.type)) continue
    const rows = byType.get(row.type) ?? new Map()
    rows.set(JSON.stringify(row.data ?? {}), { seq: row.seq, data: row.data ?? {} })
    byType.set(row.type, rows)
  }
  const events: LiveEvent[] = []
  for (const [type, rows] of byType) events.push(...(await loaders.get(type)!.load(tx, services, workspaceId, [...rows.values()])))
  return events
}

export type { HealthItem }
