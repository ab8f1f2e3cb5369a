/** What happens to people, in the lists of them that the cache holds. */
import type { LiveEvent } from '@recado/api'
import type { QueryClient } from '@tanstack/react-query'
import type { Person } from './model.js'
import type { ContactPages } from './queries.js'

const LISTS = { queryKey: ['contact-list'] }
/** Lists are read anew at most so often, however many people come at once. */
const AGAIN_MS = 2_000

type Change = (row: Person) => Person | null

export function applyToContactLists(client: QueryClient, event: LiveEvent): void {
  switch (event.type) {
    case 'contact.changed':
      void client.invalidateQueries({ queryKey: ['timeline', event.contact.id] })
      // Who stands in no list that is shown may belong there now, and who stands in one with conditions may no longer: a short list is read again, a long one when it is opened.
      if (!changeRows(client, event.contact.id, () => event.contact)) readAgain(client)
      return
    case 'contact.removed':
      // Whoever has her page open reads that she is gone.
      void client.invalidateQueries({ queryKey: ['contact', event.contactId] })
      return void changeRows(client, event.contactId, () => null)
    case 'contact.merged':
      // Lines of both stand among each other from now on, far back too.
      void client.invalidateQueries({ queryKey: ['timeline'] })
      return void changeRows(client, event.otherId, () => null)
    case 'consent_settings.changed': return void client.invalidateQueries({ queryKey: ['contact-marketing'] })
    case 'consent.changed':
      void client.invalidateQueries({ queryKey: ['contact-marketing', event.contactId] })
      return void client.invalidateQueries({ queryKey: ['timeline', event.contactId] })
    case 'conversation.changed': {
      const { contact, identity, lastInboundAt } = event.conversation
      return void changeRows(client, contact.id, (row) => ({ ...row, identities: row.identities.map((one) => (one.id === identity.id ? { ...one, lastInboundAt } : one)) }))
    }
    default: // says nothing of people
  }
}

/** Whether she stands in one of the lists, and in none that has conditions. */
function changeRows(client: QueryClient, id: string, change: Change): boolean {
  let [found, sure] = [false, true]
  for (const [key, list] of client.getQueriesData<ContactPages | { pages?: undefined }>(LISTS)) {
    if (!list?.pages?.some((page) => page.items.some((row) => row.id === id))) continue
    found = true
    if (String(key[1]).includes('filter=')) sure = false
    client.setQueryData(key, { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.flatMap((row) => (row.id === id ? change(row) ?? [] : row)) })) })
  }
  return found && sure
}

let waiting = false
function readAgain(client: QueryClient): void {
  if (waiting) return
  waiting = true
  setTimeout(() => {
    waiting = false
    void client.invalidateQueries({ ...LISTS, predicate: ({ state }) => { const list = state.data as Partial<ContactPages> | undefined; return (list?.pages?.length ?? 0) < 3 } }) // what this key holds
  }, AGAIN_MS)
}
