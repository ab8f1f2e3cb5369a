import type { HealthItem } from '@recado/api'
import { CircleAlert, TriangleAlert } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { healthLine } from './health-words.js'

const MOST = 2

/** What is wrong with an account, a line each, the worst first. */
export function TroubleLines({ items }: { items: readonly HealthItem[] }) {
  const { t, intl } = useT()
  const shown = items.toSorted((a, b) => Number(b.severity === 'critical') - Number(a.severity === 'critical'))
  return (
    <>
      {shown.slice(0, MOST).map((item) => {
        const Icon = item.severity === 'critical' ? CircleAlert : TriangleAlert
        return <span key={item.id} className={cx('mt-0.5 flex items-start gap-1.5 text-sm', item.severity === 'critical' ? 'text-failed' : 'text-waiting')}><Icon aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" /><span className="min-w-0 text-pretty">{healthLine(intl, item)}</span></span>
      })}
      {shown.length > MOST && <span className="mt-0.5 block text-sm text-ink-soft">{t('health.lines_more', { count: shown.length - MOST })}</span>}
    </>
  )
}
