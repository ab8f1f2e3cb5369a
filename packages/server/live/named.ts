import type { LiveEvent } from '@recado/api'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import type { LogRow } from './reader.js'

/** An entry of the log that names rows by ids in its data. */
export interface NamedRow { seq: number; data: Record<string, unknown> }

/** Loads what one kind of entry names; what is gone is told as removed. */
export type NamedLoader = (tx: Tx, services: Services, workspaceId: string, rows: readonly NamedRow[]) => Promise<LiveEvent[]>

const loaders = new Map<string, NamedLoader>()

/** Registered by type at load, so that the log itself knows none of the rows. */
export function registerLoader(type: string, load: NamedLoader): void { loaders.set(type, load) }

/** Events besides threads: accounts, templates, contacts, saved replies, members, drafts. The last entry of each id wins. */
export async function loadNamed(tx: Tx, services: Services, workspaceId: string, log: readonly LogRow[]): Promise<LiveEvent[]> {
  const byType = new Map<string, Map<string, NamedRow>>()
  for (const { type, seq, data, conversation_id: ofThread } of log) {
    if (ofThread || !loaders.has(type)) continue
    const rows = byType.get(type) ?? new Map<string, NamedRow>()
    rows.set(JSON.stringify(data ?? {}), { seq, data: data ?? {} })
    byType.set(type, rows)
  }
  const events: LiveEvent[] = []
  for (const [type, rows] of byType) events.push(...(await loaders.get(type)!(tx, services, workspaceId, [...rows.values()]))) // only types with a loader came in
  return events
}
