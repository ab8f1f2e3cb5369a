import { RecadoError } from '@recado/core'
import type { Services } from '../services.js'
import { audit, enterWorkspace, wallNow } from './audit.js'
import type { Auth } from './auth.js'
import { checkPassword, hashPassword, wantsRehash } from './password.js'
import { checkSecondFactor } from './second-factor/check.js'
import { hashOf } from './secrets.js'
import type { Throttle } from './throttle.js'
import { canonicalEmail } from './workspace.js'

interface Found { user_id: string; password_hash: string | null; disabled: boolean; workspaces: string[] }

const FIND = `select u.user_id, u.password_hash, u.disabled_at is not null as disabled,
  array(select m.workspace_id::text from member m join workspace w on w.workspace_id = m.workspace_id where m.user_id = u.user_id and m.disabled_at is null order by w.demo, m.created_at, m.workspace_id) as workspaces
  from app_user u where u.email = $1`

export interface SignedIn { secret: string; userId: string; workspaceId: string }

/**
 * E-mail and password for a session. Nobody, a wrong password and a disabled person get the same answer after the same work; tries are counted
 * before the password is looked at. Whoever has a second factor is asked for it then, and only then. `old` is the session the browser had: it ends.
 */
export async function signIn(services: Services, auth: Auth, throttle: Throttle, wish: { email: string; password: string; code?: string; ip: string; userAgent?: string; old: string | null }): Promise<SignedIn> {
  const email = canonicalEmail(wish.email)
  await throttle.take(email, wish.ip)
  const [found] = await services.db.asSystem((tx) => tx.query<Found>(FIND, [email]))
  const holds = await checkPassword(wish.password, found && !found.disabled ? found.password_hash : null)
  const workspaceId = found?.workspaces[0]
  if (!found || !holds || !workspaceId) {
    if (found && workspaceId) await noteFailure(services, found.user_id, workspaceId, 'bad_credentials')
    throw new RecadoError('bad_credentials')
  }
  await throttle.succeeded(email, wish.ip)
  const passed = await checkSecondFactor(services, { userId: found.user_id, ip: wish.ip, nowMs: Date.parse(wallNow(services, workspaceId)) }, wish.code).catch(async (error: unknown) => {
    if (error instanceof RecadoError && error.code === 'bad_code') await noteFailure(services, found.user_id, workspaceId, 'bad_code')
    throw error
  })
  const rehashed = wantsRehash(found.password_hash!) ? await hashPassword(wish.password) : null // it was just compared with
  const secret = await services.db.asSystem(async (tx) => {
    if (wish.old) await tx.query('delete from session where token_hash = $1', [hashOf(wish.old)])
    if (rehashed) await tx.query('update app_user set password_hash = $2 where user_id = $1', [found.user_id, rehashed])
    const fresh = await auth.sessions.open(tx, found.user_id, workspaceId, wish.userAgent)
    await enterWorkspace(tx, workspaceId)
    await audit(tx, services, workspaceId, { kind: 'user', id: found.user_id }, { action: 'session.opened', subject: found.user_id, data: { factor: passed } })
    return fresh
  })
  if (wish.old) auth.sessions.forget()
  return { secret, userId: found.user_id, workspaceId }
}

async function noteFailure(services: Services, userId: string, workspaceId: string, code: string): Promise<void> {
  await services.db.inWorkspace(workspaceId, (tx) => audit(tx, services, workspaceId, { kind: 'nobody' }, { action: 'session.refused', subject: userId, data: { code } }))
}
