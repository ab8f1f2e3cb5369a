import { RECIPIENT_ACTS, RECIPIENT_STATES, type CampaignRecipient } from '@recado/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useNow } from '../../../api/clock.js'
import { formatMoment, formatMoney } from '../../../i18n/format.js'
import { tellCode, tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button, buttonClass } from '../../../ui/button.js'
import { Choice } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { recipientsOptions } from '../queries.js'
import type { ReportSearch } from '../search.js'
import { whyText } from '../words.js'

/** Everybody of the audience, one line each, by where her message stands and what she did. */
export function Recipients({ id, search, variants }: { id: string; search: ReportSearch; variants: readonly string[] }) {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const now = useNow(60_000)
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(recipientsOptions(id, search))
  const rows = data?.pages.flatMap((page) => page.items) ?? []
  const go = (change: { [K in keyof ReportSearch]?: string }) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value)) as ReportSearch // read again by the address
    void navigate({ to: '/campaigns/$campaignId/report', params: { campaignId: id }, search: next, hash: 'recipients', replace: true, resetScroll: false })
  }
  return (
    <section id="recipients" aria-labelledby="recipients-title" className="rounded-2xl border border-line bg-surface shadow-lift print:hidden">
      <div className="flex flex-wrap items-end gap-3 px-5 py-4">
        <h2 id="recipients-title" className="min-w-0 grow basis-40 self-center text-bubble">{t('creport.recipients')}</h2>
        <Choice label={t('creport.by_state')} value={search.state ?? ''} onChange={(event) => go({ state: event.target.value, code: '' })}><option value="">{t('creport.any')}</option>{RECIPIENT_STATES.map((state) => <option key={state} value={state}>{t(`creport.state.${state}`)}</option>)}</Choice>
        <Choice label={t('creport.by_act')} value={search.act ?? ''} onChange={(event) => go({ act: event.target.value })}><option value="">{t('creport.any')}</option>{RECIPIENT_ACTS.map((act) => <option key={act} value={act}>{t(`creport.${act}`)}</option>)}</Choice>
        {variants.length > 1 && <Choice label={t('creport.by_variant')} value={search.variant ?? ''} onChange={(event) => go({ variant: event.target.value })}><option value="">{t('creport.any')}</option>{variants.map((key) => <option key={key} value={key}>{key.toUpperCase()}</option>)}</Choice>}
        <a href={`/api/v1/campaigns/${id}/recipients.csv?${new URLSearchParams({ ...search })}`} download className={buttonClass()}><Download aria-hidden="true" className="size-4" />{t('creport.recipients_csv')}</a>
      </div>
      {search.code && <p className="flex flex-wrap items-center gap-2 px-5 pb-3 text-sm">{whyText(intl, search.code)} <Button small look="quiet" onClick={() => go({ code: '' })}>{t('creport.any_reason')}</Button></p>}
      {error && <Notice tone="failed" alert className="m-4" title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {data && rows.length === 0 && <p className="px-5 pb-6 text-ink-soft">{t('creport.nobody')}</p>}
      <ul>{rows.map((one) => <Row key={one.contactId} one={one} now={now} />)}</ul>
      {hasNextPage && <div className="border-t border-line p-3 text-center"><Button small busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('campaigns.more')}</Button></div>}
    </section>
  )
}

function Row({ one, now }: { one: CampaignRecipient; now: number }) {
  const { t, intl } = useT()
  const at = one.readAt ?? one.deliveredAt ?? one.sentAt ?? one.acceptedAt
  const acts = ([['clicked', one.clickedAt], ['replied', one.repliedAt], ['converted', one.convertedAt], ['opted_out', one.optedOutAt]] as const).filter(([, moment]) => moment)
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-t border-line px-5 py-2 text-sm">
      <span className="min-w-0 grow basis-44"><Link to="/contacts/$contactId" params={{ contactId: one.contactId }} className="font-medium hover:underline"><bdi>{one.name}</bdi></Link>{one.code && <span className="block text-ink-soft">{one.state === 'excluded' ? whyText(intl, one.code) : tellCode(intl, one.code).sentence}</span>}</span>
      {one.variant && <span className="rounded bg-sunken px-1.5 text-xs">{one.variant.toUpperCase()}</span>}
      {acts.map(([act]) => <span key={act} className="rounded-full bg-accent-soft px-2 text-xs font-medium text-accent-strong">{t(`context.campaign_${act}`)}</span>)}
      {one.price && <span className="figures text-ink-soft">{formatMoney(intl, one.price)}</span>}
      <span className="figures shrink-0">{t(`creport.state.${one.state}`)}{at && <span className="ms-1.5 text-ink-soft">{formatMoment(intl, at, now)}</span>}</span>
      {one.conversationId && <Link to="/inbox/$conversationId" params={{ conversationId: one.conversationId }} className="shrink-0 font-medium text-accent hover:underline">{t('creport.thread')}</Link>}
    </li>
  )
}
