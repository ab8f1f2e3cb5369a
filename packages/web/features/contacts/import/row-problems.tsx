import type { ContactImport } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { buttonClass } from '../../../ui/button.js'
import { problemsQuery } from './queries.js'

/** The first rows that were not taken, and all of them as a file. */
export function RowProblems({ one, count }: { one: ContactImport; count: number }) {
  const { t } = useT()
  const rows = useQuery(problemsQuery(one)).data?.items ?? []
  const heading = (column: number): string => one.found?.columns[column]?.heading || t('contacts.import.column_nr', { number: column + 1 })
  return (
    <section className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <a href={`/api/v1/contact-imports/${one.id}/errors.csv`} download className={buttonClass('plain')}><Download aria-hidden="true" className="size-4" />{t('contacts.import.errors')}</a>
        <p className="text-sm text-ink-soft">{t('contacts.import.errors_help')}</p>
      </div>
      <ul className="thin-scroll flex max-h-60 flex-col gap-1 overflow-y-auto text-sm" tabIndex={0} aria-label={t('contacts.import.errors')}>
        {rows.map((row) => (
          <li key={row.row}><span className="figures text-ink-soft">{t('contacts.import.problem_line', { line: row.line })}</span> {row.problems.map(({ column, code, value }, at) => (
            <span key={at}>{at > 0 && '; '}{column !== null && <><bdi>{heading(column)}</bdi>: </>}{t(`contacts.import.problem.${code}`)}{value && <> (<bdi className="[overflow-wrap:anywhere]">{value}</bdi>)</>}</span>
          ))}</li>
        ))}
        {count > rows.length && <li className="text-ink-soft">{t('contacts.import.more_problems', { count: count - rows.length })}</li>}
      </ul>
    </section>
  )
}
