/** The other side of an invitation: what its link shows, and how somebody comes in by it. */
import type { AcceptInvitation, InvitationLook, Role } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Services } from '../services.js'
import { audit, enterWorkspace, wallNow } from './audit.js'
import type { Auth } from './auth.js'
import { setPlaces } from './members.js'
import { checkNewPassword } from './password-rules.js'
import { checkPassword, hashPassword } from './password.js'
import { changedPeople } from './people-events.js'
import { checkSecondFactor } from './second-factor/check.js'
import { hashOf } from './secrets.js'
import type { SignedIn } from './sign-in.js'
import type { Throttle } from './throttle.js'
import { createUser } from './workspace.js'

interface Found {
  workspace_id: string; invitation_id: string; workspace: string; invited_by: string | null; email: string; name: string; role: Role; role_id: string | null; role_name: string | null; team_ids: string[]; inbox_ids: string[]
  language: string; expires_at: number; user_id: string | null; password_hash: string | null; disabled: boolean
}

const FIND = `select i.workspace_id, i.invitation_id, w.name as workspace, b.name as invited_by, i.email, i.name, i.role, i.role_id, r.name as role_name, i.team_ids, i.inbox_ids, i.language, i.expires_at,
  u.user_id, u.password_hash, u.disabled_at is not null as disabled
  from invitation i join workspace w on w.workspace_id = i.workspace_id left join app_user b on b.user_id = i.invited_by left join app_user u on u.email = i.email
  left join role r on r.workspace_id = i.workspace_id and r.role_id = i.role_id
  where i.token_hash = $1 and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()`

/** Links tried are counted by address: 256 bits are not guessed, but nobody shall try without end. */
async function find(services: Services, throttle: Throttle, token: string, ip: string): Promise<Found> {
  await throttle.take('invitation', ip)
  const [found] = await services.db.asSystem((tx) => tx.query<Found>(FIND, [hashOf(token)]))
  if (!found) throw new RecadoError('invitation_over')
  await throttle.succeeded('invitation', ip)
  return found
}

/** What the page shows before anything is typed. */
export async function lookAtInvitation(services: Services, throttle: Throttle, token: string, ip: string): Promise<InvitationLook> {
  const found = await find(services, throttle, token, ip)
  return {
    workspace: found.workspace, invitedBy: found.invited_by, email: found.email, name: found.name, role: found.role, roleName: found.role_name, language: found.language, known: found.user_id !== null, expiresAt: iso(found.expires_at),
  }
}

/**
 * Comes in: a new person with the name, password and language she chooses; somebody who signs in here already with her own password and code,
 * counted like a sign-in. The link is used up in the same transaction, so that two tries at once bring one person in once.
 */
export async function acceptInvitation(services: Services, auth: Auth, throttle: Throttle, wish: AcceptInvitation & { ip: string; userAgent?: string; old: string | null }): Promise<SignedIn> {
  const found = await find(services, throttle, wish.token, wish.ip)
  const { workspace_id: workspaceId } = found
  const name = wish.name?.trim() || found.name
  if (found.user_id) await proveHerself(services, throttle, found, wish)
  else if (!name) throw new RecadoError('invalid_request', { fields: [{ field: 'name', message: 'is missing' }] })
  else checkNewPassword(wish.password, [name, found.email])
  const passwordHash = found.user_id ? '' : await hashPassword(wish.password)
  const { secret, userId } = await services.db.asSystem(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`member ${found.email}`])
    const used = await tx.query('update invitation set accepted_at = now() where token_hash = $1 and accepted_at is null and revoked_at is null and expires_at > now() returning 1', [hashOf(wish.token)])
    if (used.length === 0) throw new RecadoError('invitation_over')
    const userId = found.user_id ?? await createUser(tx, { email: found.email, name: storable(name), passwordHash, language: wish.language ?? found.language }, Date.now())
    await enrol(tx, found, userId)
    if (wish.old) await tx.query('delete from session where token_hash = $1', [hashOf(wish.old)])
    const secret = await auth.sessions.open(tx, userId, workspaceId, wish.userAgent)
    await enterWorkspace(tx, workspaceId)
    await audit(tx, services, workspaceId, { kind: 'user', id: userId }, { action: 'invitation.accepted', subject: found.invitation_id })
    await append(tx, [{ type: 'member.changed', data: { memberId: userId } }])
    await changedPeople(tx, ['invitations', 'roles', 'teams', 'inboxes'])
    return { secret, userId }
  }).catch((error: unknown) => { throw (error as { code?: string }).code === '23505' ? new RecadoError('invitation_over', {}, { cause: error }) : error })
  auth.changed()
  services.signals.committed(workspaceId)
  return { secret, userId, workspaceId }
}

async function proveHerself(services: Services, throttle: Throttle, found: Found, { password, code, ip }: { password: string; code?: string; ip: string }): Promise<void> {
  await throttle.take(found.email, ip)
  if (!(await checkPassword(password, found.disabled ? null : found.password_hash))) throw new RecadoError('bad_credentials')
  await throttle.succeeded(found.email, ip)
  await checkSecondFactor(services, { userId: found.user_id!, ip, nowMs: Date.parse(wallNow(services, found.workspace_id)) }, code) // only somebody known comes here
}

/** Her place, with those of the teams and inboxes that are still there. Somebody who was shut out comes back in. */
async function enrol(tx: Tx, { workspace_id: workspaceId, role, role_id: roleId, team_ids: teamIds, inbox_ids: inboxIds }: Found, userId: string): Promise<void> {
  await tx.query(
    `insert into member (workspace_id, user_id, role, role_id, created_at) values ($1, $2, $3, $4, now())
     on conflict (workspace_id, user_id) do update set role = excluded.role, role_id = excluded.role_id, disabled_at = null`, [workspaceId, userId, role, roleId])
  const still = async (sql: string, ids: string[]): Promise<string[]> => (await tx.query<{ id: string }>(sql, [workspaceId, ids])).map((row) => row.id)
  await setPlaces(tx, workspaceId, userId, {
    teamIds: await still('select team_id as id from team where workspace_id = $1 and team_id = any($2::uuid[])', teamIds),
    inboxIds: await still('select inbox_id as id from inbox where workspace_id = $1 and inbox_id = any($2::uuid[])', inboxIds),
  })
}
