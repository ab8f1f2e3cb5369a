/** What the log's entry about somebody who was forgotten becomes for the sockets. Imported for its effect. */
import type { LiveEvent } from '@recado/api'
import { UUID } from '../../ingest/plan.js'
import { registerLoader } from '../../live/named.js'
import { contactsById } from '../read-contacts.js'

registerLoader('contact.erased', async (tx, services, workspaceId, rows) => {
  const wanted = new Map(rows.flatMap(({ seq, data: { contactId } }) => (typeof contactId === 'string' && UUID.test(contactId) ? [[contactId, seq] as const] : [])))
  const left = new Map((await contactsById(tx, services, workspaceId, [...wanted.keys()])).map((contact) => [contact.id, contact]))
  return [...wanted].map(([contactId, seq]): LiveEvent => {
    const contact = left.get(contactId)
    return contact ? { seq, type: 'contact.changed', contact } : { seq, type: 'contact.removed', contactId }
  })
})
