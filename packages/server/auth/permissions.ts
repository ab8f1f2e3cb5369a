/**
 * The one table of who may do what. A route names its permission; roles and token scopes follow from here and nowhere else. Scope `all`
 * stands for every scope below.
 */
import type { Reach, Role } from '@recado/api'
import type { Principal } from '../services.js'

interface Rule { roles: readonly Role[]; /** Any one of them is enough; none = people only, never a token. */ scopes: readonly Scope[] }

/** What an API token can be given. */
export const SCOPES = ['read', 'messages', 'notify', 'conversations', 'contacts', 'consents', 'channels', 'members', 'tokens', 'workspace', 'audit', 'metrics', 'webhooks', 'campaigns'] as const
export type Scope = (typeof SCOPES)[number]

/** Everybody who works in the workspace, and the circles inside. */
const everybody: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'restricted_agent', 'marketer', 'privacy_officer', 'viewer']
const readers: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'restricted_agent', 'privacy_officer', 'viewer']
const desk: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'restricted_agent']
const leads: readonly Role[] = ['owner', 'admin', 'supervisor']
const managers: readonly Role[] = ['owner', 'admin']
const and = (roles: readonly Role[], ...more: Role[]): readonly Role[] => [...roles, ...more]

export const permissions = {
  'me.manage': { roles: everybody, scopes: [] },
  'notifications.own': { roles: everybody, scopes: [] },
  'workspace.read': { roles: everybody, scopes: ['read', 'workspace'] },
  'workspace.manage': { roles: managers, scopes: ['workspace'] },
  'security.manage': { roles: ['owner'], scopes: [] },
  'address.read': { roles: managers, scopes: ['channels'] },
  'backups.manage': { roles: ['owner'], scopes: ['workspace'] },
  'address.manage': { roles: ['owner'], scopes: [] },
  'members.read': { roles: everybody, scopes: ['read', 'members'] },
  'members.manage': { roles: managers, scopes: ['members'] },
  'roles.manage': { roles: managers, scopes: ['members'] },
  'teams.manage': { roles: leads, scopes: ['members'] },
  'inboxes.manage': { roles: managers, scopes: ['members', 'channels'] },
  'tokens.manage': { roles: managers, scopes: ['tokens'] },
  'channels.read': { roles: everybody, scopes: ['read', 'channels', 'messages', 'notify'] },
  'channels.manage': { roles: managers, scopes: ['channels'] },
  'templates.read': { roles: everybody, scopes: ['read', 'channels', 'messages', 'notify'] },
  'templates.manage': { roles: and(managers, 'marketer'), scopes: ['channels'] },
  'automation.read': { roles: everybody, scopes: ['read', 'channels'] },
  'automation.manage': { roles: managers, scopes: ['channels'] },
  'hours.manage': { roles: leads, scopes: ['channels'] },
  'health.read': { roles: everybody, scopes: ['read', 'channels'] },
  'health.manage': { roles: managers, scopes: ['channels'] },
  'audit.read': { roles: and(managers, 'privacy_officer'), scopes: ['audit'] },
  'conversations.read': { roles: readers, scopes: ['read', 'conversations', 'messages'] },
  'conversations.work': { roles: desk, scopes: ['conversations'] },
  'notes.write': { roles: desk, scopes: ['conversations'] },
  'labels.manage': { roles: leads, scopes: ['conversations'] },
  'views.own': { roles: readers, scopes: [] },
  'views.share': { roles: leads, scopes: ['conversations'] },
  'assignment.manage': { roles: leads, scopes: ['conversations'] },
  'availability.own': { roles: desk, scopes: [] },
  'availability.manage': { roles: leads, scopes: ['members'] },
  'nudges.manage': { roles: leads, scopes: ['conversations'] },
  'wallboard.read': { roles: leads, scopes: ['read'] },
  'messages.send': { roles: desk, scopes: ['messages'] },
  'messages.notify': { roles: desk, scopes: ['notify', 'messages'] },
  'contacts.read': { roles: everybody, scopes: ['read', 'contacts'] },
  'contacts.manage': { roles: and(desk, 'privacy_officer'), scopes: ['contacts'] },
  'contacts.fields': { roles: and(leads, 'marketer'), scopes: ['contacts'] },
  'contacts.import': { roles: and(managers, 'marketer'), scopes: ['contacts'] },
  'contacts.export': { roles: and(managers, 'privacy_officer'), scopes: ['contacts'] },
  'contacts.erase': { roles: and(managers, 'privacy_officer'), scopes: ['contacts'] },
  'consents.read': { roles: everybody, scopes: ['read', 'consents'] },
  'consents.manage': { roles: and(desk, 'marketer', 'privacy_officer'), scopes: ['consents'] },
  'purposes.manage': { roles: and(managers, 'privacy_officer'), scopes: ['consents'] },
  'opt_in.manage': { roles: and(managers, 'marketer'), scopes: ['consents'] },
  'bridges.manage': { roles: managers, scopes: ['webhooks'] },
  'segments.read': { roles: and(leads, 'marketer', 'privacy_officer'), scopes: ['read', 'campaigns'] },
  'segments.manage': { roles: and(leads, 'marketer'), scopes: ['campaigns'] },
  'campaigns.read': { roles: and(leads, 'marketer', 'privacy_officer', 'viewer'), scopes: ['read', 'campaigns'] },
  'campaigns.manage': { roles: and(managers, 'marketer'), scopes: ['campaigns'] },
  'campaigns.approve': { roles: leads, scopes: ['campaigns'] },
  'posts.manage': { roles: and(managers, 'marketer'), scopes: ['campaigns'] },
  'costs.read': { roles: and(leads, 'marketer', 'privacy_officer'), scopes: ['read', 'campaigns'] },
  'costs.manage': { roles: managers, scopes: ['workspace'] },
  'reports.read': { roles: and(leads, 'marketer', 'privacy_officer'), scopes: ['read'] },
  'imports.manage': { roles: managers, scopes: ['conversations'] },
  'saved_replies.read': { roles: everybody, scopes: ['read', 'conversations'] },
  'saved_replies.manage': { roles: desk, scopes: ['conversations'] },
  'saved_replies.share': { roles: leads, scopes: ['conversations'] },
  'drafts.own': { roles: desk, scopes: [] },
  'media.read': { roles: everybody, scopes: ['read', 'messages'] },
  'media.upload': { roles: and(desk, 'marketer'), scopes: ['messages', 'notify'] },
  'live.watch': { roles: everybody, scopes: ['read'] },
  'webhooks.read': { roles: managers, scopes: ['webhooks'] },
  'webhooks.manage': { roles: managers, scopes: ['webhooks'] },
  'demo.make': { roles: managers, scopes: [] },
  // Outside clients need a token with all scopes.
  'simulator.use': { roles: desk, scopes: [] },
  'metrics.read': { roles: managers, scopes: ['metrics'] },
  'status.read': { roles: managers, scopes: ['metrics'] },
} as const satisfies Record<string, Rule>

