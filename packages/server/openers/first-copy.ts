import type { Principal, Services } from '../services.js'
import { readKept } from './kept.js'
import { importOpeners } from './openers.js'

/**
 * Some platforms switch their own menu and replies off as soon as webhooks are switched on. So a copy is taken by itself while there is still
 * something to copy: credentials work, no webhook has come, and nobody has imported or drafted anything. Never in the way of connecting.
 */
export async function takeFirstCopy(services: Services, principal: Principal, accountId: string): Promise<void> {
  const { workspaceId } = principal
  try {
    const account = await services.accounts.byId(workspaceId, accountId)
    if (!account || account.disconnected || account.firstWebhookAt !== null) return
    if (!services.channels.find(account.channel)?.connector.openers?.editor.lostOnConnect) return
    const kept = await services.db.inWorkspace(workspaceId, (tx) => readKept(tx, workspaceId, accountId))
    if (kept?.imported_at || kept?.draft || kept?.published_at) return
    await importOpeners(services, principal, account)
  } catch (error) {
    services.log.info({ err: error, accountId }, 'no copy of what stands on the platform yet')
  }
}
