import { Link, useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { ChartPie, FileText, Megaphone, Newspaper, ReceiptText, type LucideIcon } from 'lucide-react'
import { useSession } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { campaignPages } from '../shell/campaign-pages.js'

const icons: Readonly<Record<string, LucideIcon>> = { '/campaigns': Megaphone, '/segments': ChartPie, '/templates': FileText, '/posts': Newspaper, '/costs': ReceiptText }

/** The tabs over every page of the campaigns: overview, segments, templates, posts, costs. On a phone they run sideways in their own line. */
export function CampaignsNav() {
  const { t } = useT()
  const { permissions } = useSession()
  const router = useRouter()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const pages = campaignPages(permissions, router.routesByPath)
  const current = useRef<HTMLAnchorElement>(null)
  // Sideways only: on a phone the last tabs begin outside of the screen.
  useEffect(() => { const line = current.current?.parentElement; if (line && current.current) line.scrollLeft = current.current.offsetLeft - (line.clientWidth - current.current.offsetWidth) / 2 }, [path])
  if (pages.length < 2) return null
  return (
    <nav aria-label={t('campaigns.nav')} className="thin-scroll relative -mx-1 mb-5 flex gap-1 overflow-x-auto border-b border-line px-1 print:hidden" data-chrome>
      {pages.map(({ to, label }) => {
        const Icon = icons[to] ?? Megaphone
        const isCurrent = path === to || path.startsWith(`${to}/`)
        return (
          <Link key={to} to={to} ref={isCurrent ? current : undefined} aria-current={isCurrent ? 'page' : undefined} className={cx('-mb-px flex min-h-10 shrink-0 items-center gap-2 border-b-2 px-3 font-medium', isCurrent ? 'border-accent text-accent-strong' : 'border-transparent text-ink-soft hover:text-ink')}>
            <Icon aria-hidden="true" className="size-4" />{to === '/campaigns' ? t('campaigns.overview') : t(label)}
          </Link>
        )
      })}
    </nav>
  )
}
