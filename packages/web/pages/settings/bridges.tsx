import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Cable, ChevronRight, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { BridgeState } from '../../features/bridges/bridge-state.js'
import { MakeBridge } from '../../features/bridges/make-bridge.js'
import { bridgesQuery, NAMES } from '../../features/bridges/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { Card, SettingsPage } from './page.js'

/** The bridges to a shop and to a CRM. Whoever comes back from a CRM's page of permission is led on to her bridge. */
export function BridgesPage() {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const back = useSearch({ from: '/beside/settings/bridges' })
  const { data: bridges, error, isLoading } = useQuery(bridgesQuery)
  const [making, setMaking] = useState(false)
  useEffect(() => {
    if (back.bridge) void navigate({ to: '/settings/bridges/$bridgeId', params: { bridgeId: back.bridge }, search: { ...(back.connected ? { connected: back.connected } : {}), ...(back.fault ? { fault: back.fault } : {}) }, replace: true })
  }, [back, navigate])
  const add = <Button look="primary" onClick={() => setMaking(true)}><Plus aria-hidden="true" className="size-4" />{t('bridges.add')}</Button>
  const told = error ? tellError(intl, error) : null
  return (
    <SettingsPage title={t('settings.bridges')} lead={t('bridges.lead')} action={bridges && bridges.length > 0 && add}>
      {back.fault && !back.bridge && <Notice tone="failed" alert title={t('bridges.fault.bad_state')} />}
      {isLoading && <Loading label={t('app.loading')} />}
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      {bridges?.length === 0 && <Card><Empty icon={Cable} title={t('bridges.none_title')} action={add}>{t('bridges.none_text')}</Empty></Card>}
      {bridges && bridges.length > 0 && (
        <ul aria-label={t('settings.bridges')} className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
          {bridges.map((bridge) => (
            <li key={bridge.id} className="border-b border-line last:border-0">
              <Link to="/settings/bridges/$bridgeId" params={{ bridgeId: bridge.id }} search={{}} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-3.5 outline-offset-[-2px] hover:bg-hover">
                <span className="min-w-0 grow basis-56"><span className="block truncate font-semibold"><bdi>{bridge.name}</bdi></span>
                  <span className="block text-sm text-ink-soft">{NAMES[bridge.kind]} · {t('bridges.people', { count: bridge.people })}{bridge.failed > 0 && <span className="text-failed"> · {t('bridges.failed', { count: bridge.failed })}</span>}</span></span>
                <BridgeState bridge={bridge} /><ChevronRight aria-hidden="true" className="size-4 text-ink-soft rtl:rotate-180" />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {making && <MakeBridge onClose={() => setMaking(false)} onMade={(bridge) => { setMaking(false); void navigate({ to: '/settings/bridges/$bridgeId', params: { bridgeId: bridge.id }, search: {} }) }} />}
    </SettingsPage>
  )
}
