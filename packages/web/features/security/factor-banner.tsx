import { Link } from '@tanstack/react-router'
import { ShieldAlert } from 'lucide-react'
import { useSession } from '../../api/queries.js'
import { formatUntil } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'

/** Says, while the desk goes on as before, that a second factor is due and until when. */
export function FactorBanner() {
  const { t, intl } = useT()
  const { secondFactor: { demandedBy, enabled, dueAt } } = useSession()
  if (!demandedBy || enabled || !dueAt) return null
  return (
    <div data-chrome role="status" className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-waiting bg-waiting-soft px-3 py-1.5 text-sm">
      <ShieldAlert aria-hidden="true" className="size-4 shrink-0 text-waiting" />
      <span className="min-w-0 grow basis-60 text-pretty">{t(demandedBy === 'everybody' ? 'second_factor.due_everybody' : 'second_factor.due_real', { until: formatUntil(intl, dueAt, Date.now()) })}</span>
      <Link to="/settings/security" className="inline-flex min-h-8 items-center font-semibold underline underline-offset-2">{t('second_factor.set_up')}</Link>
    </div>
  )
}
