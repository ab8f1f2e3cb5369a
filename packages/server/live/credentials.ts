import type { Database } from '@recado/db'
import { IDLE_HOURS } from '../auth/sessions.js'
import type { Credential } from '../http/deps.js'

/** What a socket was opened with, and where it looks. */
export interface Opened { credential: Credential; workspaceId: string }

// The conditions under which auth recognises a session or a token, for all open sockets in one statement each.
const SESSIONS = `select encode(s.token_hash, 'hex') || '/' || m.workspace_id as holds from session s join app_user u on u.user_id = s.user_id join member m on m.user_id = s.user_id
  where s.token_hash = any($1) and s.expires_at > now() and s.seen_at > now() - make_interval(hours => ${IDLE_HOURS}) and u.disabled_at is null and m.disabled_at is null`
const TOKENS = `select encode(t.token_hash, 'hex') || '/' || t.workspace_id as holds from api_token t
  where t.token_hash = any($1) and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`

const keyOf = ({ credential, workspaceId }: Opened): string => `${credential.hash.toString('hex')}/${workspaceId}`

/** Those that no longer hold: signed out, expired, revoked, disabled, or no longer a member there. */
export async function ended<T extends Opened>(db: Database, all: readonly T[]): Promise<T[]> {
  if (all.length === 0) return []
  const hashes = (kind: Credential['kind']): Buffer[] => all.filter((one) => one.credential.kind === kind).map((one) => one.credential.hash)
  const rows = await db.asSystem(async (tx) => [
    ...await tx.query<{ holds: string }>(SESSIONS, [hashes('session')]), ...await tx.query<{ holds: string }>(TOKENS, [hashes('token')]),
  ])
  const holding = new Set(rows.map((row) => row.holds))
  return all.filter((one) => !holding.has(keyOf(one)))
}
