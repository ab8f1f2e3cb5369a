/** What an exported message says, below its head. */
import { ATTACHED_AFTER, ATTACHED_IN, DOCUMENT_BEFORE, EDITED, isDeletedMark, omittedBy, type OmittedKind } from './whatsapp-words.js'

export type ExportedBody =
  | { type: 'text'; text: string }
  /** `file` is a name inside the archive. */
  | { type: 'file'; file: string; caption: string }
  | { type: 'omitted'; what: OmittedKind; caption: string }
  | { type: 'location'; latitude: number; longitude: number }
  | { type: 'deleted' }

/** The app's own words begin with this mark on iOS, what people write does not. */
export const APP_MARK = '\u200e'

const PLACE = /^[^\n]{0,40}?https:\/\/(?:maps\.google\.com\/\?q=|www\.google\.com\/maps\/[^\n]*?query=)(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)$/iu

/** Reads a message's words; `edited` when the app marked it so. */
export function readBody(words: string): { body: ExportedBody; edited: boolean } {
  const edited = EDITED.test(words)
  const own = edited ? words.replace(EDITED, '') : words
  return { body: bodyOf(own), edited }
}

const bare = (text: string): string => text.replaceAll(APP_MARK, '').trim()

function bodyOf(words: string): ExportedBody {
  const text = words.startsWith(APP_MARK) ? words.slice(1) : words
  if (isDeletedMark(text.trim())) return { type: 'deleted' }
  const inside = text.includes('<') ? ATTACHED_IN.exec(text.trimEnd()) : null
  if (inside) return fileOf(inside[2]!.trim(), inside[1]!) // both groups are in every match
  const newline = text.indexOf('\n')
  const [line, more] = newline < 0 ? [text, ''] : [text.slice(0, newline), text.slice(newline + 1)]
  const after = ATTACHED_AFTER.exec(bare(line))
  if (after) return { type: 'file', file: after[1]!, caption: more } // in every match
  const left = omittedBy(bare(line))
  if (left) return { type: 'omitted', what: left, caption: more }
  // iOS puts the caption before it, parted by its mark.
  const mark = text.lastIndexOf(APP_MARK)
  const leftAfter = mark > 0 ? omittedBy(bare(text.slice(mark))) : null
  if (leftAfter) return { type: 'omitted', what: leftAfter, caption: text.slice(0, mark).trimEnd() }
  const place = PLACE.exec(bare(text))
  if (place && Math.abs(Number(place[1])) <= 90 && Math.abs(Number(place[2])) <= 180) return { type: 'location', latitude: Number(place[1]), longitude: Number(place[2]) }
  return { type: 'text', text }
}

function fileOf(file: string, before: string): ExportedBody {
  const caption = before.replaceAll(APP_MARK, '').trim()
  return { type: 'file', file, caption: DOCUMENT_BEFORE.test(caption) ? '' : caption }
}
