/** Teams, inboxes, roles and invitations: who works together, on which conversations, and how somebody comes in. */
import type { Reach, Role } from './session.js'
import type { Iso } from './verdict.js'

/** Colleagues who share conversations. */
export interface Team { id: string; name: string; memberIds: string[]; createdAt: Iso }
/** Body of `POST /teams` and `PATCH /teams/{id}`. */
export interface TeamWish { name?: string; memberIds?: string[] }

/** A queue of conversations and those who work it. `everybody`: all colleagues; else the members named and those of the teams named. */
export interface Inbox { id: string; name: string; everybody: boolean; memberIds: string[]; teamIds: string[]; accountIds: string[]; /** whether any conversation lies in it */ used: boolean; createdAt: Iso }
export interface InboxWish { name?: string; everybody?: boolean; memberIds?: string[]; teamIds?: string[] }
/** Body of `PUT /channel-accounts/{id}/inbox`: its conversations go along, or stay where they are. */
export interface AccountInbox { inboxId: string; conversations: 'follow' | 'stay' }

/** A role as it can be given. `id` is the role's own word, or a custom role's id; `name` is the company's, null for the built-in ones. */
export interface RoleInfo { id: string; role: Role; name: string | null; permissions: string[]; reach: Reach; members: number; /** whether the asker may give it */ mayGive: boolean }
export interface RoleWish { name: string; permissions: string[]; reach: Reach }
/** One line of the table of permissions. `custom`: every role has it, a company's own role may choose it, or it never has it. */
export interface PermissionInfo { name: string; group: string; custom: 'always' | 'choice' | 'never'; /** whether the asker has it, and so may give it on */ mine: boolean }
export interface RoleTable { items: RoleInfo[]; permissions: PermissionInfo[] }

/** An invitation that has not been accepted yet. */
export interface Invitation {
  id: string; email: string; name: string; role: Role; roleId: string | null; teamIds: string[]; inboxIds: string[]; language: string
  invitedBy: { id: string; name: string } | null; createdAt: Iso; expiresAt: Iso; state: 'open' | 'expired'
}
export interface InvitationWish { email: string; name?: string; role: Role; roleId?: string | null; teamIds?: string[]; inboxIds?: string[]; language?: string }
/** `link` is said once, and only where no letter went: without SMTP, or when the mail server refused it. */
export interface InvitationSent { invitation: Invitation; sent: 'sent' | 'off' | 'failed'; link: string | null }
/** What the page behind the link shows. `known`: somebody with this e-mail signs in here already, and joins with her own password. */
export interface InvitationLook { workspace: string; invitedBy: string | null; email: string; name: string; role: Role; roleName: string | null; language: string; known: boolean; expiresAt: Iso }
export interface AcceptInvitation { token: string; password: string; name?: string; language?: string; code?: string }
