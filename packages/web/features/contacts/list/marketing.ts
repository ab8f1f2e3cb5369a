/** Where people stand with marketing, asked for those rows that are in sight: many cells, one question. */
import type { MarketingStanding } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api/client.js'

/** So long cells of one paint are gathered, and so many one question names. */
const GATHER_MS = 12
const MOST = 100

type Waiting = Map<string, { resolve: (standing: MarketingStanding | null) => void; reject: (error: unknown) => void }[]>
let waiting: Waiting = new Map()

function ask(contactId: string): Promise<MarketingStanding | null> {
  return new Promise((resolve, reject) => {
    if (waiting.size === 0) setTimeout(flush, GATHER_MS)
    waiting.set(contactId, [...waiting.get(contactId) ?? [], { resolve, reject }])
    if (waiting.size >= MOST) flush()
  })
}

function flush(): void {
  const asked = waiting
  waiting = new Map()
  if (asked.size === 0) return
  api.get<{ items: MarketingStanding[] }>(`/contacts/marketing?ids=${[...asked.keys()].join(',')}`).then(
    ({ items }) => { for (const [id, cells] of asked) for (const cell of cells) cell.resolve(items.find((one) => one.contactId === id) ?? null) },
    (error: unknown) => { for (const cells of asked.values()) for (const cell of cells) cell.reject(error) })
}

/** null: not to be seen, or gone. */
export const marketingQuery = (contactId: string) => queryOptions({ queryKey: ['contact-marketing', contactId] as const, queryFn: () => ask(contactId), staleTime: 60_000 })
