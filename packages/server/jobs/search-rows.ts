import { type Content, tokensOf } from '@recado/core'
import type { Tx } from '@recado/db'
import { searchText } from './search-text.js'

/** A lexeme list has an end; nobody's message has this many different words. */
const MOST_TOKENS = 5_000

const ADD = `insert into message_search (workspace_id, message_id, conversation_id, at, vec)
  select $1, r.message_id, r.conversation_id, r.at, array_to_tsvector(array(select jsonb_array_elements_text(r.tokens)))
  from jsonb_to_recordset($2::jsonb) as r(message_id uuid, conversation_id uuid, at timestamptz, tokens jsonb)
  on conflict (workspace_id, message_id) do update set vec = excluded.vec, conversation_id = excluded.conversation_id`

/** What the index takes of a message. `at` in ms. */
export interface Indexed { message_id: string; conversation_id: string; at: number; content: Content; direction: string }

/** Makes these messages findable by the words they hold now. */
export async function indexMessages(tx: Tx, workspaceId: string, rows: readonly Indexed[]): Promise<void> {
  // One without words is noted too: otherwise it would be looked at again and again.
  const documents = rows.filter((row) => row.direction !== 'system').map((row) => ({
    message_id: row.message_id, conversation_id: row.conversation_id, at: new Date(row.at).toISOString(), tokens: tokensOf(searchText(row.content)).slice(0, MOST_TOKENS),
  }))
  if (documents.length > 0) await tx.query(ADD, [workspaceId, JSON.stringify(documents)])
}
