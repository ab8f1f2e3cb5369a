import type { ReportRow } from '@recado/api'
import type { ReactNode } from 'react'
import { useT } from '../../../i18n/provider.js'
import { shareText } from '../words.js'

/** One table per question: which variant, which account, which country did how well. */
export function Breakdown<R extends ReportRow>({ id, title, first, rows, name }: { id: string; title: string; first: string; rows: readonly R[]; name: (row: R) => ReactNode }) {
  const { t, intl } = useT()
  if (rows.length === 0) return null
  const columns: { id: 'sent' | 'delivered' | 'read' | 'clicked' | 'replied' | 'converted' | 'opted_out' | 'failed'; of: (row: R) => string }[] = [
    { id: 'sent', of: (row) => intl.formatNumber(row.sent) }, { id: 'delivered', of: (row) => shareText(intl, row.delivered, row.deliveredOf) }, { id: 'read', of: (row) => shareText(intl, row.read, row.readOf) },
    { id: 'clicked', of: (row) => shareText(intl, row.clicked, row.sent) }, { id: 'replied', of: (row) => shareText(intl, row.replied, row.sent) }, { id: 'converted', of: (row) => intl.formatNumber(row.converted) },
    { id: 'opted_out', of: (row) => intl.formatNumber(row.optedOut) }, { id: 'failed', of: (row) => intl.formatNumber(row.failed + row.unknown) },
  ]
  return (
    <section aria-labelledby={id} className="rounded-2xl border border-line bg-surface shadow-lift break-inside-avoid">
      <h2 id={id} className="px-5 py-3.5 text-bubble">{title}</h2>
      <div className="thin-scroll overflow-x-auto" tabIndex={0} role="region" aria-labelledby={id}>
        <table className="w-full min-w-140 text-sm">
          <thead><tr className="border-y border-line bg-sunken text-ink-soft"><th scope="col" className="px-5 py-2 text-start font-medium">{first}</th>{columns.map((column) => <th key={column.id} scope="col" className="px-1.5 py-2 text-end font-medium last:pe-5">{t(`campaigns.col.${column.id}`)}</th>)}</tr></thead>
          <tbody>{rows.map((row) => <tr key={row.key ?? ''} className="border-b border-line last:border-0"><th scope="row" className="min-w-28 ps-5 pe-2 py-2 text-start font-medium break-words">{name(row)}</th>{columns.map((column) => <td key={column.id} className="figures px-1.5 py-2 text-end whitespace-nowrap last:pe-5">{column.of(row)}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </section>
  )
}
