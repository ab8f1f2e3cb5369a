import type { ContactImport, ImportCounts, PreviewRow } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { Notice } from '../../../ui/notice.js'
import { Loading } from '../../../ui/empty.js'
import { ImportProgress } from './import-progress.js'
import { previewQuery } from './queries.js'
import { RowProblems } from './row-problems.js'

/** The first rows as they will become, and what the dry run over all of them counted. */
export function CheckStep({ one }: { one: ContactImport }) {
  const { t, intl } = useT()
  const { data, error, isLoading } = useQuery({ ...previewQuery(one), enabled: one.state === 'waiting' })
  const told = error ? tellError(intl, error) : null
  return (
    <div className="flex flex-col gap-5">
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      {data && data.missing.length > 0 && <Missing fields={data.missing.map(({ field }) => field)} />}
      {one.state === 'checking' && <ImportProgress one={one} does="checking" />}
      {one.checked && <Counts counts={one.checked} purpose={one.purpose} />}
      {isLoading && <Loading label={t('app.loading')} />}
      {data && data.rows.length > 0 && one.purpose === 'contacts' && <PreviewTable one={one} rows={data.rows} />}
      {one.checked && one.checked.problemCount > 0 && <RowProblems one={one} count={one.checked.problemCount} />}
    </div>
  )
}

function Missing({ fields }: { fields: readonly string[] }) {
  const { t } = useT()
  const words = [...new Set(fields.map((field) => (field.startsWith('columns') ? 'columns' as const : field === 'consent' ? 'consent' as const : 'details' as const)))]
  return <Notice tone="warning" title={words.map((word) => t(`contacts.import.missing.${word}`)).join(' ')} />
}

/** Four numbers, each with its word. */
export function Counts({ counts, purpose }: { counts: Omit<ImportCounts, 'problemCount'>; purpose: ContactImport['purpose'] }) {
  const { t, intl } = useT()
  const all = purpose === 'exclusion'
    ? [[counts.changed, 'count_withdrawn', ''], [counts.created, 'count_excluded', ''], [counts.refused, 'count_refused', 'text-failed']] as const
    : [[counts.created, 'count_created', 'text-good'], [counts.changed + counts.unchanged, 'count_found', ''], [counts.refused, 'count_refused', 'text-failed'], [counts.consents, 'count_consents', '']] as const
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      {all.map(([number, word, look]) => (
        <div key={word} className="flex flex-col-reverse rounded-xl border border-line bg-surface p-3"><dt className="text-sm text-ink-soft">{t(`contacts.import.${word}`)}</dt><dd className={cx('figures text-xl font-semibold', number > 0 && look)}>{intl.formatNumber(number)}</dd></div>
      ))}
    </dl>
  )
}

const TONE: Record<PreviewRow['outcome'], string> = { created: 'text-good', changed: 'text-accent', unchanged: 'text-ink-soft', refused: 'text-failed' }

function PreviewTable({ one, rows }: { one: ContactImport; rows: readonly PreviewRow[] }) {
  const { t } = useT()
  const facts = useFacts()
  const heading = (column: number | null): string => (column === null ? '' : one.found?.columns[column]?.heading || t('contacts.import.column_nr', { number: column + 1 }))
  return (
    <figure>
      <figcaption className="mb-2 font-medium">{t('contacts.import.preview')}</figcaption>
      <ul tabIndex={0} aria-label={t('contacts.import.preview')} className="thin-scroll flex max-h-96 flex-col divide-y divide-line overflow-y-auto rounded-xl border border-line bg-surface">
        {rows.map((row) => (
          <li key={row.row} className="flex flex-col gap-0.5 p-3 text-sm">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <span className={cx('font-semibold', TONE[row.outcome])}>{t(`contacts.import.outcome.${row.outcome}`)}</span>
              <bdi className="text-base font-medium">{row.person?.name}</bdi>
              <span className="figures ms-auto text-ink-soft">{t('contacts.import.problem_line', { line: row.line })}</span>
            </p>
            {row.person && <p className="text-ink-soft [overflow-wrap:anywhere]">{facts(row).map((fact, at) => <span key={at}>{at > 0 && ' · '}<bdi>{fact}</bdi></span>)}</p>}
            {row.problems.map((problem, at) => <p key={at} className="text-failed">{problem.column !== null && <><bdi>{heading(problem.column)}</bdi>: </>}{t(`contacts.import.problem.${problem.code}`)}{problem.value && <> (<bdi className="[overflow-wrap:anywhere]">{problem.value}</bdi>)</>}</p>)}
          </li>
        ))}
      </ul>
    </figure>
  )
}

function useFacts(): (row: PreviewRow) => string[] {
  const { t, intl } = useT()
  const said = ({ state, category, at }: NonNullable<PreviewRow['person']>['consents'][number]): string =>
    `${t(`contacts.import.said.${state === 'confirmed' || state === 'withdrawn' ? state : 'given'}`, { day: intl.formatDate(at, { dateStyle: 'medium' }) })}${category ? `: ${category}` : ''}`
  return ({ person }) => factsOf(person, said)
}

function factsOf(person: PreviewRow['person'], said: (consent: NonNullable<PreviewRow['person']>['consents'][number]) => string): string[] {
  if (!person) return []
  return [...person.phones, ...person.emails, person.company, person.stage, person.owner, person.country, person.language, ...person.labels, ...person.externalIds.map(({ source, id }) => `${source}:${id}`), ...person.attributes.map(({ name, value }) => `${name}: ${value}`),
    ...person.consents.map(said)].filter((fact): fact is string => Boolean(fact))
}
