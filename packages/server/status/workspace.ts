/** How it stands with one workspace: webhooks, outbox, workers, what is wrong. */
import type { SystemStatus, WebhookStatus } from '@recado/api'
import { HEALTH_COLUMNS, type HealthRow, toHealthItem } from '../http/health-view.js'
import { isoOrNull } from '../http/schemas.js'
import type { Services } from '../services.js'
import type { NodeRow } from './nodes.js'
import { searchBehindMs } from './search.js'
import { readWorkers } from './workers.js'

/** A list is for looking at: more than this is said by the health list itself. */
const MOST_INCIDENTS = 50
const MOST_COUNTED = 1_000

export async function workspaceStatus(services: Services, workspaceId: string, nodes: readonly NodeRow[]): Promise<Omit<SystemStatus, 'at' | 'installation'>> {
  const now = services.clock.now(workspaceId)
  const rate = (of: 'received' | 'refused' | 'stored', key: string): number => Math.round(nodes.reduce((sum, { facts }) => sum + (facts[of][key] ?? 0), 0) * 10) / 10
  const workers = await readWorkers(services, workspaceId)
  const search = { behindMs: await searchBehindMs(services, workspaceId) }
  /** By the wall clock as the rates are: a demo's own clock may have gone on by days since. Who was quiet has no rate to agree with. */
  const ageOf = (accountId: string, lastAt: number | null): number | null => {
    const heardAt = Math.max(0, ...nodes.map(({ facts }) => facts.heardAt[accountId] ?? 0))
    return heardAt > 0 ? Math.max(0, Date.now() - heardAt) : lastAt === null ? null : Math.max(0, now - lastAt)
  }
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const accounts = await tx.query<{ account_id: string; name: string; channel: string; simulated: boolean; last_webhook_at: number | null }>(
      'select account_id, name, channel, simulated, last_webhook_at from channel_account where workspace_id = $1 and disconnected_at is null order by created_at, account_id', [workspaceId])
    const jobs = await tx.query<{ state: string; n: number; due: number; oldest: number | null }>(
      `select state, count(*)::int as n, (count(*) filter (where due_at <= $2))::int as due, min(due_at) as oldest from send_job where workspace_id = $1 group by state`, [workspaceId, new Date(now).toISOString()])
    const [failed] = await tx.query<{ n: number }>(`select count(*)::int as n from (select from conversation where workspace_id = $1 and failed_count > 0 limit ${MOST_COUNTED}) s`, [workspaceId])
    const [aside] = await tx.query<{ n: number }>(`select count(*)::int as n from raw_request where workspace_id = $1 and state = 'quarantine'`, [workspaceId])
    const items = await tx.query<HealthRow>(`select ${HEALTH_COLUMNS} from health_item where workspace_id = $1 and resolved_at is null order by health_item_id desc limit ${MOST_INCIDENTS}`, [workspaceId])
    const of = (state: string): number => jobs.find((job) => job.state === state)?.n ?? 0
    const queued = jobs.find((job) => job.state === 'queued')
    return {
      webhooks: accounts.map((row): WebhookStatus => ({
        accountId: row.account_id, name: row.name, channel: row.channel, simulated: row.simulated, lastAt: isoOrNull(row.last_webhook_at), ageMs: ageOf(row.account_id, row.last_webhook_at),
        perMinute: rate('received', row.account_id), refusedPerMinute: rate('refused', row.account_id),
      })),
      ingest: { perMinute: rate('stored', workspaceId), setAside: aside?.n ?? 0 },
      outbox: { queued: queued?.n ?? 0, due: queued?.due ?? 0, oldestDueMs: queued && queued.due > 0 && queued.oldest !== null ? Math.max(0, now - queued.oldest) : null, sending: of('sending'), unknown: of('unknown'), held: of('held'), failedThreads: failed?.n ?? 0 },
      workers, search, incidents: items.map(toHealthItem),
    }
  })
}
