/** The work behind a bridge, from what was written down: it may break off anywhere and is taken up where it stopped. */
import type { BridgeRun, CrmSettings, ShopSettings } from '@recado/api'
import { days, minutes, RecadoError } from '@recado/core'
import { newId } from '@recado/db'
import { wallNow } from '../auth/audit.js'
import type { Services } from '../services.js'
import { AskedToWait, CrmAway, crmClient, type CrmClient, CrmRefused, MustReconnect } from './crm/client.js'
import { takeCrmEvents } from './crm/events.js'
import { type Counts, noCounts, pullAll, pullChanges } from './crm/pull.js'
import { pushDue } from './crm/push.js'
import { sendPromised } from './shop/notify.js'
import { takeShopNews } from './shop/take.js'
import { type BridgeRow, readRow } from './store.js'

/** A shop's delivery that fails is tried so often; then a person looks at it. */
const MOST_TRIES = 5
/** A look at the CRM that goes on longer is another node's: its process is gone. Moved on with every page. */
const LEASE_MS = minutes(3)
const AWAY_MS = minutes(2)
const FAILED_KEPT_MS = days(7)
const LOG_KEPT_MS = days(14)

export async function workOn(services: Services, workspaceId: string, bridgeId: string, signal: AbortSignal): Promise<void> {
  const row = await services.db.inWorkspace(workspaceId, (tx) => readRow(tx, workspaceId, bridgeId)).catch((error: unknown) => { if (error instanceof RecadoError) return null; throw error })
  if (!row) return
  if (row.kind === 'woocommerce') { if (row.state === 'ready' || row.state === 'new') await takeDeliveries(services, workspaceId, row, signal) } else if (row.state === 'ready') await syncCrm(services, workspaceId, row, signal)
}

// --- a shop

interface Delivery { delivery_id: string; topic: string; body: string; attempts: number }

/** One after the other, oldest first; each in its own transaction with its end, so that a kill repeats at most one, and that one changes nothing twice. */
export async function takeDeliveries(services: Services, workspaceId: string, row: BridgeRow, signal: AbortSignal): Promise<void> {
  if ((row.settings as ShopSettings).notices.length > 0) await sendPromised(services, workspaceId, row)
  while (!signal.aborted) {
    const one = await services.db.inWorkspace(workspaceId, async (tx) => (await tx.query<Delivery>(
      `select delivery_id, topic, body, attempts from bridge_delivery where workspace_id = $1 and bridge_id = $2 and state = 'waiting' order by attempts, delivery_id limit 1`, [workspaceId, row.bridge_id]))[0])
    if (!one) break
    await takeOne(services, workspaceId, row, one)
  }
}

async function takeOne(services: Services, workspaceId: string, row: BridgeRow, one: Delivery): Promise<void> {
  const now = wallNow(services, workspaceId)
  try {
    const taken = await services.db.inWorkspace(workspaceId, (tx) => takeShopNews(tx, services, workspaceId, row, one.topic, JSON.parse(one.body)))
    services.signals.committed(workspaceId)
    if (taken.state === 'done') await sendPromised(services, workspaceId, row)
    await services.db.inWorkspace(workspaceId, async (tx) => {
      await tx.query(`update bridge_delivery set state = $4, code = $5, detail = $6, subject = $7, body = null, attempts = attempts + 1, settled_at = $8 where workspace_id = $1 and bridge_id = $2 and delivery_id = $3 and state = 'waiting'`, [workspaceId, row.bridge_id, one.delivery_id, taken.state, taken.code, taken.detail, taken.subject, now])
      await tx.query('update bridge set last_ok_at = $3 where workspace_id = $1 and bridge_id = $2', [workspaceId, row.bridge_id, now])
    })
  } catch (error) {
    if (!(error instanceof RecadoError) && !isData(error)) throw error // the database is away: it is tried again
    const over = one.attempts + 1 >= MOST_TRIES || error instanceof RecadoError
    await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update bridge_delivery set state = $4, code = $5, detail = $6, attempts = attempts + 1, settled_at = $7 where workspace_id = $1 and bridge_id = $2 and delivery_id = $3`,
      [workspaceId, row.bridge_id, one.delivery_id, over ? 'failed' : 'waiting', error instanceof RecadoError ? error.code : 'unreadable', describe(error), over ? now : null]))
    if (over) await services.health(workspaceId, { kind: 'bridge_failing', subject: row.bridge_id, severity: 'warning', data: { message: row.name } })
  } finally {
    services.signals.emit('bridges_worked', workspaceId)
  }
}

/** SQLSTATE classes 22, 23: what is wrong with the data and stays wrong. */
const isData = (error: unknown): boolean => /^2[23]/.test((error as { code?: string }).code ?? '')
const describe = (error: unknown): string => (error instanceof RecadoError ? JSON.stringify(error.data ?? {}) : (error as Error).message).slice(0, 500)

// --- a CRM

/** One look: what it told, everybody or what changed, and what changed here. Only one node looks at a time. */
export async function syncCrm(services: Services, workspaceId: string, row: BridgeRow, signal: AbortSignal): Promise<void> {
  const settings = row.settings as CrmSettings
  const now = Date.parse(wallNow(services, workspaceId))
  const lease = new Date(now + LEASE_MS).toISOString()
  const [mine] = await services.db.inWorkspace(workspaceId, (tx) => tx.query(
    `update bridge set retry_at = null, cursor = cursor || jsonb_build_object('leasedUntil', $3::text) where workspace_id = $1 and bridge_id = $2 and state = 'ready' and (retry_at is null or retry_at <= $4) and coalesce((cursor->>'leasedUntil')::timestamptz, 'epoch') <= $4 returning 1`, [workspaceId, row.bridge_id, lease, new Date(now).toISOString()]))
  if (!mine) return
  const counts = noCounts()
  const what: BridgeRun['what'] = row.cursor.since ? 'changes' : 'full'
  const client = crmClient(services, workspaceId, row.bridge_id, settings)
  const renewing = renew(services, workspaceId, row.bridge_id, client)
  const looks = row.due_at === null || row.due_at <= now
  let end: { state: BridgeRun['state']; code: string | null; detail: string | null } = { state: 'done', code: null, detail: null }
  try {
    await takeCrmEvents(services, workspaceId, row, renewing, counts)
    if (looks || what === 'full') { if (what === 'full') await pullAll(services, workspaceId, row, renewing, counts, signal); else await pullChanges(services, workspaceId, row, renewing, counts, signal) }
    await pushDue(services, workspaceId, row, renewing, counts, signal)
  } catch (error) {
    end = await brokenOff(services, workspaceId, row, error)
  }
  await finish(services, workspaceId, row, { what: looks ? what : 'push', counts, end, startedAt: now, nextAt: end.state === 'done' && looks ? now + settings.everyMinutes * 60_000 : null })
  services.signals.emit('bridges_worked', workspaceId)
}

/** Every answer of the CRM shows that this process lives. */
function renew(services: Services, workspaceId: string, bridgeId: string, client: CrmClient): CrmClient {
  const alive = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work
    await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update bridge set cursor = cursor || jsonb_build_object('leasedUntil', $3::text) where workspace_id = $1 and bridge_id = $2`, [workspaceId, bridgeId, new Date(Date.parse(wallNow(services, workspaceId)) + LEASE_MS).toISOString()]))
    return answer
  }
  return { get: (path) => alive(client.get(path)), post: (path, body) => alive(client.post(path, body)) }
}

