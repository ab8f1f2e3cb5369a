/** From messages to what the thread shows, line by line. Pure. */
import type { Content, Message } from '@recado/api'

export interface Reaction { emoji: string; by: 'contact' | 'us'; messageId: string; status: Message['status'] }

export type Entry =
  | { type: 'day'; key: string; at: string }
  | { type: 'new'; key: string }
  | { type: 'line'; key: string; message: Message }
  | { type: 'message'; key: string; message: Message; reactions: Reaction[]; /** first and last of a run by the same hand */ first: boolean; last: boolean }
  | { type: 'album'; key: string; messages: Message[]; reactions: Reaction[]; first: boolean; last: boolean }

const RUN_MS = 5 * 60_000
const ALBUM_MS = 60_000

const isPicture = (message: Message) => (message.content.kind === 'image' || message.content.kind === 'video') && !message.error && !message.revokedAt && message.status !== 'failed' && message.status !== 'unknown'
const isLine = (message: Message) => message.direction === 'system' || message.content.kind === 'system'
const hand = (message: Message) => `${message.direction} ${message.author.type} ${message.author.id ?? ''}`
const apart = (a: Message, b: Message) => Date.parse(b.at) - Date.parse(a.at)

/** `messages` oldest first; `firstNew` is where the reader had stopped. */
export function threadEntries(messages: readonly Message[], firstNew: string | null): Entry[] {
  const known = new Set(messages.map((message) => message.id))
  const isFolded = (message: Message) => message.content.kind === 'reaction' && known.has(message.content.messageId) && message.status !== 'failed' && message.status !== 'unknown'
  const reactions = foldReactions(messages.filter(isFolded))
  const entries: Entry[] = []
  let day = ''
  let album: Extract<Entry, { type: 'album' }> | null = null
  let before: Message | null = null
  for (const message of messages) {
    if (isFolded(message)) continue
    const today = new Date(message.at).toDateString()
    const isNewDay = today !== day
    if (isNewDay) {
      entries.push({ type: 'day', key: `day ${today}`, at: message.at })
      day = today
    }
    const isNew = message.id === firstNew
    if (isNew) entries.push({ type: 'new', key: 'new' })
    if (isLine(message)) {
      entries.push({ type: 'line', key: message.id, message })
      before = album = null
      continue
    }
    const joins: boolean = before !== null && !isNewDay && !isNew && hand(before) === hand(message) && apart(before, message) <= RUN_MS
    const previous = entries.at(-1)
    if (joins && previous && (previous.type === 'message' || previous.type === 'album')) previous.last = false
    const own = reactions.get(message.id) ?? []
    if (album && joins && before && isPicture(message) && isPicture(before) && apart(before, message) <= ALBUM_MS && !captionOf(message.content) && !message.replyTo) {
      album.messages.push(message)
      album.reactions.push(...own)
      album.last = true
    } else if (isPicture(message)) {
      album = { type: 'album', key: message.id, messages: [message], reactions: [...own], first: !joins, last: true }
      entries.push(album)
    } else {
      album = null
      entries.push({ type: 'message', key: message.id, message, reactions: own, first: !joins, last: true })
    }
    before = message
  }
  return entries.map((entry) => {
    const single = entry.type === 'album' && entry.messages.length === 1 ? entry.messages[0] : undefined
    return entry.type === 'album' && single ? { type: 'message', key: entry.key, message: single, reactions: entry.reactions, first: entry.first, last: entry.last } : entry
  })
}

const captionOf = (content: Content) => ('caption' in content ? content.caption : undefined)

/** The latest reaction of either side per message; an empty one takes it back. */
function foldReactions(messages: readonly Message[]): Map<string, Reaction[]> {
  const latest = new Map<string, Map<string, Reaction | null>>()
  for (const { id, content, direction, status } of messages) {
    if (content.kind !== 'reaction') continue
    const by = direction === 'in' ? 'contact' : 'us'
    const sides = latest.get(content.messageId) ?? new Map<string, Reaction | null>()
    sides.set(by, content.emoji === null ? null : { emoji: content.emoji, by, messageId: id, status })
    latest.set(content.messageId, sides)
  }
  return new Map([...latest].map(([id, sides]) => [id, [...sides.values()].filter((each) => each !== null)]))
}

/** The first inbound message that nobody had read: `unread` counted from the end. `messages` oldest first. */
export function firstUnread(messages: readonly Message[], unread: number): string | null {
  if (unread <= 0) return null
  const inbound = messages.filter((message) => message.direction === 'in' && message.content.kind !== 'reaction')
  return inbound.at(-unread)?.id ?? inbound[0]?.id ?? null
}
