import type { RateCardView } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { rateCardOptions } from './queries.js'
import { className, longDay, money } from './words.js'

/** Every rate of a card, in the card's own currency. */
export function CardRates({ card, onClose }: { card: RateCardView; onClose: () => void }) {
  const { t, intl } = useT()
  const { data, error } = useQuery(rateCardOptions(card))
  return (
    <DialogWindow wide title={<><bdi>{card.name}</bdi> · {card.currency}</>} onClose={onClose} closeLabel={t('app.close')}>
      <p className="mb-3 text-ink-soft">{t('cards.from', { day: longDay(intl, card.effectiveOn) })}</p>
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {!data && !error && <Loading label={t('app.loading')} />}
      {data && (
        <div className="thin-scroll max-h-[60vh] overflow-auto rounded-lg border border-line" tabIndex={0} role="region" aria-label={card.name}>
          <table className="w-full text-sm">
            <thead className="sticky top-0 bg-sunken"><tr className="text-ink-soft"><th scope="col" className="px-3 py-2 text-start font-medium">{t('cards.market')}</th>{data.classes.map((name) => <th key={name} scope="col" className="px-3 py-2 text-end font-medium">{className(intl, name)}</th>)}</tr></thead>
            <tbody>{data.rates.map((rate) => (
              <tr key={rate.market} className="border-t border-line"><th scope="row" className="px-3 py-1.5 text-start font-normal">{rate.market}</th>
                {data.classes.map((name) => <td key={name} className="figures px-3 py-1.5 text-end whitespace-nowrap">{rate.amounts[name] === undefined ? '–' : money(intl, rate.amounts[name], data.currency)}
                  {rate.tiers.filter((tier) => tier.priceClass === name).map((tier) => <span key={tier.after} className="block text-xs text-ink-soft">{t('cards.tier', { after: intl.formatNumber(tier.after), amount: money(intl, tier.amount, data.currency) })}</span>)}</td>)}</tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </DialogWindow>
  )
}
