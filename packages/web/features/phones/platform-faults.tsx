import { useQuery } from '@tanstack/react-query'
import { CircleCheck, TriangleAlert, X } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useNow } from '../../api/clock.js'
import { api } from '../../api/client.js'
import { useT, type MessageId, type Translate } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice } from '../../ui/field.js'
import { Spinner } from '../../ui/spinner.js'
import { faultsQuery, usePlatform } from './platform-data.js'
import type { PlatformProps } from './platform-panel.js'
import type { ShownFault } from './types.js'

const KINDS = ['http_500', 'http_429', 'timeout', 'cut_reply', 'garbage', 'duplicate', 'reorder', 'delay', 'withhold_reports', 'revoke_token', 'token_expired', 'unsubscribe', 'ip_not_allowed', 'verification_expired', 'payment_missing', 'quality_red'] as const
type Kind = (typeof KINDS)[number]
const isKind = (kind: string): kind is Kind => (KINDS as readonly string[]).includes(kind)
/** A kind that a newer simulator knows and this page does not goes by its own name. */
const nameOf = (kind: string, t: Translate): string => (isKind(kind) ? t(`fault.${kind}` satisfies MessageId) : kind.replaceAll('_', ' '))

const MINUTE = 60_000
/** How long: once, a while, or until somebody takes it away. */
const SPANS = { forever: {}, once: { count: 1 }, ten_minutes: { forMs: 10 * MINUTE }, two_hours: { forMs: 120 * MINUTE } } as const
type Span = keyof typeof SPANS
const SPAN_NAME: Record<Span, MessageId> = { forever: 'platform.span_forever', once: 'platform.span_once', ten_minutes: 'platform.span_ten_minutes', two_hours: 'platform.span_two_hours' }

/** Makes a platform misbehave, and shows what is set. */
export function PlatformFaults({ accounts, channels }: PlatformProps) {
  const { t } = useT()
  const faults = useQuery(faultsQuery)
  const { run, problem, isBusy } = usePlatform()
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? '')
  const account = accounts.find(({ id }) => id === accountId) ?? accounts[0]
  const kinds = account ? (faults.data?.kinds[account.channel] ?? []) : []
  const [wished, setKind] = useState('')
  const kind = kinds.includes(wished) ? wished : (kinds[0] ?? '')
  const [span, setSpan] = useState<Span>('forever')
  const cause = (event: FormEvent) => {
    event.preventDefault()
    if (account && kind) void run(() => api.control('POST', '/faults', { channel: account.channel, channelAccountId: account.id, kind, ...SPANS[span] }))
  }
  if (!faults.data) return <p role="status" className="grid place-items-center py-8"><Spinner small /><span className="sr-only">{t('app.loading')}</span></p>
  const { items } = faults.data
  return (
    <div className="flex flex-col gap-5">
      <form className="flex flex-col gap-3" onSubmit={cause}>
        <Choice label={t('platform.account')} value={account?.id ?? ''} onChange={({ target }) => setAccountId(target.value)}>{accounts.map(({ id, channel, name }) => <option key={id} value={id}>{`${channels.get(channel)?.name ?? channel} · ${name}`}</option>)}</Choice>
        <Choice label={t('platform.fault')} help={isKind(kind) ? t(`fault.${kind}.help` satisfies MessageId) : undefined} value={kind} onChange={({ target }) => setKind(target.value)}>{kinds.map((one) => <option key={one} value={one}>{nameOf(one, t)}</option>)}</Choice>
        <Choice label={t('platform.how_long')} value={span} onChange={({ target }) => setSpan(target.value as Span)}>{(Object.keys(SPANS) as Span[]).map((one) => <option key={one} value={one}>{t(SPAN_NAME[one])}</option>)}</Choice>
        <Button type="submit" look="primary" busy={isBusy} disabled={!kind}>{t('platform.cause')}</Button>
        {problem && <p role="alert" className="text-sm text-failed">{problem}</p>}
      </form>
      <section>
        <div className="mb-2 flex items-center gap-2"><h3 className="grow font-semibold">{t('platform.set_now')}</h3>{items.length > 1 && <Button small onClick={() => void run(() => api.control('DELETE', '/faults'))}>{t('platform.clear_all')}</Button>}</div>
        {items.length === 0
          ? <p className="flex items-center gap-2 rounded-xl bg-good-soft px-3 py-2.5 text-sm text-good"><CircleCheck aria-hidden="true" className="size-4 shrink-0" />{t('platform.all_well')}</p>
          : <ul className="flex flex-col gap-2">{items.map((fault) => <SetFault key={fault.id} fault={fault} title={nameOf(fault.kind, t)} where={whereOf(fault, accounts, channels)} onRemove={() => void run(() => api.control('DELETE', `/faults/${encodeURIComponent(fault.id)}`))} />)}</ul>}
      </section>
    </div>
  )
}

function whereOf(fault: ShownFault, accounts: PlatformProps['accounts'], channels: PlatformProps['channels']): string {
  const name = channels.get(fault.channel)?.name ?? fault.channel
  const account = accounts.find(({ id }) => id === fault.channelAccountId)
  return account ? `${name} · ${account.name}` : name
}

function SetFault({ fault, title, where, onRemove }: { fault: ShownFault; title: string; where: string; onRemove: () => void }) {
  const { t, intl } = useT()
  const now = useNow(1000)
  const left = fault.until === null ? null : Math.max(1, Math.ceil((Date.parse(fault.until) - now) / MINUTE))
  const rest = [where, fault.left === null ? null : t('platform.times_left', { count: intl.formatNumber(fault.left) }), left === null ? null : t('platform.minutes_left', { span: intl.formatNumber(left, { style: 'unit', unit: 'minute', unitDisplay: 'short' }) })]
  return (
    <li className="flex items-start gap-2.5 rounded-xl bg-failed-soft py-2 ps-3 pe-1.5">
      <TriangleAlert aria-hidden="true" className="mt-1 size-4 shrink-0 text-failed" />
      <p className="min-w-0 grow"><span className="block font-medium text-failed">{title}</span><span className="figures block text-sm text-ink-soft">{rest.filter(Boolean).join(' · ')}</span></p>
      <button type="button" aria-label={t('platform.take_away', { fault: title })} onClick={onRemove} className="grid size-8 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-black/10"><X aria-hidden="true" className="size-4" /></button>
    </li>
  )
}
