import type { PlatformProblem } from '@recado/api'
import type { ReactNode } from 'react'
import { isProblem } from '../../api/client.js'
import { tellCode, tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Notice } from '../../ui/notice.js'

/** Why the platform gave nothing: our sentence, its own words, the next step. */
export function PlatformNotice({ title, problem, actions }: { title: string; problem: PlatformProblem; actions?: ReactNode }) {
  const { t, intl } = useT()
  const { sentence, next } = tellCode(intl, problem.code, problem.message)
  return <Notice tone="failed" alert title={title} actions={actions}><p>{sentence} {next}</p>{problem.message !== sentence && <p className="mt-1 text-ink-soft">{t('fault.reason', { reason: problem.message })}</p>}</Notice>
}

/** A change that did not go through; the platform names the text it does not like. */
export function RefusedNotice({ error }: { error: unknown }) {
  const { t, intl } = useT()
  const { sentence, next } = tellError(intl, error)
  const reasons = isProblem(error) ? (error.problem.fields ?? []) : []
  return <Notice tone="failed" alert title={sentence}><p>{next}</p>{reasons.map(({ field, message }) => <p key={field} className="mt-1 text-ink-soft">{field === 'platform' ? t('fault.reason', { reason: message }) : `${field}: ${message}`}</p>)}</Notice>
}