/** Whose conversations - and with them which people - a role sees; a custom one says so itself. A marketer reads no thread, but knows everybody it can be written to. */
const REACH: Readonly<Record<Role, Reach>> = {
  owner: 'all', admin: 'all', supervisor: 'all', privacy_officer: 'all', marketer: 'all', agent: 'inboxes', viewer: 'inboxes', restricted_agent: 'own', custom: 'own',
}
export const reachOfRole = (role: Role): Reach => REACH[role]

export type Permission = keyof typeof permissions

/** Permissions that only people have: `all` does not open them to a token. */
const PEOPLE_ONLY: ReadonlySet<Permission> = new Set(['me.manage', 'notifications.own', 'security.manage', 'address.manage', 'views.own', 'availability.own', 'drafts.own', 'demo.make'])

/** What a role of the company's own has without being told, and what none of them can have. */
const ALWAYS: ReadonlySet<Permission> = new Set(['me.manage', 'notifications.own', 'workspace.read', 'members.read', 'channels.read', 'templates.read', 'automation.read', 'health.read', 'live.watch', 'saved_replies.read'])
const NEVER_CUSTOM: ReadonlySet<Permission> = new Set(['security.manage', 'address.manage', 'backups.manage', 'roles.manage', 'tokens.manage'])

/** What has to be known of somebody to tell what she may do. */
export type Asker = Pick<Principal, 'kind' | 'role' | 'scopes'> & Partial<Pick<Principal, 'permissions'>>

