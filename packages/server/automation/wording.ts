import { AUTOMATIC_KINDS, type ReplyVariant } from '@recado/api'
import { type Content, fillPlaces, firstNameOf, languageByScript, languageOfWords, type Instant, nextOpening, openingText, type Place, type Timetable, unknownPlaces, variantFor } from '@recado/core'
import type { Tx } from '@recado/db'
import { loadSavedReplies } from '../people/saved-replies.js'

/** Whom it goes to and who speaks. */
export interface Addressee { name: string; /** her own, where the channel or a colleague told it */ language: string | null; company: string; companyLanguage: string }

/** Messages of one answer: three in a row is the most that automation may send. */
export const MOST_MESSAGES = 3

/** What goes out, or why this wording cannot. */
export type Wording = { language: string | null; contents: Content[] } | { fault: 'saved_reply_gone' | 'unknown_places' }

/** The language she is written to: her own, else what her script tells. */
export const languageOf = (to: Addressee, text: string): string | null => to.language ?? languageByScript(text)

/** The wording for her with its places filled. */
export async function wordingFor(tx: Tx, workspaceId: string, variants: readonly ReplyVariant[], to: Addressee, text: string, timetable: Timetable | null, now: Instant): Promise<Wording | null> {
  const variant = variantFor(variants, languageOf(to, text))
  if (!variant) return null
  const raw = await contentsOf(tx, workspaceId, variant)
  if (raw === null) return { fault: 'saved_reply_gone' }
  if (raw.some((content) => placesOf(content).length > 0)) return { fault: 'unknown_places' }
  // In the language of the words around it: a wording for everybody is written in one, too.
  const words = raw.map((content) => ('text' in content ? String(content.text ?? '') : 'caption' in content ? (content.caption ?? '') : '')).join(' ')
  const opening = openingFor(timetable, now, variant.language ?? languageOfWords(words) ?? to.companyLanguage)
  const values: Record<Place, string> = { 'contact.name': to.name, 'contact.firstName': firstNameOf(to.name), opening, company: to.company }
  return { language: variant.language, contents: raw.map((content) => filled(content, values)) }
}

export function openingFor(timetable: Timetable | null, now: Instant, language: string): string {
  return openingText(timetable ? nextOpening(timetable, now) : null, now, timetable?.timeZone ?? 'UTC', language)
}

/** A wording's own content, or a saved reply with its files; null when that is gone. */
async function contentsOf(tx: Tx, workspaceId: string, { content, savedReplyId }: ReplyVariant): Promise<Content[] | null> {
  if (!savedReplyId) return content ? [content] : []
  const [saved] = await loadSavedReplies(tx, workspaceId, [savedReplyId])
  if (!saved) return null
  const files = (saved.attachments ?? []).map((media): Content => ({ kind: kindOf(media.mime), media }))
  return [{ kind: 'text', text: saved.text } as Content, ...files].slice(0, MOST_MESSAGES)
}

function kindOf(mime: string): 'image' | 'video' | 'audio' | 'document' {
  const kind = mime.split('/')[0]
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'document'
}

/** Fields of a content that are words to her. */
const WORDS = ['text', 'caption', 'header', 'footer', 'title', 'description'] as const

function mapWords(content: Content, map: (text: string) => string): Content {
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, (WORDS as readonly string[]).includes(name) && typeof value === 'string' ? map(value) : value])) as unknown as Content // the same fields
}

const filled = (content: Content, values: Readonly<Record<Place, string>>): Content => mapWords(content, (text) => fillPlaces(text, values))

/** Places in a content that nobody fills. */
export function placesOf(content: Content): string[] {
  const found: string[] = []
  mapWords(content, (text) => { found.push(...unknownPlaces(text)); return text })
  return [...new Set(found)]
}

/** Whether a content may be an automatic answer at all. */
export const isAutomatic = (content: Content): boolean => (AUTOMATIC_KINDS as readonly string[]).includes(content.kind)
