import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Plus, Signpost } from 'lucide-react'
import { useNow } from '../../api/clock.js'
import { useCan } from '../../api/queries.js'
import { Growth } from '../../features/campaigns/dashboard/growth.js'
import { CampaignTable } from '../../features/campaigns/dashboard/list.js'
import { Money } from '../../features/campaigns/dashboard/money.js'
import { Needs } from '../../features/campaigns/dashboard/needs.js'
import { PostsLeft } from '../../features/campaigns/dashboard/posts-left.js'
import { Running } from '../../features/campaigns/dashboard/running.js'
import { TopicValues } from '../../features/campaigns/dashboard/topics.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { campaignsNow, subscribersOptions } from '../../features/campaigns/queries.js'
import { SPANS } from '../../features/campaigns/search.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { buttonClass } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Choice } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The morning's page: what runs, what waits for somebody, how the list grows, what the topics are worth and what it costs. */
export function CampaignsPage() {
  const { t, intl } = useT()
  const search = useSearch({ from: '/beside/campaigns' })
  const navigate = useNavigate()
  const manages = useCan('campaigns.manage')
  const reports = useCan('reports.read')
  const posts = useCan('posts.manage')
  const costs = useCan('costs.read')
  const now = useNow(60_000)
  const days = search.days ?? 30
  // The end is the next full hour: the same question stays the same for a while.
  const to = Math.ceil((now + 1) / HOUR_MS) * HOUR_MS
  const current = useQuery({ ...campaignsNow, refetchInterval: 15_000 })
  const growth = useQuery({ ...subscribersOptions(new Date(to - days * DAY_MS).toISOString(), new Date(to).toISOString()), enabled: reports })
  useActions(manages ? [{ id: 'campaign.new', label: 'nav.new_campaign', group: 'app', run: () => void navigate({ to: '/campaigns/new' }) }] : [])
  const error = current.error ?? growth.error
  return (
    <CampaignsFrame title={t('nav.campaigns')} actions={<>
      {reports && <Choice label={t('campaigns.span')} value={String(days)} onChange={(event) => void navigate({ to: '/campaigns', search: { ...search, days: Number(event.target.value) }, replace: true })}>{SPANS.map((span) => <option key={span} value={span}>{t('reports.last_days', { days: span })}</option>)}</Choice>}
      {manages && <Link to="/campaigns/new" className={buttonClass('primary')}><Plus aria-hidden="true" className="size-4" />{t('nav.new_campaign')}</Link>}
    </>}>
      {error && <Notice tone="failed" alert className="mb-4" title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {current.isLoading && <Loading label={t('app.loading')} />}
      <div className="grid items-start gap-5 wide:grid-cols-3">
        {/* What needs somebody comes first: to ears, and on a phone to eyes; money and posts stand behind what runs there. */}
        {current.data && <div className="contents min-w-0 flex-col gap-5 *:min-w-0 wide:col-start-3 wide:row-start-1 wide:flex"><Needs campaigns={current.data} />{costs && <div className="order-1"><Money /></div>}{posts && <div className="order-1"><PostsLeft /></div>}
          {reports && <Link to="/reports/sources" className="order-1 flex items-center gap-3 rounded-2xl border border-line bg-surface px-5 py-3.5 font-medium shadow-lift hover:bg-hover"><Signpost aria-hidden="true" className="size-5 text-accent" />{t('campaigns.sources')}</Link>}</div>}
        {current.data && <div className="flex min-w-0 flex-col gap-5 wide:col-span-2 wide:col-start-1 wide:row-start-1"><Running campaigns={current.data} />{growth.data && <Growth report={growth.data} />}{growth.data && <TopicValues report={growth.data} />}</div>}
        <div className="order-2 min-w-0 wide:order-none wide:col-span-3"><CampaignTable search={search} /></div>
      </div>
    </CampaignsFrame>
  )
}
