/** What a post is after one of its calls has come further. */
import { calendarDay, hours, minutes } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'

/** When the platform's figures of a day are there: some minutes after its hour on the next one. */
export const figuresDue = (now: number, rules: { fromHour: number; timeZone: string }): number => calendarDay(now, rules.timeZone).to + hours(rules.fromHour) + minutes(10)

/** What the log says of a post: `finished` beside it when nothing more will happen by itself. */
export const postEvents = (postId: string, turns: readonly ('post.sent' | 'post.finished')[] = []): { type: string; data: { postId: string } }[] => ['post.changed', ...turns].map((type) => ({ type, data: { postId } }))

/** Reads its calls and writes its state, in their transaction. */
export async function settlePost(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, postId: string): Promise<void> {
  const now = iso(services.clock.now(workspaceId))
  const [before] = await tx.query<{ sent_at: number | null }>('select sent_at from post where workspace_id = $1 and post_id = $2 for update', [workspaceId, postId])
  const [after] = await tx.query<{ state: string; sent_at: number | null }>(
    `update post p set updated_at = $3, sent_at = coalesce(p.sent_at, c.first), state = c.state, code = case when c.state = 'failed' then c.code when c.lost then 'platform_silent' end, message = case when c.state = 'failed' then c.message end
     from (select min(accepted_at) as first, bool_or(state = 'unknown') as lost,
         (array_agg(code order by ordinal) filter (where code is not null))[1] as code, (array_agg(message order by ordinal) filter (where message is not null))[1] as message,
         case when bool_or(state in ('planned', 'sending')) then 'sending' when bool_or(state in ('accepted', 'unknown')) then 'waiting' when bool_or(state = 'finished' and code is null) then 'done' else 'failed' end as state
       from post_call where workspace_id = $1 and post_id = $2) c
     where p.workspace_id = $1 and p.post_id = $2 and p.state in ('sending', 'waiting', 'scheduled') returning p.state, p.sent_at`, [workspaceId, postId, now])
  const sent = after !== undefined && after.sent_at !== null && before?.sent_at === null
  const over = after?.state === 'done' || after?.state === 'failed'
  await append(tx, postEvents(postId, [...(sent ? ['post.sent' as const] : []), ...(over ? ['post.finished' as const] : [])]))
}
