import type { HealthItem, SystemStatus, WorkerStatus } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { useNow } from '../../api/clock.js'
import { formatMoment, formatSpan } from '../../i18n/format.js'
import { isMessage, useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { healthWords } from '../account/health-words.js'
import { ChannelMark } from '../inbox/channel-mark.js'
import * as judge from './judge.js'
import { Row, Rows } from './rows.js'

/** The search index leaves the newest messages alone for a moment (jobs/search-indexer.ts). */
const FRESH_MS = 10_000

/** What is wrong, and what to do about it. */
export function Incidents({ items }: { items: readonly HealthItem[] }) {
  const { t, intl } = useT()
  // They bear the company's time, which in a demo is not the server's.
  const now = useNow()
  if (items.length === 0) return null
  return (
    <Card title={t('upkeep.incidents', { n: items.length })}>
      <ul className="divide-y divide-line">
        {items.map((item) => {
          const { title, sentence, next } = healthWords(intl, item)
          const Icon = item.severity === 'critical' ? CircleAlert : item.severity === 'warning' ? TriangleAlert : Info
          return (
            <li key={item.id} className="flex gap-3 py-3">
              <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${item.severity === 'critical' ? 'text-failed' : item.severity === 'warning' ? 'text-waiting' : 'text-ink-soft'}`} />
              <div className="min-w-0 grow">
                <p className="font-semibold [overflow-wrap:anywhere]">{title}</p>
                {sentence && <p className="text-pretty [overflow-wrap:anywhere]">{sentence}</p>}
                {next && <p className="text-pretty text-ink-soft">{next}</p>}
                <p className="mt-0.5 text-sm text-ink-soft">{formatMoment(intl, item.lastAt, now)}{item.count > 1 && ` · ${t('upkeep.times', { n: item.count })}`}{item.channelAccountId && <> · <Link to="/settings/channels/$accountId" params={{ accountId: item.channelAccountId }} className="text-accent hover:underline">{t('upkeep.account')}</Link></>}</p>
              </div>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

/** What comes in and goes out, and who works behind it. */
export function Company({ status }: { status: SystemStatus }) {
  const { t, intl } = useT()
  const { webhooks, ingest, outbox, workers, search } = status
  const list = (...parts: (string | false | null)[]) => parts.filter(Boolean).join(' · ')
  const stands = ({ waiting, behindMs }: WorkerStatus): (string | false)[] => (waiting === null || behindMs === null ? [t('upkeep.unused')] : waiting === 0 ? [t('upkeep.up_to_date')] : [t('upkeep.to_read', { n: waiting }), behindMs >= 1_000 && t('upkeep.behind', { span: formatSpan(intl, behindMs) })])
  const rate = (n: number) => t('upkeep.per_minute', { n: intl.formatNumber(n, { maximumFractionDigits: 1 }) })
  return (
    <>
      <Card title={t('upkeep.in')}>
        <Rows>
          <Row name={t('upkeep.stored')} as={judge.ingest(ingest)} note={ingest.setAside > 0 && t('upkeep.set_aside', { n: ingest.setAside })}>{rate(ingest.perMinute)}</Row>
          {webhooks.map((one) => (
            <Row key={one.accountId} as={judge.webhook(one)} note={one.refusedPerMinute > 0 && t('upkeep.refused', { n: intl.formatNumber(one.refusedPerMinute, { maximumFractionDigits: 1 }) })}
              name={<span className="inline-flex max-w-full items-center gap-2"><ChannelMark channel={one.channel} size={18} /><Link to="/settings/channels/$accountId" params={{ accountId: one.accountId }} className="min-w-0 truncate text-accent hover:underline"><bdi>{one.name}</bdi></Link>{one.simulated && <span className="text-sm font-normal text-ink-soft">{t('upkeep.simulated')}</span>}</span>}>
              {one.ageMs === null ? t('upkeep.never') : list(t('upkeep.webhook_ago', { span: formatSpan(intl, one.ageMs) }), rate(one.perMinute))}
            </Row>
          ))}
        </Rows>
      </Card>
      <Card title={t('upkeep.out')}>
        <Rows>
          <Row name={t('upkeep.queued')} as={judge.outbox({ ...outbox, unknown: 0, failedThreads: 0 })} note={judge.outbox({ ...outbox, unknown: 0, failedThreads: 0 }) !== 'good' && t('upkeep.queue_old')}>{list(intl.formatNumber(outbox.queued), outbox.oldestDueMs !== null && t('upkeep.oldest', { span: formatSpan(intl, outbox.oldestDueMs) }))}</Row>
          <Row name={t('upkeep.sending')} as="good">{intl.formatNumber(outbox.sending)}</Row>
          <Row name={t('upkeep.unknown')} as={outbox.unknown > 0 ? 'watch' : 'good'} note={outbox.unknown > 0 && t('upkeep.unknown_note')}>{intl.formatNumber(outbox.unknown)}</Row>
          {outbox.held > 0 && <Row name={t('upkeep.held')} as="watch">{intl.formatNumber(outbox.held)}</Row>}
          <Row name={t('upkeep.failed')} as={outbox.failedThreads > 0 ? 'watch' : 'good'}>{outbox.failedThreads > 0 ? <Link to="/inbox" search={{ view: 'failed' }} className="text-accent hover:underline">{outbox.failedThreads >= 1_000 ? '999+' : intl.formatNumber(outbox.failedThreads)}</Link> : '0'}</Row>
        </Rows>
      </Card>
      <Card title={t('upkeep.workers')}>
        <Rows>{workers.map((one) => { const id = `upkeep.worker_${one.worker}`; return <Row key={one.worker} name={isMessage(intl, id) ? t(id) : one.worker} as={judge.worker(one)}>{list(...stands(one))}</Row> })}
          <Row name={t('upkeep.search')} as={judge.search(search)} note={judge.search(search) !== 'good' && t('upkeep.search_note')}>{search.behindMs < FRESH_MS ? t('upkeep.up_to_date') : t('upkeep.behind', { span: formatSpan(intl, search.behindMs) })}</Row>
        </Rows>
      </Card>
    </>
  )
}
