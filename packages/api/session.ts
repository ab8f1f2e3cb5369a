/** Who is signed in, where, and who else works there. */
import type { Taken } from './assignment.js'
import type { SessionFactor } from './second-factor.js'
import type { Message } from './message.js'
import type { Iso, Verdict } from './verdict.js'

/** `custom`: a role of the company's own, with its own list of permissions. */
export type Role = 'owner' | 'admin' | 'supervisor' | 'agent' | 'restricted_agent' | 'marketer' | 'privacy_officer' | 'viewer' | 'custom'
export const ROLES: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'restricted_agent', 'marketer', 'privacy_officer', 'viewer', 'custom']

/** Whose conversations a role sees: everybody's, those of its inboxes, or its own and its teams'. */
export type Reach = 'all' | 'inboxes' | 'own'

export type ThemeChoice = 'system' | 'light' | 'dark' | 'contrast'

/** What a person has chosen for herself. Kept whole on the server; unknown keys stay. */
export interface Preferences {
  theme?: ThemeChoice
  /** Enter sends (chat habit) or Ctrl+Enter does (e-mail habit). */
  sendKey?: 'enter' | 'ctrl_enter'
  /** One switch turns the single-letter keys off. */
  singleKeys?: boolean
  /** Keys that are other than they came, by action: "e", "Mod+K", "g i"; an empty list for none. */
  keys?: Record<string, readonly string[]>
  playbackRate?: number
  contextPane?: boolean
  listWidth?: number
  /** Seconds in which a message can be taken back before it leaves, 0 to 30. */
  sendDelay?: number
  skinTone?: string
  [key: string]: unknown
}

export interface SessionUser { id: string; name: string; email: string; language: string; theme?: ThemeChoice; preferences: Preferences }

export interface WorkspaceSummary { id: string; name: string; demo: boolean }

export interface SessionWorkspace extends WorkspaceSummary {
  timeZone: string
  role: Role
  /** Business time = wall clock + this; 0 but in demo and simulator runs. */
  clockOffsetMs: number
  currency?: string
}

export interface Session {
  user: SessionUser
  workspace: SessionWorkspace
  workspaces: WorkspaceSummary[]
  /** What this role may do, for example `channels.manage`, `members.manage`, `messages.send`, `simulator.use`. */
  permissions: string[]
  secondFactor: SessionFactor
  /** True on plain http to another machine: what is written can be read on the way. */
  insecureTransport?: boolean
}

export interface SetupRequest { name: string; email: string; password: string; language: string; timeZone: string; company?: string }
/** The recovery key is said once. */
export interface SetupAnswer { user: SessionUser; workspace: SessionWorkspace; recoveryKey: string }

/** `roleId`: her custom role. `teamIds`, `inboxIds`: what she was put into by name; inboxes for everybody are not among them. */
export interface Member { id: string; name: string; email: string; role: Role; roleId: string | null; active: boolean; teamIds: string[]; inboxIds: string[]; lastSeenAt: Iso | null; createdAt: Iso }
/** Body of `POST /members`: the new colleague signs in with the password given. */
export interface AddMember { name: string; email: string; role: Role; roleId?: string | null; teamIds?: string[]; inboxIds?: string[]; password: string; language?: string }

export interface ApiToken { id: string; name: string; scopes: string[]; createdAt: Iso; expiresAt: Iso | null; lastUsedAt: Iso | null }

/** Numbers at the views; exact to 999. `mentions`: not seen yet. `views`: by id of the saved view, null where counting would take too long. */
export interface Counts {
  mine: number; myTeams: number; unassigned: number; all: number; mentions: number; participating: number; drafts: number
  waiting: number; closingSoon: number; failed: number; snoozed: number; unread: number
  views?: Record<string, number | null>
}

/** Something an owner or admin should look at. */
export interface HealthItem {
  id: string
  severity: 'info' | 'warning' | 'critical'
  code: string
  message: string
  channelAccountId?: string | null
  /** The error code behind it, where there is one: its sentence and next step say more. */
  reason?: string | null
  /** In words, by language; absent where `code` says it all. */
  texts?: Record<string, HealthText> | null
  /** Where to mend it, at the platform. */
  link?: string | null
  /** The stretch it is about; `to` null while it lasts. */
  span?: { from: Iso; to: Iso | null } | null
  count: number
  firstAt: Iso
  lastAt: Iso
}
export interface HealthText { title: string; sentence: string; next: string | null }

/** Answer of `POST /simulator/control/customers` and row of its list. */
export interface SimulatedCustomer { customerId: string; address: string; name: string; state: Record<string, string | number | boolean | null> }

/** `application/problem+json`. */
export interface Problem { type?: string; title: string; status: number; code: string; detail?: string; next?: string; requestId?: string; fields?: { field: string; message: string }[]; verdict?: Verdict; /** Of `already_taken`: who has it. */ taken?: Taken; /** Of `moved_on`: what was written meanwhile, and the position that reaches to. */ lines?: Message[]; seq?: number; /** Of `local_night`: when her night ends, and whose clock says so. */ until?: string; timeZone?: string }
