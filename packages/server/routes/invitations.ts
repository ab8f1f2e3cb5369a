import { Type } from '@fastify/type-provider-typebox'
import type { InvitationWish } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { readSessionCookie, setSessionCookie } from '../auth/cookie.js'
import { need, open, principalOf } from '../auth/guard.js'
import { invite, inviteAgain, listInvitations, revoke } from '../auth/invitations.js'
import { acceptInvitation, lookAtInvitation } from '../auth/join.js'
import { readSession } from '../auth/session-view.js'
import { hashOf } from '../auth/secrets.js'
import { Throttle } from '../auth/throttle.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, Moment, Nothing, Nullable } from '../http/schemas.js'
import { Code, Email, Language, Password, PersonName, Places, Role, SessionShape } from './shapes.js'

const Shape = Type.Object({
  id: Id, email: Type.String(), name: Type.String(), role: Role, roleId: Nullable(Id), teamIds: Type.Array(Id), inboxIds: Type.Array(Id), language: Type.String(),
  invitedBy: Nullable(Type.Object({ id: Id, name: Type.String() })), createdAt: Moment, expiresAt: Moment, state: Type.Union([Type.Literal('open'), Type.Literal('expired')]),
})
const Sent = Type.Object({
  invitation: Shape, sent: Type.Union([Type.Literal('sent'), Type.Literal('off'), Type.Literal('failed')]),
  link: Nullable(Type.String({ description: 'Said once, and only where no letter went: hand it over yourself.' })),
})
const Look = Type.Object({ workspace: Type.String(), invitedBy: Nullable(Type.String()), email: Type.String(), name: Type.String(), role: Role, roleName: Nullable(Type.String()), language: Type.String(), known: Type.Boolean(), expiresAt: Moment })
const strict = { additionalProperties: false } as const
const Token = Type.String({ minLength: 1, maxLength: 200 })

/** Invitations, and the public door that their links open. */
export async function invitationRoutes(app: FastifyInstance, { services, auth }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['members']
  const throttle = new Throttle(services.db)
  const secretly = { config: { ...need('members.manage').config, secretAnswer: true } }

  api.get('/api/v1/invitations', { ...need('members.manage'), schema: { tags, summary: 'Invitations that nobody has accepted yet', response: answers({ 200: Type.Object({ items: Type.Array(Shape) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return { items: await services.db.asSystem((tx) => listInvitations(tx, workspaceId)) }
  })

  api.post('/api/v1/invitations', {
    ...secretly, schema: {
      tags, summary: 'Invite a colleague by letter, or by a link where no letters go', response: answers({ 201: Sent }),
      body: Type.Object({ email: Email, name: Type.Optional(Type.String({ maxLength: 120 })), role: Role, ...Places, language: Type.Optional(Language) }, strict),
    },
  }, async (request, reply) => reply.code(201).send(await invite(services, principalOf(request), request.body as InvitationWish))) // the schema says the same, with undefined

  api.post('/api/v1/invitations/:id/send-again', { ...secretly, schema: { tags, summary: 'A new link for seven more days; the old one no longer works', params: IdParams, response: answers({ 200: Sent }) } },
    async (request) => inviteAgain(services, principalOf(request), idOf(request.params.id)))

  api.delete('/api/v1/invitations/:id', { ...need('members.manage'), schema: { tags, summary: 'Take an invitation back', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await revoke(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send(null)
  })

  api.post('/api/v1/join/look', { ...open, schema: { tags, summary: 'What an invitation’s link is for', body: Type.Object({ token: Token }, strict), response: answers({ 200: Look }) } },
    async (request) => lookAtInvitation(services, throttle, request.body.token, request.ip))

  api.post('/api/v1/join', {
    ...open, schema: {
      tags, summary: 'Accept an invitation: with a new password, or with her own where she signs in here already', response: answers({ 200: SessionShape }),
      body: Type.Object({ token: Token, password: Password, name: Type.Optional(PersonName), language: Type.Optional(Language), code: Type.Optional(Code) }, strict),
    },
  }, async (request, reply) => {
    const { token, password, name, language, code } = request.body
    const agent = request.headers['user-agent']
    const { secret, userId, workspaceId } = await acceptInvitation(services, auth, throttle, {
      token, password, ...(name ? { name } : {}), ...(language ? { language } : {}), ...(code === undefined ? {} : { code }), ip: request.ip, old: readSessionCookie(request, services.config), ...(agent ? { userAgent: agent } : {}),
    })
    setSessionCookie(request, reply, services.config, secret)
    const session = await auth.sessions.find(hashOf(secret))
    if (!session) throw new RecadoError('not_signed_in')
    return readSession(services, { id: userId, workspaceId }, session.factor)
  })
}
