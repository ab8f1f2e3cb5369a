/** Invitations: made, sent, sent again, taken back. Of the link's secret only the SHA-256 is kept, so it can be said once and never looked up. */
import type { Invitation, InvitationSent, InvitationWish } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { iso } from '../http/schemas.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { actorOf, audit, enterWorkspace } from './audit.js'
import { demandGrant, demandPlaces, readGrant } from './grants.js'
import { invitationLetter } from './invitation-letter.js'
import { changedPeople } from './people-events.js'
import { hashOf, newSecret } from './secrets.js'
import { canonicalEmail } from './workspace.js'

/** A link holds for so long. */
export const INVITATION_DAYS = 7
/** A letter to the same person goes at most this often. */
export const RESEND_AFTER_S = 60

interface Row {
  invitation_id: string; email: string; name: string; role: Invitation['role']; role_id: string | null; team_ids: string[]; inbox_ids: string[]; language: string
  by_id: string | null; by_name: string | null; created_at: number; expires_at: number; over: boolean
}

const SELECT = `select i.invitation_id, i.email, i.name, i.role, i.role_id, i.team_ids, i.inbox_ids, i.language, i.invited_by as by_id, u.name as by_name, i.created_at, i.expires_at, i.expires_at <= now() as over
  from invitation i left join app_user u on u.user_id = i.invited_by where i.workspace_id = $1 and i.accepted_at is null and i.revoked_at is null`

const toInvitation = (row: Row): Invitation => ({
  id: row.invitation_id, email: row.email, name: row.name, role: row.role, roleId: row.role_id, teamIds: row.team_ids, inboxIds: row.inbox_ids, language: row.language,
  invitedBy: row.by_id ? { id: row.by_id, name: row.by_name ?? '' } : null, createdAt: iso(row.created_at), expiresAt: iso(row.expires_at), state: row.over ? 'expired' : 'open',
})

/** Those that were neither accepted nor taken back, newest first; as recado_system. */
export async function listInvitations(tx: Tx, workspaceId: string): Promise<Invitation[]> {
  return (await tx.query<Row>(`${SELECT} order by i.created_at desc, i.invitation_id desc limit 200`, [workspaceId])).map(toInvitation)
}

async function readInvitation(tx: Tx, workspaceId: string, id: string): Promise<Invitation> {
  const [row] = await tx.query<Row>(`${SELECT} and i.invitation_id = $2`, [workspaceId, id])
  if (!row) throw new RecadoError('not_found', { invitationId: id })
  return toInvitation(row)
}

/** Invites somebody; an earlier invitation to the same address gives way. Throws email_taken for a colleague. */
export async function invite(services: Services, principal: Principal, wish: InvitationWish): Promise<InvitationSent> {
  const { workspaceId } = principal
  const email = canonicalEmail(wish.email)
  const secret = newSecret()
  const id = newId()
  const { teamIds = [], inboxIds = [] } = wish
  const invitation = await services.db.asSystem(async (tx) => {
    const grant = await readGrant(tx, workspaceId, wish.role, wish.roleId)
    demandGrant(principal, grant)
    await demandPlaces(tx, principal, { teamIds, inboxIds })
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`member ${email}`])
    if ((await tx.query('select 1 from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and u.email = $2', [workspaceId, email])).length > 0) throw new RecadoError('email_taken')
    await tx.query('update invitation set revoked_at = now() where workspace_id = $1 and email = $2 and accepted_at is null and revoked_at is null', [workspaceId, email])
    await tx.query(
      `insert into invitation (workspace_id, invitation_id, email, name, role, role_id, team_ids, inbox_ids, language, token_hash, invited_by, created_at, sent_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now(), now(), now() + make_interval(days => ${INVITATION_DAYS}))`,
      [workspaceId, id, email, storable(wish.name?.trim() ?? ''), wish.role, grant.roleId, teamIds, inboxIds, wish.language ?? principal.language, hashOf(secret), principal.kind === 'user' ? principal.id : null])
    const made = await readInvitation(tx, workspaceId, id)
    await note(tx, services, principal, 'invitation.made', id)
    return made
  })
  services.signals.committed(workspaceId)
  return deliver(services, principal, invitation, secret)
}

/** A new link with seven new days; the old one no longer holds. Whoever sends it must be able to give the role herself. */
export async function inviteAgain(services: Services, principal: Principal, id: string): Promise<InvitationSent> {
  const { workspaceId } = principal
  const secret = newSecret()
  const invitation = await services.db.asSystem(async (tx) => {
    const before = await readInvitation(tx, workspaceId, id)
    demandGrant(principal, await readGrant(tx, workspaceId, before.role, before.roleId))
    const [row] = await tx.query<{ wait: number }>(
      `select ceil(extract(epoch from sent_at + make_interval(secs => ${RESEND_AFTER_S}) - now()))::int as wait from invitation where workspace_id = $1 and invitation_id = $2 for update`, [workspaceId, id])
    if (services.mail.on && row && row.wait > 0) throw new RecadoError('too_many_requests', { retryAfterS: row.wait })
    await tx.query(`update invitation set token_hash = $3, sent_at = now(), expires_at = now() + make_interval(days => ${INVITATION_DAYS}) where workspace_id = $1 and invitation_id = $2`, [workspaceId, id, hashOf(secret)])
    const again = await readInvitation(tx, workspaceId, id)
    await note(tx, services, principal, 'invitation.sent_again', id)
    return again
  })
  services.signals.committed(workspaceId)
  return deliver(services, principal, invitation, secret)
}

/** Taken back: its link no longer holds. */
export async function revoke(services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.asSystem(async (tx) => {
    const before = await readInvitation(tx, workspaceId, id)
    demandGrant(principal, await readGrant(tx, workspaceId, before.role, before.roleId))
    await tx.query('update invitation set revoked_at = now() where workspace_id = $1 and invitation_id = $2', [workspaceId, id])
    await note(tx, services, principal, 'invitation.revoked', id)
  })
  services.signals.committed(workspaceId)
}

async function note(tx: Tx, services: Services, principal: Principal, action: string, id: string): Promise<void> {
  await enterWorkspace(tx, principal.workspaceId)
  await audit(tx, services, principal.workspaceId, actorOf(principal), { action, subject: id })
  await changedPeople(tx, ['invitations'])
}

/** By letter; where none goes, the link is for whoever invites to hand over. The secret stands behind a #, which browsers send to nobody. */
async function deliver(services: Services, principal: Principal, invitation: Invitation, secret: string): Promise<InvitationSent> {
  const url = `${services.publicUrl()}/join#${secret}`
  const [workspace] = await services.db.asSystem((tx) => tx.query<{ name: string; time_zone: string }>('select name, time_zone from workspace where workspace_id = $1', [principal.workspaceId]))
  const letter = invitationLetter({
    workspace: workspace?.name ?? '', timeZone: workspace?.time_zone ?? 'UTC', by: principal.kind === 'user' ? principal.name : null, name: invitation.name, url, language: invitation.language, expiresAt: Date.parse(invitation.expiresAt),
  })
  try {
    const sent = await services.mail.send({ to: { email: invitation.email, ...(invitation.name ? { name: invitation.name } : {}) }, ...letter })
    return { invitation, sent, link: sent === 'sent' ? null : url }
  } catch (error) {
    services.log.warn({ err: error }, 'invitation not sent')
    return { invitation, sent: 'failed', link: url }
  }
}
