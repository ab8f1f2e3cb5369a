/** What cannot wait until a busy ingest lets the work behind it pass. */
import { type Dictionary, wholeWord } from '@recado/core'
import type { Accepted } from '../../ingest/events.js'

/** Whether it may end advertising, by itself: what stands around it in the thread is judged later. Asked for each message while thousands come in. */
export function mayEnd({ event, channel }: Pick<Accepted, 'event' | 'channel'>, dictionary: Dictionary): boolean {
  if (event.type !== 'message' && event.type !== 'act' && event.type !== 'preference') return false
  const { content } = event
  if (content.kind === 'system') return channel.declaration.rules.closedBy?.includes(content.event) === true || channel.connector.consent?.lines[content.event] === 'withdrawn'
  const texts = content.kind === 'text' ? [content.text] : content.kind === 'choice' ? [content.title, content.id] : []
  return texts.some((text) => wholeWord(text, dictionary, ['opt_out']) !== null)
}
