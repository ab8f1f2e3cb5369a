/** Whom an export of people is about: those who were chosen by hand, or all that a list holds but for some. */
import type { Filter } from '@recado/core'
import { type ContactPlace, type ContactSort, countPeople, listPeople, type Tx } from '@recado/db'
import { seen } from '../auth/sight.js'
import { demandPeopleFilter, peopleQuestion } from '../people/list-contacts.js'
import type { Services } from '../services.js'
import type { ExportRow } from './rows.js'

/** Chosen, or left out, one by one in a list. */
export const MOST_CHOSEN = 10_000
/** People of one page of an export. */
const BATCH = 500
/** Counted so far beforehand; more are more. */
const MOST_COUNTED = 100_000

export interface ChosenPeople { q?: string; filter?: Filter; ids?: readonly string[]; except?: readonly string[] }

export interface PeopleOfExport {
  /** How many at the most; null where there are too many to count. */
  total: number | null
  /** Page by page, each read in the transaction that has found it. */
  pages<T>(read: (tx: Tx, ids: readonly string[]) => Promise<T>): AsyncGenerator<T>
}

/** What its maker sees of them at this time; whoever was merged or forgotten meanwhile is not there. */
export async function peopleOfExport(services: Services, workspaceId: string, row: ExportRow, sort: ContactSort): Promise<PeopleOfExport> {
  const { q, filter, ids, except = [] } = row.query as ChosenPeople
  const { db } = services
  if (ids) return { total: ids.length, pages: (read) => named(services, workspaceId, row, ids, read) }
  const question = peopleQuestion(services, row.seen_by, { q, tree: filter === undefined ? undefined : demandPeopleFilter(filter) })
  const count = question ? await db.snapshot(workspaceId, (tx) => countPeople(tx, workspaceId, question, MOST_COUNTED + 1)) : 0
  const left = new Set(except)
  return {
    total: count > MOST_COUNTED ? null : Math.max(0, count - left.size),
    async* pages(read) {
      let after: ContactPlace | null = null
      do {
        if (!question) return
        const place: ContactPlace | null = after
        const { page, next } = await db.snapshot(workspaceId, async (tx) => {
          const found = await listPeople(tx, workspaceId, question, sort, place, BATCH)
          return { page: await read(tx, found.ids.filter((id) => !left.has(id))), next: found.next }
        })
        yield page
        after = next
      } while (after)
    },
  }
}

async function* named<T>(services: Services, workspaceId: string, row: ExportRow, ids: readonly string[], read: (tx: Tx, ids: readonly string[]) => Promise<T>): AsyncGenerator<T> {
  const all = [...new Set(ids)]
  for (let at = 0; at < all.length; at += BATCH) {
    const some = all.slice(at, at + BATCH)
    yield await services.db.snapshot(workspaceId, async (tx) => {
      const visible = await seen(tx, row.seen_by, 'contact', some)
      const there = await tx.query<{ id: string }>('select contact_id as id from contact where workspace_id = $1 and contact_id = any($2::uuid[]) and merged_into is null and erased_at is null', [workspaceId, [...visible]])
      const known = new Set(there.map(({ id }) => id))
      return read(tx, some.filter((id) => known.has(id)))
    })
  }
}
