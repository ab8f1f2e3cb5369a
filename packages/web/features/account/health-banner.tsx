import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { accountsQuery, healthQuery, useCan } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { useAccountName } from '../account-name.js'
import { healthLine, withoutEchoes } from './health-words.js'

/** Over every page, for those who can mend it: an account does not work. It goes when the trouble does. */
export function HealthBanner() {
  const may = useCan('channels.manage')
  return may ? <Banner /> : null
}

function Banner() {
  const { t, intl } = useT()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const nameOf = useAccountName()
  const items = useQuery(healthQuery).data ?? []
  const accounts = useQuery(accountsQuery).data ?? []
  // Its own page says it at length.
  const grave = items.filter((item) => item.severity === 'critical' && item.channelAccountId && !path.startsWith(`/settings/channels/${item.channelAccountId}`))
  const first = withoutEchoes(grave)[0]
  const account = accounts.find((each) => each.id === first?.channelAccountId)
  if (!first || !account) return null
  const others = new Set(grave.map((item) => item.channelAccountId)).size - 1
  return (
    <div role="alert" data-chrome className="flex min-h-10 shrink-0 items-center justify-center gap-x-3 bg-failed-soft px-3 py-1 text-sm">
      <CircleAlert aria-hidden="true" className="size-4 shrink-0 text-failed" />
      <p className="line-clamp-2 min-w-0"><strong>{nameOf(account)}</strong> · {healthLine(intl, first)}</p>
      {others > 0 && <span className="shrink-0 text-ink-soft max-sm:hidden">{t('health.more', { count: others })}</span>}
      <Link to="/settings/channels/$accountId" params={{ accountId: account.id }} className="inline-flex min-h-8 shrink-0 items-center font-semibold text-failed underline underline-offset-2">{t('health.look')}</Link>
    </div>
  )
}
