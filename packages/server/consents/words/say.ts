import type { Content, Instant, WordLanguage } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { append } from '../../ingest/others.js'
import { queueMessage } from '../../sending/queue.js'
import type { Services } from '../../services.js'
import type { Her } from './language.js'
import { OWN_CLIENT } from './rows.js'
import { namedWord, textFor, type WordSettings } from './settings.js'
import { fillText, joined, SMALL_WORDS, type TextKey } from './texts.js'

/** What a text is filled with beside what the company and the words give. */
export interface Said { her: Her; language: WordLanguage; settings: WordSettings; channelName: string; topics?: readonly string[] }

/** The text as she reads it. */
export function wording(key: TextKey, { her, language, settings, channelName, topics = [] }: Said): string {
  const small = SMALL_WORDS[language]
  return fillText(textFor(key, language, settings), {
    company: her.company, channel: channelName, contact: her.name, topics: joined(topics, small), in: namedWord('opt_in', language, settings), out: namedWord('opt_out', language, settings),
    yes: small.yes.toLocaleUpperCase(language), privacy: settings.privacyUrl ? fillText(small.privacy, { url: settings.privacyUrl }) : '',
  })
}

/** Puts an answer into the outbox, by the rules that everything automatic goes by. What it was refused for, when it was. */
export async function say(tx: Tx, services: Services, workspaceId: string, to: { conversationId: string; about: string; part?: string }, content: Content): Promise<{ messageId: string | null; code: string | null }> {
  const queued = await queueMessage(tx, services, workspaceId, { conversationId: to.conversationId, clientId: `${OWN_CLIENT}${to.about}${to.part ? `:${to.part}` : ''}`, content, purpose: 'service', author: { type: 'automation' } })
  return queued.kind === 'refused' ? { messageId: null, code: queued.verdict.code } : { messageId: queued.messageId, code: null }
}

/** A line in the thread: what was written down, and by whom. */
export async function tellThread(tx: Tx, workspaceId: string, her: Her, conversationId: string, event: string, data: Record<string, string | null>, now: Instant, by: { type: 'automation' | 'agent' | 'api'; id?: string } = { type: 'automation' }): Promise<void> {
  const messageId = newId()
  await tx.query(
    `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, author_id, at) values ($1, $2, $3, $4, $5, 'system', 'system', $6, 'received', $7, $8, $9)`,
    [workspaceId, messageId, conversationId, her.caseId, her.accountId, JSON.stringify({ kind: 'system', event, data }), by.type, by.id ?? null, new Date(now).toISOString()])
  await append(tx, [{ type: 'message.created', conversationId, messageIds: [messageId] }])
}
