import type { Tx } from '@recado/db'
import type { Scope } from './scope.js'

/** What stays for the counts when somebody is made anonymous; every other row that names her goes. */
export const COUNTED: ReadonlySet<string> = new Set(['assignment_entry', 'nudge_done', 'automatic_answer', 'entry', 'consent_word_event'])

/** How a person without a name is called, in the workspace's language. */
const NAMES: Readonly<Record<string, string>> = { en: 'Anonymised person', es: 'Persona anonimizada', 'pt-BR': 'Pessoa anonimizada', de: 'Anonymisierte Person', 'zh-CN': '已匿名的联系人', ar: 'شخص مجهول الهوية' }
export const anonymousName = (language: string): string => NAMES[language] ?? NAMES.en!  // stands above

/** Takes everything personal out of the rows that are counted. `now` is business time. */
export async function scrubThreads(tx: Tx, workspaceId: string, { conversationIds, identityIds, messageIds }: Scope, now: string): Promise<void> {
  for (const table of ['message_version', 'message_search']) await tx.ask(`delete from ${table} where workspace_id = $1 and message_id = any($2)`, [workspaceId, messageIds])
  await tx.query(`delete from message where workspace_id = $1 and conversation_id = any($2) and direction in ('note', 'system')`, [workspaceId, conversationIds])
  await tx.query(
    `update message set content = '{"kind":"text","text":""}', error = null, ext_key = null, external_id = null, client_id = null, client_hash = null, reply_to = null, quoted_key = null, quoted = null, origin = null,
       revoked_at = coalesce(revoked_at, $3) where workspace_id = $1 and conversation_id = any($2)`, [workspaceId, conversationIds, now])
  await tx.query('update automatic_answer set passive_body = null, passive_until = null where workspace_id = $1 and conversation_id = any($2)', [workspaceId, conversationIds])
  await tx.query(`update entry set label = case when entry_point_id is null then '' else label end, source = case when entry_point_id is null then '' else source end, click_id = null where workspace_id = $1 and conversation_id = any($2)`, [workspaceId, conversationIds])
  await tx.query('update consent_word_event set word = null where workspace_id = $1 and conversation_id = any($2)', [workspaceId, conversationIds])
  await tx.query('update work_case set resolved_at = coalesce(resolved_at, $3) where workspace_id = $1 and conversation_id = any($2)', [workspaceId, conversationIds, now])
  await tx.query(
    `update conversation set status = 'resolved', snoozed_until = null, unread = 0, waiting_since = null, last_text = '', participant_ids = '{}', failed_count = 0,
       window_kind = null, window_opened_at = null, window_closes_at = null, window_left = null where workspace_id = $1 and conversation_id = any($2)`, [workspaceId, conversationIds])
  await tx.query('delete from identity_key where workspace_id = $1 and identity_id = any($2)', [workspaceId, identityIds])
  await tx.query(`update identity set profile = '{}', profile_at = null, country = null, reachable = false where workspace_id = $1 and identity_id = any($2)`, [workspaceId, identityIds])
}