async function brokenOff(services: Services, workspaceId: string, row: BridgeRow, error: unknown): Promise<{ state: BridgeRun['state']; code: string; detail: string | null }> {
  const set = (sql: string, ...values: unknown[]) => services.db.inWorkspace(workspaceId, (tx) => tx.query(`update bridge set ${sql} where workspace_id = $1 and bridge_id = $2`, [workspaceId, row.bridge_id, ...values]))
  const later = new Date(Date.parse(wallNow(services, workspaceId)) + AWAY_MS).toISOString()
  if (error instanceof AskedToWait) { await set('retry_at = $3', new Date(error.until).toISOString()); return { state: 'waiting', code: 'asked_to_wait', detail: new Date(error.until).toISOString() } }
  if (error instanceof MustReconnect) {
    await set(`state = 'reconnect', state_code = $3`, error.code)
    await services.health(workspaceId, { kind: 'bridge_reconnect', subject: row.bridge_id, severity: 'critical', data: { message: row.name } })
    return { state: 'failed', code: error.code, detail: null }
  }
  if (error instanceof CrmAway || error instanceof CrmRefused) {
    await set('retry_at = $3', later)
    await services.health(workspaceId, { kind: 'bridge_failing', subject: row.bridge_id, severity: 'warning', data: { message: row.name } })
    return { state: 'failed', code: error instanceof CrmAway ? 'away' : 'refused', detail: error.message }
  }
  await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update bridge set cursor = cursor - 'leasedUntil', retry_at = $3 where workspace_id = $1 and bridge_id = $2`, [workspaceId, row.bridge_id, later]))
  throw error
}

async function finish(services: Services, workspaceId: string, row: BridgeRow, run: { what: BridgeRun['what']; counts: Counts; end: { state: BridgeRun['state']; code: string | null; detail: string | null }; startedAt: number; nextAt: number | null }): Promise<void> {
  const now = wallNow(services, workspaceId)
  const did = run.end.state !== 'done' || run.what === 'full' || Object.values(run.counts).some((n) => n > 0)
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query(`update bridge set cursor = cursor - 'leasedUntil', due_at = coalesce($3, due_at), last_ok_at = case when $4 then $5::timestamptz else last_ok_at end where workspace_id = $1 and bridge_id = $2`, [workspaceId, row.bridge_id, run.nextAt === null ? null : new Date(run.nextAt).toISOString(), run.end.state === 'done', now])
    if (did) await tx.query(`insert into bridge_run (workspace_id, bridge_id, run_id, what, state, counts, code, detail, started_at, ended_at) select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 from bridge where workspace_id = $1 and bridge_id = $2`,
      [workspaceId, row.bridge_id, newId(), run.what, run.end.state, JSON.stringify(run.counts), run.end.code, run.end.detail, new Date(run.startedAt).toISOString(), now])
  })
  if (run.end.state === 'done') for (const kind of ['bridge_failing', 'bridge_reconnect']) await services.healthy(workspaceId, kind, row.bridge_id)
}

/** Forgets what was settled long ago, and the bodies of what failed. */
export async function sweepBridges(services: Services, workspaceId: string): Promise<void> {
  const before = (ms: number): string => new Date(Date.parse(wallNow(services, workspaceId)) - ms).toISOString()
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query(`update bridge_delivery set body = null where workspace_id = $1 and state = 'failed' and body is not null and received_at < $2`, [workspaceId, before(FAILED_KEPT_MS)])
    await tx.query(`delete from bridge_delivery where workspace_id = $1 and state <> 'waiting' and received_at < $2`, [workspaceId, before(LOG_KEPT_MS)])
    await tx.query('delete from bridge_run where workspace_id = $1 and started_at < $2', [workspaceId, before(LOG_KEPT_MS)])
  })
}
