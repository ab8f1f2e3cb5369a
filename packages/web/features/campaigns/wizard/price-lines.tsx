import type { CampaignPreview } from '@recado/api'
import { formatMoney } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { className } from '../../costs/words.js'
import { countryName, moneyText } from '../words.js'

/** The most it can cost, line by line. */
export function PriceLines({ preview, nameOf }: { preview: CampaignPreview; nameOf: (accountId: string) => string }) {
  const { t, intl } = useT()
  const { lines, maximum } = preview.estimate
  const klass = (name: string | null) => (name === null ? t('campaigns.as.freeform') : className(intl, name.toLowerCase()))
  return (
    <>
      <p className="figures text-xl font-semibold">{preview.eligible === 0 ? '–' : moneyText(intl, maximum)}</p>
      <p className="text-sm text-ink-soft">{t('campaigns.maximum_text')}</p>
      {lines.length > 0 && (
        <div className="thin-scroll overflow-x-auto rounded-lg border border-line" tabIndex={0} role="region" aria-label={t('campaigns.price')}>
          <table className="w-full min-w-120 text-sm">
            <thead><tr className="bg-sunken text-ink-soft"><th scope="col" className="px-3 py-1.5 text-start font-medium">{t('creport.country')}</th><th scope="col" className="px-3 py-1.5 text-start font-medium">{t('creport.account')}</th><th scope="col" className="px-3 py-1.5 text-end font-medium">{t('campaigns.messages')}</th><th scope="col" className="px-3 py-1.5 text-end font-medium">{t('campaigns.each')}</th><th scope="col" className="px-3 py-1.5 text-end font-medium">{t('campaigns.sum')}</th></tr></thead>
            <tbody>{lines.map((line, at) => (
              <tr key={at} className="border-t border-line"><th scope="row" className="px-3 py-1.5 text-start font-normal">{countryName(intl, line.country)}<span className="block text-xs text-ink-soft">{klass(line.priceClass)}</span></th><td className="px-3 py-1.5">{nameOf(line.accountId)}</td><td className="figures px-3 py-1.5 text-end">{intl.formatNumber(line.count)}{line.free > 0 && <span className="block text-xs text-ink-soft">{t('campaigns.free_n', { count: line.free })}</span>}</td>
                <td className="figures px-3 py-1.5 text-end">{line.unit !== null && line.currency ? formatMoney(intl, { amount: line.unit, currency: line.currency }) : '–'}</td><td className="figures px-3 py-1.5 text-end font-medium">{line.amount !== null && line.currency ? formatMoney(intl, { amount: line.amount, currency: line.currency }) : t('campaigns.unpriced')}</td></tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </>
  )
}
