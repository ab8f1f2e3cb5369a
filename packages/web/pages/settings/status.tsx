import type { SystemStatus } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { api } from '../../api/client.js'
import { Company, Incidents } from '../../features/status/company.js'
import { House } from '../../features/status/house.js'
import { whole } from '../../features/status/judge.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { SettingsPage } from './page.js'

const EVERY_MS = 5_000
const SIGNS = { good: [CircleCheck, 'text-good'], watch: [TriangleAlert, 'text-waiting'], bad: [CircleAlert, 'text-failed'], off: [CircleCheck, 'text-good'] } as const

/** How everything stands, for whoever keeps it running; read anew every few seconds while it is looked at. */
export function StatusPage() {
  const { t, intl } = useT()
  const { data, error, isLoading } = useQuery({ queryKey: ['status'], queryFn: ({ signal }) => api.get<SystemStatus>('/status', { signal }), refetchInterval: EVERY_MS, staleTime: 0 })
  const told = error ? tellError(intl, error) : null
  const now = data ? Date.parse(data.at) : 0
  const stands = data ? whole(data, now) : 'good'
  const [Sign, colour] = SIGNS[stands]
  return (
    <SettingsPage title={t('settings.status')} lead={t('upkeep.lead')}>
      {isLoading && <Loading label={t('app.loading')} />}
      {told && <Notice tone="failed" alert title={told.sentence}>{data ? t('upkeep.stale', { time: intl.formatTime(data.at, { timeStyle: 'medium' }) }) : told.next}</Notice>}
      {data && (
        <>
          <p role="status" className="flex items-center gap-3 rounded-2xl border border-line bg-surface p-5 text-bubble font-semibold shadow-lift"><Sign aria-hidden="true" className={`size-6 shrink-0 ${colour}`} /><span className="grow">{t(`upkeep.whole_${stands === 'off' ? 'good' : stands}`)}</span><time dateTime={data.at} className="figures shrink-0 text-sm font-normal text-ink-soft">{intl.formatTime(data.at, { timeStyle: 'medium' })}</time></p>
          <Incidents items={data.incidents} />
          {data.installation && <House house={data.installation} now={now} />}
          <Company status={data} />
        </>
      )}
    </SettingsPage>
  )
}
