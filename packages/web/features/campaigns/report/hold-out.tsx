import type { CampaignReport } from '@recado/api'
import { useT } from '../../../i18n/provider.js'
import { BarList } from '../../../ui/plots/bars.js'
import { shareText } from '../words.js'

/** Whether it made people order: those written to beside those who got nothing. */
export function HoldOut({ report }: { report: CampaignReport }) {
  const { t, intl } = useT()
  const held = report.holdOut
  if (!held) return null
  const of = (part: number, all: number) => (all === 0 ? 0 : part / all)
  return (
    <section aria-labelledby="hold-out" className="rounded-2xl border border-line bg-surface p-5 shadow-lift break-inside-avoid">
      <h2 id="hold-out" className="text-bubble">{t('creport.hold_out')}</h2>
      <p className="mb-3 text-sm text-ink-soft">{t('creport.hold_out_text')}</p>
      <BarList label={t('creport.hold_out')} bars={[
        { key: 'written', name: t('creport.written_to', { count: held.writtenTo }), value: of(held.writtenToOrdered, held.writtenTo), shown: shareText(intl, held.writtenToOrdered, held.writtenTo), colour: 'text-accent' },
        { key: 'held', name: t('creport.held_out', { count: held.heldOut }), value: of(held.heldOutOrdered, held.heldOut), shown: shareText(intl, held.heldOutOrdered, held.heldOut), colour: 'text-line-strong' },
      ]} top={Math.max(of(held.writtenToOrdered, held.writtenTo), of(held.heldOutOrdered, held.heldOut), 0.01)} />
    </section>
  )
}
