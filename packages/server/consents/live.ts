/** What the log's entries about consents become for the sockets: who shows them reads them again. Imported for its effect. */
import type { LiveEvent } from '@recado/api'
import { UUID } from '../ingest/plan.js'
import { registerLoader } from '../live/named.js'

registerLoader('consent.changed', async (_tx, _services, _workspaceId, rows) => {
  const last = new Map(rows.flatMap(({ seq, data: { contactId } }) => (typeof contactId === 'string' && UUID.test(contactId) ? [[contactId, seq] as const] : [])))
  return [...last].map(([contactId, seq]): LiveEvent => ({ seq, type: 'consent.changed', contactId }))
})

registerLoader('consent_settings.changed', async (_tx, _services, _workspaceId, rows) => rows.slice(-1).map(({ seq }): LiveEvent => ({ seq, type: 'consent_settings.changed' })))
