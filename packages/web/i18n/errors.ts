import type { IntlShape } from 'react-intl'
import { isProblem } from '../api/client.js'
import { isMessage, translator } from './provider.js'

/** What happened and what to do now. */
export interface Told { sentence: string; next: string }

/** The sentences of an error code; a code that this version does not know falls back to the platform's or server's own words. */
export function tellCode(intl: IntlShape, code: string, fallback?: string): Told {
  const t = translator(intl)
  const sentence = `error.${code}.sentence`
  const next = `error.${code}.next`
  if (isMessage(intl, sentence) && isMessage(intl, next)) return { sentence: t(sentence), next: t(next) }
  return { sentence: fallback || t('error.unknown_code', { code }), next: '' }
}

/** Any thrown thing in words. */
export function tellError(intl: IntlShape, error: unknown): Told {
  if (isProblem(error)) return tellCode(intl, error.code, error.problem.detail ?? error.problem.title)
  return tellCode(intl, 'internal')
}
