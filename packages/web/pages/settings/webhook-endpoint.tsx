import type { WebhookDelivery, WebhookEndpoint } from '@recado/api'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft, Send } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { DeliveryRow } from '../../features/developers/delivery-row.js'
import { EndpointForm } from '../../features/developers/endpoint-form.js'
import { EndpointState } from '../../features/developers/endpoint-state.js'
import { deliveriesOptions, type DeliveryFilter, endpointOptions, webhooksKey } from '../../features/developers/queries.js'
import { SecretNotice } from '../../features/developers/secret-notice.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Choice } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { SettingsPage } from './page.js'

const STATES = ['all', 'delivered', 'pending', 'failed'] as const
const DAY = 86_400_000

/** One endpoint: how it stands, a test, its secret, and everything that was sent there. */
export function WebhookEndpointPage() {
  const { endpointId } = useParams({ from: '/beside/settings/developers/$endpointId' })
  const { t, intl } = useT()
  const { data: endpoint, error } = useQuery(endpointOptions(endpointId))
  if (error) return <SettingsPage title={t('webhooks.title')}><Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice></SettingsPage>
  return endpoint ? <Endpoint endpoint={endpoint} /> : <Loading label={t('app.loading')} />
}

function Endpoint({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const path = `/webhook-endpoints/${endpoint.id}`
  const [open, setOpen] = useState<'edit' | 'rotate' | 'remove' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const moment = (iso: string) => intl.formatDate(iso, { dateStyle: 'medium', timeStyle: 'short' })
  const settled = { onError: (problem: unknown) => toast(tellError(intl, problem).sentence, { tone: 'failed' as const }), onSettled: () => client.invalidateQueries({ queryKey: webhooksKey }) }
  const test = useMutation({ mutationFn: () => api.post<WebhookDelivery>(`${path}/test`), ...settled })
  const change = useMutation({ mutationFn: (enabled: boolean) => api.patch(path, { enabled }), ...settled })
  const again = useMutation({ mutationFn: () => api.post<{ resent: number }>(`${path}/resend-failed`, { since: new Date(Date.now() - 14 * DAY).toISOString() }), onSuccess: ({ resent }) => toast(t('webhooks.resent_count', { count: resent })), ...settled })
  const rotate = useMutation({ mutationFn: () => api.post<{ secret: string }>(`${path}/rotate-secret`), onSuccess: (made) => { setSecret(made.secret); setOpen(null) }, ...settled })
  const remove = useMutation({ mutationFn: () => api.delete(path), onSuccess: () => void navigate({ to: '/settings/developers' }), ...settled })
  const result = test.data?.tries.at(-1)
  const ask = open === 'rotate' ? { title: t('webhooks.rotate'), text: t('webhooks.rotate_text'), run: rotate } : open === 'remove' ? { title: t('webhooks.remove'), text: t('webhooks.remove_text'), run: remove } : null
  return (
    <SettingsPage title={endpoint.description || t('webhooks.title')} lead={<span className="[overflow-wrap:anywhere]">{endpoint.url}</span>} action={<EndpointState endpoint={endpoint} />}>
      <Link to="/settings/developers" className="inline-flex w-fit items-center gap-1.5 text-accent"><ArrowLeft aria-hidden="true" className="size-4 rtl:rotate-180" />{t('settings.developers')}</Link>
      {secret && <SecretNotice secret={secret} rotated />}
      {endpoint.disabledCode && endpoint.disabledCode !== 'by_hand' && <Notice tone="failed" title={t(`webhooks.disabled.${endpoint.disabledCode}`)} actions={<Button small busy={change.isPending} onClick={() => change.mutate(true)}>{t('webhooks.enable')}</Button>}>{t('webhooks.disabled_text')}</Notice>}
      {endpoint.enabled && endpoint.failingSince && <Notice tone="warning" title={t('webhooks.failing_since', { moment: moment(endpoint.failingSince) })}>{t('webhooks.failing_text', { count: endpoint.waiting })}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" busy={test.isPending} onClick={() => test.mutate()}>{!test.isPending && <Send aria-hidden="true" className="size-4" />}{t('webhooks.test')}</Button>
        <Button onClick={() => setOpen('edit')}>{t('webhooks.edit')}</Button>
        <Button onClick={() => setOpen('rotate')}>{t('webhooks.rotate')}</Button>
        {endpoint.disabledCode !== 'gone' && endpoint.disabledCode !== 'failing' && <Button busy={change.isPending} onClick={() => change.mutate(!endpoint.enabled)}>{endpoint.enabled ? t('webhooks.disable') : t('webhooks.enable')}</Button>}
        <Button look="danger" onClick={() => setOpen('remove')}>{t('webhooks.remove')}</Button>
      </div>
      {result && <Notice alert tone={test.data?.state === 'delivered' ? 'good' : 'failed'} title={test.data?.state === 'delivered' ? t('webhooks.test_good', { status: result.status ?? 0, ms: result.ms }) : t('webhooks.test_failed', { answer: result.status === null ? (result.error ?? '') : `HTTP ${result.status}` })}>{result.answer}</Notice>}
      {endpoint.formerSecretUntil && <p className="text-sm text-ink-soft">{t('webhooks.former_until', { moment: moment(endpoint.formerSecretUntil) })}</p>}
      <Log endpoint={endpoint} onResendFailed={() => again.mutate()} resending={again.isPending} />
      {open === 'edit' && <EndpointForm endpoint={endpoint} onClose={() => setOpen(null)} onSaved={() => setOpen(null)} />}
      {ask && <DialogWindow title={ask.title} closeLabel={t('app.close')} onClose={() => setOpen(null)} footer={<><Button onClick={() => setOpen(null)}>{t('app.cancel')}</Button><Button look={open === 'remove' ? 'danger' : 'primary'} busy={ask.run.isPending} onClick={() => ask.run.mutate()}>{ask.title}</Button></>}>{ask.text}</DialogWindow>}
    </SettingsPage>
  )
}

/** What was sent, newest first. */
function Log({ endpoint, onResendFailed, resending }: { endpoint: WebhookEndpoint; onResendFailed: () => void; resending: boolean }) {
  const { t, intl } = useT()
  const [state, setState] = useState<DeliveryFilter>('all')
  const { data, error, isLoading, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(deliveriesOptions(endpoint.id, state))
  const rows = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-labelledby="deliveries" className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
      <header className="flex flex-wrap items-end gap-3 border-b border-line px-5 py-3">
        <h3 id="deliveries" className="grow self-center text-bubble">{t('webhooks.log')}</h3>
        {endpoint.enabled && rows.some((row) => row.state === 'failed' && row.type !== 'webhook.test') && <Button small busy={resending} onClick={onResendFailed}>{t('webhooks.resend_failed')}</Button>}
        <Choice className="w-40" label={<span className="sr-only">{t('webhooks.log_filter')}</span>} value={state} onChange={(event) => setState(event.target.value as DeliveryFilter)}>{STATES.map((one) => <option key={one} value={one}>{t(`webhooks.delivery.${one}`)}</option>)}</Choice>
      </header>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert className="m-4" title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {data && rows.length === 0 && <p className="px-5 py-6 text-ink-soft">{t('webhooks.log_empty')}</p>}
      {rows.map((row) => <DeliveryRow key={row.id} endpointId={endpoint.id} delivery={row} canResend={endpoint.enabled} />)}
      {hasNextPage && <div className="p-3 text-center"><Button small look="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('webhooks.log_more')}</Button></div>}
    </section>
  )
}
