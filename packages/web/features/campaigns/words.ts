/** Codes, shares and money of campaigns in words. */
import type { CampaignProblem } from '@recado/api'
import type { IntlShape } from 'react-intl'
import { tellCode } from '../../i18n/errors.js'
import { formatMoney } from '../../i18n/format.js'
import { isMessage, translator } from '../../i18n/provider.js'

/** Why somebody is left out. */
export function whyText(intl: IntlShape, code: string | null): string {
  const id = `campaigns.why.${code}`
  return isMessage(intl, id) ? translator(intl)(id) : code === null ? translator(intl)('campaigns.why.unknown') : tellCode(intl, code).sentence
}

/** What keeps it from leaving. */
export function problemText(intl: IntlShape, { code, detail }: CampaignProblem): string {
  const t = translator(intl)
  const id = `campaigns.problem.${code}`
  if (code === 'content_refused' && detail) return tellCode(intl, detail).sentence
  return isMessage(intl, id) ? t(id, { detail: detail ?? '' }) : tellCode(intl, code, detail).sentence
}

/** Why the bill is not the estimate. */
export function differenceText(intl: IntlShape, reason: string): string {
  const id = `creport.difference.${reason}`
  return translator(intl)(isMessage(intl, id) ? id : 'creport.difference.other')
}

/** "42 %", "0.4 %", or a dash where there is nothing to divide. */
export function shareText(intl: IntlShape, part: number | null, whole: number): string {
  if (part === null || whole === 0) return '–'
  const share = part / whole
  return intl.formatNumber(share, { style: 'percent', maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 })
}

export const moneyText = (intl: IntlShape, sums: readonly { amount: string; currency: string }[]): string => (sums.length === 0 ? translator(intl)('campaigns.free') : intl.formatList(sums.map((money) => formatMoney(intl, money))))

/** A country by its name in the reader's language. */
export const countryName = (intl: IntlShape, code: string | null): string => (code ? intl.formatDisplayName(code, { type: 'region' }) ?? code : translator(intl)('campaigns.no_country'))
