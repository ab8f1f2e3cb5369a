import { type Content, tokensOf } from '@recado/core'
import type { Tx } from '@recado/db'
import { facetsOf } from './search-facets.js'
import { searchText } from './search-text.js'

/** A lexeme list has an end; nobody's message has this many different words. */
const MOST_TOKENS = 5_000

const ADD = `insert into message_search (workspace_id, message_id, conversation_id, at, hour, vec)
  select $1, r.message_id, r.conversation_id, r.at, floor(extract(epoch from r.at) / 3600)::int, array_to_tsvector(array(select jsonb_array_elements_text(r.tokens)))
  from jsonb_to_recordset($2::jsonb) as r(message_id uuid, conversation_id uuid, at timestamptz, tokens jsonb)
  on conflict (workspace_id, message_id) do update set vec = excluded.vec, conversation_id = excluded.conversation_id`

// In one order, so that two nodes never wait for each other in a ring.
const COUNT = `insert into search_word as w (workspace_id, word, n) select $1, r.word, r.n from jsonb_to_recordset($2::jsonb) as r(word text, n bigint) order by r.word collate "C"
  on conflict (workspace_id, word) do update set n = w.n + excluded.n`

/** What the index takes of a message. `at` in ms. */
export interface Indexed { message_id: string; conversation_id: string; at: number; content: Content; direction: string; author_id?: string | null }

const lexemesOf = (row: Indexed): string[] => [...facetsOf(row), ...tokensOf(searchText(row.content)).slice(0, MOST_TOKENS)]

/** Makes these messages findable by the words they hold now. */
export async function indexMessages(tx: Tx, workspaceId: string, rows: readonly Indexed[]): Promise<void> {
  // One without words is noted too: otherwise it would be looked at again and again.
  const documents = rows.filter((row) => row.direction !== 'system').map((row) => ({ message_id: row.message_id, conversation_id: row.conversation_id, at: new Date(row.at).toISOString(), tokens: lexemesOf(row) }))
  if (documents.length > 0) await tx.query(ADD, [workspaceId, JSON.stringify(documents)])
}

/** Counts their words, about: for beginnings and for the choice of a way. In a transaction of its own, since everybody's words meet here. */
export async function countWords(tx: Tx, workspaceId: string, rows: readonly Indexed[]): Promise<void> {
  const counts = new Map<string, number>()
  for (const row of rows) if (row.direction !== 'system') for (const word of lexemesOf(row)) counts.set(word, (counts.get(word) ?? 0) + 1)
  if (counts.size > 0) await tx.query(COUNT, [workspaceId, JSON.stringify([...counts].map(([word, n]) => ({ word, n })))])
}
