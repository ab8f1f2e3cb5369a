import type { Message } from '@recado/api'
import { Copy, EllipsisVertical, History, Info, Pencil, Reply, SmilePlus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useCan, useSession } from '../../../api/queries.js'
import { useNow } from '../../../api/clock.js'
import { useT } from '../../../i18n/provider.js'
import { AriaButton, Item, MenuButton } from '../../../ui/overlay.js'
import { sendNow } from '../outbox.js'
import { wordsOf } from '../list/kind-text.js'
import { MessageDetails } from './message-details.js'
import { useThreadContext } from './thread-context.js'

const NoteDialog = lazy(() => import('./note-dialog.js'))

const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏']

/** What can be done with one message: answer it, react, copy, look at its reports. Seen on hover, focus and touch. */
export function BubbleMenu({ message }: { message: Message }) {
  const { t } = useT()
  const { user } = useSession()
  const now = useNow()
  const { channel, conversation, quote } = useThreadContext()
  const [details, setDetails] = useState(false)
  const [note, setNote] = useState<'edit' | 'remove' | 'read' | null>(null)
  const mayNote = useCan('notes.write')
  const isNote = message.direction === 'note'
  const isOwnNote = isNote && mayNote && message.author.id === user.id && !message.revokedAt
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
          {isOwnNote && <Item icon={<Pencil />} onAction={() => setNote('edit')}>{t('note.edit')}</Item>}
          {isNote && message.editedAt && !message.revokedAt && <Item icon={<History />} onAction={() => setNote('read')}>{t('note.versions')}</Item>}
          {isOwnNote && <Item icon={<Trash2 />} danger onAction={() => setNote('remove')}>{t('note.remove')}</Item>}
          <Item icon={<Info />} onAction={() => setDetails(true)}>{t('bubble.details')}</Item>
        </MenuButton>
      </div>
      {note && <Suspense fallback={null}><NoteDialog message={message} mode={note} onClose={() => setNote(null)} /></Suspense>}
      {details && <MessageDetails message={message} onClose={() => setDetails(false)} />}
    </>
  )
}
