import type { Content, Media, Message } from '@recado/api'
import { Megaphone, Newspaper } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { SafeLink } from './rich-text.js'

type Post = NonNullable<Message['origin']> | Extract<Content, { kind: 'post' }>

/** The ad, story or post that a message came from. */
export function Origin({ post }: { post: Post }) {
  const { t } = useT()
  const Icon = post.type === 'ad' ? Megaphone : Newspaper
  const media: Media | undefined = post.media
  return (
    <div className="mb-1 flex min-w-52 gap-2 overflow-hidden rounded-lg border border-line bg-surface/60 p-1.5 text-sm">
      {media && media.state === 'ready' && (media.mime.startsWith('image/') || media.mime.startsWith('video/')) && <img src={`/api/v1/media/${media.id}/thumb`} alt="" loading="lazy" className="size-14 shrink-0 rounded-md object-cover" />}
      <div className="min-w-0 grow">
        <p className="flex items-center gap-1 text-xs font-semibold text-ink-soft"><Icon aria-hidden="true" className="size-3" />{t(`post.${post.type}`)}</p>
        {post.headline && <p dir="auto" className="line-clamp-2 font-medium">{post.headline}</p>}
        {post.text && <p dir="auto" className="line-clamp-2 text-ink-soft">{post.text}</p>}
        {post.type === 'ad' && (post.id || post.clickId) && <p className="line-clamp-1 text-xs text-ink-soft">{[post.id && t('origin.ad_id', { id: post.id }), post.clickId && t('origin.click', { id: post.clickId })].filter(Boolean).join(' · ')}</p>}
        {post.url && <SafeLink url={post.url} className="line-clamp-1 text-xs">{post.url}</SafeLink>}
      </div>
    </div>
  )
}
