/** What the address of the people's pages may ask. Small: the desk reads it with the routes. */
import type { Filter } from '@recado/core'

export const CONTACT_ORDERS = ['name', 'newest', 'heard'] as const
export type ContactOrder = (typeof CONTACT_ORDERS)[number]

export interface ContactsSearch {
  q?: string
  /** The conditions, as the filter editor makes them; the server says what is wrong with others. */
  filter?: Filter
  order?: ContactOrder
  /** What to open over the list. */
  compose?: 'new'
}

export function readContactsSearch(raw: Record<string, unknown>): ContactsSearch {
  const found: ContactsSearch = {}
  if (typeof raw.q === 'string' || typeof raw.q === 'number') found.q = String(raw.q).slice(0, 200)
  if (typeof raw.filter === 'object' && raw.filter !== null && !Array.isArray(raw.filter)) found.filter = raw.filter as Filter // whatever it is, the server looks at it
  const order = CONTACT_ORDERS.find((each) => each === raw.order)
  if (order) found.order = order
  if (raw.compose === 'new') found.compose = 'new'
  return found
}

export interface PersonSearch {
  /** The apps whose lines are shown; all where it is absent. */
  app?: string
  /** The thread she was opened from: the way back leads there. */
  from?: string
  /** Whose address it was: she is now one with the person shown. */
  was?: string
}

export function readPersonSearch(raw: Record<string, unknown>): PersonSearch {
  const found: PersonSearch = {}
  for (const key of ['app', 'from', 'was'] as const) if (typeof raw[key] === 'string') found[key] = raw[key].slice(0, 80)
  return found
}
