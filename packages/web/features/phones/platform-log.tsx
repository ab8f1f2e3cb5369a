import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { Choice } from '../../ui/field.js'
import { Spinner } from '../../ui/spinner.js'
import { callsOptions, outcomeOf } from './platform-data.js'
import type { PlatformProps } from './platform-panel.js'
import type { LogItem } from './types.js'

/** What the desk has asked of the platforms, newest first, each with its answer. */
export function PlatformLog({ accounts, channels }: PlatformProps) {
  const { t } = useT()
  const [accountId, setAccountId] = useState('')
  const calls = useQuery(callsOptions(accountId || null))
  return (
    <div className="flex flex-col gap-3">
      <Choice label={t('platform.account')} value={accountId} onChange={({ target }) => setAccountId(target.value)}>
        <option value="">{t('platform.every_account')}</option>
        {accounts.map(({ id, channel, name }) => <option key={id} value={id}>{`${channels.get(channel)?.name ?? channel} · ${name}`}</option>)}
      </Choice>
      {!calls.data
        ? <p role="status" className="grid place-items-center py-8"><Spinner small /><span className="sr-only">{t('app.loading')}</span></p>
        : calls.data.length === 0
          ? <p className="rounded-xl bg-sunken px-3 py-6 text-center text-sm text-ink-soft">{t('platform.no_calls')}</p>
          : <ul className="-mx-2 divide-y divide-line">{calls.data.map((call) => <Call key={call.id} call={call} app={channels.get(call.channel)?.name ?? call.channel} />)}</ul>}
    </div>
  )
}

function Call({ call, app }: { call: LogItem; app: string }) {
  const { t, intl } = useT()
  const outcome = outcomeOf(call)
  return (
    <li>
      <details className="group">
        <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 rounded-lg px-2 py-1.5 -outline-offset-2 hover:bg-hover">
          <ChevronRight aria-hidden="true" className="size-3.5 shrink-0 text-ink-soft transition-transform group-open:rotate-90 rtl:-scale-x-100" />
          <span className="min-w-0 grow">
            <bdi className="block truncate font-mono text-xs" title={call.request.path}>{call.request.method} {call.request.path}</bdi>
            <span className="figures block text-xs text-ink-soft">{[intl.formatTime(call.at, { hour: '2-digit', minute: '2-digit', second: '2-digit' }), app, call.billed ? t('platform.billed') : null].filter(Boolean).join(' · ')}</span>
          </span>
          <span className={cx('figures shrink-0 rounded-md px-1.5 py-0.5 text-xs font-semibold', outcome.ok ? 'bg-good-soft text-good' : 'bg-failed-soft text-failed')}><span className="sr-only">{t(outcome.ok ? 'platform.call_ok' : 'platform.call_failed')} </span>{outcome.text}</span>
        </summary>
        <div className="flex flex-col gap-2 px-2 pb-3">
          <Body label={t('platform.asked')} body={Object.keys(call.request.query).length > 0 ? { query: call.request.query, body: call.request.body } : call.request.body} />
          <Body label={t('platform.answered')} body={call.answer.body ?? (call.answer.status === null ? t('platform.no_answer') : null)} />
        </div>
      </details>
    </li>
  )
}

function Body({ label, body }: { label: string; body: unknown }) {
  const { t } = useT()
  const text = body === null || body === undefined ? t('platform.no_body') : typeof body === 'string' ? body : JSON.stringify(body, null, 2)
  return <figure><figcaption className="mb-0.5 text-xs font-medium text-ink-soft">{label}</figcaption><pre dir="ltr" tabIndex={0} className="thin-scroll max-h-56 overflow-auto rounded-lg bg-sunken px-2.5 py-2 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</pre></figure>
}
