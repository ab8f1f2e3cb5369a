/** What the log's entry about somebody who was forgotten becomes for the sockets: nobody looks at her any more, also where an empty row stays. Imported for its effect. */
import type { LiveEvent } from '@recado/api'
import { UUID } from '../../ingest/plan.js'
import { registerLoader } from '../../live/named.js'

registerLoader('contact.erased', async (_tx, _services, _workspaceId, rows) =>
  rows.flatMap(({ seq, data: { contactId } }): LiveEvent[] => (typeof contactId === 'string' && UUID.test(contactId) ? [{ seq, type: 'contact.removed', contactId }] : [])))
