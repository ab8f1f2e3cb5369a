import type { Message } from '@recado/api'
import { Copy, EllipsisVertical, Info, Reply, SmilePlus } from 'lucide-react'
import { useState } from 'react'
import { useSession } from '../../../api/queries.js'
import { useNow } from '../../../api/clock.js'
import { useT } from '../../../i18n/provider.js'
import { AriaButton, Item, MenuButton } from '../../../ui/overlay.js'
import { sendNow } from '../outbox.js'
import { wordsOf } from '../list/kind-text.js'
import { MessageDetails } from './message-details.js'
import { useThreadContext } from './thread-context.js'

const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏']

/** What can be done with one message: answer it, react, copy, look at its reports. Seen on hover, focus and touch. */
export function BubbleMenu({ message }: { message: Message }) {
  const { t } = useT()
  const { user } = useSession()
  const now = useNow()
  const { channel, conversation, quote } = useThreadContext()
  const [details, setDetails] = useState(false)
  const text = wordsOf(message.content)
  const isStored = message.externalId !== null
  const mayQuote = isStored && (channel?.capabilities.reply?.support ?? 'rejected') !== 'rejected'
  const mayReact = isStored && message.direction === 'in' && channel?.capabilities.reaction?.support === 'native' && conversation.verdicts.freeform.kind === 'allow'
  const react = (emoji: string) => void sendNow(conversation.id, { clientId: crypto.randomUUID(), content: { kind: 'reaction', messageId: message.id, emoji } }, { type: 'agent', id: user.id, name: user.name }, now)
  return (
    <>
      <div className="opacity-0 transition-opacity group-focus-within/bubble:opacity-100 group-hover/bubble:opacity-100 pointer-coarse:opacity-60">
        <MenuButton label={t('bubble.menu')} placement="bottom" trigger={<AriaButton aria-label={t('bubble.menu')} className="grid size-7 place-items-center rounded-full text-ink-soft data-[hovered]:bg-surface"><EllipsisVertical aria-hidden="true" className="size-4" /></AriaButton>}>
          {mayQuote && <Item icon={<Reply />} onAction={() => quote(message.id)}>{t('bubble.quote')}</Item>}
          {mayReact && QUICK.map((emoji) => <Item key={emoji} textValue={emoji} icon={<SmilePlus />} onAction={() => react(emoji)}>{emoji}</Item>)}
          {text && <Item icon={<Copy />} onAction={() => void navigator.clipboard.writeText(text)}>{t('bubble.copy')}</Item>}
          <Item icon={<Info />} onAction={() => setDetails(true)}>{t('bubble.details')}</Item>
        </MenuButton>
      </div>
      {details && <MessageDetails message={message} onClose={() => setDetails(false)} />}
    </>
  )
}
