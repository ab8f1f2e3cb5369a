import type { CampaignReport } from '@recado/api'
import { useT } from '../../../i18n/provider.js'
import { LinePlot, type Series } from '../../../ui/plots/lines.js'

/** What happened when, in the workspace's clock. Lines that never moved are left away. */
export function OverTime({ report }: { report: CampaignReport }) {
  const { t, intl } = useT()
  const { overTime: { step, points }, timeZone } = report
  const all: (Series & { key: 'sent' | 'delivered' | 'read' | 'clicked' | 'replied' | 'converted' | 'optedOut' })[] = [
    { key: 'sent', name: t('creport.sent'), colour: 'text-accent' }, { key: 'delivered', name: t('creport.delivered'), colour: 'text-line-strong', dashed: true }, { key: 'read', name: t('creport.read'), colour: 'text-read' },
    { key: 'clicked', name: t('creport.clicked'), colour: 'text-label-violet' }, { key: 'replied', name: t('creport.replied'), colour: 'text-good' }, { key: 'optedOut', name: t('creport.opted_out'), colour: 'text-closing-soon', dashed: true },
  ]
  const series = all.filter(({ key }) => points.some((point) => point[key] > 0))
  if (points.length === 0) return <p className="text-ink-soft">{t('creport.nothing_yet')}</p>
  const name = (at: string) => (step === 'day' ? intl.formatDate(at, { day: 'numeric', month: 'short', timeZone }) : intl.formatDate(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone }))
  return <LinePlot title={t(`creport.over_time_${step}`)} tableLabel={t('creport.over_time_table')} timeLabel={t('creport.time')} points={filled(points, step).map(({ at, ...values }) => ({ name: name(at), values: values as unknown as Record<string, number> }))} series={series} />
}

const STEP_MS: Record<CampaignReport['overTime']['step'], number> = { ten_minutes: 600_000, hour: 3_600_000, day: 86_400_000 }
/** More points than this are no longer told apart: then gaps stay gaps. */
const MOST = 400

type Point = CampaignReport['overTime']['points'][number]
/** With the moments in which nothing happened: a line does not leap over a night. */
function filled(points: readonly Point[], step: keyof typeof STEP_MS): Point[] {
  const [first, last] = [Date.parse(points[0]!.at), Date.parse(points.at(-1)!.at)] // there is one: the caller has looked
  const count = Math.round((last - first) / STEP_MS[step]) + 1
  if (count > MOST || count <= points.length) return [...points]
  const known = new Map(points.map((point) => [Math.round((Date.parse(point.at) - first) / STEP_MS[step]), point]))
  return Array.from({ length: count }, (_, index) => known.get(index) ?? { at: new Date(first + index * STEP_MS[step]).toISOString(), sent: 0, delivered: 0, read: 0, clicked: 0, replied: 0, converted: 0, optedOut: 0 })
}
