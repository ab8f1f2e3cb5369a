import { actorOf, audit } from '../auth/audit.js'
import { append } from '../ingest/others.js'
import { survivorOf } from '../people/contacts.js'
import { rememberSaid } from '../people/joining/said.js'
import type { Principal, Services } from '../services.js'
import { RecadoError } from '@recado/core'
import { labelsToAdd, labelsToRemove } from './vocabulary.js'

/** Labels of a person, from the same vocabulary as those of threads. `conversationId`: where it was said of her. */
export async function changePersonLabels(services: Services, principal: Principal, asked: string, add: readonly string[], remove: readonly string[], conversationId: string | null = null): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const on = await labelsToAdd(tx, services, principal, add)
    const off = await labelsToRemove(tx, workspaceId, remove)
    const contactId = await survivorOf(tx, workspaceId, asked) ?? asked
    const [before] = await tx.query<{ labels: string[] }>('select labels from contact where workspace_id = $1 and contact_id = $2 for update', [workspaceId, contactId])
    if (!before) throw new RecadoError('not_found', { contactId })
    const labels = [...new Set([...before.labels, ...on])].filter((label) => !off.includes(label)).sort()
    if (labels.join('\n') === before.labels.join('\n')) return
    await tx.query('update contact set labels = $3, updated_at = $4 where workspace_id = $1 and contact_id = $2', [workspaceId, contactId, labels, new Date(services.clock.now(workspaceId)).toISOString()])
    await rememberSaid(tx, workspaceId, contactId, conversationId, on.map((label) => `label:${label}`))
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'contact.changed', subject: contactId, data: { fields: ['labels'] } })
    await append(tx, [{ type: 'contact.changed', data: { contactId } }])
  })
  services.signals.committed(workspaceId)
}
