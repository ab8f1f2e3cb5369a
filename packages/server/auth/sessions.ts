import type { Reach, Role } from '@recado/api'
import type { Database, Tx } from '@recado/db'
import { hashOf, newSecret } from './secrets.js'
import { Remembered } from '../remembered.js'

/** A session ends after this much silence, and after this much time in any case. */
export const IDLE_HOURS = 12
export const ABSOLUTE_DAYS = 30

/** Her place in one workspace. `permissions` and `reach` are those of a custom role, else null. */
export interface Membership { workspaceId: string; role: Role; permissions: string[] | null; reach: Reach | null; teamIds: string[]; inboxIds: string[] }

/** A session that was open when a second factor began to be demanded of her goes on for so long, that no work is lost; a new one must set it up first. */
export const FACTOR_GRACE_HOURS = 24

/** Why a second factor is demanded of somebody. */
export type FactorDemand = 'real_account' | 'everybody'

/** Where a session stands with the second factor. `dueAt`: from then on, or already, it can do nothing but set one up; null while nothing is owed. */
export interface FactorStanding { enabled: boolean; demandedBy: FactorDemand | null; dueAt: number | null; overdue: boolean }

export interface SessionRow { userId: string; workspaceId: string; name: string; language: string; memberships: Membership[]; factor: FactorStanding }

interface Found { user_id: string; workspace_id: string; name: string; language: string; stale: boolean; memberships: Membership[]; enabled: boolean; demand: FactorDemand | null; factor_due_at: number | null; overdue: boolean | null }

/** Her place in a workspace, of member m and the role r it names. */
export const MEMBERSHIP = `jsonb_build_object('workspaceId', m.workspace_id, 'role', m.role, 'permissions', r.permissions, 'reach', r.reach,
  'teamIds', (select coalesce(jsonb_agg(t.team_id), '[]') from team_member t where t.workspace_id = m.workspace_id and t.user_id = m.user_id),
  'inboxIds', (select coalesce(jsonb_agg(i.inbox_id), '[]') from inbox i where i.workspace_id = m.workspace_id and (i.everybody
    or exists (select from inbox_member n where n.workspace_id = i.workspace_id and n.inbox_id = i.inbox_id and n.user_id = m.user_id)
    or exists (select from inbox_team n join team_member t on t.workspace_id = n.workspace_id and t.team_id = n.team_id where n.workspace_id = i.workspace_id and n.inbox_id = i.inbox_id and t.user_id = m.user_id))))`

const FIND = `select s.user_id, s.workspace_id, u.name, u.language, s.seen_at < now() - interval '1 minute' as stale,
  exists (select from second_factor f where f.user_id = s.user_id and f.enabled_at is not null) as enabled, second_factor_demand(s.user_id) as demand, s.factor_due_at, s.factor_due_at <= now() as overdue,
  (select coalesce(jsonb_agg(${MEMBERSHIP} order by m.created_at, m.workspace_id), '[]') from member m left join role r on r.workspace_id = m.workspace_id and r.role_id = m.role_id where m.user_id = s.user_id and m.disabled_at is null) as memberships
  from session s join app_user u on u.user_id = s.user_id
  where s.token_hash = $1 and s.expires_at > now() and s.seen_at > now() - make_interval(hours => ${IDLE_HOURS}) and u.disabled_at is null`

/** Browser sessions: 256 random bits in a cookie, their SHA-256 here. All times are the database's wall clock. */
export class Sessions {
  private readonly known = new Remembered<SessionRow>()
  private readonly db: Database

  constructor(db: Database) { this.db = db }

  /** Opens a session; the secret goes into the cookie and is kept nowhere. */
  async open(tx: Tx, userId: string, workspaceId: string, userAgent: string | undefined): Promise<string> {
    const secret = newSecret()
    await tx.query(`insert into session (token_hash, user_id, workspace_id, expires_at, user_agent, factor_due_at) values ($1, $2, $3, now() + make_interval(days => ${ABSOLUTE_DAYS}), $4,
      case when second_factor_demand($2) is not null and not exists (select from second_factor f where f.user_id = $2 and f.enabled_at is not null) then now() end)`,
      [hashOf(secret), userId, workspaceId, userAgent?.slice(0, 300) ?? null])
    return secret
  }

  /** The session of a cookie, or null when it has ended. */
  async find(hash: Buffer): Promise<SessionRow | null> {
    return this.known.find(hash.toString('base64url'), async () => {
      const row = await this.db.asSystem(async (tx) => {
        const [found] = await tx.query<Found>(FIND, [hash])
        if (!found) return null
        if (found.stale) await tx.query('update session set seen_at = now() where token_hash = $1', [hash])
        return { ...found, ...(await this.standing(tx, hash, found)) }
      })
      return row ? { userId: row.user_id, workspaceId: row.workspace_id, name: row.name, language: row.language, memberships: row.memberships, factor: { enabled: row.enabled, demandedBy: row.demand, dueAt: row.factor_due_at, overdue: row.overdue === true } } : null
    })
  }

  /** The demand began or ended while this session was open: its due moment is set or taken back. */
  private async standing(tx: Tx, hash: Buffer, { enabled, demand, factor_due_at: dueAt, overdue }: Found): Promise<Pick<Found, 'factor_due_at' | 'overdue'>> {
    const owes = demand !== null && !enabled
    if (owes === (dueAt !== null)) return { factor_due_at: dueAt, overdue }
    const [row] = await tx.query<Pick<Found, 'factor_due_at'>>(`update session set factor_due_at = case when $2 then now() + make_interval(hours => ${FACTOR_GRACE_HOURS}) end where token_hash = $1 returning factor_due_at`, [hash, owes])
    return { factor_due_at: row?.factor_due_at ?? null, overdue: false }
  }

  async choose(hash: Buffer, workspaceId: string): Promise<void> {
    await this.db.asSystem((tx) => tx.query('update session set workspace_id = $2 where token_hash = $1', [hash, workspaceId]))
    this.known.forget(hash.toString('base64url'))
  }

  async end(hash: Buffer): Promise<void> {
    await this.db.asSystem((tx) => tx.query('delete from session where token_hash = $1', [hash]))
    this.known.forget(hash.toString('base64url'))
  }

  /** Ends a person's sessions, all but `keep`; in one workspace only where it is given. */
  async endAll(tx: Tx, userId: string, options: { keep?: Buffer; workspaceId?: string } = {}): Promise<void> {
    await tx.query('delete from session where user_id = $1 and token_hash is distinct from $2 and ($3::uuid is null or workspace_id = $3)', [userId, options.keep ?? null, options.workspaceId ?? null])
    this.known.forget()
  }

  /** Rights or names have changed: everybody here is looked up again. */
  forget(): void { this.known.forget() }
}
