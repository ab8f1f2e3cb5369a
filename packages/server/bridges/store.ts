import type { Bridge, BridgeKind, BridgeState, CrmSettings, ShopSettings } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso, isoOrNull } from '../http/schemas.js'
import type { Services } from '../services.js'

/** What of a bridge is secret. */
export interface BridgeSecrets { secret?: string; accessToken?: string; refreshToken?: string; /** by the wall clock */ expiresAt?: number }

export interface BridgeRow {
  bridge_id: string; kind: BridgeKind; name: string; key: string; settings: ShopSettings | CrmSettings; sealed: Buffer; state: BridgeState; state_code: string | null; cursor: Cursor; seq: number; epoch: string | null
  oauth_hash: Buffer | null; oauth_sealed: Buffer | null; oauth_until: number | null; last_in_at: number | null; last_ok_at: number | null; due_at: number | null; retry_at: number | null; created_at: number
}

/** How far the other side was read: `full` while the first reading is under way, `since` the newest change known; `settled` when a look has found none after it. */
export interface Cursor { source?: string; full?: string | null; fullBegunAt?: string; since?: string; settled?: boolean }

export const COLUMNS = 'b.bridge_id, b.kind, b.name, b.key, b.settings, b.sealed, b.state, b.state_code, b.cursor, b.seq, b.epoch, b.oauth_hash, b.oauth_sealed, b.oauth_until, b.last_in_at, b.last_ok_at, b.due_at, b.retry_at, b.created_at'

const field = (bridgeId: string): string => `bridge/${bridgeId}`
export const sealSecrets = (services: Pick<Services, 'sealer'>, workspaceId: string, bridgeId: string, secrets: BridgeSecrets): Promise<Buffer> => services.sealer.seal(workspaceId, field(bridgeId), JSON.stringify(secrets))
export async function openSecrets(services: Pick<Services, 'sealer'>, workspaceId: string, row: Pick<BridgeRow, 'bridge_id' | 'sealed'>): Promise<BridgeSecrets> {
  return JSON.parse(await services.sealer.open(workspaceId, field(row.bridge_id), row.sealed)) as BridgeSecrets
}

/** What its people and orders are called by: `woocommerce`, a second shop's `woocommerce-2`. */
export const sourceOf = (row: Pick<BridgeRow, 'cursor' | 'kind'>): string => row.cursor.source ?? row.kind

export async function readRow(tx: Tx, workspaceId: string, bridgeId: string, lock = false): Promise<BridgeRow> {
  const [row] = await tx.query<BridgeRow>(`select ${COLUMNS} from bridge b where b.workspace_id = $1 and b.bridge_id = $2 ${lock ? 'for update' : ''}`, [workspaceId, bridgeId])
  if (!row) throw new RecadoError('not_found', { bridgeId })
  return row
}

export const webhookUrlOf = (services: Pick<Services, 'publicUrl'>, key: string): string => `${services.publicUrl()}/bridges/${key}`
export const redirectUrlOf = (services: Pick<Services, 'publicUrl'>): string => `${services.publicUrl()}/bridges/authorized`

const COUNTS = `(select count(*)::int from (select from bridge_delivery d where d.workspace_id = $1 and d.bridge_id = b.bridge_id and d.state = 'waiting' limit 1000) w)
    + (select count(*)::int from (select from bridge_outbox o where o.workspace_id = $1 and o.bridge_id = b.bridge_id limit 1000) w) as waiting,
  (select count(*)::int from (select from bridge_delivery d where d.workspace_id = $1 and d.bridge_id = b.bridge_id and d.state = 'failed' limit 1000) w) as failed,
  (select count(*)::int from (select from bridge_object o where o.workspace_id = $1 and o.bridge_id = b.bridge_id limit 100000) w) as people`

/** Bridges as people see them, in the order they were made. */
export async function listBridges(tx: Tx, services: Services, workspaceId: string, only?: string): Promise<Bridge[]> {
  const rows = await tx.query<BridgeRow & { waiting: number; failed: number; people: number }>(`select ${COLUMNS}, ${COUNTS} from bridge b where b.workspace_id = $1 and ($2::uuid is null or b.bridge_id = $2) order by b.created_at, b.bridge_id`, [workspaceId, only ?? null])
  return Promise.all(rows.map(async (row): Promise<Bridge> => {
    const secrets = await openSecrets(services, workspaceId, row)
    const base = {
      id: row.bridge_id, name: row.name, source: sourceOf(row), state: row.state, stateCode: row.state_code, webhookUrl: webhookUrlOf(services, row.key), hasSecret: Boolean(secrets.secret), waiting: row.waiting, failed: row.failed,
      people: row.people, lastInAt: isoOrNull(row.last_in_at), lastOkAt: isoOrNull(row.last_ok_at), nextAt: row.state === 'ready' ? isoOrNull(row.retry_at !== null && row.retry_at > (row.due_at ?? 0) ? row.retry_at : row.due_at) : null, createdAt: iso(row.created_at),
    }
    return row.kind === 'woocommerce' ? { ...base, kind: row.kind, settings: row.settings as ShopSettings } : { ...base, kind: row.kind, settings: row.settings as CrmSettings, redirectUrl: redirectUrlOf(services) }
  }))
}

export async function readBridge(tx: Tx, services: Services, workspaceId: string, bridgeId: string): Promise<Bridge> {
  const [bridge] = await listBridges(tx, services, workspaceId, bridgeId)
  if (!bridge) throw new RecadoError('not_found', { bridgeId })
  return bridge
}
