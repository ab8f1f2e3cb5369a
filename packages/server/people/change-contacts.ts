import { actorOf } from '../auth/audit.js'
import type { Principal, Services } from '../services.js'
import { type PersonWish, saveContact } from './contacts.js'

export type ContactWish = Omit<PersonWish, 'addLabels' | 'addExternalIds'>

/** What we know of her. A name that we typed stays ours: profiles no longer change it. */
export async function editContact(services: Services, principal: Principal, contactId: string, wish: ContactWish): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, (tx) => saveContact(tx, services, workspaceId, actorOf(principal), wish, contactId))
  services.signals.committed(workspaceId)
}
