import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { setSessionCookie } from '../auth/cookie.js'
import { audit } from '../auth/audit.js'
import { open } from '../auth/guard.js'
import { hashPassword } from '../auth/password.js'
import { checkNewPassword } from '../auth/password-rules.js'
import { readSession } from '../auth/session-view.js'
import { createUser, createWorkspace, isSetUp, startOffset } from '../auth/workspace.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers } from '../http/schemas.js'
import { Email, isTimeZone, Language, Password, PersonName, UserShape, WorkspaceShape } from './shapes.js'

const SetupBody = Type.Object({
  name: PersonName, email: Email, password: Password, language: Language, timeZone: Type.String({ maxLength: 60 }), company: Type.Optional(Type.String({ maxLength: 120 })),
}, { additionalProperties: false })

/** First run: who owns this installation. Open to anybody until somebody does. */
export async function setupRoutes(app: FastifyInstance, { services, auth, recoveryKey }: RouteDeps): Promise<void> {
  const api = typed(app)

  api.get('/api/v1/setup', { ...open, schema: { tags: ['session'], summary: 'Whether the first owner is still missing', response: answers({ 200: Type.Object({ needed: Type.Boolean() }) }) } },
    async () => ({ needed: !(await services.db.asSystem((tx) => isSetUp(tx))) }))

  api.post('/api/v1/setup', {
    ...open, schema: { tags: ['session'], summary: 'Make the workspace and its owner; the recovery key is said once', body: SetupBody, response: answers({ 201: Type.Object({ user: UserShape, workspace: WorkspaceShape, recoveryKey: Type.String() }) }) },
  }, async (request, reply) => {
    const { name, email, password, language, timeZone } = request.body
    if (await services.db.asSystem((tx) => isSetUp(tx))) throw new RecadoError('already_set_up')
    if (!isTimeZone(timeZone)) throw new RecadoError('invalid_request', { fields: [{ field: 'timeZone', message: 'is not a time zone' }] })
    const company = request.body.company?.trim() || name.trim()
    checkNewPassword(password, [name, email, company])
    const passwordHash = await hashPassword(password)
    const wall = Date.now()
    const made = await services.db.asSystem(async (tx) => {
      if (await isSetUp(tx, true)) throw new RecadoError('already_set_up')
      const userId = await createUser(tx, { email, name: name.trim(), passwordHash, language }, wall)
      const workspace = { name: company, timeZone, language, clockOffsetMs: startOffset(services.config, wall), members: [{ userId, role: 'owner' as const }] }
      const { workspaceId } = await createWorkspace(tx, workspace, wall)
      await audit(tx, services, workspaceId, { kind: 'user', id: userId }, { action: 'workspace.created', subject: workspaceId })
      return { id: userId, workspaceId }
    })
    await services.clock.load()
    const secret = await services.db.asSystem((tx) => auth.sessions.open(tx, made.id, made.workspaceId, request.headers['user-agent']))
    setSessionCookie(request, reply, services.config, secret)
    // Nothing is connected yet, so no second factor is owed.
    const { user, workspace } = await readSession(services, made, { enabled: false, demandedBy: null, dueAt: null, overdue: false })
    return reply.code(201).send({ user, workspace, recoveryKey: recoveryKey() })
  })
}
