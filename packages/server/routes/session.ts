import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { actorOf, audit } from '../auth/audit.js'
import { clearSessionCookie, isInsecure, readSessionCookie, setSessionCookie } from '../auth/cookie.js'
import { need, open, personOf } from '../auth/guard.js'
import { readSession } from '../auth/session-view.js'
import { signIn } from '../auth/sign-in.js'
import { Throttle } from '../auth/throttle.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Nothing } from '../http/schemas.js'
import { Email, Password, SessionShape } from './shapes.js'

/** Signing in and out, and which workspace a browser looks at. */
export async function sessionRoutes(app: FastifyInstance, { services, auth }: RouteDeps): Promise<void> {
  const api = typed(app)
  const throttle = new Throttle(services.db)
  const tags = ['session']
  const shown = async (request: FastifyRequest, principal: { id: string; workspaceId: string }) => ({ ...(await readSession(services, principal)), ...(isInsecure(request, services.config) ? { insecureTransport: true } : {}) })

  api.post('/api/v1/session', {
    ...open, schema: { tags, summary: 'Sign in', body: Type.Object({ email: Email, password: Password, code: Type.Optional(Type.String({ maxLength: 20 })) }, { additionalProperties: false }), response: answers({ 200: SessionShape }) },
  }, async (request, reply) => {
    const { email, password } = request.body
    const agent = request.headers['user-agent']
    const { secret, userId, workspaceId } = await signIn(services, auth, throttle, { email, password, ip: request.ip, old: readSessionCookie(request, services.config), ...(agent ? { userAgent: agent } : {}) })
    setSessionCookie(request, reply, services.config, secret)
    return shown(request, { id: userId, workspaceId })
  })

  api.get('/api/v1/session', { ...need('me.manage'), schema: { tags, summary: 'Who is signed in, where, and what she may do', response: answers({ 200: SessionShape }) } }, async (request) => shown(request, personOf(request)))

  api.delete('/api/v1/session', { ...need('me.manage'), schema: { tags, summary: 'Sign out', response: answers({ 204: Nothing }) } }, async (request, reply) => {
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
}
