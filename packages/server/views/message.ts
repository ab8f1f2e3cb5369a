import type { Message } from '@recado/api'
import { type AuthorType, type Basis, type Content, type Media, type MessageStatus, type PostContent, type Purpose } from '@recado/core'
import type { MessageRow } from '@recado/db'
import type { MessagePrice } from '../costs/told.js'
import { toQuestion } from '../consents/words/stored-question.js'

const iso = (at: number): string => new Date(at).toISOString()

/** What the file row knows now beats what the content knew when it came (size, form, whether it was fetched). */
function freshMedia(content: Content, media: MessageRow['media']): Content {
  const of = (file: Media): Media => {
    const row = media?.find((one) => one.id === file.id)
    if (!row) return file
    return { ...file, ...Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) }
  }
  if ('media' in content && content.media) return { ...content, media: of(content.media as Media) } as Content
  if (content.kind === 'choices' && content.headerMedia) return { ...content, headerMedia: of(content.headerMedia) }
  return content
}

/** The ad or post with its picture as the file row knows it now. */
function freshOrigin(origin: Record<string, unknown>, media: MessageRow['media']): PostContent<Media> {
  const post = origin as unknown as PostContent<Media> // stored as such
  const row = post.media && media?.find((one) => one.id === post.media?.id)
  return row ? { ...post, media: { ...post.media!, ...Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) } } : post // found by its media
}

/** A thread's item as the API says it. Only moments that were reached are there. */
export function toMessage(row: MessageRow): Message {
  let content = freshMedia(row.content, row.media)
  // Stored as the platform named it; the reader wants our id, or knows that we do not hold the target.
  if (content.kind === 'reaction') content = { ...content, messageId: row.reply_to ?? content.messageId }
  const price = row.price as MessagePrice | null
  const statusAt: Message['statusAt'] = {
    ...(row.accepted_at !== null ? { accepted: iso(row.accepted_at) } : {}), ...(row.delivered_at !== null ? { delivered: iso(row.delivered_at) } : {}), ...(row.read_at !== null ? { read: iso(row.read_at) } : {}),
  }
  return {
    id: row.message_id, conversationId: row.conversation_id, caseId: row.case_id, direction: row.direction, content, status: row.status as MessageStatus,
    ...(row.error ? { error: row.error } : {}), externalId: row.external_id, clientId: row.client_id,
    author: { type: row.author_type as AuthorType, ...(row.author_id ? { id: row.author_id } : {}), ...(row.author_name ? { name: row.author_name } : {}) },
    ...(row.reply_to && content.kind !== 'reaction' ? { replyTo: row.reply_to } : {}), ...(row.quoted ? { quoted: row.quoted } : {}), ...(row.origin ? { origin: freshOrigin(row.origin, row.media) } : {}),
    ...(row.forwarded ? { forwarded: row.forwarded as 'once' | 'often' } : {}), ...(row.purpose ? { purpose: row.purpose as Purpose } : {}), ...(row.category ? { category: row.category } : {}), ...(row.basis ? { basis: row.basis as Basis } : {}),
    ...(row.withdrawn_at !== null ? { withdrawnAt: iso(row.withdrawn_at) } : {}),
    ...(row.question ? { question: toQuestion(row.question) } : {}),
    ...(row.import_id !== null ? { historic: true } : {}),
    ...(row.edited_at !== null ? { editedAt: iso(row.edited_at) } : {}), ...(row.revoked_at !== null ? { revokedAt: iso(row.revoked_at) } : {}),
    at: iso(row.at), platformAt: row.platform_at === null ? null : iso(row.platform_at), ...(Object.keys(statusAt).length > 0 ? { statusAt } : {}),
    ...(row.job_state === 'queued' && row.due_at !== null && row.attempt === 0 && row.due_at > row.at ? { leavesAt: iso(row.due_at) } : {}),
    ...(row.job_state === 'queued' && row.due_at !== null && (row.attempt ?? 0) > 0 ? { retryAt: iso(row.due_at), attempts: row.attempt ?? 0 } : {}),
    ...(price?.amount !== undefined && price.currency ? { price: { amount: price.amount, currency: price.currency, class: price.class ?? '', estimated: price.estimated ?? true, ...(price.difference ? { difference: price.difference } : {}), ...(price.estimate ? { estimate: price.estimate } : {}) } } : {}),
  }
}
