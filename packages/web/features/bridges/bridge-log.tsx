import type { Bridge, BridgeDelivery, BridgeRun } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleMinus, CircleX, Hourglass } from 'lucide-react'
import type { ReactNode } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { toast } from '../../ui/toast.js'
import { bridgeDeliveriesOptions, bridgesKey, runsOptions } from './queries.js'

const SIGNS = { done: [CircleCheck, 'text-good'], failed: [CircleX, 'text-failed'], waiting: [Hourglass, 'text-waiting'], running: [Hourglass, 'text-waiting'], ignored: [CircleMinus, 'text-ink-soft'] } as const
/** Codes that have words of their own; others are shown as they are, with what the other side said. */
const SAID = ['suppressed', 'not_used', 'unreadable', 'invalid_request', 'away', 'refused', 'asked_to_wait', 'token_refused', 'not_connected'] as const
const COUNTED = ['created', 'changed', 'skipped', 'sent', 'made', 'failed'] as const

function Row({ state, title, at, children }: { state: keyof typeof SIGNS; title: ReactNode; at: string; children?: ReactNode }) {
  const { intl, t } = useT()
  const [Icon, ink] = SIGNS[state]
  return (
    <li className="flex items-start gap-3 px-5 py-3">
      <Icon aria-label={t(`bridges.delivery.${state}`)} className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <div className="min-w-0 grow"><p className="[overflow-wrap:anywhere]">{title}</p>{children && <div className="text-sm text-ink-soft [overflow-wrap:anywhere]">{children}</div>}</div>
      <time dateTime={at} className="figures shrink-0 text-sm text-ink-soft">{intl.formatDate(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })}</time>
    </li>
  )
}

/** What came in and what was looked at, the last of it, with what to do about the rest. */
export function BridgeLog({ bridge }: { bridge: Bridge }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const deliveries = useQuery(bridgeDeliveriesOptions(bridge.id)).data ?? []
  const runs = useQuery({ ...runsOptions(bridge.id), enabled: bridge.kind === 'hubspot' }).data ?? []
  const again = useMutation({ mutationFn: () => api.post<{ retried: number }>(`/bridges/${bridge.id}/retry`), onSuccess: ({ retried }) => toast(t('bridges.retried', { count: retried })), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }), onSettled: () => client.invalidateQueries({ queryKey: bridgesKey }) })
  const why = (code: string | null, detail: string | null): ReactNode => (code ? <>{SAID.includes(code as (typeof SAID)[number]) ? t(`bridges.said.${code as (typeof SAID)[number]}`) : code}{detail && code !== 'asked_to_wait' ? ` · ${detail}` : ''}</> : detail ? t('bridges.left_out', { fields: detail }) : null)
  const counts = (run: BridgeRun): string => COUNTED.filter((one) => (run.counts[one] ?? 0) > 0).map((one) => t(`bridges.count.${one}`, { count: run.counts[one] ?? 0 })).join(' · ')
  const subject = (one: BridgeDelivery): string => (one.subject ? ` · ${one.subject}` : '')
  return (
    <section aria-labelledby="bridge-log" className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
      <header className="flex min-h-14 flex-wrap items-center gap-3 border-b border-line px-5 py-2"><h3 id="bridge-log" className="grow text-bubble">{t('bridges.log')}</h3>{bridge.failed > 0 && <Button small busy={again.isPending} onClick={() => again.mutate()}>{t('bridges.retry')}</Button>}</header>
      {runs.length + deliveries.length === 0 && <p className="px-5 py-6 text-ink-soft">{t(bridge.kind === 'woocommerce' ? 'bridges.log_empty_shop' : 'bridges.log_empty_crm')}</p>}
      {runs.length > 0 && <ul aria-label={t('bridges.runs')} className="divide-y divide-line">{runs.map((run) => <Row key={run.id} state={run.state} at={run.startedAt} title={t(`bridges.run.${run.what}`)}>{[counts(run), run.state === 'done' && !counts(run) ? t('bridges.nothing_new') : null].filter(Boolean).join(' ')}{run.code && <span className="block">{why(run.code, run.detail)}</span>}</Row>)}</ul>}
      {deliveries.length > 0 && <>
        {runs.length > 0 && <h4 className="border-y border-line bg-sunken px-5 py-2 text-sm font-semibold">{t('bridges.deliveries')}</h4>}
        <ul aria-label={t('bridges.deliveries')} className="divide-y divide-line">{deliveries.map((one) => <Row key={one.id} state={one.state} at={one.receivedAt} title={<><code dir="ltr" className="font-mono text-sm">{one.topic}</code><bdi>{subject(one)}</bdi></>}>{why(one.code, one.detail)}</Row>)}</ul>
      </>}
    </section>
  )
}