/** The table in the order and company in which people read it. A test holds every permission to stand in one group. */
export const GROUPS = {
  conversations: ['conversations.read', 'conversations.work', 'messages.send', 'messages.notify', 'notes.write', 'drafts.own', 'media.read', 'media.upload', 'imports.manage'],
  contacts: ['contacts.read', 'contacts.manage', 'contacts.fields', 'contacts.import', 'contacts.export', 'contacts.erase', 'consents.read', 'consents.manage', 'purposes.manage', 'opt_in.manage'],
  desk: ['views.own', 'views.share', 'labels.manage', 'saved_replies.read', 'saved_replies.manage', 'saved_replies.share', 'assignment.manage', 'availability.own', 'availability.manage', 'nudges.manage', 'wallboard.read', 'reports.read'],
  campaigns: ['segments.read', 'segments.manage', 'campaigns.read', 'campaigns.manage', 'campaigns.approve', 'posts.manage', 'costs.read', 'costs.manage'],
  channels: ['channels.read', 'channels.manage', 'templates.read', 'templates.manage', 'automation.read', 'automation.manage', 'hours.manage', 'health.read', 'health.manage', 'webhooks.read', 'webhooks.manage', 'bridges.manage'],
  people: ['members.read', 'members.manage', 'teams.manage', 'inboxes.manage', 'roles.manage'],
  workspace: ['workspace.read', 'workspace.manage', 'audit.read', 'tokens.manage', 'metrics.read', 'status.read', 'security.manage', 'address.read', 'address.manage', 'backups.manage', 'simulator.use', 'demo.make', 'live.watch', 'me.manage', 'notifications.own'],
} as const satisfies Record<string, readonly Permission[]>

/** How a company's own role stands to a permission. */
export const choiceOf = (permission: Permission): 'always' | 'choice' | 'never' => (ALWAYS.has(permission) ? 'always' : NEVER_CUSTOM.has(permission) ? 'never' : 'choice')

export function isPermission(name: string): name is Permission { return Object.hasOwn(permissions, name) }

/** Whether this principal may do it. */
export function may(principal: Asker, permission: Permission): boolean {
  const rule: Rule = permissions[permission]
  if (principal.kind === 'user') {
    if (principal.role === 'custom') return ALWAYS.has(permission) || (principal.permissions?.includes(permission) ?? false) && !NEVER_CUSTOM.has(permission)
    return principal.role !== null && rule.roles.includes(principal.role)
  }
  if (PEOPLE_ONLY.has(permission)) return false
  const scopes = principal.scopes ?? []
  return scopes.includes('all') || rule.scopes.some((scope) => scopes.includes(scope))
}

/** Everything somebody of this role may do: what the web app asks before it shows a button. `own`: the permissions of a custom role. */
export function permissionsOf(role: Role, own: readonly string[] | null = null): Permission[] {
  return (Object.keys(permissions) as Permission[]).filter((name) => may({ kind: 'user', role, scopes: null, permissions: own }, name))
}

/** Owners, and tokens that may do everything, stand above admins: only they make owners or hand out `all`. */
export function actsAsOwner(principal: Asker): boolean {
  return principal.kind === 'user' ? principal.role === 'owner' : (principal.scopes ?? []).includes('all')
}
