/**
 * The one table of who may do what. A route names its permission; roles and token scopes follow from here and nowhere else. Scope `all`
 * stands for every scope below.
 */
import type { Role } from '@recado/api'
import type { Principal } from '../services.js'

interface Rule { roles: readonly Role[]; /** Any one of them is enough; none = people only, never a token. */ scopes: readonly Scope[] }

/** What an API token can be given. */
export const SCOPES = ['read', 'messages', 'notify', 'conversations', 'contacts', 'channels', 'members', 'tokens', 'workspace', 'audit', 'metrics', 'webhooks'] as const
export type Scope = (typeof SCOPES)[number]

const everybody: readonly Role[] = ['owner', 'admin', 'agent']
const managers: readonly Role[] = ['owner', 'admin']

export const permissions = {
  'me.manage': { roles: everybody, scopes: [] },
  'workspace.read': { roles: everybody, scopes: ['read', 'workspace'] },
  'workspace.manage': { roles: managers, scopes: ['workspace'] },
  'security.manage': { roles: ['owner'], scopes: [] },
  'address.read': { roles: managers, scopes: ['channels'] },
  'address.manage': { roles: ['owner'], scopes: [] },
  'members.read': { roles: everybody, scopes: ['read', 'members'] },
  'members.manage': { roles: managers, scopes: ['members'] },
  'tokens.manage': { roles: managers, scopes: ['tokens'] },
  'channels.read': { roles: everybody, scopes: ['read', 'channels', 'messages', 'notify'] },
  'channels.manage': { roles: managers, scopes: ['channels'] },
  'templates.read': { roles: everybody, scopes: ['read', 'channels', 'messages', 'notify'] },
  'automation.read': { roles: everybody, scopes: ['read', 'channels'] },
  'automation.manage': { roles: managers, scopes: ['channels'] },
  'templates.manage': { roles: managers, scopes: ['channels'] },
  'health.read': { roles: everybody, scopes: ['read', 'channels'] },
  'health.manage': { roles: managers, scopes: ['channels'] },
  'audit.read': { roles: managers, scopes: ['audit'] },
  'conversations.read': { roles: everybody, scopes: ['read', 'conversations', 'messages'] },
  'conversations.work': { roles: everybody, scopes: ['conversations'] },
  'messages.send': { roles: everybody, scopes: ['messages'] },
  'messages.notify': { roles: everybody, scopes: ['notify', 'messages'] },
  'contacts.read': { roles: everybody, scopes: ['read', 'contacts'] },
  'reports.read': { roles: managers, scopes: ['read'] },
  'imports.manage': { roles: managers, scopes: ['conversations'] },
  'contacts.manage': { roles: everybody, scopes: ['contacts'] },
  'saved_replies.read': { roles: everybody, scopes: ['read', 'conversations'] },
  'saved_replies.manage': { roles: everybody, scopes: ['conversations'] },
  'drafts.own': { roles: everybody, scopes: [] },
  'media.read': { roles: everybody, scopes: ['read', 'messages'] },
  'media.upload': { roles: everybody, scopes: ['messages', 'notify'] },
  'live.watch': { roles: everybody, scopes: ['read'] },
  'webhooks.read': { roles: managers, scopes: ['webhooks'] },
  'webhooks.manage': { roles: managers, scopes: ['webhooks'] },
  'demo.make': { roles: managers, scopes: [] },
  // Outside clients need a token with all scopes.
  'simulator.use': { roles: everybody, scopes: [] },
  'metrics.read': { roles: managers, scopes: ['metrics'] },
} as const satisfies Record<string, Rule>

export type Permission = keyof typeof permissions

/** Permissions that only people have: `all` does not open them to a token. */
const PEOPLE_ONLY: ReadonlySet<Permission> = new Set(['me.manage', 'security.manage', 'address.manage', 'drafts.own', 'demo.make'])

export function isPermission(name: string): name is Permission { return Object.hasOwn(permissions, name) }

/** Whether this principal may do it. */
export function may(principal: Pick<Principal, 'kind' | 'role' | 'scopes'>, permission: Permission): boolean {
  const rule: Rule = permissions[permission]
  if (principal.kind === 'user') return principal.role !== null && rule.roles.includes(principal.role)
  if (PEOPLE_ONLY.has(permission)) return false
  const scopes = principal.scopes ?? []
  return scopes.includes('all') || rule.scopes.some((scope) => scopes.includes(scope))
}

/** Everything a role may do: what the web app asks before it shows a button. */
export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(permissions) as Permission[]).filter((name) => (permissions[name].roles as readonly Role[]).includes(role))
}

/** Owners, and tokens that may do everything, stand above admins: only they make owners or hand out `all`. */
export function actsAsOwner(principal: Pick<Principal, 'kind' | 'role' | 'scopes'>): boolean {
  return principal.kind === 'user' ? principal.role === 'owner' : (principal.scopes ?? []).includes('all')
}
