/** What a campaign says about the answers it gets: where they go, whose they are, under which labels. */
import type { CampaignSettings } from '@recado/api'
import { newId, type Tx } from '@recado/db'
import { writeLines } from '../conversations/lines.js'
import { append } from '../ingest/others.js'
import { knownLabels } from '../labels/vocabulary.js'

export interface Answer { conversationId: string; campaignId: string; name: string; rule: CampaignSettings['replies'] | null }

/** A thread that somebody has already is left with her: the campaign only speaks for those that nobody has. */
export async function takeReplies(tx: Tx, workspaceId: string, answers: readonly Answer[], now: string): Promise<void> {
  const events: Parameters<typeof append>[1][number][] = []
  for (const { conversationId, campaignId, name, rule } of [...answers].sort((a, b) => (a.conversationId < b.conversationId ? -1 : 1))) {
    const userId = rule?.assign?.to === 'user' ? rule.assign.id : null
    const teamId = rule?.assign?.to === 'team' ? rule.assign.id : null
    const inboxId = rule?.assign?.to === 'inbox' ? rule.assign.id : null
    const labels = rule?.labels?.length ? await knownLabels(tx, workspaceId, rule.labels, now) : []
    const [given] = userId || teamId ? await tx.query(
      `update conversation set assignee_id = coalesce($3, assignee_id), team_id = coalesce($4, team_id), assigned_at = case when $3::uuid is null then assigned_at else $5 end where workspace_id = $1 and conversation_id = $2 and assignee_id is null and ($4::uuid is null or team_id is null)
         and ($3::uuid is null or exists (select from member m where m.workspace_id = $1 and m.user_id = $3 and m.disabled_at is null)) and ($4::uuid is null or exists (select from team t where t.workspace_id = $1 and t.team_id = $4)) returning 1`, [workspaceId, conversationId, userId, teamId, now]) : []
    // Somebody works on it there already: it stays where she sees it.
    if (inboxId) await tx.query('update conversation c set inbox_id = $3 where c.workspace_id = $1 and c.conversation_id = $2 and c.assignee_id is null and c.inbox_id <> $3 and exists (select from inbox i where i.workspace_id = $1 and i.inbox_id = $3)', [workspaceId, conversationId, inboxId])
    if (labels.length > 0) await tx.query('update conversation set labels = (select array_agg(distinct l order by l) from unnest(labels || $3::text[]) l) where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId, labels])
    const messageId = newId()
    await writeLines(tx, workspaceId, { type: 'campaign', id: campaignId }, [{ conversationId, messageId, event: 'campaign_answered', data: { name, campaignId } }], now)
    events.push({ type: 'message.created', conversationId, messageIds: [messageId] })
    if (given) events.push({ type: 'conversation.assigned', conversationId, data: { userId, teamId, byUserId: null, changeId: null } })
  }
  await append(tx, events)
}
