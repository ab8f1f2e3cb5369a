import { useNavigate } from '@tanstack/react-router'
import { useCan } from '../../api/queries.js'
import type { Action } from '../../hotkeys/registry.js'
import { VIEW_IDS, viewKey, viewLabel } from './views.js'
import { usePreferences } from './preferences.js'
import { useSignOut } from './workspaces.js'

/** What can be done from anywhere. */
export function useShellActions({ openPalette, openKeys }: { openPalette: () => void; openKeys: () => void }): Action[] {
  const navigate = useNavigate()
  const { preferences, change } = usePreferences()
  const signOut = useSignOut()
  const [channels, members, phones] = [useCan('channels.manage'), useCan('members.manage'), useCan('simulator.use')]
  const [hours, nudges, wallboard] = [useCan('hours.manage'), useCan('nudges.manage'), useCan('wallboard.read')]
  const webhooks = useCan('webhooks.manage')
  const [reads, sends, templates, replies] = [useCan('conversations.read'), useCan('messages.send'), useCan('templates.manage'), useCan('saved_replies.manage')]
  const [teams, inboxes] = [useCan('teams.manage'), useCan('inboxes.manage')]
  const assignment = useCan('assignment.manage')
  return [
    { id: 'app.palette', label: 'action.palette', group: 'app', keys: ['Mod+K'], whileTyping: true, run: openPalette },
    { id: 'app.keys', label: 'action.keys', group: 'app', keys: ['?'], run: openKeys },
    ...(reads && sends ? [{ id: 'app.new_conversation', label: 'action.new_conversation', group: 'app', keys: ['c'], run: () => void navigate({ to: '/inbox', search: (old) => ({ ...old, compose: 'new' as const }) }) } as const] : []),
    ...(reads ? VIEW_IDS : []).map((view): Action => ({ id: `go.${view}`, label: viewLabel[view], group: 'go', ...(viewKey[view] ? { keys: [viewKey[view]] } : {}), run: () => void navigate({ to: '/inbox', search: { view } }) })),
    ...(phones ? [{ id: 'go.phones', label: 'nav.phones', group: 'go', keys: ['g p'], run: () => void navigate({ to: '/simulator' }) } as const] : []),
    ...(channels ? [{ id: 'go.channels', label: 'settings.channels', group: 'go', keys: ['g c'], run: () => void navigate({ to: '/settings/channels' }) } as const] : []),
    ...(channels ? [{ id: 'go.add_channel', label: 'channels.add', group: 'go', run: () => void navigate({ to: '/settings/channels/add' }) } as const] : []),
    ...(members ? [{ id: 'go.members', label: 'settings.members', group: 'go', run: () => void navigate({ to: '/settings/members' }) } as const] : []),
    ...(teams ? [{ id: 'go.teams', label: 'settings.teams', group: 'go', run: () => void navigate({ to: '/settings/teams' }) } as const] : []),
    ...(inboxes ? [{ id: 'go.inboxes', label: 'settings.inboxes', group: 'go', run: () => void navigate({ to: '/settings/inboxes' }) } as const] : []),
    ...(members ? [{ id: 'go.roles', label: 'settings.roles', group: 'go', run: () => void navigate({ to: '/settings/roles' }) } as const] : []),
    ...(templates ? [{ id: 'go.templates', label: 'settings.templates', group: 'go', run: () => void navigate({ to: '/settings/templates' }) } as const] : []),
    ...(webhooks ? [{ id: 'go.developers', label: 'settings.developers', group: 'go', run: () => void navigate({ to: '/settings/developers' }) } as const] : []),
    ...(assignment ? [{ id: 'go.assignment', label: 'settings.assignment', group: 'go', run: () => void navigate({ to: '/settings/assignment' }) } as const] : []),
    ...(hours ? [{ id: 'go.hours', label: 'settings.hours', group: 'go', run: () => void navigate({ to: '/settings/hours' }) } as const] : []),
    ...(nudges ? [{ id: 'go.nudges', label: 'settings.nudges', group: 'go', run: () => void navigate({ to: '/settings/nudges' }) } as const] : []),
    ...(wallboard ? [{ id: 'go.wallboard', label: 'nav.wallboard', group: 'go', run: () => void navigate({ to: '/wallboard' }) } as const] : []),
    ...(replies ? [{ id: 'go.saved_replies', label: 'settings.saved_replies', group: 'go', keys: ['g r'], run: () => void navigate({ to: '/settings/saved-replies' }) } as const] : []),
    { id: 'go.settings', label: 'nav.settings', group: 'go', keys: ['g s'], run: () => void navigate({ to: '/settings/me' }) },
    { id: 'app.theme_light', label: 'action.theme_light', group: 'app', run: () => change({ theme: 'light' }) },
    { id: 'app.theme_dark', label: 'action.theme_dark', group: 'app', run: () => change({ theme: 'dark' }) },
    { id: 'app.theme_contrast', label: 'action.theme_contrast', group: 'app', run: () => change({ theme: 'contrast' }) },
    { id: 'app.theme_system', label: 'action.theme_system', group: 'app', run: () => change({ theme: 'system' }) },
    { id: 'app.single_keys', label: preferences.singleKeys === false ? 'action.keys_on' : 'action.keys_off', group: 'app', run: () => change({ singleKeys: preferences.singleKeys === false }) },
    { id: 'app.sign_out', label: 'action.sign_out', group: 'app', run: signOut },
  ]
}
