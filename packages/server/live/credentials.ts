import type { Database } from '@recado/db'
import { IDLE_HOURS, MEMBERSHIP, type Membership } from '../auth/sessions.js'
import type { Credential } from '../http/deps.js'

/** What a socket was opened with, and where it looks. */
export interface Opened { credential: Credential; workspaceId: string }

// The conditions under which auth recognises a session or a token, for all open sockets in one statement each.
const SESSIONS = `select encode(s.token_hash, 'hex') || '/' || m.workspace_id as holds, ${MEMBERSHIP} as membership
  from session s join app_user u on u.user_id = s.user_id join member m on m.user_id = s.user_id left join role r on r.workspace_id = m.workspace_id and r.role_id = m.role_id
  where s.token_hash = any($1) and s.expires_at > now() and s.seen_at > now() - make_interval(hours => ${IDLE_HOURS}) and u.disabled_at is null and m.disabled_at is null`
const TOKENS = `select encode(t.token_hash, 'hex') || '/' || t.workspace_id as holds, null as membership from api_token t
  where t.token_hash = any($1) and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`

const keyOf = ({ credential, workspaceId }: Opened): string => `${credential.hash.toString('hex')}/${workspaceId}`

/** Of each that still holds, where its person now stands; null for a token's. Those missing have ended: signed out, expired, revoked, disabled, or no longer a member there. */
export async function standing<T extends Opened>(db: Database, all: readonly T[]): Promise<Map<T, Membership | null>> {
  if (all.length === 0) return new Map()
  const hashes = (kind: Credential['kind']): Buffer[] => all.filter((one) => one.credential.kind === kind).map((one) => one.credential.hash)
  const rows = await db.asSystem(async (tx) => [
    ...await tx.query<{ holds: string; membership: Membership | null }>(SESSIONS, [hashes('session')]), ...await tx.query<{ holds: string; membership: Membership | null }>(TOKENS, [hashes('token')]),
  ])
  const holding = new Map(rows.map((row) => [row.holds, row.membership]))
  return new Map(all.filter((one) => holding.has(keyOf(one))).map((one) => [one, holding.get(keyOf(one))!])) // just asked
}
