/** Names of groups, classes and reasons of costs, in words. */
import type { CostGroup, CostRow } from '@recado/api'
import type { IntlShape } from 'react-intl'
import { formatMoney } from '../../i18n/format.js'
import { isMessage, translator } from '../../i18n/provider.js'

/** A price class by the reader's name for it, or as the card calls it. */
export function className(intl: IntlShape, name: string): string {
  const id = `costs.class.${name}`
  return isMessage(intl, id) ? translator(intl)(id) : name.replaceAll('_', ' ')
}

export function reasonText(intl: IntlShape, reason: string): string {
  const id = `costs.reason.${reason}`
  return translator(intl)(isMessage(intl, id) ? id : 'costs.reason.other')
}

/** "November 2026" of "2026-11". */
export const monthName = (intl: IntlShape, month: string): string => intl.formatDate(`${month}-01T00:00:00Z`, { year: 'numeric', month: 'long', timeZone: 'UTC' })
export const dayName = (intl: IntlShape, day: string): string => intl.formatDate(`${day}T00:00:00Z`, { day: 'numeric', month: 'short', timeZone: 'UTC' })
export const longDay = (intl: IntlShape, day: string): string => intl.formatDate(`${day}T00:00:00Z`, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

/** What stands at the head of a row of the breakdown. */
export function rowName(intl: IntlShape, by: CostGroup, row: Pick<CostRow, 'key' | 'label'>, channelName: (id: string) => string): string {
  const t = translator(intl)
  if (row.key === null) {
    const id = `costs.without.${by}`
    return isMessage(intl, id) ? t(id) : t('costs.without.other')
  }
  if (by === 'country') return intl.formatDisplayName(row.key, { type: 'region' }) ?? row.key
  if (by === 'month') return monthName(intl, row.key)
  if (by === 'class') return className(intl, row.key)
  if (by === 'channel') return channelName(row.key)
  return row.label ?? t('costs.without.other')
}

/** Money, or a dash where nothing is known of a price. */
export const money = (intl: IntlShape, amount: string, currency: string): string => (currency === '' ? '–' : formatMoney(intl, { amount, currency }))
