import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Megaphone } from 'lucide-react'
import { useState } from 'react'
import { useNow } from '../../../api/clock.js'
import { formatMoment, formatMoney } from '../../../i18n/format.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button, buttonClass } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { Empty, Loading } from '../../../ui/empty.js'
import { inputClass } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { campaignList } from '../queries.js'
import { LIST_FILTERS, type CampaignsSearch } from '../search.js'
import { StateMark } from '../state.js'
import { shareText } from '../words.js'

/** Every campaign, newest first; the address holds what is shown. */
export function CampaignTable({ search }: { search: CampaignsSearch }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const navigate = useNavigate()
  const [q, setQ] = useState(search.q ?? '')
  const { data, error, isLoading, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(campaignList(search.show, search.q ?? ''))
  const rows = data?.pages.flatMap((page) => page.items) ?? []
  const go = (next: CampaignsSearch) => void navigate({ to: '/campaigns', search: next, replace: true })
  return (
    <section aria-labelledby="all-campaigns" className="rounded-2xl border border-line bg-surface shadow-lift">
      <div className="flex flex-wrap items-center gap-2 px-5 py-4">
        <h2 id="all-campaigns" className="min-w-0 grow basis-40 text-bubble">{t('campaigns.all')}</h2>
        <form role="search" onSubmit={(event) => { event.preventDefault(); const { q: _was, ...rest } = search; go(q.trim() ? { ...rest, q: q.trim() } : rest) }}><input type="search" value={q} onChange={(event) => setQ(event.target.value)} aria-label={t('campaigns.search')} placeholder={t('campaigns.search')} className={cx(inputClass, 'min-h-9! w-44! py-1!')} /></form>
        <div role="group" aria-label={t('campaigns.filter')} className="flex flex-wrap gap-1 print:hidden">
          {([undefined, ...LIST_FILTERS] as const).map((show) => <button key={show ?? 'all'} type="button" aria-pressed={search.show === show} onClick={() => { const { show: _was, ...rest } = search; go(show ? { ...rest, show } : rest) }} className={cx('min-h-8 rounded-full px-3 text-sm', search.show === show ? 'bg-selected font-semibold text-accent-strong' : 'text-ink-soft hover:bg-hover')}>{t(`campaigns.show.${show ?? 'all'}`)}</button>)}
        </div>
      </div>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert className="m-4" title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {data && rows.length === 0 && (search.show || search.q ? <p className="px-5 pb-6 text-ink-soft">{t('campaigns.none_found')}</p> : <Empty icon={Megaphone} title={t('campaigns.none_title')}>{t('campaigns.none_text')}</Empty>)}
      <ul>
        {rows.map((one) => {
          const left = one.counts ? one.counts.accepted + one.counts.sent + one.counts.delivered + one.counts.read : 0
          return (
            <li key={one.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-5 py-3 hover:bg-hover">
              <span className="min-w-0 grow basis-56"><Link to="/campaigns/$campaignId" params={{ campaignId: one.id }} className="font-semibold hover:underline [overflow-wrap:anywhere]">{one.name}</Link><span className="block text-sm text-ink-soft">{t('campaigns.by', { name: one.createdBy.name ?? '', at: formatMoment(intl, one.startedAt ?? one.startsAt ?? one.updatedAt, now) })}</span></span>
              {one.counts && <span className="figures flex flex-wrap gap-x-4 text-sm text-ink-soft"><span>{t('campaigns.sent_n', { count: left })}</span>{one.counts.read > 0 && <span>{t('campaigns.read_share', { share: shareText(intl, one.counts.read, left) })}</span>}{one.counts.replied > 0 && <span>{t('campaigns.replies', { count: one.counts.replied })}</span>}</span>}
              {one.counts && one.committed && <span className="figures text-sm text-ink-soft">{formatMoney(intl, one.committed)}</span>}
              <StateMark state={one.state} />
              {one.counts && <Link to="/campaigns/$campaignId/report" params={{ campaignId: one.id }} aria-label={t('campaigns.report_of', { name: one.name })} className={buttonClass('plain', true)}>{t('campaigns.report')}</Link>}
            </li>
          )
        })}
      </ul>
      {hasNextPage && <div className="border-t border-line p-3 text-center"><Button small busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('campaigns.more')}</Button></div>}
    </section>
  )
}
