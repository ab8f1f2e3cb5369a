import type { SearchAnswer, SearchHit } from '@recado/api'
import { RecadoError } from '@recado/core'
import { readCursor, writeCursor } from '../http/schemas.js'
import type { Principal, Services } from '../services.js'
import { findHits, findThreads, type Place } from './hits.js'
import { readAsked } from './question.js'
import { conversationViews, findLabels, findNumber, findPeople, hitViews } from './view.js'

const PEOPLE = 6
const LABELS = 6

function placeOf(cursor: string | undefined): Place | null {
  const [at, id] = readCursor(cursor, 2)
  if (!at || !id) return null
  if (!Number.isFinite(Number(at)) || !/^[0-9a-f-]{36}$/.test(id)) throw new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is not one that this search gave' }] })
  return { at: Number(at), id }
}

/** A page of everything that answers the line of the search box. */
export function search(services: Services, principal: Principal, query: { q: string; cursor?: string; limit?: number }): Promise<SearchAnswer> {
  const limit = query.limit ?? 30
  const after = placeOf(query.cursor)
  const { workspaceId } = principal
  return services.db.snapshot(workspaceId, async (tx) => {
    const asked = await readAsked(tx, services, principal, query.q)
    const first = after === null
    const page = asked.words === null ? await threadPage() : await hitPage()
    // A word after an operator asks for messages; alone it may be a name, too.
    return {
      ...page, people: first ? await findPeople(tx, principal, asked, PEOPLE) : [], labels: first && asked.rows.length === 0 ? await findLabels(tx, workspaceId, asked.text, LABELS) : [],
      conversations: first ? await findNumber(tx, services, principal, asked.text) : [], hints: asked.hints, meant: asked.meant,
    }

    async function hitPage(): Promise<Pick<SearchAnswer, 'items' | 'next' | 'partial'>> {
      const { hits, partial } = await findHits(tx, principal, asked, after, limit + 1)
      const last = hits[limit - 1]
      return { items: await hitViews(tx, services, workspaceId, hits.slice(0, limit), asked.marks), next: hits.length > limit && last ? writeCursor([String(last.at), last.message_id]) : null, partial }
    }

    async function threadPage(): Promise<Pick<SearchAnswer, 'items' | 'next' | 'partial'>> {
      const rows = await findThreads(tx, principal, asked, after, limit + 1)
      const views = await conversationViews(tx, services, workspaceId, rows.slice(0, limit).map((row) => row.conversation_id))
      const last = rows[limit - 1]
      const items = rows.slice(0, limit).flatMap((row): SearchHit[] => { const conversation = views.get(row.conversation_id); return conversation ? [{ conversation, message: null, line: null }] : [] })
      return { items, next: rows.length > limit && last ? writeCursor([String(last.last_at), last.conversation_id]) : null, partial: false }
    }
  })
}


