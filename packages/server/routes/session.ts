import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { actorOf, audit, enterWorkspace, wallNow } from '../auth/audit.js'
import { clearSessionCookie, isInsecure, readSessionCookie, setSessionCookie } from '../auth/cookie.js'
import { need, open, personOf } from '../auth/guard.js'
import { readSession } from '../auth/session-view.js'
import { checkPassword } from '../auth/password.js'
import { checkSecondFactor } from '../auth/second-factor/check.js'
import { noteConfirmed } from '../auth/second-factor/recent.js'
import { hashOf } from '../auth/secrets.js'
import { signIn } from '../auth/sign-in.js'
import { Throttle } from '../auth/throttle.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Nothing } from '../http/schemas.js'
import { Code, Email, Password, SessionShape } from './shapes.js'

/** Signing in and out, and which workspace a browser looks at. */
export async function sessionRoutes(app: FastifyInstance, { services, auth }: RouteDeps): Promise<void> {
  const api = typed(app)
  const throttle = new Throttle(services.db)
  const tags = ['session']
  const shown = async (request: FastifyRequest, principal: { id: string; workspaceId: string }, hash = request.credential!.hash) => { // recognised, or just opened
    const session = await auth.sessions.find(hash)
    if (!session) throw new RecadoError('not_signed_in')
    return { ...(await readSession(services, principal, session.factor)), ...(isInsecure(request, services.config) ? { insecureTransport: true } : {}) }
  }
  const first = { config: { ...need('me.manage').config, beforeSecondFactor: true } }

  api.post('/api/v1/session', {
    ...open, schema: { tags, summary: 'Sign in', body: Type.Object({ email: Email, password: Password, code: Type.Optional(Code) }, { additionalProperties: false }), response: answers({ 200: SessionShape }) },
  }, async (request, reply) => {
    const { email, password, code } = request.body
    const agent = request.headers['user-agent']
    const { secret, userId, workspaceId } = await signIn(services, auth, throttle, { email, password, ...(code === undefined ? {} : { code }), ip: request.ip, old: readSessionCookie(request, services.config), ...(agent ? { userAgent: agent } : {}) })
    setSessionCookie(request, reply, services.config, secret)
    return shown(request, { id: userId, workspaceId }, hashOf(secret))
  })

  api.get('/api/v1/session', { ...first, schema: { tags, summary: 'Who is signed in, where, and what she may do', response: answers({ 200: SessionShape }) } }, async (request) => shown(request, personOf(request)))

  api.delete('/api/v1/session', { ...first, schema: { tags, summary: 'Sign out', response: answers({ 204: Nothing }) } }, async (request, reply) => {
    const person = personOf(request)
    await auth.sessions.end(request.credential!.hash) // recognised a moment ago
    auth.changed()
    await services.db.inWorkspace(person.workspaceId, (tx) => audit(tx, services, person.workspaceId, actorOf(person), { action: 'session.ended', subject: person.id }))
    clearSessionCookie(request, reply, services.config)
    return reply.code(204).header('clear-site-data', '"cookies", "storage"').send(null)
  })

  api.post('/api/v1/session/workspace', {
    ...need('me.manage'), schema: { tags, summary: 'Look at another of her workspaces', body: Type.Object({ workspaceId: Type.String({ maxLength: 60 }) }, { additionalProperties: false }), response: answers({ 200: SessionShape }) },
  }, async (request) => {
    const { workspaceId } = request.body
    const person = personOf(request)
    const session = await auth.sessions.find(request.credential!.hash)
    if (!session?.memberships.some((m) => m.workspaceId === workspaceId)) throw new RecadoError('not_found')
    await auth.sessions.choose(request.credential!.hash, workspaceId)
    return shown(request, { id: person.id, workspaceId })
  })

  api.post('/api/v1/session/confirm', {
    ...first, schema: { tags, summary: 'Give password and code once more, for what asks for it', body: Type.Object({ password: Password, code: Type.Optional(Code) }, { additionalProperties: false }), response: answers({ 204: Nothing }) },
  }, async (request, reply) => {
    const person = personOf(request)
    const { password, code } = request.body
    const [user] = await services.db.asSystem((tx) => tx.query<{ email: string; password_hash: string | null }>('select email, password_hash from app_user where user_id = $1', [person.id]))
    if (!user) throw new RecadoError('not_signed_in')
    await throttle.take(user.email, request.ip)
    if (!(await checkPassword(password, user.password_hash))) throw new RecadoError('bad_credentials')
    await throttle.succeeded(user.email, request.ip)
    await checkSecondFactor(services, { userId: person.id, ip: request.ip, nowMs: Date.parse(wallNow(services, person.workspaceId)) }, code)
    await services.db.asSystem(async (tx) => {
      await noteConfirmed(tx, request.credential!.hash) // recognised a moment ago
      await enterWorkspace(tx, person.workspaceId)
      await audit(tx, services, person.workspaceId, actorOf(person), { action: 'session.confirmed', subject: person.id })
    })
    return reply.code(204).send(null)
  })
}
