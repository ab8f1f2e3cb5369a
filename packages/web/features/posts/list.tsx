import type { PostAccount } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Newspaper } from 'lucide-react'
import { useNow } from '../../api/clock.js'
import { formatUntil } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Empty } from '../../ui/empty.js'
import { Section } from '../campaigns/wizard/section.js'
import { postsOptions } from './queries.js'
import { momentOf, stateOf, titleOf } from './words.js'

/** Every post of the account, newest first. */
export function PostList({ account }: { account: PostAccount }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const { data: posts } = useQuery(postsOptions(account.channelAccountId))
  if (!posts) return null
  return (
    <Section title={t('posts.list')}>
      {posts.length === 0 ? <Empty icon={Newspaper} title={t('posts.none')}>{t('posts.none_text')}</Empty> : (
        <ul className="-mx-2 flex flex-col">{posts.map((post) => (
          <li key={post.id}>
            <Link to="/posts/$postId" params={{ postId: post.id }} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 rounded-lg px-2 py-2 hover:bg-hover">
              <span className="min-w-0 grow basis-48 font-medium [overflow-wrap:anywhere]"><bdi>{titleOf(post, t)}</bdi></span>
              {post.counts && <span className="figures text-sm text-ink-soft">{t('posts.people', { count: post.counts.sent })}</span>}
              <span className="text-sm text-ink-soft">{formatUntil(intl, momentOf(post), now)}</span>
              <span className={`text-sm ${post.state === 'failed' ? 'text-failed' : 'text-ink-soft'}`}>{post.origin === 'ours' ? t(stateOf(post)) : t(`posts.origin.${post.origin}`)}</span>
            </Link>
          </li>
        ))}</ul>
      )}
    </Section>
  )
}
