import type { MessageId } from '../../i18n/provider.js'

interface Page { to: string; label: MessageId; /** who may open it; everybody where it is absent */ needs?: string }

/** The pages of the settings, in the order in which they are listed; the palette has the same. */
export const SETTINGS_PAGES = [
  { to: '/settings/me', label: 'settings.me' },
  { to: '/settings/keys', label: 'settings.keys' },
  { to: '/settings/notifications', label: 'settings.notifications' },
  { to: '/settings/security', label: 'settings.security' },
  { to: '/settings/channels', label: 'settings.channels', needs: 'channels.manage' },
  { to: '/settings/public-address', label: 'settings.public_address', needs: 'address.read' },
  { to: '/settings/members', label: 'settings.members', needs: 'members.manage' },
  { to: '/settings/teams', label: 'settings.teams', needs: 'teams.manage' },
  { to: '/settings/inboxes', label: 'settings.inboxes', needs: 'inboxes.manage' },
  { to: '/settings/roles', label: 'settings.roles', needs: 'members.manage' },
  { to: '/settings/assignment', label: 'settings.assignment', needs: 'assignment.manage' },
  { to: '/settings/hours', label: 'settings.hours', needs: 'hours.manage' },
  { to: '/settings/nudges', label: 'settings.nudges', needs: 'nudges.manage' },
  { to: '/settings/import', label: 'settings.import', needs: 'imports.manage' },
  { to: '/settings/labels', label: 'settings.labels', needs: 'labels.manage' },
  { to: '/settings/saved-replies', label: 'settings.saved_replies', needs: 'saved_replies.manage' },
  { to: '/settings/templates', label: 'settings.templates', needs: 'templates.manage' },
  { to: '/settings/developers', label: 'settings.developers', needs: 'webhooks.manage' },
  { to: '/settings/tokens', label: 'settings.tokens', needs: 'tokens.manage' },
] as const satisfies readonly Page[]

/** Those that somebody with these permissions may open. */
export const settingsPages = (permissions: readonly string[]) => SETTINGS_PAGES.filter((page) => !('needs' in page) || permissions.includes(page.needs))
