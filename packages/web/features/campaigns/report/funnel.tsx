import type { CampaignReport } from '@recado/api'
import { useT } from '../../../i18n/provider.js'
import { BarList, type Bar } from '../../../ui/plots/bars.js'
import { shareText } from '../words.js'

/** From the audience to what came of it. What no channel tells is said to be untold, never shown as nothing. */
export function Funnel({ report }: { report: CampaignReport }) {
  const { t, intl } = useT()
  const { total, counts } = report
  const audience = counts?.audience ?? total.people
  const whole = audience - total.excluded - total.heldOut
  const some = (of: number, all: number) => (of > 0 && of < all ? t('creport.told_of', { of, all }) : undefined)
  const bar = (key: string, name: string, value: number | null, of: number, colour: string, note?: string): Bar => ({ key, name, value, colour, shown: value === null ? t('campaigns.not_told') : <>{intl.formatNumber(value)} <span className="ms-1 inline-block min-w-12 text-end font-normal text-ink-soft">{shareText(intl, value, of)}</span></>, ...(note ? { note } : {}) })
  const bars: Bar[] = [
    bar('planned', t('creport.planned'), whole, audience, 'text-line-strong', t('creport.planned_text', { excluded: total.excluded, held: total.heldOut })),
    bar('sent', t('creport.sent'), total.sent, whole, 'text-accent'),
    bar('delivered', t('creport.delivered'), total.delivered, total.deliveredOf, 'text-accent', some(total.deliveredOf, total.sent)),
    bar('read', t('creport.read'), total.read, total.readOf, 'text-read', some(total.readOf, total.sent)),
    bar('clicked', t('creport.clicked'), total.clicked, total.sent, 'text-label-violet'),
    bar('replied', t('creport.replied'), total.replied, total.sent, 'text-good'),
    bar('converted', t('creport.converted'), total.converted, total.sent, 'text-good', t('creport.converted_text')),
    bar('opted_out', t('creport.opted_out'), total.optedOut, total.sent, 'text-closing-soon'),
    bar('failed', t('creport.failed'), total.failed, whole, 'text-failed'),
    ...(total.unknown > 0 ? [bar('unknown', t('creport.unknown'), total.unknown, whole, 'text-waiting', t('creport.unknown_text'))] : []),
    ...(total.waiting > 0 ? [bar('waiting', t('creport.waiting'), total.waiting, whole, 'text-line-strong')] : []),
    ...(total.cancelled > 0 ? [bar('cancelled', t('creport.cancelled'), total.cancelled, whole, 'text-line-strong')] : []),
  ]
  return <BarList label={t('creport.funnel')} bars={bars} top={Math.max(1, whole)} />
}
