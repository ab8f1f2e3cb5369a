import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { Activity, Bell, BellRing, Building2, Cable, CalendarX2, ChevronDown, ClipboardCheck, Clock, DatabaseBackup, FileInput, FileText, Globe, Inbox, KeyRound, KeySquare, Keyboard, ListPlus, MegaphoneOff, MessageSquareText, Plug, ReceiptText, Scale, ScrollText, ShieldCheck, Tag, UserRound, Users, UsersRound, Waypoints, Webhook, Zap, type LucideIcon } from 'lucide-react'
import { useEffect } from 'react'
import { useSession } from '../../api/queries.js'
import { SETTINGS_GROUPS, type SETTINGS_PAGES, settingsPages } from '../../features/shell/settings-pages.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { AriaButton, Item, MenuButton } from '../../ui/overlay.js'

const icons: Record<(typeof SETTINGS_PAGES)[number]['to'], LucideIcon> = {
  '/settings/me': UserRound, '/settings/keys': Keyboard, '/settings/notifications': Bell, '/settings/security': ShieldCheck, '/settings/channels': Plug, '/settings/public-address': Globe,
  '/settings/members': Users, '/settings/teams': UsersRound, '/settings/inboxes': Inbox, '/settings/roles': KeySquare, '/settings/assignment': Waypoints, '/settings/hours': Clock, '/settings/nudges': BellRing, '/settings/consent-words': MegaphoneOff,
  '/settings/audit': ScrollText, '/settings/deletions': CalendarX2, '/settings/backups': DatabaseBackup, '/settings/status': Activity,
  '/settings/import': FileInput, '/settings/opt-in': ClipboardCheck, '/settings/rate-cards': ReceiptText, '/settings/labels': Tag, '/settings/consent': Scale, '/settings/contact-fields': ListPlus, '/settings/companies': Building2, '/settings/saved-replies': MessageSquareText, '/settings/templates': FileText, '/settings/bridges': Cable, '/settings/developers': Webhook, '/settings/tokens': KeyRound, '/settings/macros': Zap,
}

/** The settings: their list beside the page; on a phone behind the button that says where one is. */
export function SettingsLayout() {
  const { t } = useT()
  const { workspace, permissions } = useSession()
  const navigate = useNavigate()
  const path = useRouterState({ select: (state) => state.location.pathname })
  useEffect(() => { document.title = `${t('nav.settings')} · ${workspace.name}` }, [t, workspace.name])
  const isHere = (to: string) => path === to || path.startsWith(`${to}/`)
  const pages = settingsPages(permissions)
  const here = pages.find(({ to }) => isHere(to))
  const Here = here && icons[here.to]
  return (
    <div className="flex min-h-0 grow flex-col md:flex-row">
      <div className="shrink-0 border-b border-line bg-surface p-2 md:hidden">
        <MenuButton label={t('nav.settings')} placement="bottom start" trigger={
          <AriaButton aria-label={here ? `${t('nav.settings')}: ${t(here.label)}` : t('nav.settings')} className="flex min-h-10 w-full items-center gap-2.5 rounded-lg border border-line-strong px-3 font-medium">
            {Here && <Here aria-hidden="true" className="size-[18px]" />}<span className="grow truncate text-start">{t(here?.label ?? 'nav.settings')}</span><ChevronDown aria-hidden="true" className="size-4 text-ink-soft" />
          </AriaButton>}>
          {pages.map(({ to, label }) => { const Icon = icons[to]; return <Item key={to} icon={<Icon aria-hidden="true" />} onAction={() => void navigate({ to })}>{t(label)}</Item> })}
        </MenuButton>
      </div>
      <nav aria-label={t('nav.settings')} className="thin-scroll hidden w-56 shrink-0 flex-col gap-1 overflow-y-auto border-e border-line bg-surface p-3 md:flex">
        <h1 className="px-2.5 pt-1 pb-1 text-lg">{t('nav.settings')}</h1>
        {SETTINGS_GROUPS.map((group) => ({ group, pages: pages.filter((page) => page.group === group) })).filter((one) => one.pages.length > 0).map((one) => (
          <div key={one.group} role="group" aria-labelledby={`settings-${one.group}`} className="mb-2 flex flex-col gap-0.5">
            <h2 id={`settings-${one.group}`} className="px-2.5 pt-1.5 pb-1 text-xs font-semibold text-ink-soft">{t(`settings.group.${one.group}`)}</h2>
            {one.pages.map(({ to, label }) => {
              const Icon = icons[to]
              return <Link key={to} to={to} aria-current={isHere(to) ? 'page' : undefined} className={cx('flex min-h-9 shrink-0 items-center gap-2.5 rounded-lg px-2.5 font-medium hover:bg-hover', isHere(to) && 'bg-selected text-accent-strong')}><Icon aria-hidden="true" className="size-[18px]" />{t(label)}</Link>
            })}
          </div>
        ))}
      </nav>
      <div className="thin-scroll min-h-0 min-w-0 grow overflow-y-auto bg-page"><Outlet /></div>
    </div>
  )
}
