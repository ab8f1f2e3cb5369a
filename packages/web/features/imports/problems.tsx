import type { ImportProblem } from '@recado/api'
import { useT } from '../../i18n/provider.js'

/** Lines and files of an export that could not be placed; the rest goes on without them. */
export function Problems({ problems, count }: { problems: readonly ImportProblem[]; count: number }) {
  const { t } = useT()
  if (count === 0) return null
  return (
    <details className="mt-3 text-sm">
      <summary className="cursor-pointer font-medium text-waiting">{t('import.problems', { count })}</summary>
      <ul className="mt-2 flex max-h-60 flex-col gap-1 overflow-y-auto thin-scroll">
        {problems.map((problem, index) => <li key={index}><span className="figures text-ink-soft">{t('import.line', { line: problem.line })}</span> {t(`import.problem.${problem.code}`)} <bdi className="[overflow-wrap:anywhere]">{problem.text}</bdi></li>)}
        {count > problems.length && <li className="text-ink-soft">{t('import.more_problems', { count: count - problems.length })}</li>}
      </ul>
    </details>
  )
}
