import { useNavigate, useRouter } from '@tanstack/react-router'
import { useSession } from '../../api/queries.js'
import type { Action } from '../../hotkeys/registry.js'
import { campaignPages } from './campaign-pages.js'
import { usePreferences } from './preferences.js'
import { settingsPages } from './settings-pages.js'
import { VIEW_IDS, viewLabel } from './views.js'
import { useSignOut } from './workspaces.js'

/** What can be done from anywhere. */
export function useShellActions({ openPalette, openKeys }: { openPalette: () => void; openKeys: () => void }): Action[] {
  const navigate = useNavigate()
  const { permissions } = useSession()
  const { preferences, change } = usePreferences()
  const signOut = useSignOut()
  const { routesByPath } = useRouter()
  /** The actions of who has all of these permissions. */
  const may = (needs: readonly string[], ...actions: Action[]): Action[] => (needs.every((each) => permissions.includes(each)) ? actions : [])
  return [
    { id: 'app.palette', label: 'action.palette', group: 'app', whileTyping: true, run: openPalette },
    { id: 'app.keys', label: 'action.keys', group: 'app', run: openKeys },
    ...may(['conversations.read', 'messages.send'], { id: 'app.new_conversation', label: 'action.new_conversation', group: 'app', run: () => void navigate({ to: '/inbox', search: (old) => ({ ...old, compose: 'new' as const }) }) }),
    ...may(['conversations.read'], ...VIEW_IDS.map((view): Action => ({ id: `go.${view}`, label: viewLabel[view], group: 'go', run: () => void navigate({ to: '/inbox', search: { view } }) }))),
    ...may(['contacts.read'], { id: 'go.contacts', label: 'nav.contacts', group: 'go', run: () => void navigate({ to: '/contacts' }) }),
    ...campaignPages(permissions, routesByPath).map(({ to, label }): Action => ({ id: `go.${to.slice(1)}`, label, group: 'go', run: () => void navigate({ to }) })),
    ...may(['simulator.use'], { id: 'go.phones', label: 'nav.phones', group: 'go', run: () => void navigate({ to: '/simulator' }) }),
    ...may(['reports.read'], { id: 'go.reports', label: 'nav.reports', group: 'go', run: () => void navigate({ to: '/reports/sources' }) }),
    ...may(['wallboard.read'], { id: 'go.wallboard', label: 'nav.wallboard', group: 'go', run: () => void navigate({ to: '/wallboard' }) }),
    { id: 'go.settings', label: 'nav.settings', group: 'go', run: () => void navigate({ to: '/settings/me' }) },
    ...settingsPages(permissions).map(({ to, label }): Action => ({ id: `go.${to.slice('/settings/'.length).replaceAll('-', '_')}`, label, group: 'go', run: () => void navigate({ to }) })),
    ...may(['channels.manage'], { id: 'go.add_channel', label: 'channels.add', group: 'go', run: () => void navigate({ to: '/settings/channels/add' }) }),
    { id: 'app.theme_light', label: 'action.theme_light', group: 'app', run: () => change({ theme: 'light' }) },
    { id: 'app.theme_dark', label: 'action.theme_dark', group: 'app', run: () => change({ theme: 'dark' }) },
    { id: 'app.theme_contrast', label: 'action.theme_contrast', group: 'app', run: () => change({ theme: 'contrast' }) },
    { id: 'app.theme_system', label: 'action.theme_system', group: 'app', run: () => change({ theme: 'system' }) },
    { id: 'app.single_keys', label: preferences.singleKeys === false ? 'action.keys_on' : 'action.keys_off', group: 'app', run: () => change({ singleKeys: preferences.singleKeys === false }) },
    { id: 'app.sign_out', label: 'action.sign_out', group: 'app', run: signOut },
  ]
}
