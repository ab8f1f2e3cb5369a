import { randomUUID } from 'node:crypto'
import type { Role } from '@recado/api'
import { newId, type Tx } from '@recado/db'
import type { Config } from '../config.js'
import { enterWorkspace } from './audit.js'

export interface NewWorkspace {
  name: string
  timeZone: string
  language: string
  demo?: boolean
  /** Business time = wall clock + this. Only demo and simulator runs have one. */
  clockOffsetMs?: number
  members: readonly { userId: string; role: Role }[]
  /** Of the first queue; "Inbox" or its like in the workspace's language. */
  inboxName?: string
  /** An API token with all scopes, for set-up without a person. */
  token?: { id: string; hash: Buffer }
}

const INBOX: Readonly<Record<string, string>> = { en: 'Inbox', es: 'Bandeja de entrada', de: 'Posteingang', 'zh-CN': '收件箱', 'pt-BR': 'Caixa de entrada', ar: 'صندوق الوارد' }

/** How far business time is from the wall clock when this installation begins (RECADO_CLOCK). */
export function startOffset(config: Pick<Config, 'clock'>, wall: number): number { return config.clock ? Date.parse(config.clock) - wall : 0 }

/**
 * Makes a workspace with its members, first inbox and an empty event log. Begins as recado_system and leaves the transaction inside the
 * new workspace. The caller loads the clock after the commit.
 */
export async function createWorkspace(tx: Tx, wish: NewWorkspace, wall: number): Promise<{ workspaceId: string; inboxId: string }> {
  const workspaceId = newId()
  const inboxId = newId()
  const offset = Math.round(wish.clockOffsetMs ?? 0)
  const now = new Date(wall + offset).toISOString()
  await tx.query('insert into workspace (workspace_id, name, demo, time_zone, language, clock_offset_ms, created_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [workspaceId, wish.name, wish.demo ?? false, wish.timeZone, wish.language, offset, now])
  for (const { userId, role } of wish.members) await tx.query('insert into member (workspace_id, user_id, role, created_at) values ($1, $2, $3, $4)', [workspaceId, userId, role, now])
  await tx.query('insert into event_head (workspace_id, epoch) values ($1, $2)', [workspaceId, randomUUID()])
  await tx.query(`insert into workspace_counter (workspace_id, name) values ($1, 'conversation')`, [workspaceId])
  if (wish.token) await tx.query(`insert into api_token (workspace_id, token_id, name, token_hash, scopes) values ($1, $2, 'RECADO_API_TOKEN', $3, '{all}')`, [workspaceId, wish.token.id, wish.token.hash])
  await enterWorkspace(tx, workspaceId)
  await tx.query('insert into inbox (workspace_id, inbox_id, name, created_at) values ($1, $2, $3, $4)', [workspaceId, inboxId, wish.inboxName ?? INBOX[wish.language] ?? INBOX.en, now])
  return { workspaceId, inboxId }
}

export interface NewUser { email: string; name: string; /** null: she cannot sign in */ passwordHash: string | null; language: string }

/** Makes a person who can sign in; as recado_system. */
export async function createUser(tx: Tx, user: NewUser, wall: number): Promise<string> {
  const userId = newId()
  await tx.query('insert into app_user (user_id, email, name, password_hash, language, created_at) values ($1, $2, $3, $4, $5, $6)',
    [userId, canonicalEmail(user.email), user.name, user.passwordHash, user.language, new Date(wall).toISOString()])
  return userId
}

export function canonicalEmail(email: string): string { return email.trim().toLowerCase() }

/** Holds everybody else off until the first owner exists, and tells whether there is one. Locks nothing once there is. */
export async function isSetUp(tx: Tx, lock = false): Promise<boolean> {
  const [before] = await tx.query('select 1 from app_user limit 1')
  if (before || !lock) return before !== undefined
  await tx.query(`select pg_advisory_xact_lock(hashtext('recado set-up'))`)
  return (await tx.query('select 1 as taken from app_user limit 1')).length > 0
}
