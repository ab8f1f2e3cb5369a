import type { IntlShape } from 'react-intl'
import type { TemplateHistoryEntry } from '@recado/api'
import type { TemplatePlace } from '@recado/core'
import { isMessage, translator } from '../../i18n/provider.js'

const said = (intl: IntlShape, id: string, otherwise: string): string => (isMessage(intl, id) ? intl.formatMessage({ id }) : otherwise)

export const categoryWord = (intl: IntlShape, category: string): string => said(intl, `templates.category.${category}`, said(intl, `templates.category.${category.toUpperCase()}`, category))
export const statusWord = (intl: IntlShape, status: string): string => said(intl, status === 'gone' ? 'tpl.gone' : status === 'draft' ? 'tpl.draft' : `templates.status.${status}`, status)
export const qualityWord = (intl: IntlShape, quality: string): string => said(intl, `templates.quality.${quality.toLowerCase()}`, quality)
export const languageWord = (intl: IntlShape, language: string): string => intl.formatDisplayName(language.replace('_', '-'), { type: 'language' }) ?? language
export const reasonWord = (intl: IntlShape, reason: string): string => said(intl, `templates.reason.${reason}`, reason)
/** What a sample is for: its variable, behind its place where numbers begin anew in each. */
export function exampleWord(intl: IntlShape, { place, variable }: { place: TemplatePlace; variable: string }): string {
  if (place === 'body' || !/^\d+$/.test(variable)) return `{{${variable}}}`
  const t = translator(intl)
  const [, card, button] = /^(?:card\.(\d+))?\.?(?:button\.(\d+))?$/.exec(place) ?? []
  const parts = place === 'header' ? [t('tpl.part.header')] : [card && t('tpl.card', { number: Number(card) + 1 }), button && t('tpl.example_button', { number: Number(button) + 1 })]
  return [...parts, `{{${variable}}}`].filter(Boolean).join(' · ')
}
/** What an entry of the history became. */
export const becameWord = (intl: IntlShape, { what, became }: TemplateHistoryEntry): string => (what === 'status' ? statusWord(intl, became) : what === 'quality' ? qualityWord(intl, became) : categoryWord(intl, became))
