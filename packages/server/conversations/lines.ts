import type { Tx } from '@recado/db'

/** What happened in a thread, as people read it in its course. */
export interface Line { conversationId: string; messageId: string; event: string; data: Readonly<Record<string, string | number | boolean | null | undefined>> }

/** Who is named as having done it. */
export interface Writer { type: 'agent' | 'api' | 'automation' | 'campaign' | 'campaign'; id: string | null }

/** Writes activity lines of any number of threads at once, into the case that runs there now. The caller tells the log. */
export async function writeLines(tx: Tx, workspaceId: string, writer: Writer, lines: readonly Line[], at: string): Promise<void> {
  if (lines.length === 0) return
  const rows = lines.map((line) => ({ message_id: line.messageId, conversation_id: line.conversationId, content: { kind: 'system', event: line.event, data: line.data } }))
  await tx.query(
    `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, author_id, at)
     select $1, l.message_id, c.conversation_id, c.case_id, c.account_id, 'system', 'system', l.content, 'received', $3, $4, $5
     from jsonb_to_recordset($2::jsonb) as l(message_id uuid, conversation_id uuid, content jsonb) join conversation c on c.workspace_id = $1 and c.conversation_id = l.conversation_id`,
    [workspaceId, JSON.stringify(rows), writer.type, writer.id, at])
}
