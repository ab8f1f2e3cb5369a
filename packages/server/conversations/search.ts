import { days, type Instant, tokensOf } from '@recado/core'
import type { Tx } from '@recado/db'

/** Most conversations a search brings. */
const MOST = 500
/** Spans that are looked through one after the other, newest first, until there are enough. */
const SPANS = [days(7), days(90), days(36_500)]
const ENOUGH = 50

/**
 * Conversations in which every word was said, or whose person or number is meant, newest first. Texts by their own tokens, names by part. Widening
 * spans of time: a frequent word is found in the newest days without touching the rest.
 */
export async function searchConversations(tx: Tx, workspaceId: string, question: string, now: Instant): Promise<string[]> {
  const words = [...new Set(tokensOf(question))].slice(0, 12)
  const pattern = `%${question.trim().replace(/[\\%_]/g, '\\$&')}%`
  const digits = question.replace(/\D/g, '')
  const found = new Set<string>()
  const add = (rows: { conversation_id: string }[]): void => { for (const row of rows) found.add(row.conversation_id) }
  add(await tx.query('select conversation_id from search_people($1, 100)', [pattern]))
  if (digits.length > 0) add(await tx.query('select conversation_id from conversation where workspace_id = $1 and number = $2::bigint', [workspaceId, digits.slice(0, 15)]))
  if (digits.length > 3) {
    add(await tx.query(
      `select c.conversation_id from identity_key k join conversation c on c.workspace_id = $1 and c.identity_id = k.identity_id where k.workspace_id = $1 and k.value like '%' || $2 || '%' order by c.last_at desc limit 100`, [workspaceId, digits]))
  }
  if (words.length > 0) {
    const query = words.map((word) => `'${word.replace(/'/g, "''").replace(/\\/g, '\\\\')}'`).join(' & ')
    for (const span of SPANS) {
      add(await tx.query('select conversation_id from search_words($1::tsquery, $2, $3)', [query, new Date(now - span).toISOString(), MOST]))
      if (found.size >= ENOUGH) break
    }
  }
  return [...found].slice(0, MOST)
}
