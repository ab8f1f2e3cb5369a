/** How it stands with this server and with one workspace on it: what the operator's page shows. */
import type { HealthItem } from './session.js'
import type { Iso } from './verdict.js'

export interface NodeStatus {
  id: string
  host: string
  version: string
  startedAt: Iso
  seenAt: Iso
  /** The one that answered. */
  self: boolean
  /** Accounts whose sending it does. */
  lanes: number
  memoryBytes: number
  /** 99 of 100 turns of its event loop were late by less. */
  loopDelayMs: number
  diskFreeBytes: number | null
  diskBytes: number | null
  /** Signed requests on its disk that wait for the database. */
  spool: { files: number; bytes: number }
}

/** Null for a workspace that does not look after the house (docs/observability.md). */
export interface InstallationStatus {
  version: string
  database: { version: string; embedded: boolean; bytes: number; connections: number; connectionsMax: number; pool: { open: number; idle: number; waiting: number }; answerMs: number; skewMs: number }
  migrations: { applied: number; last: string; pending: number }
  jobs: { waiting: number; running: number; failed: number; oldestMs: number | null }
  nodes: NodeStatus[]
  backups: { on: boolean; lastGoodAt: Iso | null; failing: boolean }
  telemetry: { on: boolean; sent: number; failed: number }
}

export interface WebhookStatus { accountId: string; name: string; channel: string; simulated: boolean; lastAt: Iso | null; ageMs: number | null; perMinute: number; refusedPerMinute: number }

/** `waiting`: entries of the log that concern it and that it has yet to read, at most 10,000; `behindMs`: the age of the oldest of them. The log's other entries it passes with the next of its own, so `seq` may stand below `head` while nothing waits. Null: its feature is not in use, so it reads nothing. */
export interface WorkerStatus { worker: string; seq: number; head: number; waiting: number | null; behindMs: number | null }

export interface SystemStatus {
  at: Iso
  installation: InstallationStatus | null
  webhooks: WebhookStatus[]
  /** Messages stored in the last five minutes, on average a minute, and what could not be stored and waits for a look. */
  ingest: { perMinute: number; setAside: number }
  outbox: { queued: number; due: number; oldestDueMs: number | null; sending: number; unknown: number; held: number; failedThreads: number }
  workers: WorkerStatus[]
  /** Age of the oldest message that cannot be found yet; 0: all can. */
  search: { behindMs: number }
  incidents: HealthItem[]
}
