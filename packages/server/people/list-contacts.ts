import type { Contact, Page } from '@recado/api'
import { type Filter, filterFaults, RecadoError } from '@recado/core'
import { CONTACT_SORTS, type ContactPlace, type ContactQuestion, type ContactSort, countPeople, listPeople, type Tx } from '@recado/db'
import { peopleSeen } from '../auth/sight.js'
import { readCursor, writeCursor } from '../http/schemas.js'
import { UUID } from '../ingest/plan.js'
import { addressKey, nameParts } from '../search/names.js'
import type { Principal, Services } from '../services.js'
import { badCursor, contactsById } from './read-contacts.js'

export interface ContactsAsked { q?: string; /** A tree as JSON. */ filter?: string; sort?: ContactSort; cursor?: string; limit?: number }

/** Counted exactly up to here, and up to there for whoever asks: before all of a list is changed. */
export const MOST_COUNTED = 999
export const MOST_TO_COUNT = 100_000

/** A tree that came as text. Throws invalid_request with what is wrong, and where. */
export function readPeopleFilter(text: string | undefined): Filter | undefined {
  if (text === undefined) return undefined
  let tree: unknown
  try { tree = JSON.parse(text) } catch { throw new RecadoError('invalid_request', { fields: [{ field: 'filter', message: 'is no JSON' }] }) }
  return demandPeopleFilter(tree)
}

export function demandPeopleFilter(tree: unknown): Filter {
  const faults = filterFaults(tree, 'people')
  if (faults.length > 0) throw new RecadoError('invalid_request', { fields: faults.map(({ path, message }) => ({ field: `filter${path ? `.${path}` : ''}`, message })) })
  return tree as Filter // it has no fault
}

/** What is asked of the database for somebody: a question that finds nobody is null. */
export function peopleQuestion(services: Pick<Services, 'clock'>, principal: Principal, { q, tree }: { q?: string | undefined; tree?: Filter | undefined }): ContactQuestion | null {
  const text = q?.trim() ?? ''
  const looked = text === '' ? undefined : { parts: nameParts(text), key: addressKey(text) }
  if (looked && looked.parts.length === 0 && looked.key === '') return null
  // A number is looked for among numbers, whatever its parts.
  const search = looked && looked.key !== '' && /^\+?\d/.test(text) && /^[\d\s+()./-]+$/.test(text) ? { parts: [], key: looked.key } : looked
  return { userId: principal.kind === 'user' ? principal.id : null, now: services.clock.now(principal.workspaceId), sight: (add) => peopleSeen(principal, add), ...(tree ? { tree } : {}), ...(search ? { q: search } : {}) }
}

/** A place of a list as it travels, and back. Throws invalid_request for one that this list never gave. */
export const writePlace = (sort: ContactSort, place: ContactPlace): string => writeCursor([sort, String(place.group), place.value, place.id])

export function placeOf(cursor: string | undefined, sort: ContactSort): ContactPlace | null {
  const [order, group, value, id] = readCursor(cursor, 4)
  if (order === null) return null
  if (order !== sort || !id || !UUID.test(id) || !/^[01]$/.test(group!) || (sort !== 'name' && Number.isNaN(Date.parse(value!)))) throw badCursor()
  return { group: Number(group), value: value!, id } // four texts, as it was just read
}

/** A page of the people somebody sees, in one of three orders. A page may be short where few of very many fulfil the conditions: `next` goes on. */
export function listContacts(services: Services, principal: Principal, asked: ContactsAsked): Promise<Page<Contact>> {
  const { workspaceId } = principal
  const sort = asked.sort ?? 'name'
  const question = peopleQuestion(services, principal, { q: asked.q, tree: readPeopleFilter(asked.filter) })
  const after = placeOf(asked.cursor, sort)
  if (!question) return Promise.resolve({ items: [], next: null })
  return services.db.snapshot(workspaceId, async (tx) => {
    const { ids, next } = await listPeople(tx, workspaceId, question, sort, after, asked.limit ?? 50)
    return { items: await inOrder(tx, services, workspaceId, ids), next: next ? writePlace(sort, next) : null }
  })
}

async function inOrder(tx: Tx, services: Pick<Services, 'channels'>, workspaceId: string, ids: readonly string[]): Promise<Contact[]> {
  const found = new Map((await contactsById(tx, services, workspaceId, ids)).map((contact) => [contact.id, contact]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** How many it are: exact to 999, or to the `most` that was asked for; `capped` above. */
export function countContacts(services: Services, principal: Principal, { most = MOST_COUNTED, ...asked }: Pick<ContactsAsked, 'q' | 'filter'> & { most?: number }): Promise<{ count: number; capped: boolean }> {
  const question = peopleQuestion(services, principal, { q: asked.q, tree: readPeopleFilter(asked.filter) })
  if (!question) return Promise.resolve({ count: 0, capped: false })
  return services.db.snapshot(principal.workspaceId, async (tx) => {
    const count = await countPeople(tx, principal.workspaceId, question, most + 1)
    return { count: Math.min(count, most), capped: count > most }
  })
}

export { CONTACT_SORTS }
