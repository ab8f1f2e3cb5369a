import { RecadoError } from '@recado/core'
import { actorOf } from '../auth/audit.js'
import { demandSeen } from '../auth/sight.js'
import type { Principal, Services } from '../services.js'
import { companyNamed } from './companies.js'
import { type PersonWish, type Saved, saveContact, upsertByExternalId } from './contacts.js'

export type NewPerson = Omit<PersonWish, 'addLabels' | 'addExternalIds' | 'addAddresses'> & { externalIds?: readonly { source: string; externalId: string }[] }

/** A person without a thread. Whoever sees only her own work owns whom she makes: else she would not see her again. */
export async function makeContact(services: Services, principal: Principal, { externalIds, ...wish }: NewPerson): Promise<string> {
  const { workspaceId } = principal
  const mine = principal.kind === 'user' && principal.reach.kind === 'own' && wish.ownerId === undefined ? { ownerId: principal.id } : {}
  const saved = await services.db.inWorkspace(workspaceId, (tx) => saveContact(tx, services, workspaceId, actorOf(principal),
    { ...wish, ...mine, ...(externalIds ? { addExternalIds: externalIds.map((one) => ({ source: one.source, id: one.externalId })) } : {}) }, undefined, { complete: principal.kind === 'user' }))
  services.signals.committed(workspaceId)
  return saved.id
}

/** By the id of another system: labels and addresses are added, all else is as it is said. */
export async function upsertContact(services: Services, principal: Principal, source: string, externalId: string, { labels, addresses, company, ...wish }: Omit<NewPerson, 'externalIds'> & { labels?: readonly string[]; company?: { name: string; domain?: string } }): Promise<Saved> {
  const { workspaceId } = principal
  if (!/^[a-z0-9][a-z0-9_.-]{0,39}$/.test(source)) throw new RecadoError('invalid_request', { fields: [{ field: 'source', message: 'wants small letters, digits, dots, dashes' }] })
  const saved = await services.db.inWorkspace(workspaceId, async (tx) => {
    const at = new Date(services.clock.now(workspaceId)).toISOString()
    const companyId = company ? { companyId: await companyNamed(tx, workspaceId, company.name, company.domain ?? null, at) } : {}
    const made = await upsertByExternalId(tx, services, workspaceId, actorOf(principal), source, externalId, { ...wish, ...companyId, ...(addresses ? { addAddresses: addresses } : {}), ...(labels ? { addLabels: labels } : {}) })
    // Somebody she does not see is not changed by her either.
    if (!made.created) await demandSeen(tx, principal, 'contact', made.id)
    return made
  })
  services.signals.committed(workspaceId)
  return saved
}
