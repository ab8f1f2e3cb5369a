import { actorOf } from '../auth/audit.js'
import type { Principal, Services } from '../services.js'
import { type PersonWish, saveContact } from './contacts.js'
import { rememberSaid } from './joining/said.js'

export type ContactWish = Omit<PersonWish, 'addLabels' | 'addExternalIds'>

/** What we know of her. A name that we typed stays ours: profiles no longer change it. `conversationId`: the thread in which it is said of her. */
export async function editContact(services: Services, principal: Principal, contactId: string, wish: ContactWish, conversationId: string | null = null): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const saved = await saveContact(tx, services, workspaceId, actorOf(principal), wish, contactId)
    await rememberSaid(tx, workspaceId, saved.id, conversationId, saved.changed)
  })
  services.signals.committed(workspaceId)
}
