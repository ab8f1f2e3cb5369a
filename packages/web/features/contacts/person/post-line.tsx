import type { Message } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { Megaphone } from 'lucide-react'
import { useCan } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { ChannelMark } from '../../inbox/channel-mark.js'

/** A post to followers that this person was among: on our side as everything we say, and not as a bubble, for nobody wrote it to her alone. */
export function PostLine({ message }: { message: Message }) {
  const { t, intl } = useT()
  const mayOpen = useCan('posts.manage')
  const data = message.content.kind === 'system' ? message.content.data ?? {} : {}
  const [title, words, channel, postId, mode, after] = ['title', 'words', 'channel', 'postId', 'mode', 'after'].map((key) => String(data[key] ?? '')) as [string, string, string, string, string, string]
  const name = title || t('contacts.post.nameless')
  return (
    <article className="flex flex-col items-end py-1.5" aria-label={t('contacts.post.label', { name, time: intl.formatTime(message.at) })}>
      <div className="flex max-w-[min(92%,34rem)] flex-row-reverse items-end gap-1.5">
        <span className="mb-1 shrink-0"><ChannelMark channel={channel} size={18} /></span>
        <div className="min-w-0 rounded-2xl border border-line bg-surface px-3 py-2 shadow-lift">
          <p className="flex items-center gap-1.5 text-xs text-ink-soft"><Megaphone aria-hidden="true" className="size-3.5 shrink-0 rtl:-scale-x-100" />{t('contacts.post.to', { mode })}</p>
          <p className="font-semibold [overflow-wrap:anywhere]">{mayOpen && postId ? <Link to="/posts/$postId" params={{ postId }} className="text-accent hover:underline"><bdi>{name}</bdi></Link> : <bdi>{name}</bdi>}</p>
          {words && words !== name && <p className="line-clamp-3 text-pretty [overflow-wrap:anywhere]"><bdi>{words}</bdi></p>}
          <p className="mt-0.5 flex flex-wrap items-center justify-end gap-x-1.5 text-xs text-ink-soft"><span className={after === 'failed' ? 'text-failed' : undefined}>{t('contacts.post.came', { after })}</span><time dateTime={message.at} className="figures">{intl.formatTime(message.at, { hour: '2-digit', minute: '2-digit' })}</time></p>
        </div>
      </div>
    </article>
  )
}
