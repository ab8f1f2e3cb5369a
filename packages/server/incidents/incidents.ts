import { randomUUID } from 'node:crypto'
import type { Services } from '../services.js'

/** What can go wrong around us, as metrics, log and health list name it. */
export type IncidentKind = 'unclean_stop' | 'outage' | 'webhook_refused' | 'platform_failing' | 'answer_lost' | 'clock_skew' | 'disk_low' | 'sends_late' | 'node_lost'

export interface Incident {
  kind: IncidentKind
  /** What the line of the log says, in words. */
  sentence: string
  /** null: it is about the whole installation, and stands in every workspace's list. */
  workspaceId: string | null
  /** The account it is about, or what else is one case. */
  subject: string
  severity: 'info' | 'warning' | 'critical'
  data?: Record<string, unknown>
  /** The item is written by somebody else, who knows more by then. */
  unlisted?: boolean
}

/**
 * A failure leaves three traces: a counter, a line of the log with an id by which others are found, and an item that somebody sees. Never throws: whoever
 * tells has something better to do. Returns the id.
 */
export async function tellIncident(services: Services, { kind, sentence, workspaceId, subject, severity, data = {}, unlisted = false }: Incident): Promise<string> {
  const incidentId = randomUUID()
  services.signals.emit('incident', kind)
  services.log.warn({ kind, incidentId, ...(workspaceId ? { workspaceId } : {}), ...data }, sentence)
  if (unlisted) return incidentId
  try {
    for (const id of workspaceId ? [workspaceId] : await workspacesOf(services)) await services.health(id, { kind, subject, severity, data: { ...data, incidentId } })
  } catch (error) {
    services.log.warn({ kind, incidentId, err: error as Error }, 'incident not listed')
  }
  return incidentId
}

/** It is over; nothing happens where there was none. */
export async function endIncident(services: Services, kind: IncidentKind, workspaceId: string | null, subject: string): Promise<void> {
  try {
    for (const id of workspaceId ? [workspaceId] : await workspacesOf(services)) await services.healthy(id, kind, subject)
  } catch (error) {
    services.log.warn({ kind, err: error as Error }, 'incident not closed')
  }
}

async function workspacesOf(services: Services): Promise<string[]> {
  return (await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))).map((row) => row.workspace_id)
}
