/** What the CRM told by its webhooks: whom to look at again, and who was deleted there. */
import type { CrmSettings } from '@recado/api'
import { wallNow } from '../../auth/audit.js'
import { erasePerson } from '../../people/erase.js'
import type { Services } from '../../services.js'
import { BRIDGE_ACTOR } from '../people.js'
import { type BridgeRow, sourceOf } from '../store.js'
import type { CrmClient } from './client.js'
import { type Counts, pullSome } from './pull.js'

interface Row { delivery_id: string; topic: string; subject: string | null; body: string }

export async function takeCrmEvents(services: Services, workspaceId: string, bridge: BridgeRow, client: CrmClient, counts: Counts): Promise<void> {
  const settings = bridge.settings as CrmSettings
  for (;;) {
    const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(`select delivery_id, topic, subject, body from bridge_delivery where workspace_id = $1 and bridge_id = $2 and state = 'waiting' order by delivery_id limit 100`, [workspaceId, bridge.bridge_id]))
    if (rows.length === 0) return
    const idsOf = (row: Row): string[] => { const said = JSON.parse(row.body) as { id: string; merged: string[]; into: string | null }; return [said.into ?? said.id, ...said.merged] }
    const forgotten = rows.filter((row) => row.topic === 'contact.privacyDeletion')
    const looked = [...new Set(rows.filter((row) => row.topic !== 'contact.privacyDeletion').flatMap(idsOf))]
    // First those who are to be forgotten: their deletion is told beside it, as an event of its own.
    for (const row of forgotten) await forgetHere(services, workspaceId, bridge, settings, idsOf(row)[0]!) // every event has one
    const found = looked.length > 0 ? await pullSome(services, workspaceId, bridge, client, looked, counts) : new Set<string>()
    // Not there any more (deleted, or merged into another): the link is cut, and the person stays here.
    await unlink(services, workspaceId, bridge, looked.filter((id) => !found.has(id)))
    await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update bridge_delivery set state = 'done', body = null, settled_at = $4 where workspace_id = $1 and bridge_id = $2 and delivery_id = any($3)`, [workspaceId, bridge.bridge_id, rows.map((row) => row.delivery_id), wallNow(services, workspaceId)]))
  }
}

async function unlink(services: Services, workspaceId: string, bridge: BridgeRow, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await services.db.inWorkspace(workspaceId, (tx) => tx.query('delete from bridge_object where workspace_id = $1 and bridge_id = $2 and external_id = any($3)', [workspaceId, bridge.bridge_id, ids]))
}

/** Deleted there because she asked to be forgotten: by the owner's rule she is forgotten here as well. */
async function forgetHere(services: Services, workspaceId: string, bridge: BridgeRow, settings: CrmSettings, externalId: string): Promise<void> {
  const { erasedThere } = settings
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query('delete from bridge_object where workspace_id = $1 and bridge_id = $2 and external_id = $3', [workspaceId, bridge.bridge_id, externalId])
    // The link may be cut already, when her deletion was told first; her id there stays with her.
    const [known] = await tx.query<{ contact_id: string }>('select contact_id from contact_external where workspace_id = $1 and source = $2 and external_id = $3', [workspaceId, sourceOf(bridge), externalId])
    if (known && erasedThere !== 'keep') await erasePerson(tx, services, workspaceId, known.contact_id, BRIDGE_ACTOR, erasedThere, { cause: 'bridge' })
  })
  services.signals.committed(workspaceId)
  services.queue.wake()
}
