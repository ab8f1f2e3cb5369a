import { newId } from '@recado/db'
import { audit } from '../auth/audit.js'
import { hashPassword } from '../auth/password.js'
import { checkNewPassword } from '../auth/password-rules.js'
import { hashOf } from '../auth/secrets.js'
import { createUser, createWorkspace, isSetUp, startOffset } from '../auth/workspace.js'
import type { Config } from '../config.js'
import type { Services } from '../services.js'

/**
 * RECADO_OWNER_EMAIL, RECADO_OWNER_PASSWORD and RECADO_API_TOKEN on an empty database: workspace, owner and a token with all scopes. On a
 * database with people in it they do nothing. A weak password is the operator's own choice here; the log says so.
 */
export async function setUpUnattended(services: Services, config: Pick<Config, 'owner' | 'apiToken' | 'clock'>): Promise<boolean> {
  const { owner, apiToken } = config
  if (!owner || (await services.db.asSystem((tx) => isSetUp(tx)))) return false
  try { checkNewPassword(owner.password, [owner.email]) } catch (error) { services.log.warn({ code: (error as { code?: string }).code }, 'RECADO_OWNER_PASSWORD is weak: change it in your profile') }
  const passwordHash = await hashPassword(owner.password)
  const wall = Date.now()
  const name = owner.email.split('@')[0] || 'Owner'
  const made = await services.db.asSystem(async (tx) => {
    if (await isSetUp(tx, true)) return false // another node was first
    const userId = await createUser(tx, { email: owner.email, name, passwordHash, language: 'en' }, wall)
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
    const token = apiToken ? { id: newId(), hash: hashOf(apiToken) } : null
    const { workspaceId } = await createWorkspace(tx, { name: 'Recado', timeZone, language: 'en', clockOffsetMs: startOffset(config, wall), members: [{ userId, role: 'owner' }], ...(token ? { token } : {}) }, wall)
    await audit(tx, services, workspaceId, { kind: 'system' }, { action: 'workspace.created', subject: workspaceId })
    if (token) await audit(tx, services, workspaceId, { kind: 'system' }, { action: 'token.created', subject: token.id, data: { scopes: ['all'] } })
    return true
  })
  await services.clock.load()
  return made
}
