import type { Content } from '@recado/core'
import type { Tx } from '../database.js'

export interface MessageRow {
  message_id: string; conversation_id: string; case_id: string; account_id: string; direction: 'in' | 'out' | 'note' | 'system'; content: Content; status: string
  error: { code: string; message: string; platformCode?: string } | null; external_id: string | null; client_id: string | null; author_type: string; author_id: string | null; author_name: string | null
  reply_to: string | null; quoted: { from?: string; text?: string } | null; origin: Record<string, unknown> | null; forwarded: string | null; purpose: string | null; price: Record<string, unknown> | null
  at: number; platform_at: number | null; edited_at: number | null; revoked_at: number | null; delivered_at: number | null; read_at: number | null; accepted_at: number | null; withdrawn_at: number | null; category: string | null; basis: string | null
  due_at: number | null; attempt: number | null; job_state: string | null; import_id: string | null; media: Record<string, unknown>[] | null
  question: { state: 'open' | 'yes' | 'no'; word: string; by?: string; byName?: string; at?: string } | null
}

// A quote or reaction names its target by the platform's id: resolved here, since the target may have come later than the quote.
const ROW = `m.message_id, m.conversation_id, m.case_id, m.account_id, m.direction, m.content, m.status, m.error, m.external_id, m.client_id, m.author_type, m.author_id,
  case when m.author_type = 'agent' then (select u.name from app_user u where u.user_id = m.author_id::uuid) when m.author_type = 'api' then (select t.name from api_token_name t where t.workspace_id = m.workspace_id and t.token_id = m.author_id::uuid)
    when m.author_type = 'automation' then coalesce((select r.name from automatic_reply r where r.workspace_id = m.workspace_id and r.automatic_reply_id = m.author_id::uuid),
      (select s.name from nudge_step s where s.workspace_id = m.workspace_id and s.nudge_step_id = m.author_id::uuid))
    when m.author_type = 'campaign' then (select g.name from campaign g where g.workspace_id = m.workspace_id and g.campaign_id = m.author_id::uuid) end as author_name,
  coalesce(m.reply_to, (select q.message_id from message q where q.workspace_id = m.workspace_id and q.account_id = m.account_id and q.ext_key = m.quoted_key)) as reply_to,
  m.quoted, m.origin, m.forwarded, m.purpose, m.price, m.at, m.platform_at, m.edited_at, m.revoked_at, m.delivered_at, m.read_at, m.accepted_at, m.withdrawn_at, m.basis, m.import_id,
  case when m.category_id is not null then (select k.key from consent_category k where k.workspace_id = m.workspace_id and k.category_id = m.category_id) end as category, m.question, j.due_at, j.attempt, j.state as job_state,
  case when m.kind in ('image', 'video', 'audio', 'document', 'sticker', 'choices', 'post') or m.origin->'media' is not null then
    (select jsonb_agg(jsonb_build_object('id', f.media_id, 'state', f.state, 'mime', f.mime, 'bytes', f.bytes, 'name', f.name, 'width', f.width, 'height', f.height, 'durationMs', f.duration_ms, 'waveform', f.waveform))
     from media f where f.workspace_id = m.workspace_id and f.media_id::text in (m.content->'media'->>'id', m.content->'headerMedia'->>'id', m.origin->'media'->>'id')) end as media`

const FROM = 'from message m left join send_job j on j.workspace_id = m.workspace_id and j.message_id = m.message_id'

export function messagesById(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<MessageRow[]> {
  return tx.query<MessageRow>(`select ${ROW} ${FROM} where m.workspace_id = $1 and m.message_id = any($2) order by m.at, m.message_id`, [workspaceId, ids])
}

/** A part of a thread: what went between her and us, what colleagues noted, what happened. */
export type ThreadPart = 'messages' | 'notes' | 'activity'
const PARTS: Readonly<Record<ThreadPart, string>> = { messages: ` and m.direction in ('in', 'out')`, notes: ` and m.direction = 'note'`, activity: ` and m.direction = 'system'` }

/** A page of a thread, newest first, below `before`; the whole of it, or one part. */
export function threadPage(tx: Tx, workspaceId: string, conversationId: string, before: { at: number; id: string } | null, limit: number, part?: ThreadPart): Promise<MessageRow[]> {
  const where = `where m.workspace_id = $1 and m.conversation_id = $2${part ? PARTS[part] : ''}`
  return before
    ? tx.query<MessageRow>(`select ${ROW} ${FROM} ${where} and (m.at, m.message_id) < ($4, $5) order by m.at desc, m.message_id desc limit $3`, [workspaceId, conversationId, limit, new Date(before.at).toISOString(), before.id])
    : tx.query<MessageRow>(`select ${ROW} ${FROM} ${where} order by m.at desc, m.message_id desc limit $3`, [workspaceId, conversationId, limit])
}
