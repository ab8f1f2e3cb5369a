import type { Message } from '@recado/api'
import { useT } from '../../../i18n/provider.js'
import { kindText, wordsOf } from '../list/kind-text.js'
import { useThreadContext } from './thread-context.js'

/** The line above an answer: what it answers. A press goes there. */
export function Quoted({ message }: { message: Message }) {
  const { t } = useT()
  const { find, goTo, conversation } = useThreadContext()
  if (!message.replyTo && !message.quoted) return null
  const target = message.replyTo ? find(message.replyTo) : undefined
  const who = target ? (target.direction === 'in' ? conversation.contact.name : target.author.name ?? t('bubble.us')) : message.quoted?.from ?? ''
  const words = target ? kindText(t, target.content.kind, wordsOf(target.content)) : message.quoted?.text ?? t('bubble.quoted_unknown')
  const replyTo = message.replyTo
  return (
    <button type="button" disabled={!target} onClick={() => { if (replyTo) goTo(replyTo) }} className="mb-1 block w-full rounded-lg border-s-4 border-accent bg-ink/6 px-2 py-1 text-start text-sm disabled:cursor-default">
      {who && <span className="block font-semibold text-accent-strong"><bdi>{who}</bdi></span>}
      <span dir="auto" className="line-clamp-2 text-ink-soft [overflow-wrap:anywhere]">{words}</span>
    </button>
  )
}
