import { idTime } from '../audit/bodies.js'
import type { Services } from '../services.js'

const NOTHING_YET = '00000000-0000-0000-0000-000000000000'

/** How far the search index is behind (jobs/search-indexer.ts): the age of the oldest message, by the wall clock that is in its id, that it has yet to take in. */
export async function searchBehindMs({ db }: Pick<Services, 'db'>, workspaceId: string): Promise<number> {
  const [place] = await db.asSystem((tx) => tx.query<{ value: { after: string } }>('select value from installation where name = $1', [`search ${workspaceId}`]))
  const [oldest] = await db.inWorkspace(workspaceId, (tx) => tx.query<{ message_id: string }>('select message_id from message where workspace_id = $1 and message_id > $2 order by message_id limit 1', [workspaceId, place?.value.after ?? NOTHING_YET]))
  return oldest ? Math.max(0, Date.now() - idTime(oldest.message_id)) : 0
}
