import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { FastifyInstance } from 'fastify'
import { actorOf, audit, enterWorkspace } from '../auth/audit.js'
import { need, personOf } from '../auth/guard.js'
import { checkPassword, hashPassword } from '../auth/password.js'
import { checkNewPassword } from '../auth/password-rules.js'
import { demandRecent } from '../auth/second-factor/recent.js'
import { readUser } from '../auth/session-view.js'
import { Throttle } from '../auth/throttle.js'
import { canonicalEmail } from '../auth/workspace.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { Email, Language, Password, PersonName, Preferences, Theme, UserShape } from './shapes.js'

/** Choices are small; whoever stores files in them is mistaken. */
const MOST_PREFERENCES = 32 * 1024

const Change = Type.Object({
  name: Type.Optional(PersonName), email: Type.Optional(Email), language: Type.Optional(Language), theme: Type.Optional(Theme), preferences: Type.Optional(Preferences),
  password: Type.Optional(Type.Object({ current: Password, next: Password }, { additionalProperties: false })),
}, { additionalProperties: false })

/**
 * What a person changes about herself. Changing the password ends all her other sessions. E-mail and password, by which she signs in, want
 * password and code given lately.
 */
export async function meRoutes(app: FastifyInstance, { services, auth }: RouteDeps): Promise<void> {
  const throttle = new Throttle(services.db)

  typed(app).patch('/api/v1/me', { ...need('me.manage'), schema: { tags: ['session'], summary: 'Change her own name, e-mail, language, theme, choices or password', body: Change, response: answers({ 200: UserShape }) } }, async (request) => {
    const person = personOf(request)
    const { name, email, language, theme, preferences, password } = request.body
    // Who gives her password along has proved herself; a second factor wants its code as well.
    if (email !== undefined || (password && await hasSecondFactor(person.id))) await demandRecent(services.db, request)
    if (preferences && JSON.stringify(preferences).length > MOST_PREFERENCES) throw new RecadoError('invalid_request', { fields: [{ field: 'preferences', message: `is larger than ${MOST_PREFERENCES} bytes` }] })
    const passwordHash = password ? await newPassword(person.id, request.ip, password) : null
    await services.db.asSystem(async (tx) => {
      if (email !== undefined) await takeEmail(tx, person.id, canonicalEmail(email))
      await tx.query(
        `update app_user set name = coalesce($2, name), language = coalesce($3, language), theme = coalesce($4, theme), preferences = coalesce($5::jsonb, preferences), password_hash = coalesce($6, password_hash) where user_id = $1`,
        [person.id, name === undefined ? null : storable(name.trim()), language ?? null, theme ?? null, preferences ? JSON.stringify(storable(preferences)) : null, passwordHash])
      if (passwordHash) await auth.sessions.endAll(tx, person.id, { keep: request.credential!.hash })
      await enterWorkspace(tx, person.workspaceId)
      const fields = Object.keys(request.body).filter((field) => field !== 'preferences' && field !== 'theme')
      if (fields.length > 0) await audit(tx, services, person.workspaceId, actorOf(person), { action: 'member.changed', subject: person.id, data: { fields } })
      if (name !== undefined || email !== undefined) await append(tx, [{ type: 'member.changed', data: { memberId: person.id } }])
    })
    auth.changed()
    if (name !== undefined || email !== undefined) services.signals.committed(person.workspaceId)
    return services.db.asSystem((tx) => readUser(tx, person.id))
  })

  const hasSecondFactor = async (userId: string): Promise<boolean> => (await services.db.asSystem((tx) => tx.query('select 1 from second_factor where user_id = $1 and enabled_at is not null', [userId]))).length > 0

  async function takeEmail(tx: Tx, userId: string, email: string): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`member ${email}`])
    if ((await tx.query('select 1 from app_user where email = $1 and user_id <> $2', [email, userId])).length > 0) throw new RecadoError('email_taken')
    await tx.query('update app_user set email = $2 where user_id = $1', [userId, email])
  }

  /** The current one is asked for, and counted like a sign-in: a borrowed browser must not become a stolen account. */
  async function newPassword(userId: string, ip: string, { current, next }: { current: string; next: string }): Promise<string> {
    const [user] = await services.db.asSystem((tx) => tx.query<{ email: string; name: string; password_hash: string | null }>('select email, name, password_hash from app_user where user_id = $1', [userId]))
    if (!user) throw new RecadoError('not_signed_in')
    await throttle.take(user.email, ip)
    if (!(await checkPassword(current, user.password_hash))) throw new RecadoError('invalid_request', { fields: [{ field: 'password.current', message: 'is not the current password' }] })
    await throttle.succeeded(user.email, ip)
    checkNewPassword(next, [user.email, user.name])
    return hashPassword(next)
  }
}
