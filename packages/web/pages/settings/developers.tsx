import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Plus, Webhook } from 'lucide-react'
import { useState } from 'react'
import { EndpointForm } from '../../features/developers/endpoint-form.js'
import { EndpointState } from '../../features/developers/endpoint-state.js'
import { Examples } from '../../features/developers/examples.js'
import { endpointsQuery } from '../../features/developers/queries.js'
import { SecretNotice } from '../../features/developers/secret-notice.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { Card, SettingsPage } from './page.js'

/** For whoever connects the shop: where Recado tells what happens, and requests to copy. */
export function DevelopersPage() {
  const { t, intl } = useT()
  const { data: endpoints, error, isLoading } = useQuery(endpointsQuery)
  const [adding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const add = <Button look="primary" onClick={() => setAdding(true)}><Plus aria-hidden="true" className="size-4" />{t('webhooks.add')}</Button>
  return (
    <SettingsPage title={t('settings.developers')} lead={t('developers.lead')} action={endpoints && endpoints.length > 0 && add}>
      {secret && <SecretNotice secret={secret} />}
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {endpoints?.length === 0 && <Card><Empty icon={Webhook} title={t('webhooks.none_title')} action={add}>{t('webhooks.none_text')}</Empty></Card>}
      {endpoints && endpoints.length > 0 && (
        <ul aria-label={t('webhooks.title')} className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
          {endpoints.map((endpoint) => (
            <li key={endpoint.id} className="border-b border-line last:border-0">
              <Link to="/settings/developers/$endpointId" params={{ endpointId: endpoint.id }} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-3.5 outline-offset-[-2px] hover:bg-hover">
                <span className="min-w-0 grow basis-56"><span className="block truncate font-semibold">{endpoint.description || endpoint.url}</span><span className="block truncate text-sm text-ink-soft">{endpoint.description ? `${endpoint.url} · ` : ''}{endpoint.events.join(', ')}</span></span>
                <EndpointState endpoint={endpoint} /><ChevronRight aria-hidden="true" className="size-4 text-ink-soft rtl:rotate-180" />
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Card title={t('developers.examples')}><Examples /></Card>
      {adding && <EndpointForm onClose={() => setAdding(false)} onSaved={(saved) => { setAdding(false); setSecret(saved.secret ?? null) }} />}
    </SettingsPage>
  )
}
