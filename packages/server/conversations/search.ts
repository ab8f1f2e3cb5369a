import type { Tx } from '@recado/db'
import { findHits, findThreads } from '../search/hits.js'
import { readAsked } from '../search/question.js'
import { findNumber, findPeople } from '../search/view.js'
import type { Principal, Services } from '../services.js'

/** Most conversations a search brings into a list. */
const MOST = 500

/**
 * Conversations for a list's `q`: in which it was said, whose person or number is meant, or that fulfil its conditions. The same question as in `GET /search`,
 * within what this person may see.
 */
export async function searchConversations(tx: Tx, services: Services, principal: Principal, question: string): Promise<string[]> {
  const asked = await readAsked(tx, services, principal, question)
  if (asked.words === null) return (await findThreads(tx, principal, asked, null, MOST)).map((row) => row.conversation_id)
  const people = await findPeople(tx, principal, asked, 100)
  const numbered = await findNumber(tx, services, principal, asked.text)
  const { hits } = await findHits(tx, principal, asked, null, MOST)
  const contacts = people.map((person) => person.id)
  const theirs = contacts.length > 0 ? await tx.query<{ conversation_id: string }>('select conversation_id from conversation where workspace_id = $1 and contact_id = any($2::uuid[]) order by last_at desc limit 200', [principal.workspaceId, contacts]) : []
  return [...new Set([...numbered.map((row) => row.id), ...theirs.map((row) => row.conversation_id), ...hits.map((hit) => hit.conversation_id)])].slice(0, MOST)
}
