import { tokensOf } from '@recado/core'
import type { Tx } from '@recado/db'

/** Most conversations a search brings. */
const MOST = 500

/**
 * Conversations in which every word was said, or whose person or number is meant, newest first. Texts by their own tokens, names by part.
 * Widening spans of time: a frequent word is found in the newest days without touching the rest.
 */
export async function searchConversations(tx: Tx, workspaceId: string, question: string): Promise<string[]> {
  const words = [...new Set(tokensOf(question))].slice(0, 12)
  const like = `%${question.trim().replace(/[\\%_]/g, '\\$&')}%`
  const digits = question.replace(/\D/g, '')
  const people = await tx.query<{ conversation_id: string }>(
    `select c.conversation_id from conversation c join contact p on p.workspace_id = c.workspace_id and p.contact_id = c.contact_id
     where c.workspace_id = $1 and (p.name ilike $2 or c.number::text = $3 or ($3 <> '' and length($3) > 3 and exists (
       select from identity_key k where k.workspace_id = $1 and k.identity_id = c.identity_id and k.value like '%' || $3 || '%')))
     order by c.last_at desc limit 100`, [workspaceId, like, digits])
  const found = new Set(people.map((row) => row.conversation_id))
  if (words.length > 0) {
    const query = words.map((word) => `'${word.replace(/'/g, "''").replace(/\\/g, '\\\\')}'`).join(' & ')
    for (const span of ['7 days', '90 days', '100 years']) {
      const rows = await tx.query<{ conversation_id: string }>(
        `select conversation_id, max(at) as at from (select conversation_id, at from message_search where workspace_id = $1 and vec @@ $2::tsquery and at > (select max(at) from message_search where workspace_id = $1) - $3::interval order by at desc limit 2000) s
         group by conversation_id order by 2 desc limit ${MOST}`, [workspaceId, query, span])
      for (const row of rows) found.add(row.conversation_id)
      if (found.size >= 50) break
    }
  }
  return [...found].slice(0, MOST)
}
