import { Type } from '@fastify/type-provider-typebox'
import type { SecondFactor, SecondFactorPolicy } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { actorOf, audit, enterWorkspace } from '../auth/audit.js'
import { need, personOf } from '../auth/guard.js'
import { demandPasswordRank, lockMember } from '../auth/members.js'
import { beginSecondFactor, endSecondFactor, finishSecondFactor, renewRecoveryCodes, resetSecondFactor } from '../auth/second-factor/change.js'
import { demandRecent } from '../auth/second-factor/recent.js'
import { factorOf } from '../auth/session-view.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, isoOrNull, Moment, Nothing, Nullable } from '../http/schemas.js'
import { Code, FactorShape, Role } from './shapes.js'

const tags = ['session']
const Shape = Type.Object({ ...FactorShape.properties, enabledAt: Nullable(Moment), recoveryCodesLeft: Type.Integer() })
const Codes = Type.Object({ recoveryCodes: Type.Array(Type.String()) }, { description: 'Each opens the account once; said this once.' })
const Demanded = Type.Union([Type.Literal('owners_and_admins'), Type.Literal('everybody')])
const Policy = Type.Object({ demandedOf: Demanded, realAccount: Type.Boolean(), members: Type.Array(Type.Object({ id: Id, name: Type.String(), role: Role, enabled: Type.Boolean() })) })

/** Setting up is the one thing that a session can do which still owes its second factor. */
const first = { config: { ...need('me.manage').config, beforeSecondFactor: true } }
const secret = { config: { ...first.config, secretAnswer: true } }

/** A person's own second factor, what the workspace demands, and a colleague's who has lost her phone. */
export async function secondFactorRoutes(app: FastifyInstance, { services, auth }: RouteDeps): Promise<void> {
  const api = typed(app)
  const { db } = services

  const read = async (request: FastifyRequest): Promise<SecondFactor> => {
    const person = personOf(request)
    const session = await auth.sessions.find(request.credential!.hash) // recognised a moment ago
    if (!session) throw new RecadoError('not_signed_in')
    const [row] = await db.asSystem((tx) => tx.query<{ enabled_at: number | null; left: number }>('select f.enabled_at, (select count(*)::int from recovery_code c where c.user_id = f.user_id and c.used_at is null) as left from second_factor f where f.user_id = $1', [person.id]))
    return { ...factorOf(session.factor), enabledAt: isoOrNull(row?.enabled_at ?? null), recoveryCodesLeft: row?.left ?? 0 }
  }

  api.get('/api/v1/me/second-factor', { ...first, schema: { tags, summary: 'Her own second factor, and whether one is demanded', response: answers({ 200: Shape }) } }, read)

  api.post('/api/v1/me/second-factor', {
    ...secret, schema: { tags, summary: 'Begin to set up a second factor: the seed for an authenticator app', response: answers({ 201: Type.Object({ seed: Type.String(), uri: Type.String() }) }) },
  }, async (request, reply) => {
    await demandRecent(db, request)
    return reply.code(201).send(await beginSecondFactor(services, { person: personOf(request) }))
  })

  api.post('/api/v1/me/second-factor/confirm', {
    ...secret, schema: { tags, summary: 'Switch it on by a code of the app; answers ten recovery codes', body: Type.Object({ code: Code }, { additionalProperties: false }), response: answers({ 200: Codes }) },
  }, async (request) => ({ recoveryCodes: await finishSecondFactor(services, auth, { person: personOf(request), ip: request.ip, session: request.credential!.hash }, request.body.code) })) // recognised a moment ago

  api.delete('/api/v1/me/second-factor', { ...need('me.manage'), schema: { tags, summary: 'Do without a second factor again, where none is demanded', response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await demandRecent(db, request)
    await endSecondFactor(services, auth, personOf(request))
    return reply.code(204).send(null)
  })

  api.post('/api/v1/me/recovery-codes', { config: { ...need('me.manage').config, secretAnswer: true }, schema: { tags, summary: 'Make ten new recovery codes; the old ones end', response: answers({ 201: Codes }) } }, async (request, reply) => {
    await demandRecent(db, request)
    return reply.code(201).send({ recoveryCodes: await renewRecoveryCodes(services, personOf(request)) })
  })

  api.get('/api/v1/workspace/second-factor', { ...need('security.manage'), schema: { tags: ['workspace'], summary: 'Of whom a second factor is demanded, and who has one', response: answers({ 200: Policy }) } }, async (request) => policy(personOf(request).workspaceId))

  api.put('/api/v1/workspace/second-factor', {
    ...need('security.manage'), schema: { tags: ['workspace'], summary: 'Demand a second factor of everybody, or of owners and admins once a real account is connected', body: Type.Object({ demandedOf: Demanded }, { additionalProperties: false }), response: answers({ 200: Policy }) },
  }, async (request) => {
    const owner = personOf(request)
    await demandRecent(db, request)
    const { demandedOf } = request.body
    await db.asSystem(async (tx) => {
      await tx.query(`update workspace set settings = case when $2 = 'everybody' then settings || '{"secondFactor":"everybody"}' else settings - 'secondFactor' end where workspace_id = $1`, [owner.workspaceId, demandedOf])
      await enterWorkspace(tx, owner.workspaceId)
      await audit(tx, services, owner.workspaceId, actorOf(owner), { action: 'second_factor.demanded', data: { demandedOf } })
    })
    auth.changed()
    return policy(owner.workspaceId)
  })

  api.delete('/api/v1/members/:id/second-factor', { ...need('security.manage'), schema: { tags: ['members'], summary: 'Take away the second factor of a colleague who has lost phone and codes; her sessions end', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    const owner = personOf(request)
    await demandRecent(db, request)
    const userId = idOf(request.params.id)
    // Whoever signs in without it opens every workspace she belongs to: the same rank as for a new password.
    await resetSecondFactor(services, auth, owner, userId, async (tx) => { await lockMember(tx, owner.workspaceId, userId); await demandPasswordRank(tx, owner, userId) })
    return reply.code(204).send(null)
  })

  async function policy(workspaceId: string): Promise<SecondFactorPolicy> {
    const { settings, members } = await db.asSystem(async (tx) => ({
      settings: (await tx.query<{ everybody: boolean }>(`select settings->>'secondFactor' = 'everybody' as everybody from workspace where workspace_id = $1`, [workspaceId]))[0],
      members: await tx.query<SecondFactorPolicy['members'][number]>(
        `select m.user_id as id, u.name, m.role, exists (select from second_factor f where f.user_id = m.user_id and f.enabled_at is not null) as enabled
         from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.disabled_at is null order by u.name, m.user_id`, [workspaceId]),
    }))
    const real = await db.inWorkspace(workspaceId, (tx) => tx.query('select 1 from channel_account where workspace_id = $1 and not simulated and disconnected_at is null limit 1', [workspaceId]))
    return { demandedOf: settings?.everybody ? 'everybody' : 'owners_and_admins', realAccount: real.length > 0, members }
  }
}
