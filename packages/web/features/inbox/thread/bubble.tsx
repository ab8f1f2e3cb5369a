import type { Message } from '@recado/api'
import { Bot, Forward, Megaphone, NotebookPen, Webhook } from 'lucide-react'
import { lazy, memo, Suspense } from 'react'
import { useSession } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { StatusTick } from '../status-tick.js'
import { BubbleMenu } from './bubble-menu.js'
import { ContentView } from './content-view.js'
import { RichText } from './rich-text.js'
import { DeliveryTrouble } from './delivery-trouble.js'
import { WaitingLine } from './waiting-line.js'
import type { Reaction } from './entries.js'
import { Origin } from './origin.js'
import { Quoted } from './quoted.js'

const LeavesLine = lazy(() => import('./leaves-line.js'))
const NoteView = lazy(() => import('./note-view.js'))
const MessageQuestion = lazy(() => import('./message-question.js'))

interface BubbleProps { message: Message; reactions: readonly Reaction[]; first: boolean; last: boolean; children?: React.ReactNode }

// Pictures and stickers fill their bubble; everything else has air around it.
const isBare = (message: Message) => (message.content.kind === 'image' || message.content.kind === 'video') && !message.revokedAt

/** One message: hers at the start, ours at the end, a note across. */
export const Bubble = memo(function Bubble({ message, reactions, first, last, children }: BubbleProps) {
  const { t, intl } = useT()
  const { direction, content } = message
  const own = direction !== 'in'
  const isNote = direction === 'note'
  const isSticker = content.kind === 'sticker' && !message.revokedAt
  const trouble = message.status === 'failed' || message.status === 'unknown' || Boolean(message.retryAt && message.status === 'queued')
  return (
    <article data-message={message.id} tabIndex={-1} className={cx('group/bubble flex flex-col', own ? 'items-end' : 'items-start', first ? 'pt-2' : 'pt-0.5', last && 'pb-1')} aria-label={t(isNote ? 'bubble.note' : own ? 'bubble.ours' : 'bubble.hers', { time: intl.formatTime(message.at) })}>
      <div className={cx('flex max-w-[min(88%,34rem)] items-center gap-1', own && 'flex-row-reverse')}>
        <div className={cx(
          'relative min-w-0 rounded-2xl text-bubble', isSticker ? '' : 'shadow-lift',
          isNote ? 'border border-note bg-note-soft' : isSticker ? '' : own ? 'bg-bubble-out' : 'bg-bubble-in',
          !isSticker && last && (own ? 'rounded-ee-md' : 'rounded-es-md'), isBare(message) ? 'overflow-hidden p-1' : isSticker ? '' : 'px-3 py-1.5',
        )}>
          {first && <AuthorLine message={message} />}
          {message.forwarded && <p className="flex items-center gap-1 text-xs text-ink-soft"><Forward aria-hidden="true" className="size-3" />{t(message.forwarded === 'often' ? 'bubble.forwarded_often' : 'bubble.forwarded')}</p>}
          {message.origin && <Origin post={message.origin} />}
          <Quoted message={message} />
          {message.revokedAt ? <p className="text-ink-soft italic">{t(isNote ? 'note.removed' : 'bubble.revoked')}</p> : isNote && content.kind === 'text' ? <Suspense fallback={<RichText text={content.text} />}><NoteView message={message} /></Suspense> : children ?? <ContentView message={message} />}
          <p className={cx('flex items-center justify-end gap-1 text-xs text-ink-soft', isBare(message) && 'px-1.5')}>
            {message.historic && <span>{t('bubble.historic')}</span>}
            {message.editedAt && <span>{t('bubble.edited')}</span>}
            <time dateTime={message.at}>{intl.formatTime(message.at, { hour: '2-digit', minute: '2-digit' })}</time>
            {direction === 'out' && <StatusTick status={message.status} />}
          </p>
        </div>
        <BubbleMenu message={message} />
      </div>
      {reactions.length > 0 && <Reactions reactions={reactions} />}
      {message.leavesAt && message.status === 'queued' && <Suspense fallback={null}><LeavesLine message={message} leavesAt={message.leavesAt} /></Suspense>}
      {trouble && <DeliveryTrouble message={message} />}
      {message.question && <Suspense fallback={null}><MessageQuestion message={message} question={message.question} /></Suspense>}
      {message.id === message.clientId && <WaitingLine clientId={message.clientId} />}
    </article>
  )
})

/** Who of us wrote it; her name stands in the head of the thread. */
export function AuthorLine({ message }: { message: Message }) {
  const { t } = useT()
  const { user } = useSession()
  const { author, direction } = message
  if (direction === 'in') return null
  const mine = author.type === 'agent' && author.id === user.id
  if (mine && direction === 'out') return null
  const icons = { api: Webhook, automation: Bot, campaign: Megaphone, agent: null, contact: null, outside: null }
  const Icon = direction === 'note' ? NotebookPen : icons[author.type]
  const name = mine ? t('bubble.you') : author.type === 'automation' ? t('bubble.automatic', { name: author.name ?? '', hasName: author.name ? 'yes' : 'no' }) : author.name ?? t(`author.${author.type}`)
  return <p className={cx('flex items-center gap-1 text-xs font-semibold', direction === 'note' ? 'text-note' : 'text-accent-strong')}>{Icon && <Icon aria-hidden="true" className="size-3" />}<bdi>{direction !== 'note' ? name : mine ? t('bubble.note_mine') : t('bubble.note_by', { name })}</bdi></p>
}

export function Reactions({ reactions }: { reactions: readonly Reaction[] }) {
  const { t } = useT()
  return (
    <span className="z-10 -mt-1.5 me-3 ms-3 inline-flex gap-0.5 rounded-full border border-line bg-raised px-1.5 py-px text-sm shadow-lift">
      {reactions.map((reaction) => <span key={reaction.by} role="img" aria-label={t(reaction.by === 'us' ? 'bubble.our_reaction' : 'bubble.her_reaction', { emoji: reaction.emoji })} className={cx((reaction.status === 'queued' || reaction.status === 'sending') && 'opacity-50')}>{reaction.emoji}</span>)}
    </span>
  )
}
