import type { MessageId } from '../../i18n/provider.js'

/** Under which heading a page stands. */
export const SETTINGS_GROUPS = ['you', 'channels', 'people', 'work', 'programs'] as const
type SettingsGroup = (typeof SETTINGS_GROUPS)[number]

interface Page { to: string; label: MessageId; /** who may open it; everybody where it is absent */ needs?: string; group: SettingsGroup }

/** The pages of the settings, in the order in which they are listed; the palette has the same. */
export const SETTINGS_PAGES = [
  { to: '/settings/me', label: 'settings.me', group: 'you' },
  { to: '/settings/keys', label: 'settings.keys', group: 'you' },
  { to: '/settings/notifications', label: 'settings.notifications', group: 'you' },
  { to: '/settings/security', label: 'settings.security', group: 'you' },
  { to: '/settings/channels', label: 'settings.channels', needs: 'channels.manage', group: 'channels' },
  { to: '/settings/public-address', label: 'settings.public_address', needs: 'address.read', group: 'channels' },
  { to: '/settings/import', label: 'settings.import', needs: 'imports.manage', group: 'channels' },
  { to: '/settings/templates', label: 'settings.templates', needs: 'templates.manage', group: 'channels' },
  { to: '/settings/rate-cards', label: 'settings.rate_cards', needs: 'costs.manage', group: 'channels' },
  { to: '/settings/opt-in', label: 'settings.opt_in', needs: 'opt_in.manage', group: 'channels' },
  { to: '/settings/members', label: 'settings.members', needs: 'members.manage', group: 'people' },
  { to: '/settings/teams', label: 'settings.teams', needs: 'teams.manage', group: 'people' },
  { to: '/settings/inboxes', label: 'settings.inboxes', needs: 'inboxes.manage', group: 'people' },
  { to: '/settings/roles', label: 'settings.roles', needs: 'members.manage', group: 'people' },
  { to: '/settings/audit', label: 'settings.audit', needs: 'audit.read', group: 'people' },
  { to: '/settings/backups', label: 'settings.backups', needs: 'workspace.manage', group: 'people' },
  { to: '/settings/status', label: 'settings.status', needs: 'status.read', group: 'people' },
  { to: '/settings/deletions', label: 'settings.deletions', needs: 'contacts.erase', group: 'people' },
  { to: '/settings/assignment', label: 'settings.assignment', needs: 'assignment.manage', group: 'work' },
  { to: '/settings/hours', label: 'settings.hours', needs: 'hours.manage', group: 'work' },
  { to: '/settings/nudges', label: 'settings.nudges', needs: 'nudges.manage', group: 'work' },
  { to: '/settings/consent-words', label: 'settings.consent_words', needs: 'purposes.manage', group: 'work' },
  { to: '/settings/contact-fields', label: 'settings.contact_fields', needs: 'contacts.fields', group: 'work' },
  { to: '/settings/companies', label: 'settings.companies', needs: 'contacts.read', group: 'work' },
  { to: '/settings/consent', label: 'settings.consent', needs: 'purposes.manage', group: 'work' },
  { to: '/settings/labels', label: 'settings.labels', needs: 'labels.manage', group: 'work' },
  { to: '/settings/saved-replies', label: 'settings.saved_replies', needs: 'saved_replies.manage', group: 'work' },
  { to: '/settings/macros', label: 'settings.macros', needs: 'saved_replies.manage', group: 'work' },
  { to: '/settings/bridges', label: 'settings.bridges', needs: 'bridges.manage', group: 'programs' },
  { to: '/settings/developers', label: 'settings.developers', needs: 'webhooks.manage', group: 'programs' },
  { to: '/settings/tokens', label: 'settings.tokens', needs: 'tokens.manage', group: 'programs' },
] as const satisfies readonly Page[]

/** Those that somebody with these permissions may open. */
export const settingsPages = (permissions: readonly string[]) => SETTINGS_PAGES.filter((page) => !('needs' in page) || permissions.includes(page.needs))
