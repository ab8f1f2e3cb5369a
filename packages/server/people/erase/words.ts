import { type Content, tokensOf } from '@recado/core'
import type { Tx } from '@recado/db'
import { searchText } from '../../jobs/search-text.js'
import type { Scope } from './scope.js'

const PAGE = 1_000
/** A word said more often than this is not hers alone. */
const RARE = 200

/** The words of her messages and their earlier texts. Read before they go. */
export async function wordsOf(tx: Tx, workspaceId: string, scope: Scope): Promise<Map<string, number>> {
  const words = new Map<string, number>()
  for (let at = 0; at < scope.messageIds.length; at += PAGE) {
    const rows = await tx.ask<{ content: Content }>(
      `select content from message where workspace_id = $1 and message_id = any($2) and direction <> 'system' union all select content from message_version where workspace_id = $1 and message_id = any($2)`, [workspaceId, scope.messageIds.slice(at, at + PAGE)])
    for (const { content } of rows) for (const word of tokensOf(searchText(content))) words.set(word, (words.get(word) ?? 0) + 1)
  }
  return words
}

/** Takes them out of the list of words: counted down, and gone where nobody else has said them. After her rows have left the index. */
export async function forgetWords(tx: Tx, workspaceId: string, words: ReadonlyMap<string, number>): Promise<void> {
  if (words.size === 0) return
  const list = JSON.stringify([...words].map(([word, n]) => ({ word, n })))
  await tx.ask(`update search_word w set n = greatest(1, w.n - r.n) from (select * from jsonb_to_recordset($2::jsonb) as r(word text, n bigint) order by word) r where w.workspace_id = $1 and w.word = r.word`, [workspaceId, list])
  const rare = await tx.ask<{ word: string }>('select word from search_word where workspace_id = $1 and word = any($2) and n <= $3', [workspaceId, [...words.keys()], RARE])
  if (rare.length > 0) await tx.query('select forget_words($1)', [rare.map((row) => row.word)])
}
