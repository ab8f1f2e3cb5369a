import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { Bell, BellRing, Clock, FileInput, FileText, Globe, Inbox, KeyRound, KeySquare, MessageSquareText, Plug, ShieldCheck, Tag, UserRound, Users, UsersRound, Waypoints, Webhook } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useCan, useSession } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'

/** The settings: their list beside the page, above it on a phone. */
export function SettingsLayout() {
  const { t } = useT()
  const { workspace } = useSession()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const imports = useCan('imports.manage')
  const webhooks = useCan('webhooks.manage')
  const assignment = useCan('assignment.manage')
  const labels = useCan('labels.manage')
  const address = useCan('address.read')
  const [hours, nudges] = [useCan('hours.manage'), useCan('nudges.manage')]
  const [channels, members, tokens] = [useCan('channels.manage'), useCan('members.manage'), useCan('tokens.manage')]
  const [teams, inboxes, templates, replies] = [useCan('teams.manage'), useCan('inboxes.manage'), useCan('templates.manage'), useCan('saved_replies.manage')]
  useEffect(() => { document.title = `${t('nav.settings')} · ${workspace.name}` }, [t, workspace.name])
  const list = useRef<HTMLElement>(null)
  // On a phone the pages stand in a row that scrolls: the open one is brought into view.
  useEffect(() => { list.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' }) }, [path])
  const isHere = (to: string) => path === to || path.startsWith(`${to}/`)
  const pages = [
    { to: '/settings/me', label: t('settings.me'), icon: UserRound, shown: true },
    { to: '/settings/notifications', label: t('settings.notifications'), icon: Bell, shown: true },
    { to: '/settings/security', label: t('settings.security'), icon: ShieldCheck, shown: true },
    { to: '/settings/channels', label: t('settings.channels'), icon: Plug, shown: channels },
    { to: '/settings/public-address', label: t('settings.public_address'), icon: Globe, shown: address },
    { to: '/settings/members', label: t('settings.members'), icon: Users, shown: members },
    { to: '/settings/teams', label: t('settings.teams'), icon: UsersRound, shown: teams },
    { to: '/settings/inboxes', label: t('settings.inboxes'), icon: Inbox, shown: inboxes },
    { to: '/settings/roles', label: t('settings.roles'), icon: KeySquare, shown: members },
    { to: '/settings/assignment', label: t('settings.assignment'), icon: Waypoints, shown: assignment },
    { to: '/settings/hours', label: t('settings.hours'), icon: Clock, shown: hours },
    { to: '/settings/nudges', label: t('settings.nudges'), icon: BellRing, shown: nudges },
    { to: '/settings/import', label: t('settings.import'), icon: FileInput, shown: imports },
    { to: '/settings/labels', label: t('settings.labels'), icon: Tag, shown: labels },
    { to: '/settings/saved-replies', label: t('settings.saved_replies'), icon: MessageSquareText, shown: replies },
    { to: '/settings/templates', label: t('settings.templates'), icon: FileText, shown: templates },
    { to: '/settings/developers', label: t('settings.developers'), icon: Webhook, shown: webhooks },
    { to: '/settings/tokens', label: t('settings.tokens'), icon: KeyRound, shown: tokens },
  ] as const
  return (
    <div className="flex min-h-0 grow flex-col md:flex-row">
      <nav ref={list} aria-label={t('nav.settings')} className="flex shrink-0 gap-1 overflow-x-auto border-b border-line bg-surface p-2 md:w-56 md:flex-col md:border-e md:border-b-0 md:p-3">
        <h1 className="hidden px-2 pt-1 pb-3 text-lg md:block">{t('nav.settings')}</h1>
        {pages.filter((page) => page.shown).map(({ to, label, icon: Icon }) => (
          <Link key={to} to={to} aria-current={isHere(to) ? 'page' : undefined} className={cx('flex min-h-9 shrink-0 items-center gap-2.5 rounded-lg px-2.5 font-medium hover:bg-hover', isHere(to) && 'bg-selected text-accent-strong')}><Icon aria-hidden="true" className="size-[18px]" />{label}</Link>
        ))}
      </nav>
      <div className="thin-scroll min-h-0 min-w-0 grow overflow-y-auto bg-page"><Outlet /></div>
    </div>
  )
}
