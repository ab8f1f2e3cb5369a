import type { Bridge, BridgeRun } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ArrowLeft, PlugZap, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { BridgeLog } from '../../features/bridges/bridge-log.js'
import { BridgeState } from '../../features/bridges/bridge-state.js'
import { bridgeOptions, bridgesKey, NAMES } from '../../features/bridges/queries.js'
import { SecretForm } from '../../features/bridges/secret-form.js'
import { CrmForms, ShopForms } from '../../features/bridges/settings-form.js'
import { CodeBlock } from '../../features/developers/code-block.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { Card, SettingsPage } from './page.js'

const FAULTS = ['bad_state', 'denied', 'token_refused', 'away'] as const

/** One bridge: how it stands, how it is connected, what goes over it and what went over it last. */
export function BridgePage() {
  const { bridgeId } = useParams({ from: '/beside/settings/bridges/$bridgeId' })
  const { t, intl } = useT()
  const { data: bridge, error } = useQuery(bridgeOptions(bridgeId))
  if (error && !bridge) return <SettingsPage title={t('settings.bridges')}><Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice></SettingsPage>
  return bridge ? <One key={bridge.id} bridge={bridge} /> : <Loading label={t('app.loading')} />
}

function One({ bridge }: { bridge: Bridge }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const back = useSearch({ from: '/beside/settings/bridges/$bridgeId' })
  const [asking, setAsking] = useState<'disconnect' | 'remove' | null>(null)
  const [secret, setSecret] = useState(false)
  const path = `/bridges/${bridge.id}`
  const settled = { onError: (problem: unknown) => toast(tellError(intl, problem).sentence, { tone: 'failed' as const }), onSettled: () => client.invalidateQueries({ queryKey: bridgesKey }) }
  const connect = useMutation({ mutationFn: () => api.post<{ url: string }>(`${path}/connect`), onSuccess: ({ url }) => window.location.assign(url), ...settled })
  const look = useMutation({ mutationFn: () => api.post<BridgeRun>(`${path}/try`), ...settled })
  const pause = useMutation({ mutationFn: (paused: boolean) => api.patch(path, { paused }), ...settled })
  const disconnect = useMutation({ mutationFn: () => api.post(`${path}/disconnect`), onSuccess: () => setAsking(null), ...settled })
  const remove = useMutation({ mutationFn: () => api.delete(path), onSuccess: () => void navigate({ to: '/settings/bridges', search: {} }), ...settled })
  const ask = asking === 'disconnect' ? { title: t('bridges.disconnect'), text: t('bridges.disconnect_text'), run: disconnect } : asking === 'remove' ? { title: t('bridges.remove'), text: t('bridges.remove_text'), run: remove } : null
  const fault = FAULTS.find((one) => one === back.fault)
  const crm = bridge.kind === 'hubspot'
  const result = look.data
  const moment = (iso: string) => intl.formatDate(iso, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <SettingsPage title={<bdi>{bridge.name}</bdi>} lead={<>{NAMES[bridge.kind]} · {t('bridges.people', { count: bridge.people })}{bridge.waiting > 0 && <> · {t('bridges.waiting', { count: bridge.waiting })}</>}{bridge.lastOkAt && <> · {t('bridges.last', { moment: moment(bridge.lastOkAt) })}</>}</>} action={<BridgeState bridge={bridge} />}>
      <Link to="/settings/bridges" search={{}} className="inline-flex w-fit items-center gap-1.5 text-accent"><ArrowLeft aria-hidden="true" className="size-4 rtl:rotate-180" />{t('settings.bridges')}</Link>
      {fault && bridge.state !== 'ready' && <Notice tone="failed" alert title={t(`bridges.fault.${fault}`)} />}
      {back.connected && bridge.state === 'ready' && <Notice tone="good" title={t('bridges.connected')}>{t('bridges.connected_text')}</Notice>}
      {bridge.state === 'reconnect' && <Notice tone="failed" alert title={t('bridges.reconnect_title')}>{t('bridges.reconnect_text')}</Notice>}
      {bridge.state === 'disconnected' && <Notice tone="note" title={t('bridges.disconnected_title')}>{t('bridges.disconnected_text')}</Notice>}
      {result && <Notice alert tone={result.state === 'done' ? 'good' : 'failed'} title={t(result.state === 'done' ? 'bridges.try_good' : 'bridges.try_failed')}>{result.state === 'done' ? null : result.detail ?? result.code}</Notice>}
      <div className="flex flex-wrap gap-2">
        {crm && <Button look={bridge.state === 'ready' ? 'plain' : 'primary'} busy={connect.isPending} onClick={() => connect.mutate()}><PlugZap aria-hidden="true" className="size-4" />{t(bridge.state === 'new' ? 'bridges.connect' : 'bridges.connect_again')}</Button>}
        {crm && bridge.state === 'ready' && <Button busy={look.isPending} onClick={() => look.mutate()}><RefreshCw aria-hidden="true" className="size-4" />{t('bridges.try')}</Button>}
        <Button onClick={() => setSecret(true)}>{t('bridges.change_secret')}</Button>
        {(bridge.state === 'ready' || bridge.state === 'paused') && <Button busy={pause.isPending} onClick={() => pause.mutate(bridge.state === 'ready')}>{t(bridge.state === 'ready' ? 'bridges.pause' : 'bridges.resume')}</Button>}
        {bridge.state !== 'disconnected' && <Button onClick={() => setAsking('disconnect')}>{t('bridges.disconnect')}</Button>}
        <Button look="danger" onClick={() => setAsking('remove')}>{t('bridges.remove')}</Button>
      </div>
      <Card title={t('bridges.setup')}>
        <ol className="mb-4 flex list-decimal flex-col gap-1.5 ps-5 text-pretty">{[1, 2, 3].map((step) => <li key={step}>{t(`bridges.setup.${bridge.kind}.${step as 1 | 2 | 3}`)}</li>)}</ol>
        <div className="flex flex-col gap-3">
          {bridge.kind === 'hubspot' && <CodeBlock label={t('bridges.redirect_url')} code={bridge.redirectUrl} />}
          <CodeBlock label={t('bridges.webhook_url')} code={bridge.webhookUrl} />
        </div>
        {bridge.state === 'new' && !crm && <p role="status" className="mt-3 text-sm text-waiting">{t('bridges.first_wait')}</p>}
      </Card>
      <BridgeLog bridge={bridge} />
      {bridge.kind === 'hubspot' ? <CrmForms bridge={bridge} /> : <ShopForms bridge={bridge} />}
      {secret && <SecretForm bridge={bridge} onClose={() => setSecret(false)} />}
      {ask && <DialogWindow title={`${ask.title}: ${bridge.name}`} closeLabel={t('app.close')} onClose={() => setAsking(null)} footer={<><Button onClick={() => setAsking(null)}>{t('app.cancel')}</Button><Button look="danger" busy={ask.run.isPending} onClick={() => ask.run.mutate()}>{ask.title}</Button></>}><p>{ask.text}</p></DialogWindow>}
    </SettingsPage>
  )
}
