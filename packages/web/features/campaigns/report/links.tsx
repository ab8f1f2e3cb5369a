import type { CampaignReport } from '@recado/api'
import { useT } from '../../../i18n/provider.js'
import { BarList } from '../../../ui/plots/bars.js'

/** Which addresses were followed, and by how many people. */
export function Links({ report }: { report: CampaignReport }) {
  const { t, intl } = useT()
  if (report.links.length === 0) return null
  return (
    <section aria-labelledby="links" className="rounded-2xl border border-line bg-surface p-5 shadow-lift break-inside-avoid">
      <h2 id="links" className="mb-3 text-bubble">{t('creport.links')}</h2>
      <BarList label={t('creport.links')} bars={report.links.map((link) => ({ key: link.url, name: <bdi dir="ltr">{link.url}</bdi>, value: link.people, shown: intl.formatNumber(link.people), note: t('creport.clicks', { count: link.clicks }), colour: 'text-label-violet' }))} />
    </section>
  )
}
