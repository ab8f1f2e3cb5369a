import { COST_GROUPS, type CostGroup, type CostReport } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { channelsQuery } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { Choice } from '../../ui/field.js'
import { money, reasonText, rowName } from './words.js'

const COLUMNS = ['messages', 'charged', 'free', 'undelivered', 'open', 'estimated', 'billed'] as const
const GROUPS = COST_GROUPS.filter((group) => group !== 'month')

/** What it was spent on: a table by whatever is asked, every currency a row of its own. */
export function Breakdown({ report, by, onBy }: { report: CostReport; by: CostGroup; onBy: (by: CostGroup) => void }) {
  const { t, intl } = useT()
  const channels = useQuery(channelsQuery).data ?? []
  const channelName = (id: string) => channels.find((one) => one.id === id)?.name ?? id
  return (
    <section className="rounded-2xl border border-line bg-surface shadow-lift">
      <header className="flex flex-wrap items-end gap-3 px-5 pt-4 pb-3"><h2 className="min-w-0 grow text-bubble">{t('costs.breakdown')}</h2>
        <span className="print:hidden"><Choice label={t('costs.by')} value={by} onChange={(event) => onBy(GROUPS.find((one) => one === event.target.value) ?? 'class')}>{GROUPS.map((group) => <option key={group} value={group}>{t(`costs.by.${group}`)}</option>)}</Choice></span></header>
      <div className="thin-scroll overflow-x-auto" tabIndex={0} role="region" aria-label={t('costs.breakdown')}>
        <table className="w-full min-w-150 text-sm">
          <thead><tr className="border-y border-line bg-sunken text-ink-soft"><th scope="col" className="px-5 py-2 text-start font-medium">{t(`costs.by.${report.by}`)}</th>{COLUMNS.map((column) => <th key={column} scope="col" className="px-3 py-2 text-end font-medium last:pe-5">{t(`costs.column.${column}`)}</th>)}</tr></thead>
          <tbody>{report.rows.map((row) => (
            <tr key={`${row.key} ${row.currency}`} className="border-b border-line last:border-0">
              <th scope="row" className="min-w-36 px-5 py-2 text-start font-medium"><bdi className="[overflow-wrap:anywhere]">{rowName(intl, report.by, row, channelName)}</bdi>{row.currency === '' && <span className="block text-xs font-normal text-ink-soft">{t('costs.no_currency')}</span>}</th>
              {(['messages', 'charged', 'free', 'undelivered', 'open'] as const).map((of) => <td key={of} className="figures px-3 py-2 text-end">{intl.formatNumber(row[of])}</td>)}
              <td className="figures px-3 py-2 text-end whitespace-nowrap text-ink-soft">{money(intl, row.estimated, row.currency)}</td>
              <td className="figures px-3 py-2 pe-5 text-end font-semibold whitespace-nowrap">{money(intl, row.billed, row.currency)}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  )
}

/** Why the bill is not the estimate, reason by reason. */
export function Differences({ report }: { report: CostReport }) {
  const { t, intl } = useT()
  return (
    <section className="rounded-2xl border border-line bg-surface p-5 shadow-lift">
      <h2 className="mb-2 text-bubble">{t('costs.why')}</h2>
      {report.differences.length === 0 && <p className="text-ink-soft">{t('costs.why_none')}</p>}
      <ul className="flex flex-col">
        {report.differences.map((one, at) => (
          <li key={`${one.reason} ${one.currency}`} className={cx('flex items-baseline gap-3 py-2', at > 0 && 'border-t border-line')}>
            <span className="min-w-0 grow text-pretty">{reasonText(intl, one.reason)}<span className="figures block text-sm text-ink-soft">{t('costs.column.messages')}: {intl.formatNumber(one.messages)}</span></span>
            <span className="figures shrink-0 text-end text-sm whitespace-nowrap"><s className="block text-ink-soft" aria-label={`${t('costs.column.estimated')}: ${money(intl, one.estimated, one.currency)}`}>{money(intl, one.estimated, one.currency)}</s><span className="font-semibold" aria-label={`${t('costs.column.billed')}: ${money(intl, one.billed, one.currency)}`}>{money(intl, one.billed, one.currency)}</span></span>
          </li>
        ))}
      </ul>
    </section>
  )
}
