import { newId, type Tx } from '@recado/db'
import { LRUCache } from 'lru-cache'
import type { Principal, Services } from '../services.js'

/** What is written down. Ids and names of fields only: no text, no address, no secret. */
export interface AuditEntry { action: string; subject?: string; data?: { fields?: string[]; code?: string; [name: string]: string | number | boolean | string[] | undefined } }

export type Actor = Pick<Principal, 'kind' | 'id'> | { kind: 'system' } | { kind: 'nobody' }

export const actorOf = (principal: Principal): Actor => ({ kind: principal.kind, id: principal.id })

/** The moment as the outside world counts it: entries of a demo with a clock of its own stay comparable. */
export const wallNow = (services: Pick<Services, 'clock'>, workspaceId: string): string => new Date(services.clock.now(workspaceId) - services.clock.offset(workspaceId)).toISOString()

/** Writes an entry in the transaction that does what it tells. The transaction's role is the workspace's. */
export async function audit(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, actor: Actor, entry: AuditEntry): Promise<void> {
  await tx.query('insert into audit_entry (workspace_id, audit_entry_id, at, actor, action, subject, data) values ($1, $2, $3, $4, $5, $6, $7)',
    [workspaceId, newId(), wallNow(services, workspaceId), JSON.stringify(actor), entry.action, entry.subject ?? null, JSON.stringify(entry.data ?? {})])
}

/** Turns a system transaction into one of the workspace, for what has to be written in both or not at all. */
export async function enterWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  await tx.query(`select set_config('role', 'recado_app', true), set_config('recado.workspace', $1, true)`, [workspaceId])
}

/** Runs statements on the tables that belong to no workspace, in the middle of a transaction of the workspace. */
export async function withSystem<T>(tx: Tx, workspaceId: string, work: () => Promise<T>): Promise<T> {
  await tx.query(`select set_config('role', 'recado_system', true)`)
  const result = await work()
  await enterWorkspace(tx, workspaceId)
  return result
}

/** Who was denied what. A client that knocks all day is one entry a minute and permission, not a flood. */
export class DeniedAccess {
  private readonly told = new LRUCache<string, true>({ max: 5_000, ttl: 60_000 })
  private readonly services: Services

  constructor(services: Services) { this.services = services }

  note(principal: Principal, permission: string): void {
    const key = `${principal.workspaceId} ${principal.id} ${permission}`
    if (this.told.has(key)) return
    this.told.set(key, true)
    const { db, log } = this.services
    db.inWorkspace(principal.workspaceId, (tx) => audit(tx, this.services, principal.workspaceId, actorOf(principal), { action: 'access.denied', subject: permission }))
      .catch((error: unknown) => { this.told.delete(key); log.warn({ err: error }, 'denied access not written down') })
  }
}
