/** Everything that is held about a person, in the API's own words: what she may ask for (Art. 15) and take along (Art. 20). */
import type { Content, Media } from '@recado/core'
import { conversationsById, messagesById, type Tx } from '@recado/db'
import { consentsOf, EVIDENCE } from '../../consents/entries.js'
import { wordingsById } from '../../consents/wordings.js'
import { iso, isoOrNull } from '../../http/schemas.js'
import type { Services } from '../../services.js'
import { toConversation } from '../../views/conversation.js'
import { toMessage } from '../../views/message.js'
import { openForPerson } from '../person-keys.js'
import { contactsById } from '../read-contacts.js'

const PAGE = 500

export interface FileToCopy { id: string; name: string; mime: string; sha256: Buffer }

/** What is known of her, without what was said. */
export async function personOf(tx: Tx, services: Services, workspaceId: string, contactId: string): Promise<{ name: string; data: Record<string, unknown>; conversationIds: string[] } | null> {
  const [contact] = await contactsById(tx, services, workspaceId, [contactId])
  if (!contact) return null
  const ids = (await tx.query<{ conversation_id: string }>('select conversation_id from conversation where workspace_id = $1 and contact_id = $2 order by created_at', [workspaceId, contactId])).map((row) => row.conversation_id)
  const conversations = (await conversationsById(tx, workspaceId, ids)).map((row) => toConversation(services, workspaceId, row))
  const entries = await tx.query<{ kind: string; source: string; label: string; at: number }>('select kind, source, label, at from entry where workspace_id = $1 and contact_id = $2 order by at', [workspaceId, contactId])
  const orders = await tx.query<{ at: number }>('select source, external_id, number, at, amount::text, currency, status, items from contact_order where workspace_id = $1 and contact_id = $2 order by at', [workspaceId, contactId])
  const notes = await tx.query<{ text: string; at: number }>('select text, at from contact_note where workspace_id = $1 and contact_id = $2 order by at', [workspaceId, contactId])
  return { name: contact.name, conversationIds: ids, data: { contact, notes: notes.map((row) => ({ text: row.text, at: iso(row.at) })), conversations, entries: entries.map((row) => ({ ...row, at: iso(row.at) })), orders: orders.map((row) => ({ ...row, at: iso(row.at) })) } }
}

/** Every consent of hers with its proof in the clear and the words she saw. */
export async function consentsToCopy(tx: Tx, services: Services, workspaceId: string, contactId: string): Promise<Record<string, unknown>[]> {
  const entries = await consentsOf(tx, workspaceId, contactId)
  const wordings = await wordingsById(tx, workspaceId, [...new Set(entries.flatMap((entry) => entry.wordingId ?? []))])
  const topics = new Map((await tx.query<{ category_id: string; key: string }>('select category_id, key from consent_category where workspace_id = $1', [workspaceId])).map((row) => [row.category_id, row.key]))
  const rows: Record<string, unknown>[] = []
  for (const { evidence, category, wordingId, ...entry } of entries) {
    const proof = evidence ? await openForPerson(tx, services, workspaceId, evidence.personKeyId, EVIDENCE, evidence.sealed) : null
    rows.push({ ...entry, at: iso(entry.at), recordedAt: iso(entry.recordedAt), expiresAt: isoOrNull(entry.expiresAt ?? null), category: category ? topics.get(category) ?? category : null, wording: wordingId ? wordings.get(wordingId) ?? null : null, evidence: proof === null ? null : JSON.parse(proof) as unknown })
  }
  return rows
}

export type CopiedMessage = ReturnType<typeof toMessage>

/** The moment of the newest message of these threads. */
export async function lastOf(tx: Tx, workspaceId: string, conversationIds: readonly string[]): Promise<string> {
  const [row] = await tx.query<{ at: string | null }>(`select to_char(max(at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from message where workspace_id = $1 and conversation_id = any($2)`, [workspaceId, conversationIds])
  return row?.at ?? new Date(0).toISOString()
}

/** Her messages over all apps up to a moment, oldest first, a page at a time. */
export async function* messagesToCopy(services: Services, workspaceId: string, conversationIds: readonly string[], until: string): AsyncGenerator<CopiedMessage[]> {
  for (let after: { at: string; id: string } | null = null; ;) {
    const rows: CopiedMessage[] = await services.db.inWorkspace(workspaceId, async (tx) => {
      const found = await tx.query<{ message_id: string }>(`select message_id from message where workspace_id = $1 and conversation_id = any($2) and at <= $5 and ($3::timestamptz is null or (at, message_id) > ($3, $4::uuid)) order by at, message_id limit ${PAGE}`, [workspaceId, conversationIds, after?.at ?? null, after?.id ?? null, until])
      const byId = new Map((await messagesById(tx, workspaceId, found.map((row) => row.message_id))).map((row) => [row.message_id, toMessage(row)]))
      return found.flatMap((row) => byId.get(row.message_id) ?? [])
    })
    if (rows.length > 0) yield rows
    if (rows.length < PAGE) return
    after = { at: rows.at(-1)!.at, id: rows.at(-1)!.id } // not empty
  }
}

/** Her files: those of her threads and those kept with her. */
export async function filesToCopy(tx: Tx, workspaceId: string, contactId: string, conversationIds: readonly string[]): Promise<FileToCopy[]> {
  const rows = await tx.query<{ media_id: string; name: string | null; mime: string; sha256: Buffer }>(
    `select media_id, name, mime, sha256 from media where workspace_id = $1 and state = 'ready' and sha256 is not null and (conversation_id = any($2)
       or media_id in (select u.media_id from media_use u join message m on m.workspace_id = $1 and m.message_id = u.message_id where u.workspace_id = $1 and m.conversation_id = any($2))
       or media_id in (select media_id from contact_file where workspace_id = $1 and contact_id = $3) or media_id in (select avatar_media_id from contact where workspace_id = $1 and contact_id = $3)) order by media_id`, [workspaceId, conversationIds, contactId])
  return rows.map((row) => ({ id: row.media_id, name: row.name ?? '', mime: row.mime, sha256: row.sha256 }))
}

/** The file a message carries. */
export const fileOf = (content: Content): Media | null => ('media' in content && content.media ? content.media as Media : null)
