import { Link, useRouter, useRouterState } from '@tanstack/react-router'
import { ChartColumn, ChevronsUpDown, ContactRound, Inbox, Keyboard, Languages, LogOut, Megaphone, MessageSquarePlus, MonitorDot, Search, Settings, Smartphone } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useCan, useSession } from '../../api/queries.js'
import { useActions, useKeyCap, useRun } from '../../hotkeys/use-actions.js'
import { LANGUAGES, type Language } from '../../i18n/languages.js'
import { useT } from '../../i18n/provider.js'
import { Avatar } from '../../ui/avatar.js'
import { availabilityItems } from '../assignment/availability-items.js'
import { PresenceDot } from '../assignment/presence-dot.js'
import { useOwnPresence, useSayAvailability } from '../assignment/queries.js'
import { cx } from '../../ui/class-names.js'
import { AriaButton, Item, MenuButton } from '../../ui/overlay.js'
import { NoticeBell } from '../notices/bell.js'
import { campaignPages, isCampaignPath } from './campaign-pages.js'
import { usePreferences } from './preferences.js'
import { useSignOut, useWorkspaces } from './workspaces.js'
import { ViewNav } from './view-nav.js'

const AvailabilityDialog = lazy(() => import('../assignment/availability-dialog.js'))

const row = 'flex min-h-9 w-full items-center justify-center gap-2.5 rounded-lg px-2.5 text-start font-medium hover:bg-hover wide:justify-start [&_svg]:size-[18px] [&_svg]:shrink-0'
const current = 'bg-selected text-accent-strong hover:bg-selected'
const wideOnly = 'hidden wide:block'

/** Navigation: icons alone on a narrow window, with words and counts on a wide one; the bottom tabs take over on a phone. */
export function Nav({ openPalette, openKeys }: { openPalette: () => void; openKeys: () => void }) {
  const { t } = useT()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const phones = useCan('simulator.use')
  const reports = useCan('reports.read')
  const wallboard = useCan('wallboard.read')
  const contacts = useCan('contacts.read')
  const [reads, sends] = [useCan('conversations.read'), useCan('messages.send')]
  const campaigns = useFirstCampaignPage()
  const inInbox = path.startsWith('/inbox')
  return (
    <nav aria-label={t('nav.label')} className="hidden w-15 shrink-0 flex-col gap-1 border-e border-line bg-surface p-2 md:flex wide:w-54">
      <WorkspaceMenu />
      {reads && sends && <Link to="/inbox" search={(old) => ({ ...(inInbox ? old : {}), compose: 'new' as const })} className={cx(row, 'my-1 min-h-10 bg-accent text-on-accent hover:bg-accent-strong')} title={t('action.new_conversation')}>
        <MessageSquarePlus aria-hidden="true" /><span className="sr-only wide:not-sr-only">{t('action.new_conversation')}</span>
      </Link>}
      <button type="button" onClick={openPalette} className={cx(row, 'text-ink-soft')} title={t('action.palette')}>
        <Search aria-hidden="true" /><span className="sr-only grow truncate wide:not-sr-only">{t('nav.search')}</span><kbd className={cx(wideOnly, 'font-sans text-xs')}>{useKeyCap('app.palette')}</kbd>
      </button>
      <div className="my-1 border-t border-line" />
      {reads ? <ViewNav /> : <div className="grow" />}
      {contacts && <NavLink to="/contacts" icon={<ContactRound aria-hidden="true" />} label={t('nav.contacts')} isCurrent={path.startsWith('/contacts')} />}
      {campaigns && <NavLink to={campaigns} icon={<Megaphone aria-hidden="true" />} label={t('nav.campaigns')} isCurrent={isCampaignPath(path)} />}
      {reports && <NavLink to="/reports/sources" icon={<ChartColumn aria-hidden="true" />} label={t('nav.reports')} isCurrent={path.startsWith('/reports')} />}
      {phones && <NavLink to="/simulator" icon={<Smartphone aria-hidden="true" />} label={t('nav.phones')} isCurrent={path.startsWith('/simulator')} />}
      <NoticeBell look="row" withKey className={row} labelClass="sr-only grow wide:not-sr-only" />
      {wallboard && <NavLink to="/wallboard" icon={<MonitorDot aria-hidden="true" />} label={t('nav.wallboard')} isCurrent={path.startsWith('/wallboard')} />}
      <NavLink to="/settings/me" icon={<Settings aria-hidden="true" />} label={t('nav.settings')} isCurrent={path.startsWith('/settings')} />
      <UserMenu openKeys={openKeys} />
    </nav>
  )
}

/** Where "Campaigns" leads: the first of its pages that this person may open. */
function useFirstCampaignPage(): string | undefined {
  const { permissions } = useSession()
  return campaignPages(permissions, useRouter().routesByPath)[0]?.to
}

function NavLink({ to, icon, label, isCurrent }: { to: string; icon: React.ReactNode; label: string; isCurrent: boolean }) {
  return <Link to={to} className={cx(row, isCurrent && current)} aria-current={isCurrent ? 'page' : undefined} title={label}>{icon}<span className="sr-only grow wide:not-sr-only">{label}</span></Link>
}

