import type { Post, PostAccount } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { instantAtWall, wallClock } from '@recado/core/policy/calendar'
import { useState } from 'react'
import { useNow } from '../../api/clock.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { Button } from '../../ui/button.js'
import { Section } from '../campaigns/wizard/section.js'
import { monthPostsOptions } from './queries.js'
import { momentOf, stateOf, titleOf } from './words.js'

const DAY_MS = 86_400_000

/** A month of the platform's calendar: the days are cut where its limits are. On a phone only days with posts are listed. */
export function Calendar({ account }: { account: PostAccount }) {
  const { t, intl } = useT()
  const { timeZone } = account.rules.perContact
  const now = useNow(60_000)
  const [offset, setOffset] = useState(0)
  const today = new Date(wallClock(now, timeZone))
  const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + offset, 1)
  const next = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + offset + 1, 1)
  const { data: posts = [] } = useQuery(monthPostsOptions(account.channelAccountId, new Date(instantAtWall(first, timeZone)).toISOString(), new Date(instantAtWall(next, timeZone)).toISOString()))
  const dayOf = (post: Post): number => new Date(wallClock(Date.parse(momentOf(post)), timeZone)).getUTCDate()
  const lead = (new Date(first).getUTCDay() + 6) % 7
  const days = Math.round((next - first) / DAY_MS)
  const weekdays = Array.from({ length: 7 }, (_, n) => intl.formatDate(Date.UTC(2026, 0, 5 + n), { weekday: 'short', timeZone: 'UTC' }))
  const isToday = (day: number): boolean => offset === 0 && day === today.getUTCDate()
  return (
    <Section title={t('posts.calendar')}>
      <div className="flex items-center gap-2">
        <Button small look="quiet" aria-label={t('posts.month_before')} onClick={() => setOffset(offset - 1)}><ChevronLeft aria-hidden="true" className="size-4 rtl:rotate-180" /></Button>
        <h3 className="grow text-center font-semibold">{intl.formatDate(first, { month: 'long', year: 'numeric', timeZone: 'UTC' })}</h3>
        <Button small look="quiet" aria-label={t('posts.month_after')} onClick={() => setOffset(offset + 1)}><ChevronRight aria-hidden="true" className="size-4 rtl:rotate-180" /></Button>
      </div>
      <ol className="grid grid-cols-1 gap-1 sm:grid-cols-7">
        {weekdays.map((day) => <li key={day} aria-hidden="true" className="hidden pb-1 text-center text-sm text-ink-soft sm:block">{day}</li>)}
        {Array.from({ length: lead }, (_, n) => <li key={`lead${n}`} aria-hidden="true" className="hidden sm:block" />)}
        {Array.from({ length: days }, (_, n) => n + 1).map((day) => {
          const found = posts.filter((post) => dayOf(post) === day)
          return (
            <li key={day} className={cx('min-w-0 rounded-lg border p-1.5 sm:min-h-20', isToday(day) ? 'border-accent' : 'border-line', found.length === 0 && 'hidden sm:block')}>
              <span className={cx('figures text-sm', isToday(day) ? 'font-semibold text-accent-strong' : 'text-ink-soft')}>{intl.formatNumber(day)}</span>
              <ul className="flex flex-col gap-1">{found.map((post) => <li key={post.id}><Chip post={post} /></li>)}</ul>
            </li>
          )
        })}
      </ol>
      {posts.length === 0 && <p className="text-center text-ink-soft sm:hidden">{t('posts.month_empty')}</p>}
    </Section>
  )
}

function Chip({ post }: { post: Post }) {
  const { t } = useT()
  const look = post.state === 'failed' ? 'bg-failed-soft text-failed' : post.state === 'draft' ? 'bg-sunken text-ink-soft' : 'bg-accent-soft text-accent-strong'
  return <Link to="/posts/$postId" params={{ postId: post.id }} title={t(stateOf(post))} className={cx('block min-h-6 truncate rounded px-1.5 py-0.5 text-sm', look)}><bdi>{titleOf(post, t)}</bdi><span className="sr-only"> · {t(stateOf(post))}</span></Link>
}
