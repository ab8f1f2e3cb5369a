import type { IntlShape } from 'react-intl'
import type { TemplateHistoryEntry } from '@recado/api'
import { isMessage } from '../../i18n/provider.js'

const said = (intl: IntlShape, id: string, otherwise: string): string => (isMessage(intl, id) ? intl.formatMessage({ id }) : otherwise)

export const categoryWord = (intl: IntlShape, category: string): string => said(intl, `templates.category.${category}`, said(intl, `templates.category.${category.toUpperCase()}`, category))
export const statusWord = (intl: IntlShape, status: string): string => said(intl, status === 'gone' ? 'tpl.gone' : status === 'draft' ? 'tpl.draft' : `templates.status.${status}`, status)
export const qualityWord = (intl: IntlShape, quality: string): string => said(intl, `templates.quality.${quality.toLowerCase()}`, quality)
export const languageWord = (intl: IntlShape, language: string): string => intl.formatDisplayName(language.replace('_', '-'), { type: 'language' }) ?? language
export const reasonWord = (intl: IntlShape, reason: string): string => said(intl, `templates.reason.${reason}`, reason)
/** What an entry of the history became. */
export const becameWord = (intl: IntlShape, { what, became }: TemplateHistoryEntry): string => (what === 'status' ? statusWord(intl, became) : what === 'quality' ? qualityWord(intl, became) : categoryWord(intl, became))
