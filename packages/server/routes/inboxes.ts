import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import { newId } from '@recado/db'
import type { FastifyInstance } from 'fastify'
import { actorOf, audit } from '../auth/audit.js'
import { demandPlaces } from '../auth/grants.js'
import { need, principalOf } from '../auth/guard.js'
import { changedPeople } from '../auth/people-events.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, Moment, Nothing } from '../http/schemas.js'
import { storable } from '../ingest/plan.js'
import { feedFrom, listInboxes, moveConversations, readInbox, setInboxPeople } from '../teams/inboxes.js'
import { demandMembers, nameTaken } from '../teams/teams.js'
import { GroupName, Ids } from './shapes.js'

const Shape = Type.Object({
  id: Id, name: Type.String(), everybody: Type.Boolean(), memberIds: Type.Array(Id), teamIds: Type.Array(Id), accountIds: Type.Array(Id, { description: 'Whose new conversations come into it.' }),
  used: Type.Boolean({ description: 'Whether any conversation lies in it.' }), createdAt: Moment,
})
const strict = { additionalProperties: false } as const
const Wish = { everybody: Type.Optional(Type.Boolean()), memberIds: Type.Optional(Ids), teamIds: Type.Optional(Ids) }

/** Inboxes: queues of conversations and those who work them. */
export async function inboxRoutes(app: FastifyInstance, { services, auth }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['inboxes']
  const { db, signals } = services
  const done = (workspaceId: string): void => { auth.changed(); signals.committed(workspaceId) }

  api.get('/api/v1/inboxes', { ...need('members.read'), schema: { tags, summary: 'All inboxes, by name', response: answers({ 200: Type.Object({ items: Type.Array(Shape) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await db.inWorkspace(workspaceId, (tx) => listInboxes(tx, workspaceId)) }
  })

  api.post('/api/v1/inboxes', { ...need('inboxes.manage'), schema: { tags, summary: 'Make an inbox', body: Type.Object({ name: GroupName, ...Wish }, strict), response: answers({ 201: Shape }) } }, async (request, reply) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const inboxId = newId()
    const { name, everybody, memberIds = [], teamIds = [] } = request.body
    const inbox = await db.inWorkspace(workspaceId, async (tx) => {
      await demandMembers(tx, workspaceId, memberIds)
      await demandPlaces(tx, principal, { teamIds })
      await tx.query('insert into inbox (workspace_id, inbox_id, name, everybody, created_at) values ($1, $2, $3, $4, $5)', [workspaceId, inboxId, storable(name.trim()), everybody ?? (memberIds.length === 0 && teamIds.length === 0), new Date().toISOString()])
      await setInboxPeople(tx, workspaceId, inboxId, { memberIds, teamIds })
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'inbox.made', subject: inboxId })
      await changedPeople(tx, ['inboxes'], memberIds)
      return readInbox(tx, workspaceId, inboxId)
    }).catch(nameTaken)
    done(workspaceId)
    return reply.code(201).send(inbox)
  })

  api.patch('/api/v1/inboxes/:id', { ...need('inboxes.manage'), schema: { tags, summary: 'Rename an inbox, or change who works it', params: IdParams, body: Type.Object({ name: Type.Optional(GroupName), ...Wish }, strict), response: answers({ 200: Shape }) } }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = idOf(request.params.id)
    const { name, everybody, memberIds, teamIds } = request.body
    const inbox = await db.inWorkspace(workspaceId, async (tx) => {
      const before = await readInbox(tx, workspaceId, id)
      await demandPlaces(tx, principal, { inboxIds: [id], teamIds })
      await demandMembers(tx, workspaceId, memberIds ?? [])
      await tx.query('update inbox set name = coalesce($3, name), everybody = coalesce($4, everybody) where workspace_id = $1 and inbox_id = $2', [workspaceId, id, name === undefined ? null : storable(name.trim()), everybody ?? null])
      await setInboxPeople(tx, workspaceId, id, { memberIds, teamIds })
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'inbox.changed', subject: id, data: { fields: Object.keys(request.body) } })
      await changedPeople(tx, ['inboxes'], memberIds ? [...new Set([...before.memberIds, ...memberIds])] : [])
      return readInbox(tx, workspaceId, id)
    }).catch(nameTaken)
    done(workspaceId)
    return inbox
  })

  api.delete('/api/v1/inboxes/:id', {
    ...need('inboxes.manage'), schema: { tags, summary: 'Remove an inbox: an empty one, or one whose accounts and conversations move to another', params: IdParams, querystring: Type.Object({ moveTo: Type.Optional(Type.String({ maxLength: 100 })) }), response: answers({ 204: Nothing }) },
  }, async (request, reply) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = idOf(request.params.id)
    const moveTo = request.query.moveTo ? idOf(request.query.moveTo) : null
    const before = await db.inWorkspace(workspaceId, async (tx) => {
      const inbox = await readInbox(tx, workspaceId, id)
      await demandPlaces(tx, principal, { inboxIds: moveTo ? [id, moveTo] : [id] })
      if ((await tx.query('select 1 from inbox where workspace_id = $1 limit 2', [workspaceId])).length < 2) throw new RecadoError('last_inbox')
      if (!moveTo || moveTo === id) return inbox
      const all = await tx.query<{ account_id: string }>('select account_id from channel_account where workspace_id = $1 and inbox_id = $2', [workspaceId, id])
      await feedFrom(services, tx, workspaceId, all.map((row) => row.account_id), moveTo)
      return { ...inbox, accountIds: all.map((row) => row.account_id) }
    })
    for (const accountId of before.accountIds) services.accounts.changed(workspaceId, accountId)
    if (moveTo && moveTo !== id) await moveConversations(services, workspaceId, { inboxId: id }, moveTo)
    await db.inWorkspace(workspaceId, async (tx) => {
      const rest = await tx.query('select 1 from channel_account where workspace_id = $1 and inbox_id = $2 union all select 1 from conversation where workspace_id = $1 and inbox_id = $2 limit 1', [workspaceId, id])
      if (rest.length > 0) throw new RecadoError('inbox_in_use')
      await tx.query('delete from inbox where workspace_id = $1 and inbox_id = $2', [workspaceId, id])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'inbox.removed', subject: id })
      await changedPeople(tx, ['inboxes'], before.memberIds)
    })
    done(workspaceId)
    return reply.code(204).send(null)
  })

  api.put('/api/v1/channel-accounts/:id/inbox', {
    ...need('inboxes.manage'), schema: {
      tags, summary: 'Have an account’s conversations come into another inbox; those it has follow, or stay', params: IdParams, response: answers({ 200: Shape }),
      body: Type.Object({ inboxId: Type.String({ maxLength: 100 }), conversations: Type.Union([Type.Literal('follow'), Type.Literal('stay')]) }, strict),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const [id, inboxId] = [idOf(request.params.id), idOf(request.body.inboxId)]
    await db.inWorkspace(workspaceId, async (tx) => {
      if (!(await services.accounts.byId(workspaceId, id))) throw new RecadoError('not_found', { channelAccountId: id })
      await demandPlaces(tx, principal, { inboxIds: [inboxId] })
      await feedFrom(services, tx, workspaceId, [id], inboxId)
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'channel_account.moved', subject: id, data: { inboxId, conversations: request.body.conversations } })
      await changedPeople(tx, ['inboxes'])
    })
    services.accounts.changed(workspaceId, id)
    if (request.body.conversations === 'follow') await moveConversations(services, workspaceId, { accountId: id }, inboxId)
    signals.committed(workspaceId)
    return db.inWorkspace(workspaceId, (tx) => readInbox(tx, workspaceId, inboxId))
  })
}
