import type { CampaignPreview } from '@recado/api'
import { useT } from '../../../i18n/provider.js'
import { PartBar } from '../../../ui/plots/bars.js'
import { Spinner } from '../../../ui/spinner.js'
import { moneyText, whyText } from '../words.js'

/** Whom it reaches now, whom not and why, and what it costs at most: beside every step, and true to the rules that send. */
export function Reach({ preview, busy, nameOf }: { preview: CampaignPreview | undefined; busy: boolean; nameOf: (accountId: string) => string }) {
  const { t, intl } = useT()
  if (!preview) return <div className="flex min-h-24 items-center gap-3 text-ink-soft">{busy && <Spinner />}{busy ? t('campaigns.counting') : t('campaigns.reach_nobody')}</div>
  const out = preview.total - preview.eligible
  return (
    <div aria-busy={busy} className="flex flex-col gap-3">
      <div role="status"><p className="text-sm text-ink-soft">{t('campaigns.reaches')}</p><p className="figures text-xl font-semibold">{t('campaigns.people_n', { count: preview.eligible })}</p><p className="text-sm text-ink-soft">{t('campaigns.of_total', { total: preview.total })}</p></div>
      <PartBar label={t('campaigns.reach_bar', { eligible: preview.eligible, out })} whole={Math.max(1, preview.total)} parts={[{ key: 'in', value: preview.eligible, colour: 'text-good' }]} />
      {preview.byRoute.length > 1 && <ul className="text-sm">{preview.byRoute.map((route) => <li key={route.accountId} className="flex justify-between gap-3"><span>{nameOf(route.accountId)}</span><span className="figures">{intl.formatNumber(route.count)}</span></li>)}</ul>}
      {preview.heldOut > 0 && <p className="text-sm">{t('campaigns.held_out_n', { count: preview.heldOut })}</p>}
      {out > 0 && <div><h3 className="text-sm font-semibold">{t('campaigns.left_out', { count: out })}</h3><ul className="mt-1">{preview.excluded.map((one) => <li key={one.code} className="flex items-baseline justify-between gap-3 border-t border-line py-1.5 text-sm first:border-0"><span className="min-w-0">{whyText(intl, one.code)}</span><span className="figures font-semibold">{intl.formatNumber(one.count)}</span></li>)}</ul></div>}
      <div className="border-t border-line pt-3"><p className="text-sm text-ink-soft">{t('campaigns.at_most')}</p><p className="figures text-lg font-semibold">{preview.eligible === 0 ? '–' : moneyText(intl, preview.estimate.maximum)}</p></div>
    </div>
  )
}
