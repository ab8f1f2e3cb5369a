import { store, stored } from '../../i18n/languages.js'

const MOST = 8
const key = (userId: string) => `recado.palette.${userId}`

/** What this person last took from the palette in this browser, newest first. */
export function recentEntries(userId: string): string[] {
  try {
    const kept: unknown = JSON.parse(stored(key(userId)) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string').slice(0, MOST) : []
  } catch {
    return []
  }
}

export function rememberEntry(userId: string, id: string): void {
  store(key(userId), JSON.stringify([id, ...recentEntries(userId).filter((each) => each !== id)].slice(0, MOST)))
}
