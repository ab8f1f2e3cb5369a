import { compareMessages, type ConversationDetail, type Message, type MessageRange } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import { messagesOptions, useSession } from '../../../api/queries.js'

/** A line of the customer that stood on the screen for so long has been read. A colleague’s answer is asked about in any case. */
const READ_AFTER_MS = 3_000

/** What counts as somebody else’s word: the customer, a colleague, a rule, a program - no note, no reaction, nothing that failed. */
export function isOthersLine(message: Message, userId: string): boolean {
  if (message.direction !== 'in' && message.direction !== 'out') return false
  if (message.content.kind === 'reaction' || message.status === 'failed') return false
  return message.direction === 'in' || message.author.id !== userId
}

/** Lines of others that came after the writer began; what is older than everything she had loaded came by scrolling up. */
export function newerLines(items: readonly Message[], known: ReadonlySet<string>, oldest: Pick<Message, 'at' | 'id'> | null, userId: string): Message[] {
  return items.filter((message) => !known.has(message.id) && isOthersLine(message, userId) && (oldest === null || compareMessages(message, oldest) < 0)).toSorted((a, b) => compareMessages(b, a))
}

interface Baseline { seq: number; known: ReadonlySet<string>; oldest: Message | null }
const baselineOf = (range: MessageRange | undefined): Baseline => ({ seq: range?.seq ?? 0, known: new Set(range?.items.map((message) => message.id)), oldest: range?.items.at(-1) ?? null })

/**
 * How far the writer has read. While nothing is written this follows the thread; once she writes it stands still, and what others say behind it
 * is `lines`: shown, and asked about once at sending. `seq` goes with the message, so that the server sees what this browser has not heard yet.
 */
export function useSeen(conversation: ConversationDetail, isWriting: boolean) {
  const { user } = useSession()
  const { data: range } = useQuery(messagesOptions(conversation.id))
  const baseline = useRef<Baseline | null>(null)
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  if (range && (baseline.current === null || !isWriting)) baseline.current = baselineOf(range)
  const lines = range && baseline.current ? newerLines(range.items, baseline.current.known, baseline.current.oldest, user.id) : []
  /** She knows all of it now. Returns how far that is: the server may have told of lines that this browser has not heard of yet. */
  const read = useCallback((told = 0): number => {
    const now = baselineOf(range)
    const seq = Math.max(now.seq, told, baseline.current?.seq ?? 0)
    baseline.current = { ...now, seq }
    redraw()
    return seq
  }, [range])
  const lastId = lines.at(-1)?.id
  const onlyHers = lines.every((message) => message.direction === 'in')
  useEffect(() => {
    if (!lastId || !onlyHers) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible' && document.hasFocus()) timer = setTimeout(() => read(), READ_AFTER_MS)
    }
    look()
    for (const name of ['focus', 'blur']) addEventListener(name, look)
    return () => { clearTimeout(timer); for (const name of ['focus', 'blur']) removeEventListener(name, look) }
  }, [lastId, onlyHers, read])
  // Nothing new behind the position: the newest one spares the server a look at what was her own.
  const seq = lines.length === 0 ? Math.max(range?.seq ?? 0, baseline.current?.seq ?? 0) : baseline.current?.seq ?? 0
  // 0: the thread has not been read at all; there is nothing she could have missed knowingly.
  return { lines, seq, read }
}
