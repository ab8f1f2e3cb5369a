/** How an endpoint stands: what its tries do to it. */
import { audit, wallNow } from '../auth/audit.js'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'
import type { Try } from './claim.js'
import type { Target } from './endpoints.js'
import { DISABLE_AFTER_FAILURES, DISABLE_AFTER_MS } from './schedule.js'

/** Failures in a row after which somebody is told: a restart of the shop is over by then. */
const TELL_AFTER_FAILURES = 3

/** It answers: whatever was said against it is over. */
export async function succeeded(services: Services, workspaceId: string, endpointId: string): Promise<void> {
  const recovered = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.query<{ was_failing: boolean }>(
      `update webhook_endpoint e set last_ok_at = $3, failing_since = null, failures = 0 from webhook_endpoint o where e.workspace_id = $1 and e.endpoint_id = $2 and o.workspace_id = $1 and o.endpoint_id = $2 returning o.failing_since is not null as was_failing`,
      [workspaceId, endpointId, wallNow(services, workspaceId)])
    if (row?.was_failing) await append(tx, [{ type: 'webhook_endpoint.changed', data: { endpointId } }])
    return row?.was_failing ?? false
  })
  if (!recovered) return
  services.signals.committed(workspaceId)
  await services.healthy(workspaceId, 'webhook_failing', endpointId)
}

/** Counts a failure; 410 switches off at once, three days of failures do. */
export async function failed(services: Services, workspaceId: string, target: Target, tried: Try, { gone, givenUp }: { gone: boolean; givenUp: boolean }): Promise<void> {
  const now = wallNow(services, workspaceId)
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ failing_since: number; failures: number }>(
    'update webhook_endpoint set failing_since = coalesce(failing_since, $3), failures = failures + 1 where workspace_id = $1 and endpoint_id = $2 and disabled_at is null returning failing_since, failures', [workspaceId, target.id, now]))
  if (!row) return
  const tooLong = Date.parse(now) - row.failing_since >= DISABLE_AFTER_MS && row.failures >= DISABLE_AFTER_FAILURES
  if (gone || tooLong) return switchOff(services, workspaceId, target, gone ? 'gone' : 'failing')
  if (row.failures !== TELL_AFTER_FAILURES && !givenUp) return
  await services.health(workspaceId, { kind: 'webhook_failing', subject: target.id, severity: 'warning', data: { message: describe(target, tried), url: target.url } })
  services.signals.committed(workspaceId)
}

async function switchOff(services: Services, workspaceId: string, target: Target, code: 'gone' | 'failing'): Promise<void> {
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const now = wallNow(services, workspaceId)
    const rows = await tx.query('update webhook_endpoint set disabled_at = $3, disabled_code = $4, updated_at = $3 where workspace_id = $1 and endpoint_id = $2 and disabled_at is null returning 1', [workspaceId, target.id, now, code])
    if (rows.length === 0) return
    await giveUpWaiting(tx, workspaceId, target.id, now)
    await audit(tx, services, workspaceId, { kind: 'system' }, { action: 'webhook_endpoint.disabled', subject: target.id, data: { code } })
    await append(tx, [{ type: 'webhook_endpoint.changed', data: { endpointId: target.id } }])
  })
  await services.healthy(workspaceId, 'webhook_failing', target.id)
  await services.health(workspaceId, { kind: 'webhook_disabled', subject: target.id, severity: 'critical', data: { message: target.url, url: target.url, reason: code } })
  services.signals.committed(workspaceId)
}

/** What waits for an endpoint that is off stays in its log as failed, to be sent again by hand. */
export async function giveUpWaiting(tx: { query(text: string, values: readonly unknown[]): Promise<unknown> }, workspaceId: string, endpointId: string, now: string): Promise<void> {
  await tx.query(`update webhook_delivery set state = 'failed', claimed_until = null, settled_at = $3 where workspace_id = $1 and endpoint_id = $2 and state = 'pending'`, [workspaceId, endpointId, now])
}

function describe(target: Target, tried: Try): string { return `${target.url}: ${tried.status === null ? tried.error ?? '' : `HTTP ${tried.status}`}` }
