import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { FastifyInstance } from 'fastify'
import { actorOf, audit, enterWorkspace } from '../auth/audit.js'
import { need, principalOf } from '../auth/guard.js'
import { demandGrant, demandPlaces, readGrant } from '../auth/grants.js'
import { demandPasswordRank, listMembers, lockMember, readMember, setPlaces, toMember } from '../auth/members.js'
import { changedPeople, followNothing, giveBack } from '../auth/people-events.js'
import { demandRecent } from '../auth/second-factor/recent.js'
import { hashPassword } from '../auth/password.js'
import { checkNewPassword } from '../auth/password-rules.js'
import { canonicalEmail, createUser } from '../auth/workspace.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, IdParams, idOf, Nothing, PageOf, pageOf, PageQuery, readIdCursor } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal } from '../services.js'
import { Email, Language, MemberShape, Password, PersonName, Places, Role } from './shapes.js'

const NewMember = Type.Object({ name: PersonName, email: Email, role: Role, ...Places, password: Password, language: Type.Optional(Language) }, { additionalProperties: false })
const Change = Type.Object({ name: Type.Optional(PersonName), role: Type.Optional(Role), ...Places, active: Type.Optional(Type.Boolean()), password: Type.Optional(Password) }, { additionalProperties: false })

const byWhom = (principal: Principal): string | null => (principal.kind === 'user' ? principal.id : null)

/** Who works in the workspace. */
export async function memberRoutes(app: FastifyInstance, { services, auth }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['members']
  const { db, signals } = services

  api.get('/api/v1/members', { ...need('members.read'), schema: { tags, summary: 'Members of the workspace', querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(MemberShape) }) } }, async (request) => {
    const { limit = 200, cursor } = request.query
    const after = readIdCursor(cursor)
    const rows = await db.asSystem((tx) => listMembers(tx, principalOf(request).workspaceId, after, limit + 1))
    return pageOf(rows, limit, (row) => [row.user_id], toMember)
  })

  api.post('/api/v1/members', { ...need('members.manage'), schema: { tags, summary: 'Add a colleague; somebody who already signs in here keeps her own name and password', body: NewMember, response: answers({ 201: MemberShape }) } }, async (request, reply) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const { name, email, role, roleId, teamIds, inboxIds, password, language } = request.body
    checkNewPassword(password, [name, email])
    const passwordHash = await hashPassword(password)
    const member = await db.asSystem(async (tx) => {
      const grant = await readGrant(tx, workspaceId, role, roleId)
      demandGrant(principal, grant)
      await demandPlaces(tx, principal, { teamIds, inboxIds })
      await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`member ${canonicalEmail(email)}`])
      const [known] = await tx.query<{ user_id: string; here: boolean }>('select u.user_id, exists (select from member m where m.workspace_id = $2 and m.user_id = u.user_id) as here from app_user u where u.email = $1', [canonicalEmail(email), workspaceId])
      if (known?.here) throw new RecadoError('email_taken')
      const userId = known?.user_id ?? await createUser(tx, { email, name: storable(name.trim()), passwordHash, language: language ?? principal.language }, Date.now())
      await tx.query('insert into member (workspace_id, user_id, role, role_id, created_at) values ($1, $2, $3, $4, $5)', [workspaceId, userId, role, grant.roleId, new Date().toISOString()])
      await setPlaces(tx, workspaceId, userId, { teamIds, inboxIds })
      const made = await readMember(tx, workspaceId, userId)
      await tell(tx, request.principal!, 'member.added', 'member.changed', userId, ['role'])
      return made
    })
    done(workspaceId)
    return reply.code(201).send(member)
  })

  api.patch('/api/v1/members/:id', { ...need('members.manage'), schema: { tags, summary: 'Change a colleague’s role, teams, inboxes, name or password, or shut her out: her open conversations go back to nobody', params: IdParams, body: Change, response: answers({ 200: MemberShape }) } }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = idOf(request.params.id)
    const { name, role, roleId, teamIds, inboxIds, active, password } = request.body
    if (password !== undefined) await demandRecent(db, request)
    if (password !== undefined) checkNewPassword(password, name ? [name] : [])
    const passwordHash = password === undefined ? null : await hashPassword(password)
    const member = await db.asSystem(async (tx) => {
      const before = await lockMember(tx, workspaceId, id)
      // Whoever wants another custom role may name it alone.
      const next = role === undefined && !roleId ? null : await readGrant(tx, workspaceId, role ?? 'custom', roleId)
      demandGrant(principal, before, next)
      await demandPlaces(tx, principal, { teamIds, inboxIds })
      if (before.isLastOwner && ((next && next.role !== 'owner') || active === false)) throw new RecadoError('last_owner')
      if (name !== undefined || passwordHash) await demandPasswordRank(tx, principal, id)
      await tx.query(
        `update member set role = coalesce($3, role), role_id = case when $3::text is null then role_id else $4::uuid end, disabled_at = case when $5::boolean is null then disabled_at when $5 then null else coalesce(disabled_at, $6) end
         where workspace_id = $1 and user_id = $2`, [workspaceId, id, next?.role ?? null, next?.roleId ?? null, active ?? null, new Date().toISOString()])
      await setPlaces(tx, workspaceId, id, { teamIds, inboxIds })
      await tx.query('update app_user set name = coalesce($2, name), password_hash = coalesce($3, password_hash) where user_id = $1', [id, name === undefined ? null : storable(name.trim()), passwordHash])
      if (active === false) await auth.sessions.endAll(tx, id, { workspaceId })
      if (passwordHash) await auth.sessions.endAll(tx, id)
      const changed = await readMember(tx, workspaceId, id)
      await tell(tx, principal, 'member.changed', 'member.changed', id, Object.keys(request.body))
      if (active === false) await giveBack(tx, workspaceId, id, byWhom(principal))
      return changed
    })
    done(workspaceId)
    return member
  })

  api.delete('/api/v1/members/:id', { ...need('members.manage'), schema: { tags, summary: 'Take somebody off the workspace; her open conversations go back to nobody', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = idOf(request.params.id)
    await db.asSystem(async (tx) => {
      const before = await lockMember(tx, workspaceId, id)
      demandGrant(principal, before)
      if (before.isLastOwner) throw new RecadoError('last_owner')
      await tx.query('delete from member where workspace_id = $1 and user_id = $2', [workspaceId, id])
      await auth.sessions.endAll(tx, id, { workspaceId })
      await enterWorkspace(tx, workspaceId)
      await giveBack(tx, workspaceId, id, byWhom(principal))
      await followNothing(tx, workspaceId, id)
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'member.removed', subject: id })
      await append(tx, [{ type: 'member.removed', data: { memberId: id } }])
      await changedPeople(tx, ['teams', 'inboxes', 'roles'])
    })
    done(workspaceId)
    return reply.code(204).send()
  })

  async function tell(tx: Tx, principal: ReturnType<typeof principalOf>, action: string, type: string, userId: string, fields: string[]): Promise<void> {
    await enterWorkspace(tx, principal.workspaceId)
    await audit(tx, services, principal.workspaceId, actorOf(principal), { action, subject: userId, data: { fields } })
    await append(tx, [{ type, data: { memberId: userId } }])
    if (fields.some((field) => field !== 'name' && field !== 'password')) await changedPeople(tx, ['teams', 'inboxes', 'roles'])
  }

  function done(workspaceId: string): void {
    auth.changed()
    signals.committed(workspaceId)
  }
}
