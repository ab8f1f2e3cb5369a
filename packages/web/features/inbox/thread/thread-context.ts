import type { Channel, ConversationDetail, Message } from '@recado/api'
import { createContext, useContext, useMemo, useRef } from 'react'
import { useChannel } from '../../../api/queries.js'

interface ThreadValue {
  conversation: ConversationDetail
  channel: Channel | undefined
  find: (id: string) => Message | undefined
  quote: (id: string) => void
  /** Scrolls to a message; false when it is not loaded. */
  goTo: (id: string) => boolean
  /** Every picture and film of the thread, oldest first: the lightbox walks them. */
  pictures: () => Message[]
}

export const ThreadContext = createContext<ThreadValue | null>(null)

export function useThreadContext(): ThreadValue {
  const value = useContext(ThreadContext)
  if (!value) throw new Error('a bubble stands outside its thread')
  return value
}

/** The pictures beside a message that stands outside its thread, as in a person's timeline. */
export const PicturesContext = createContext<(() => Message[]) | null>(null)

/** What the lightbox walks from here. */
export function usePictures(): () => Message[] {
  const beside = useContext(PicturesContext)
  const thread = useContext(ThreadContext)
  const pictures = beside ?? thread?.pictures
  if (!pictures) throw new Error('a picture stands outside its thread')
  return pictures
}

/** What bubbles need of their thread; stays the same object while messages come in, so that they need not render again. */
export function useThreadValue(conversation: ConversationDetail, messages: readonly Message[], quote: (id: string) => void, goTo: (id: string) => boolean): ThreadValue {
  const channel = useChannel(conversation.channel)
  const latest = useRef({ messages, quote, goTo })
  latest.current = { messages, quote, goTo }
  return useMemo(() => ({
    conversation, channel,
    find: (id) => latest.current.messages.find((message) => message.id === id),
    quote: (id) => latest.current.quote(id),
    goTo: (id) => latest.current.goTo(id),
    pictures: () => latest.current.messages.filter(({ content }) => (content.kind === 'image' || content.kind === 'video') && content.media.state !== 'failed'),
  }), [conversation, channel])
}
