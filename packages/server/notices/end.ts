/** Notices that ask nothing of anybody any more go out of the bells. */
import { type Instant, type ThreadKind, WIDE_KINDS } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Ending } from './occasions.js'

/** What an answer settles for the others: that somebody has written, and that nobody had answered. */
const ANSWERED: readonly ThreadKind[] = [...WIDE_KINDS, 'message', 'participating', 'nudge', 'escalation']
/** What asks nothing of her when a colleague has it, and when another team has it. */
const COLLEAGUES: readonly ThreadKind[] = [...WIDE_KINDS, 'assigned', 'message', 'nudge']
const ANOTHER_TEAMS: readonly ThreadKind[] = [...WIDE_KINDS, 'message']

// The conversation says how it stands now: reopened, or written in again meanwhile, it goes on asking. A mention is hers until she opens or answers.
const END = `
  update notice n set seen_at = $3
  from jsonb_to_recordset($2::jsonb) as e("conversationId" uuid, why text, "byUserId" uuid, "mentionedSince" boolean)
    join conversation c on c.workspace_id = $1 and c.conversation_id = e."conversationId"
  where n.workspace_id = $1 and n.conversation_id = e."conversationId" and n.seen_at is null and case e.why
    when 'read' then n.user_id = e."byUserId"
    when 'answered' then c.waiting_since is null and (n.kind = any($4) or (n.user_id = e."byUserId" and not (n.kind = 'mention' and coalesce(e."mentionedSince", false))))
    else n.kind <> 'mention' and (c.status = 'resolved'
      or (n.kind = 'assigned' and c.assignee_id is null)
      or (n.kind = any($5) and c.assignee_id <> n.user_id)
      or (n.kind = any($6) and c.assignee_id is null and c.team_id is not null and not exists (select from team_member t where t.workspace_id = $1 and t.team_id = c.team_id and t.user_id = n.user_id)))
    end
  returning n.user_id`

/** Ends what these have settled, in one statement. Returns whose bells changed. */
export async function endNotices(tx: Tx, workspaceId: string, endings: readonly Ending[], now: Instant): Promise<Set<string>> {
  if (endings.length === 0) return new Set()
  const rows = await tx.query<{ user_id: string }>(END, [workspaceId, JSON.stringify(endings), new Date(now).toISOString(), ANSWERED, COLLEAGUES, ANOTHER_TEAMS])
  return new Set(rows.map((row) => row.user_id))
}
