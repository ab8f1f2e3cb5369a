import type { PostAccount } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Newspaper } from 'lucide-react'
import { api } from '../../../api/client.js'
import { accountsQuery } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { useAccountName } from '../../account-name.js'

/** Posts that are left this month, for every account that can post. Shown only where there is one. */
export function PostsLeft() {
  const { t, intl } = useT()
  const accounts = useQuery(accountsQuery).data ?? []
  const nameOf = useAccountName()
  const { data } = useQuery({ queryKey: ['post-accounts'], queryFn: () => api.get<{ items: PostAccount[] }>('/post-accounts').then((page) => page.items), staleTime: 60_000 })
  if (!data || data.length === 0) return null
  return (
    <section aria-labelledby="posts-left" className="rounded-2xl border border-line bg-surface p-5 shadow-lift">
      <h2 id="posts-left" className="flex items-center gap-2 text-bubble"><Newspaper aria-hidden="true" className="size-5 text-accent" />{t('campaigns.posts_left')}</h2>
      <ul className="mt-2 flex flex-col gap-2">{data.map((one) => {
        const account = accounts.find((each) => each.id === one.channelAccountId)
        const full = one.byCount.at(-1) ?? 0
        return (
          <li key={one.channelAccountId} className="text-sm">
            <div className="flex items-baseline justify-between gap-3"><span className="font-medium">{account ? nameOf(account) : ''}</span><span className="figures font-semibold">{t('campaigns.posts_of', { left: Math.max(0, one.rules.toAll.amount - one.toAllUsed), of: one.rules.toAll.amount })}</span></div>
            <p className="text-ink-soft">{full > 0 ? t('campaigns.posts_full', { count: full }) : t('campaigns.posts_until', { at: intl.formatDate(one.monthEndsAt, { day: 'numeric', month: 'short', timeZone: one.rules.perContact.timeZone }) })}</p>
          </li>
        )
      })}</ul>
      <Link to="/posts" className="mt-2 inline-flex min-h-6 items-center text-sm text-accent underline underline-offset-2">{t('campaigns.posts_all')}</Link>
    </section>
  )
}