function WorkspaceMenu() {
  const { t } = useT()
  const { workspace, workspaces } = useSession()
  const { switchTo, makeDemo } = useWorkspaces()
  const mayMake = useCan('demo.make')
  const hasDemo = workspaces.some((each) => each.demo)
  return (
    <MenuButton label={t('nav.workspaces')} placement="bottom start" trigger={
      <AriaButton className={cx(row, 'min-h-11')} aria-label={t('nav.workspace', { name: workspace.name })}>
        <span aria-hidden="true" className="grid size-7 shrink-0 place-items-center rounded-lg bg-accent-soft text-sm font-bold text-accent-strong">{[...workspace.name][0]?.toLocaleUpperCase()}</span>
        <span className={cx(wideOnly, 'min-w-0 grow truncate font-semibold')}>{workspace.name}</span><span className={wideOnly}><ChevronsUpDown aria-hidden="true" className="text-ink-soft" /></span>
      </AriaButton>}>
      {workspaces.map((each) => <Item key={each.id} onAction={() => void switchTo(each.id)} isDisabled={each.id === workspace.id}>{each.demo ? t('nav.demo_workspace', { name: each.name }) : each.name}</Item>)}
      {mayMake && !hasDemo && <Item icon={<Smartphone />} onAction={() => void makeDemo()}>{t('nav.make_demo')}</Item>}
    </MenuButton>
  )
}

function UserMenu({ openKeys }: { openKeys: () => void }) {
  const { t } = useT()
  const { user } = useSession()
  const { preferences, change, changeLanguage } = usePreferences()
  const signOut = useSignOut()
  const theme = preferences.theme ?? 'system'
  const me = useOwnPresence()
  const say = useSayAvailability()
  const [choosing, setChoosing] = useState(false)
  const keysCap = useKeyCap('app.keys')
  useActions(me ? [{ id: 'app.availability', label: 'availability.more', group: 'app', run: () => setChoosing(true) }] : [])
  return (
    <>
    {me && choosing && <Suspense><AvailabilityDialog colleague={me} own onClose={() => setChoosing(false)} /></Suspense>}
    <MenuButton label={t('nav.me')} placement="top start" trigger={
      <AriaButton className={cx(row, 'min-h-11')} aria-label={t('nav.me_name', { name: user.name })}><Avatar name={user.name} size={28}>{me && <PresenceDot availability={me.availability} className="absolute -end-1 -bottom-0.5" />}</Avatar>{me && <span className="sr-only">{t(`availability.${me.availability}`)}</span>}<span className={cx(wideOnly, 'min-w-0 grow truncate')}>{user.name}</span></AriaButton>}>
      {me && availabilityItems({ t, me, say, more: () => setChoosing(true) })}
      {(['system', 'light', 'dark', 'contrast'] as const).map((id) => <Item key={id} onAction={() => change({ theme: id })} icon={<span className="w-4 text-center">{theme === id ? '✓' : ''}</span>}>{t(`theme.${id}`)}</Item>)}
      {(Object.entries(LANGUAGES) as [Language, string][]).filter(([id]) => id !== user.language).map(([id, name]) => <Item key={id} onAction={() => changeLanguage(id)} icon={<Languages />}><span lang={id}>{name}</span></Item>)}
      <Item icon={<Keyboard />} keys={keysCap} onAction={openKeys}>{t('action.keys')}</Item>
      <Item icon={<LogOut />} onAction={signOut}>{t('action.sign_out')}</Item>
    </MenuButton>
    </>
  )
}

/** The bottom tabs of a phone. Hidden while a conversation is open: the composer needs the room. */
export function TabBar() {
  const { t } = useT()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const phones = useCan('simulator.use')
  const reports = useCan('reports.read')
  const reads = useCan('conversations.read')
  const contacts = useCan('contacts.read')
  const campaigns = useFirstCampaignPage()
  const run = useRun()
  if (/^\/inbox\/./.test(path)) return null
  const tab = (under: string) => {
    const isCurrent = path.startsWith(under)
    return { 'aria-current': isCurrent ? 'page' as const : undefined, className: cx('flex min-h-14 grow basis-0 flex-col items-center justify-center gap-0.5 text-xs [&_svg]:size-5', isCurrent ? 'font-semibold text-accent' : 'text-ink-soft') }
  }
  return (
    <nav aria-label={t('nav.label')} className="flex shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden">
      {reads && <Link to="/inbox" {...tab('/inbox')}><Inbox aria-hidden="true" />{t('nav.inbox')}</Link>}
      {contacts && <Link to="/contacts" {...tab('/contacts')}><ContactRound aria-hidden="true" />{t('nav.contacts')}</Link>}
      {campaigns && <Link to={campaigns} {...tab(isCampaignPath(path) ? path : '/campaigns')}><Megaphone aria-hidden="true" />{t('nav.campaigns')}</Link>}
      {reports && !campaigns && <Link to="/reports/sources" {...tab('/reports')}><ChartColumn aria-hidden="true" />{t('nav.reports')}</Link>}
      {phones && <Link to="/simulator" {...tab('/simulator')}><Smartphone aria-hidden="true" />{t('nav.phones')}</Link>}
      <button type="button" onClick={() => run('app.palette')} {...tab('…')}><Search aria-hidden="true" />{t('nav.search')}</button>
      <Link to="/settings/me" {...tab('/settings')}><Settings aria-hidden="true" />{t('nav.settings')}</Link>
    </nav>
  )
}
