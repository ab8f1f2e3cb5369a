/** Posts as they are kept, and as the API shows them. */
import type { Post, PostAudience, PostCall, PostCallState, PostState } from '@recado/api'
import type { PreparedPost } from '@recado/channel-kit'
import type { ArticleFigures, ListReason, PostCounts, PostedContent, PostReach } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso, isoOrNull } from '../http/schemas.js'

export interface PostRow {
  post_id: string; account_id: string; origin: Post['origin']; name: string; content: PostedContent; audience: PostAudience; category_id: string | null; state: PostState; code: string | null; message: string | null
  due_at: number | null; sent_at: number | null; plan: { reach: PostReach; reason: ListReason | null; at: number } | null; prepared: PreparedPost | null; prepared_at: number | null
  excluded: Post['excluded']; figures: ArticleFigures[]; figures_at: number | null; created_at: number; updated_at: number
}

export interface CallRow {
  post_id: string; ordinal: number; client_id: string; state: PostCallState; reach: PostReach; size: number | null; month: string | null; external_id: string | null; data_id: string | null
  started_at: number | null; accepted_at: number | null; finished_at: number | null; retry_at: number | null; check_at: number | null; tries: number; code: string | null; message: string | null; counts: PostCounts | null; urls: string[]
}

export const POST_COLUMNS = 'p.post_id, p.account_id, p.origin, p.name, p.content, p.audience, p.category_id, p.state, p.code, p.message, p.due_at, p.sent_at, p.plan, p.prepared, p.prepared_at, p.excluded, p.figures, p.figures_at, p.created_at, p.updated_at'
export const CALL_COLUMNS = 'c.post_id, c.ordinal, c.client_id, c.state, c.reach, c.size, c.month, c.external_id, c.data_id, c.started_at, c.accepted_at, c.finished_at, c.retry_at, c.check_at, c.tries, c.code, c.message, c.counts, c.urls'

const toCall = (row: CallRow): PostCall => ({
  ordinal: row.ordinal, state: row.state, reach: row.reach, size: row.size, startedAt: isoOrNull(row.started_at), acceptedAt: isoOrNull(row.accepted_at), finishedAt: isoOrNull(row.finished_at),
  retryAt: isoOrNull(row.retry_at), code: row.code, message: row.message, counts: row.counts, urls: row.urls,
})

/** Summed over the calls that were reported on; null while none was. */
function summed(calls: readonly CallRow[]): PostCounts | null {
  const told = calls.flatMap(({ counts }) => counts ?? [])
  if (told.length === 0) return null
  return told.reduce((a, b) => ({ total: a.total + b.total, filtered: a.filtered + b.filtered, sent: a.sent + b.sent, failed: a.failed + b.failed }))
}

export function toPost(row: PostRow, calls: readonly CallRow[]): Post {
  return {
    id: row.post_id, channelAccountId: row.account_id, origin: row.origin, name: row.name, content: row.content, audience: row.audience, categoryId: row.category_id, state: row.state, code: row.code, message: row.message,
    dueAt: isoOrNull(row.due_at), sentAt: isoOrNull(row.sent_at), plan: row.plan && { reach: row.plan.reach, reason: row.plan.reason }, calls: calls.map(toCall), excluded: row.excluded, counts: summed(calls),
    figures: row.figures, figuresAt: isoOrNull(row.figures_at), createdAt: iso(row.created_at), updatedAt: iso(row.updated_at),
  }
}

/** These posts with their calls, in the order of the rows. */
export async function withCalls(tx: Tx, workspaceId: string, rows: readonly PostRow[]): Promise<Post[]> {
  const calls = rows.length > 0 ? await tx.query<CallRow>(`select ${CALL_COLUMNS} from post_call c where c.workspace_id = $1 and c.post_id = any($2::uuid[]) order by c.ordinal`, [workspaceId, rows.map((row) => row.post_id)]) : []
  return rows.map((row) => toPost(row, calls.filter((call) => call.post_id === row.post_id)))
}

export async function postRow(tx: Tx, workspaceId: string, id: string, lock = false): Promise<PostRow | null> {
  const [row] = await tx.query<PostRow>(`select ${POST_COLUMNS} from post p where p.workspace_id = $1 and p.post_id = $2${lock ? ' for update' : ''}`, [workspaceId, id])
  return row ?? null
}

/** Posts for whoever is told of them outside. */
export async function postsById(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, Post>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<PostRow>(`select ${POST_COLUMNS} from post p where p.workspace_id = $1 and p.post_id::text = any($2)`, [workspaceId, ids])
  return new Map((await withCalls(tx, workspaceId, rows)).map((post) => [post.id, post]))
}
