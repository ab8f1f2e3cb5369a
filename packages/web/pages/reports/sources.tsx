import { ENTRY_KINDS, type SourcesReport } from '@recado/api'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Download, Signpost } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { accountsQuery, useSession } from '../../api/queries.js'
import { useAccountName } from '../../features/account-name.js'
import { DayBars } from '../../features/entry/day-bars.js'
import { entryColour, entryIcon } from '../../features/entry/kinds.js'
import { formatSpan } from '../../i18n/format.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { buttonClass } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Choice } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'

const DAY_MS = 86_400_000
const SPANS = [7, 30, 90, 365] as const

/** Where customers come from: by source, with what became of it, and by day. The bars and the table tell the same figures. */
export function SourcesPage() {
  const { t, intl } = useT()
  const { workspace } = useSession()
  const now = useNow(60_000)
  const [days, setDays] = useState<number>(30)
  const [account, setAccount] = useState('')
  const accounts = useQuery(accountsQuery).data ?? []
  const nameOf = useAccountName()
  // The end is the next full hour: the same question stays the same for a while.
  const to = Math.ceil((now + 1) / 3_600_000) * 3_600_000
  const query = new URLSearchParams({ from: new Date(to - days * DAY_MS).toISOString(), to: new Date(to).toISOString(), ...(account ? { account } : {}) }).toString()
  const { data, error, isLoading } = useQuery({ queryKey: ['report', 'sources', query], queryFn: () => api.get<SourcesReport>(`/reports/sources?${query}`), placeholderData: keepPreviousData })
  useEffect(() => { document.title = `${t('reports.sources')} · ${workspace.name}` }, [t, workspace.name])
  const total = data?.rows.reduce((sum, row) => sum + row.conversations, 0) ?? 0
  const kinds = ENTRY_KINDS.flatMap((kind) => {
    const count = data?.rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.conversations, 0) ?? 0
    return count > 0 ? [{ kind, count }] : []
  })
  return (
    <div className="thin-scroll min-h-0 min-w-0 grow overflow-y-auto bg-page">
      <div className="mx-auto w-full max-w-5xl px-4 py-6 sm:px-8">
        <header className="mb-5 flex flex-wrap items-end gap-3">
          <div className="min-w-0 grow basis-72"><p className="text-sm text-ink-soft">{t('nav.reports')}</p><h1 className="text-xl">{t('reports.sources')}</h1></div>
          <Choice label={t('reports.span')} value={String(days)} onChange={(event) => setDays(Number(event.target.value))}>{SPANS.map((span) => <option key={span} value={span}>{t('reports.last_days', { days: span })}</option>)}</Choice>
          {accounts.length > 1 && <Choice label={t('reports.account')} value={account} onChange={(event) => setAccount(event.target.value)}><option value="">{t('reports.all_accounts')}</option>{accounts.map((each) => <option key={each.id} value={each.id}>{nameOf(each)}</option>)}</Choice>}
          <a href={`/api/v1/reports/sources.csv?${query}`} download className={buttonClass()}><Download aria-hidden="true" className="size-4" />{t('reports.csv')}</a>
        </header>
        {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
        {isLoading && <Loading label={t('app.loading')} />}
        {data && data.rows.length === 0 && <Empty icon={Signpost} title={t('reports.none_title')}>{t('reports.none_text')}</Empty>}
        {data && data.rows.length > 0 && (
          <div className="flex flex-col gap-5">
            <section className="rounded-2xl border border-line bg-surface p-5 shadow-lift">
              <h2 className="mb-1 text-bubble">{t('reports.conversations', { count: total })}</h2>
              <ul className="mb-4 flex flex-wrap gap-x-5 gap-y-1 text-sm">
                {kinds.map(({ kind, count }) => <li key={kind} className="flex items-center gap-1.5"><span aria-hidden="true" className={cx('size-3 rounded-sm', entryColour[kind])} />{t(`entry.kind.${kind}`)} <span className="figures font-semibold">{intl.formatNumber(count)}</span></li>)}
              </ul>
              <DayBars report={data} days={days} />
            </section>
            <section className="thin-scroll overflow-x-auto rounded-2xl border border-line bg-surface shadow-lift" tabIndex={0} aria-label={t('reports.by_source')}>
              <table className="w-full min-w-140 text-sm">
                <thead><tr className="border-b border-line text-start text-ink-soft">{(['source', 'conversations', 'answered', 'first_answer', 'entries'] as const).map((column) => <th key={column} scope="col" className={cx('px-4 py-2.5 font-medium', column === 'source' ? 'text-start' : 'text-end')}>{t(`reports.column.${column}`)}</th>)}</tr></thead>
                <tbody>
                  {data.rows.map((row) => {
                    const Icon = entryIcon[row.kind]
                    return (
                      <tr key={`${row.kind} ${row.source} ${row.entryPointId ?? ''}`} className="border-b border-line last:border-0">
                        <th scope="row" className="px-4 py-2.5 text-start font-normal"><span className="flex items-start gap-2"><Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-soft" /><span className="min-w-0"><bdi className="block font-medium [overflow-wrap:anywhere]">{row.label || row.source || t(`entry.kind.${row.kind}`)}</bdi>{(row.label || row.source) && <span className="text-xs text-ink-soft">{t(`entry.kind.${row.kind}`)}{row.label && row.source && <> · <bdi>{row.source}</bdi></>}</span>}</span></span></th>
                        <td className="figures px-4 py-2.5 text-end">{intl.formatNumber(row.conversations)}</td>
                        <td className="figures px-4 py-2.5 text-end">{intl.formatNumber(row.answered)}{row.conversations > 0 && <span className="text-ink-soft"> ({intl.formatNumber(row.answered / row.conversations, { style: 'percent', maximumFractionDigits: 0 })})</span>}</td>
                        <td className="figures px-4 py-2.5 text-end">{row.firstAnswerS === null ? '–' : formatSpan(intl, row.firstAnswerS * 1_000)}</td>
                        <td className="figures px-4 py-2.5 text-end">{intl.formatNumber(row.entries)}</td>
                      </tr>
                    )
                  })}
                </tbody>
              </table>
            </section>
            <p className="text-sm text-pretty text-ink-soft">{t('reports.sources_note')}</p>
          </div>
        )}
      </div>
    </div>
  )
}
