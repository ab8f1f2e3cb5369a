/** Which phones lie on the table: remembered per workspace, and never empty while there are any. */
import { useEffect, useState } from 'react'
import { store, stored } from '../../i18n/languages.js'
import type { PhoneCustomer } from './types.js'

/** One phone of each app to begin with. */
export function firstPhones(people: readonly PhoneCustomer[]): string[] {
  return [...new Set(people.map(({ channel }) => channel))].flatMap((channel) => people.find((person) => person.channel === channel)?.customerId ?? [])
}

/** What lies there after a press: on a wide table one more or one less, on a narrow one another; the last one stays. */
export function afterPress(shown: readonly string[], customerId: string, isNarrow: boolean): string[] {
  if (isNarrow) return [customerId, ...shown.filter((id) => id !== customerId)]
  if (!shown.includes(customerId)) return [...shown, customerId]
  return shown.length > 1 ? shown.filter((id) => id !== customerId) : [...shown]
}

function readIds(text: string | null): string[] | null {
  try {
    const ids: unknown = JSON.parse(text ?? 'null')
    return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : null
  } catch {
    return null // not ours
  }
}

export function useTable(workspaceId: string, people: readonly PhoneCustomer[]): { shown: string[]; lay: (ids: string[]) => void } {
  const key = `recado.phones.${workspaceId}`
  const [kept, setKept] = useState(() => readIds(stored(key)))
  useEffect(() => { if (kept) store(key, JSON.stringify(kept)) }, [key, kept])
  const there = (kept ?? []).filter((id) => people.some(({ customerId }) => customerId === id))
  return { shown: there.length > 0 ? there : firstPhones(people), lay: setKept }
}

const NARROW = '(max-width: 47.99rem)'

/** Room for one phone only. */
export function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches)
  useEffect(() => {
    const media = matchMedia(NARROW)
    const look = () => setNarrow(media.matches)
    media.addEventListener('change', look)
    return () => media.removeEventListener('change', look)
  }, [])
  return isNarrow
}
