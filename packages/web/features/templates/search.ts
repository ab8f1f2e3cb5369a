/** What the address of the library asks; what is no question of ours is dropped. */
export interface LibrarySearch { account?: string; review?: string; category?: string; quality?: string; language?: string; q?: string }
export const LIBRARY_FILTERS = ['account', 'review', 'category', 'quality', 'language'] as const

export function readLibrarySearch(raw: Record<string, unknown>): LibrarySearch {
  const found: LibrarySearch = {}
  for (const key of [...LIBRARY_FILTERS, 'q'] as const) if (typeof raw[key] === 'string' && raw[key]) found[key] = raw[key].slice(0, 100)
  return found
}

/** What is written: for which account, which draft, or the change of which template. */
export interface WriteSearch { account?: string; draft?: string; template?: string }
export function readWriteSearch(raw: Record<string, unknown>): WriteSearch {
  const found: WriteSearch = {}
  for (const key of ['account', 'draft', 'template'] as const) if (typeof raw[key] === 'string' && /^[\w-]{1,60}$/.test(raw[key])) found[key] = raw[key]
  return found
}
