/**
 * A chat exported from the WhatsApp app (`_chat.txt`, `WhatsApp Chat with NAME.txt`) as data. Pure: text in, messages out; whatever is no export gives an
 * empty one. Dates stay as they stand until their order is known, and files are names in the archive.
 */
import { APP_MARK, readBody, type ExportedBody } from './whatsapp-body.js'
import { type DateOrder, possibleOrders } from './whatsapp-dates.js'
import { type ExportedTime, readHead } from './whatsapp-head.js'
import { ENCRYPTION, GROUP } from './whatsapp-words.js'

export interface ExportedMessage {
  /** Line of the file on which it begins, from 1. */
  line: number
  time: ExportedTime
  /** As the exporter's address book names her, or a phone number; null for a line of the app itself. */
  author: string | null
  body: ExportedBody
  edited: boolean
}

export interface ChatExport {
  layout: 'android' | 'ios' | null
  messages: ExportedMessage[]
  /** Who wrote, the most frequent first. */
  authors: { name: string; messages: number }[]
  /** More than two people, or lines that only groups have. */
  group: boolean
  /** Orders of the dates that fit the whole file: one is certain, two must be asked, none is no export. */
  dateOrders: DateOrder[]
  /** Lines before the first message that say nothing we can place. */
  unreadable: { line: number; text: string }[]
}

interface Open { line: number; time: ExportedTime; words: string[] }

/** Lines shown of what could not be read. */
const MOST_UNREADABLE = 50

/** Reads an exported chat. Never throws. */
export function readChatExport(text: string): ChatExport {
  const found: ChatExport = { layout: null, messages: [], authors: [], group: false, dateOrders: [], unreadable: [] }
  const authors = new Map<string, number>()
  let shape: string | null = null
  let open: Open | null = null
  let groupLine = false
  const close = (): void => {
    if (!open) return
    const { message, group } = messageOf(open)
    if (group) groupLine = true
    if (message) {
      found.messages.push(message)
      if (message.author !== null) authors.set(message.author, (authors.get(message.author) ?? 0) + 1)
    }
    open = null
  }
  let number = 0
  for (const raw of text.split(/\r?\n/u)) {
    number++
    const head = readHead(raw)
    if (head && (shape === null || similar(head.shape, shape))) {
      close()
      shape ??= head.shape
      found.layout = head.layout
      open = { line: number, time: head.time, words: [head.rest] }
    } else if (open) open.words.push(raw)
    else if (raw.trim() !== '' && found.unreadable.length < MOST_UNREADABLE) found.unreadable.push({ line: number, text: raw.slice(0, 200) })
  }
  close()
  found.authors = [...authors].map(([name, messages]) => ({ name, messages })).sort((a, b) => b.messages - a.messages || (a.name < b.name ? -1 : 1))
  found.group = groupLine || found.authors.length > 2
  found.dateOrders = possibleOrders(found.messages.map(({ time }) => time), shape?.replace(/^(?:android|ios)/u, '')[0] ?? '/')
  return found
}

/** The same file may write "12:05" and, in the other half of the day, "1:05 p. m."; nothing else of its heads changes. */
const similar = (one: string, other: string): boolean => one.replace(/h$/u, '') === other.replace(/h$/u, '')

/** Nobody's name is longer in the app. */
const LONGEST_NAME = 120

function messageOf({ line, time, words }: Open): { message: ExportedMessage | null; group: boolean } {
  const whole = words.join('\n').replace(/\n+$/u, '')
  const colon = whole.indexOf(': ') >= 0 ? whole.indexOf(': ') : words[0]!.endsWith(':') ? words[0]!.length - 1 : -1 // there is a first line
  const candidate = colon > 0 ? whole.slice(0, colon) : ''
  const named = colon > 0 && candidate.length <= LONGEST_NAME && !candidate.includes('\n') && !ENCRYPTION.test(whole.slice(0, colon))
  if (!named) return { message: noticeOf(line, time, whole), group: GROUP.test(bareLine(whole)) }
  const said = whole.slice(colon + 1).replace(/^ /u, '')
  if (said.startsWith(APP_MARK)) {
    const notice = bareLine(said)
    if (ENCRYPTION.test(notice)) return { message: null, group: false }
    const { body, edited } = readBody(said)
    // The app's own words under somebody's name: only a group's are told apart, the rest is worth keeping as it stands.
    if (body.type === 'text') return GROUP.test(notice) ? { message: null, group: true } : { message: { line, time, author: cleanName(candidate), body: { type: 'text', text: notice }, edited }, group: false }
    return { message: { line, time, author: cleanName(candidate), body, edited }, group: false }
  }
  return { message: { line, time, author: cleanName(candidate), ...readBody(said) }, group: false }
}

function noticeOf(line: number, time: ExportedTime, whole: string): ExportedMessage | null {
  const text = bareLine(whole)
  return text === '' || ENCRYPTION.test(text) ? null : { line, time, author: null, body: { type: 'text', text }, edited: false }
}

const bareLine = (text: string): string => text.replaceAll(APP_MARK, '').trim()

/** Names of people who are in no address book stand as "~ Name" or "~\u202fName", numbers within marks of direction. */
const cleanName = (name: string): string => name.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').replace(/^~[\s\u00a0\u202f]*/u, '').replace(/[\u00a0\u202f]/gu, ' ').trim()
