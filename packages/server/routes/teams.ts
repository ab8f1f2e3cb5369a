import { Type } from '@fastify/type-provider-typebox'
import { newId } from '@recado/db'
import type { FastifyInstance } from 'fastify'
import { actorOf, audit } from '../auth/audit.js'
import { demandPlaces } from '../auth/grants.js'
import { need, principalOf } from '../auth/guard.js'
import { changedPeople, manyChanged } from '../auth/people-events.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, Moment, Nothing } from '../http/schemas.js'
import { storable } from '../ingest/plan.js'
import { listTeams, nameTaken, readTeam, setTeamMembers } from '../teams/teams.js'
import { GroupName, Ids } from './shapes.js'

const Shape = Type.Object({ id: Id, name: Type.String(), memberIds: Type.Array(Id), createdAt: Moment })
const strict = { additionalProperties: false } as const

/** Teams: colleagues who share conversations. */
export async function teamRoutes(app: FastifyInstance, { services, auth }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['teams']
  const { db, signals } = services
  const done = (workspaceId: string): void => { auth.changed(); signals.committed(workspaceId) }

  api.get('/api/v1/teams', { ...need('members.read'), schema: { tags, summary: 'All teams with their members, by name', response: answers({ 200: Type.Object({ items: Type.Array(Shape) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await db.inWorkspace(workspaceId, (tx) => listTeams(tx, workspaceId)) }
  })

  api.post('/api/v1/teams', { ...need('teams.manage'), schema: { tags, summary: 'Make a team', body: Type.Object({ name: GroupName, memberIds: Type.Optional(Ids) }, strict), response: answers({ 201: Shape }) } }, async (request, reply) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const teamId = newId()
    const { name, memberIds = [] } = request.body
    const team = await db.inWorkspace(workspaceId, async (tx) => {
      await tx.query('insert into team (workspace_id, team_id, name, created_at) values ($1, $2, $3, $4)', [workspaceId, teamId, storable(name.trim()), new Date().toISOString()])
      const changed = await setTeamMembers(tx, workspaceId, teamId, memberIds)
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'team.made', subject: teamId })
      await changedPeople(tx, ['teams'], changed)
      return readTeam(tx, workspaceId, teamId)
    }).catch(nameTaken)
    done(workspaceId)
    return reply.code(201).send(team)
  })

  api.patch('/api/v1/teams/:id', { ...need('teams.manage'), schema: { tags, summary: 'Rename a team, or change who is in it', params: IdParams, body: Type.Object({ name: Type.Optional(GroupName), memberIds: Type.Optional(Ids) }, strict), response: answers({ 200: Shape }) } }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = idOf(request.params.id)
    const { name, memberIds } = request.body
    const team = await db.inWorkspace(workspaceId, async (tx) => {
      await readTeam(tx, workspaceId, id)
      await demandPlaces(tx, principal, { teamIds: [id] })
      const renamed = name === undefined ? [] : await tx.query('update team set name = $3 where workspace_id = $1 and team_id = $2 and name <> $3 returning 1', [workspaceId, id, storable(name.trim())])
      const changed = memberIds ? await setTeamMembers(tx, workspaceId, id, memberIds) : []
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'team.changed', subject: id, data: { fields: Object.keys(request.body) } })
      await changedPeople(tx, ['teams'], changed)
      // Its name stands in the rows of its conversations.
      if (renamed.length > 0) await manyChanged(tx)
      return readTeam(tx, workspaceId, id)
    }).catch(nameTaken)
    done(workspaceId)
    return team
  })

  api.delete('/api/v1/teams/:id', { ...need('teams.manage'), schema: { tags, summary: 'Dissolve a team; its conversations go to another one, or to no team', params: IdParams, querystring: Type.Object({ moveTo: Type.Optional(Type.String({ maxLength: 100 })) }), response: answers({ 204: Nothing }) } }, async (request, reply) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = idOf(request.params.id)
    const moveTo = request.query.moveTo ? idOf(request.query.moveTo) : null
    await db.inWorkspace(workspaceId, async (tx) => {
      const team = await readTeam(tx, workspaceId, id)
      await demandPlaces(tx, principal, { teamIds: moveTo ? [id, moveTo] : [id] })
      await tx.query('update conversation set team_id = $3 where workspace_id = $1 and team_id = $2', [workspaceId, id, moveTo === id ? null : moveTo])
      await tx.query('delete from team where workspace_id = $1 and team_id = $2', [workspaceId, id])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'team.removed', subject: id })
      await changedPeople(tx, ['teams', 'inboxes'], team.memberIds)
      await manyChanged(tx)
    })
    done(workspaceId)
    return reply.code(204).send(null)
  })
}
