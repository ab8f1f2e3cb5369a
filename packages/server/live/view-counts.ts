import { type Filter, isPersonal } from '@recado/core'
import { countConversations } from '@recado/db'
import { listFilterOf } from '../conversations/read-filter.js'
import { visibleViews } from '../saved-views/read.js'
import type { Principal, Services } from '../services.js'

/** Exact up to 999: one more means "more than that", and no count ever walks further. */
const CAP = 1_000
/** A question that takes longer is left without a number. */
const LONGEST_MS = 2_000
/** PostgreSQL's code for a statement that was stopped. */
const STOPPED = '57014'

/** How many conversations somebody sees that a tree describes; null when that would take too long. */
export async function countFilter(services: Services, principal: Principal, filter: Filter, longestMs = LONGEST_MS): Promise<number | null> {
  const { workspaceId } = principal
  const now = services.clock.now(workspaceId)
  try {
    return await services.db.inWorkspace(workspaceId, async (tx) => {
      await tx.query(`select set_config('statement_timeout', '${Math.trunc(longestMs)}', true)`)
      return countConversations(tx, workspaceId, listFilterOf({}, principal, now, { filter, sort: 'newest' }), CAP)
    })
  } catch (error) {
    if ((error as { code?: string }).code === STOPPED) return null
    throw error
  }
}

/** The numbers at everybody's saved views. The same question of people with the same reach is asked once. `longestMs`: for each of them. */
export async function countViews(services: Services, people: readonly Principal[], longestMs = LONGEST_MS): Promise<Map<string, Record<string, number | null>>> {
  const asked = new Map<string, Promise<number | null>>()
  const counts = new Map<string, Record<string, number | null>>()
  const [first] = people
  if (!first) return counts
  const kept = await services.db.inWorkspace(first.workspaceId, (tx) => tx.query('select 1 from saved_view where workspace_id = $1 limit 1', [first.workspaceId]))
  if (kept.length === 0) return new Map(people.map((person) => [person.id, {}]))
  for (const person of people) {
    const views = await services.db.inWorkspace(person.workspaceId, (tx) => visibleViews(tx, person))
    const own: Record<string, number | null> = {}
    for (const { view_id: id, filter } of views) {
      // Whose answer is hers alone, and who sees by her name, shares with nobody.
      const key = JSON.stringify([filter, person.reach, isPersonal(filter) || person.reach.kind !== 'all' ? person.id : null])
      const count = asked.get(key) ?? countFilter(services, person, filter, longestMs)
      asked.set(key, count)
      own[id] = await count
    }
    counts.set(person.id, own)
  }
  return counts
}

