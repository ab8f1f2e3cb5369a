import { Table2 } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { cx } from '../class-names.js'

export interface PlotTable { head: readonly ReactNode[]; rows: readonly { key: string; cells: readonly ReactNode[] }[] }

/** A plot with its name, and the same figures as a table: one press away on the screen, always on paper. */
export function PlotFigure({ title, tableLabel, table, legend, children }: { title: string; /** "Sent per day as a table" */ tableLabel: string; table: PlotTable; legend?: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <figure aria-label={title} className="flex flex-col gap-2">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="min-w-0 grow text-bubble font-semibold">{title}</span>
        {legend}
        <button type="button" aria-expanded={open} aria-controls={id} aria-label={tableLabel} title={tableLabel} onClick={() => setOpen((was) => !was)} className={cx('grid size-8 place-items-center rounded-lg hover:bg-hover print:hidden', open ? 'bg-selected text-accent-strong' : 'text-ink-soft')}><Table2 aria-hidden="true" className="size-4" /></button>
      </figcaption>
      {children}
      <div id={id} className={cx('thin-scroll max-h-72 overflow-auto rounded-lg border border-line print:block print:max-h-none', !open && 'hidden')}>
        <table className="w-full text-sm">
          <thead className="sticky top-0 bg-sunken"><tr>{table.head.map((cell, at) => <th key={at} scope="col" className={cx('px-3 py-1.5 font-medium text-ink-soft', at === 0 ? 'text-start' : 'text-end')}>{cell}</th>)}</tr></thead>
          <tbody>{table.rows.map((row) => <tr key={row.key} className="border-t border-line">{row.cells.map((cell, at) => at === 0 ? <th key={at} scope="row" className="px-3 py-1 text-start font-normal">{cell}</th> : <td key={at} className="figures px-3 py-1 text-end">{cell}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </figure>
  )
}
