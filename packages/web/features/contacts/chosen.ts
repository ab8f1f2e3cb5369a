/** Who of the people's list is chosen, as each of the server's calls wants it told. */
import type { ListAddition } from '@recado/api'
import type { Selection } from '../inbox/bulk/selection.js'
import type { ContactsSearch } from './search.js'

/** These, or all that the list finds but for some. */
export type Chosen = { ids: readonly string[] } | { query: { q?: string; filter?: unknown }; except: readonly string[] }

export function chosenOf(selection: Selection, { q, filter }: ContactsSearch): Chosen {
  if (!selection.all) return { ids: [...selection.ids] }
  return { query: { ...(q?.trim() ? { q: q.trim() } : {}), ...(filter ? { filter } : {}) }, except: [...selection.ids] }
}

export const asAddition = (chosen: Chosen): ListAddition => ('ids' in chosen ? { contactIds: [...chosen.ids] } : { query: { ...chosen.query, except: [...chosen.except] } })

/** The query of an export, in the order of the list. */
export const asExport = (chosen: Chosen, sort: string): Record<string, unknown> =>
  ('ids' in chosen ? { ids: chosen.ids } : { ...chosen.query, ...(chosen.except.length > 0 ? { except: chosen.except } : {}), sort })
