import { Type } from '@fastify/type-provider-typebox'
import { ROLES, type Reach, type RoleInfo } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import type { FastifyInstance } from 'fastify'
import { actorOf, audit } from '../auth/audit.js'
import { demandGrant, mayGrant } from '../auth/grants.js'
import { need, principalOf } from '../auth/guard.js'
import { changedPeople } from '../auth/people-events.js'
import { choiceOf, GROUPS, isPermission, may, permissionsOf, reachOfRole } from '../auth/permissions.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, IdParams, idOf, Nothing, Nullable } from '../http/schemas.js'
import { storable } from '../ingest/plan.js'
import type { Principal } from '../services.js'
import { nameTaken } from '../teams/teams.js'
import { GroupName, Role } from './shapes.js'

const ReachWord = Type.Union([Type.Literal('all'), Type.Literal('inboxes'), Type.Literal('own')], { description: 'Whose conversations they see: everybody’s, those of their inboxes, or their own and their teams’.' })
const Shape = Type.Object({ id: Type.String(), role: Role, name: Nullable(Type.String()), permissions: Type.Array(Type.String()), reach: ReachWord, members: Type.Integer(), mayGive: Type.Boolean() })
const PermissionShape = Type.Object({ name: Type.String(), group: Type.String(), custom: Type.Union([Type.Literal('always'), Type.Literal('choice'), Type.Literal('never')]), mine: Type.Boolean() })
const Body = Type.Object({ name: GroupName, permissions: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 100, uniqueItems: true }), reach: ReachWord }, { additionalProperties: false })

interface Row { role_id: string; name: string; permissions: string[]; reach: Reach; members: number }
const SELECT = `select r.role_id, r.name, r.permissions, r.reach, (select count(*)::int from member m where m.workspace_id = r.workspace_id and m.role_id = r.role_id) as members from role r where r.workspace_id = $1`

const toRole = (principal: Principal, row: Row): RoleInfo => ({
  id: row.role_id, role: 'custom', name: row.name, permissions: permissionsOf('custom', row.permissions), reach: row.reach, members: row.members, mayGive: mayGrant(principal, { role: 'custom', permissions: row.permissions, reach: row.reach }),
})

/** The table of roles and permissions, and the roles that a company makes for itself. */
export async function roleRoutes(app: FastifyInstance, { services, auth }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['roles']
  const { db, signals } = services
  const done = (workspaceId: string): void => { auth.changed(); signals.committed(workspaceId) }

  const readRole = async (tx: Tx, principal: Principal, id: string): Promise<RoleInfo> => {
    const [row] = await tx.query<Row>(`${SELECT} and r.role_id = $2`, [principal.workspaceId, id])
    if (!row) throw new RecadoError('not_found', { roleId: id })
    return toRole(principal, row)
  }

  /** What is asked for, without what every role has; throws for what none can have. */
  const chosen = (names: readonly string[]): string[] => {
    for (const name of names) if (!isPermission(name) || choiceOf(name) === 'never') throw new RecadoError('invalid_request', { fields: [{ field: 'permissions', message: `${name} is not one that a role of your own can have` }] })
    return names.filter((name) => isPermission(name) && choiceOf(name) === 'choice')
  }

  api.get('/api/v1/roles', {
    ...need('members.read'), schema: { tags, summary: 'Every role with what it may do, and every permission with what a role of your own can do with it', response: answers({ 200: Type.Object({ items: Type.Array(Shape), permissions: Type.Array(PermissionShape) }) }) },
  }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    return db.inWorkspace(workspaceId, async (tx) => {
      const own = await tx.query<Row>(`${SELECT} order by lower(r.name), r.role_id`, [workspaceId])
      const counts = new Map((await tx.query<{ role: string; members: number }>('select role, count(*)::int as members from member where workspace_id = $1 group by role', [workspaceId])).map((row) => [row.role, row.members]))
      const builtIn = ROLES.filter((role) => role !== 'custom').map((role): RoleInfo => ({
        id: role, role, name: null, permissions: permissionsOf(role), reach: reachOfRole(role), members: counts.get(role) ?? 0, mayGive: mayGrant(principal, { role, permissions: null, reach: null }),
      }))
      return {
        items: [...builtIn, ...own.map((row) => toRole(principal, row))],
        permissions: Object.entries(GROUPS).flatMap(([group, names]) => names.map((name) => ({ name, group, custom: choiceOf(name), mine: may(principal, name) }))),
      }
    })
  })

  api.post('/api/v1/roles', { ...need('roles.manage'), schema: { tags, summary: 'Make a role of your own', body: Body, response: answers({ 201: Shape }) } }, async (request, reply) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = newId()
    const { name, reach } = request.body
    const permissions = chosen(request.body.permissions)
    demandGrant(principal, { role: 'custom', permissions, reach })
    const role = await db.inWorkspace(workspaceId, async (tx) => {
      await tx.query('insert into role (workspace_id, role_id, name, permissions, reach, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)', [workspaceId, id, storable(name.trim()), permissions, reach, new Date().toISOString()])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'role.made', subject: id, data: { permissions, reach } })
      await changedPeople(tx, ['roles'])
      return readRole(tx, principal, id)
    }).catch(nameTaken)
    done(workspaceId)
    return reply.code(201).send(role)
  })

  api.put('/api/v1/roles/:id', { ...need('roles.manage'), schema: { tags, summary: 'Change a role of your own; it counts at once for everybody who has it', params: IdParams, body: Body, response: answers({ 200: Shape }) } }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = idOf(request.params.id)
    const { name, reach } = request.body
    const permissions = chosen(request.body.permissions)
    const role = await db.inWorkspace(workspaceId, async (tx) => {
      const [before] = await tx.query<{ permissions: string[]; reach: Reach }>('select permissions, reach from role where workspace_id = $1 and role_id = $2 for update', [workspaceId, id])
      if (!before) throw new RecadoError('not_found', { roleId: id })
      demandGrant(principal, { role: 'custom', ...before }, { role: 'custom', permissions, reach })
      await tx.query('update role set name = $3, permissions = $4, reach = $5, updated_at = $6 where workspace_id = $1 and role_id = $2', [workspaceId, id, storable(name.trim()), permissions, reach, new Date().toISOString()])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'role.changed', subject: id, data: { permissions, reach } })
      await changedPeople(tx, ['roles'])
      return readRole(tx, principal, id)
    }).catch(nameTaken)
    done(workspaceId)
    return role
  })

  api.delete('/api/v1/roles/:id', { ...need('roles.manage'), schema: { tags, summary: 'Remove a role that nobody has', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = idOf(request.params.id)
    await db.inWorkspace(workspaceId, async (tx) => {
      await tx.query('select 1 from role where workspace_id = $1 and role_id = $2 for update', [workspaceId, id])
      const role = await readRole(tx, principal, id)
      demandGrant(principal, role)
      const invited = await tx.query('select 1 from invitation where workspace_id = $1 and role_id = $2 and accepted_at is null and revoked_at is null and expires_at > now() limit 1', [workspaceId, id])
      if (role.members > 0 || invited.length > 0) throw new RecadoError('role_in_use')
      // Those that are over name it for nobody any more.
      await tx.query('delete from invitation where workspace_id = $1 and role_id = $2', [workspaceId, id])
      await tx.query('delete from role where workspace_id = $1 and role_id = $2', [workspaceId, id])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'role.removed', subject: id })
      await changedPeople(tx, ['roles'])
    })
    done(workspaceId)
    return reply.code(204).send(null)
  })
}
