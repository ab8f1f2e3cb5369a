/** Which conversations of the list are chosen: some by id, or all of the view but some. Pure, beside the small store that the list and the keys share. */
import type { ListQuery } from '@recado/api'
import { listSearch } from '@recado/api'
import { useSyncExternalStore } from 'react'

export interface Selection { /** of which list */ list: string; all: boolean; /** chosen, or left out of all */ ids: ReadonlySet<string>; /** where a range begins */ anchor: string | null }

export const NOTHING: Selection = { list: '', all: false, ids: new Set(), anchor: null }

export const isChosen = (selection: Selection, id: string): boolean => selection.all !== selection.ids.has(id)
export const isEmpty = (selection: Selection): boolean => !selection.all && selection.ids.size === 0

/** One more, or one less. With a range everything from the anchor to it becomes as the anchor is. */
export function toggled(selection: Selection, id: string, rows: readonly string[], range: boolean): Selection {
  const ids = new Set(selection.ids)
  const put = (each: string, chosen: boolean) => { if (chosen !== selection.all) ids.add(each); else ids.delete(each) }
  const [from, to] = [selection.anchor === null ? -1 : rows.indexOf(selection.anchor), rows.indexOf(id)]
  if (range && from >= 0 && to >= 0) {
    const chosen = isChosen(selection, rows[from]!) // found above
    for (const each of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) put(each, chosen)
    return { ...selection, ids }
  }
  put(id, !isChosen(selection, id))
  return { ...selection, ids, anchor: id }
}

/** What the server is asked to change: it finds all of a view by itself. */
export function choiceOf(selection: Selection, query: ListQuery): { ids: string[] } | { query: ListQuery; except: string[] } {
  return selection.all ? { query, except: [...selection.ids] } : { ids: [...selection.ids] }
}

const listeners = new Set<() => void>()
let current = NOTHING

export function select(next: Selection): void {
  current = next
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The choice in this list; another list has its own, which begins empty. */
export function useSelection(query: ListQuery): Selection {
  const list = listSearch(query)
  const selection = useSyncExternalStore(subscribe, () => current)
  return selection.list === list ? selection : { ...NOTHING, list }
}

/** Whether keys speak of what is chosen and not of the open conversation. */
export const useSelecting = (): boolean => useSyncExternalStore(subscribe, () => !isEmpty(current))
