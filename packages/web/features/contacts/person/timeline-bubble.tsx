import type { Message } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { CornerUpRight } from 'lucide-react'
import { lazy, memo, Suspense } from 'react'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { ChannelMark } from '../../inbox/channel-mark.js'
import { StatusTick } from '../../inbox/status-tick.js'
import { AuthorLine, Reactions } from '../../inbox/thread/bubble.js'
import { ContentView } from '../../inbox/thread/content-view.js'
import type { Reaction } from '../../inbox/thread/entries.js'
import { RichText } from '../../inbox/thread/rich-text.js'
import { PicturesContext } from '../../inbox/thread/thread-context.js'
import type { PersonDetail } from '../model.js'

const NoteView = lazy(() => import('../../inbox/thread/note-view.js'))

/** A message as it stands among those of all her apps: whose app it was is told by its mark, and a press leads to its place in the thread. */
export const TimelineBubble = memo(function TimelineBubble({ person, messages, reactions }: { person: PersonDetail; messages: readonly Message[]; reactions: readonly Reaction[] }) {
  const { t, intl } = useT()
  const [first] = messages
  const last = messages.at(-1)
  if (!first || !last) return null
  const thread = person.conversations.find((each) => each.id === first.conversationId)
  const own = first.direction !== 'in'
  const isNote = first.direction === 'note'
  return (
    <article data-message={first.id} className={cx('group/bubble flex flex-col py-1', own ? 'items-end' : 'items-start')} aria-label={t(isNote ? 'bubble.note' : own ? 'bubble.ours' : 'bubble.hers', { time: intl.formatTime(first.at) })}>
      <div className={cx('flex max-w-[min(92%,34rem)] items-end gap-1.5', own && 'flex-row-reverse')}>
        {thread && <span className="mb-1 shrink-0"><ChannelMark channel={thread.channel} size={18} /></span>}
        <div className={cx('min-w-0 rounded-2xl px-3 py-1.5 text-bubble shadow-lift', isNote ? 'border border-note bg-note-soft' : own ? 'rounded-ee-md bg-bubble-out' : 'rounded-es-md bg-bubble-in')}>
          <AuthorLine message={first} />
          <PicturesContext value={() => [...messages]}>
            {messages.map((message) => message.revokedAt ? <p key={message.id} className="text-ink-soft italic">{t(isNote ? 'note.removed' : 'bubble.revoked')}</p>
              : isNote && message.content.kind === 'text' ? <Suspense key={message.id} fallback={<RichText text={message.content.text} />}><NoteView message={message} /></Suspense>
                : <ContentView key={message.id} message={message} />)}
          </PicturesContext>
          <p className="flex items-center justify-end gap-1 text-xs text-ink-soft">
            {last.editedAt && <span>{t('bubble.edited')}</span>}
            <time dateTime={last.at}>{intl.formatTime(last.at, { hour: '2-digit', minute: '2-digit' })}</time>
            {last.direction === 'out' && <StatusTick status={last.status} />}
          </p>
        </div>
        {thread && <Link to="/inbox/$conversationId" params={{ conversationId: first.conversationId }} search={{ view: 'all', at: first.id }} aria-label={t('contacts.open_there')} title={t('contacts.open_there')} className="mb-1 grid size-7 shrink-0 place-items-center rounded-full text-ink-soft opacity-0 group-hover/bubble:opacity-100 hover:bg-surface focus-visible:opacity-100 pointer-coarse:opacity-70"><CornerUpRight aria-hidden="true" className="size-4 rtl:-scale-x-100" /></Link>}
      </div>
      {reactions.length > 0 && <Reactions reactions={reactions} />}
    </article>
  )
})
