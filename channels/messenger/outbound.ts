import type { CallContext, OutboundMessage, Sent } from '@recado/channel-kit'
import { PlatformRefusal } from '@recado/channel-kit'
import { graph } from './client.js'
import { messenger } from './channel.js'
import { bodyOf } from './errors.js'
import { resolveFiles } from './files.js'
import { object, text } from './json.js'
import { toMessage } from './outbound-content.js'
import type { Files } from './outbound-content.js'

/** The body of one call to `/<PAGE_ID>/messages`. */
export type SendBody =
  | { recipient: { id: string }; messaging_type: 'RESPONSE' | 'UPDATE' | 'UTILITY'; message: Record<string, unknown>; reply_to?: { mid: string } }
  | { recipient: { id: string }; messaging_type: 'MESSAGE_TAG'; tag: 'HUMAN_AGENT'; message: Record<string, unknown>; reply_to?: { mid: string } }
  | { recipient: { id: string }; sender_action: 'react' | 'unreact'; payload: { message_id: string; reaction?: string } }

/** Sends one message. The answer's id is what receipts and quotes refer to; a reaction has none. */
export async function send(message: OutboundMessage, context: CallContext): Promise<Sent> {
  // Refused before a file is uploaded for nothing.
  howSent(message)
  const files = await resolveFiles(message, context)
  const answer = await graph(context, { method: 'POST', path: 'messages', body: toRequest(message, files), attempt: message.attempt })
  const externalId = text(object(bodyOf(answer)).message_id) ?? null
  if (externalId === null && message.content.kind !== 'reaction')
    throw new PlatformRefusal({ code: 'platform_silent', platformCode: 'no_message_id', message: 'The answer names no message.', sent: 'unknown', retry: { kind: 'never' }, scope: 'message' })
  return { externalId, status: 'sent' }
}

/** Our message as Messenger's request. Pure: uploads are done, links are made. */
export function toRequest(message: OutboundMessage, files: Files): SendBody {
  const recipient = { id: recipientOf(message) }
  const { content } = message
  if (content.kind === 'reaction') {
    if (content.messageId === '') throw refused('bad_request', 'The message reacted to has no id on Messenger.')
    return content.emoji === null
      ? { recipient, sender_action: 'unreact', payload: { message_id: content.messageId } }
      : { recipient, sender_action: 'react', payload: { message_id: content.messageId, reaction: content.emoji } }
  }
  const body = { ...toMessage(message, files), metadata: message.id.slice(0, messenger.figures?.metadataLength?.value ?? 0) }
  const quoted = message.replyTo === undefined ? {} : { reply_to: { mid: message.replyTo } }
  return { recipient, ...howSent(message), message: body, ...quoted }
}

/** RESPONSE answers her, UPDATE comes from us, UTILITY is a template, and the one tag left is for people only. */
function howSent(message: OutboundMessage): { messaging_type: 'RESPONSE' | 'UPDATE' | 'UTILITY' } | { messaging_type: 'MESSAGE_TAG'; tag: 'HUMAN_AGENT' } {
  if (message.as === 'broadcast') throw refused('content_unsupported', 'Messenger has no broadcast.')
  if ((message.as === 'template') !== (message.content.kind === 'template')) throw refused('bad_request', 'A template and nothing else goes as a template.')
  if (message.as === 'template') return { messaging_type: 'UTILITY' }
  if (message.as === 'tagged') {
    if (message.author !== 'human') throw refused('human_only', 'HUMAN_AGENT is for answers that a person wrote.')
    // Any other tag is retired: error 100 since 27 April 2026.
    if (message.tag !== 'HUMAN_AGENT') throw refused('bad_request', 'This tag is no longer taken.')
    return { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
  }
  const unasked = message.author === 'campaign' || (message.purpose !== undefined && message.purpose !== 'service')
  return { messaging_type: unasked ? 'UPDATE' : 'RESPONSE' }
}

function recipientOf(message: OutboundMessage): string {
  const key = message.to.find((candidate) => candidate.kind === 'psid')
  if (!key) throw refused('bad_request', 'The person has no Page-scoped id.')
  return key.value
}

function refused(code: 'bad_request' | 'human_only' | 'content_unsupported', message: string): PlatformRefusal {
  return new PlatformRefusal({ code, platformCode: 'not_sent', message, sent: 'no', retry: { kind: 'never' }, scope: 'message' })
}
