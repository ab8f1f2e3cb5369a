import { RecadoError } from '@recado/core'
import { actorOf, audit } from '../auth/audit.js'
import { syncTemplates } from '../channels/sync-templates.js'
import type { Principal, Services } from '../services.js'
import { accountWith, refused } from './account.js'

/** Takes an entry of the platform's library by its number; the list of the account's templates is read anew. */
export async function adoptByNumber(services: Services, principal: Principal, accountId: string, wish: { number: string; lines: readonly string[] }): Promise<void> {
  const { account, creation } = await accountWith(services, principal.workspaceId, accountId)
  if (!creation.adoptNumber) throw new RecadoError('templates_not_created_here', { channel: account.channel })
  await creation.adoptNumber({ number: wish.number.trim(), lines: wish.lines }, services.call(account)).catch(refused)
  await services.db.inWorkspace(principal.workspaceId, (tx) => audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'template.created', subject: account.id, data: { origin: 'library' } }))
  await syncTemplates(services, account)
}
