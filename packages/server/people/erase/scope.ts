import type { IdentityKey } from '@recado/core'
import type { Tx } from '@recado/db'

/**
 * Whom it is about, as ids. `contactIds`: herself and everybody who was merged into her; empty when only one of her identities goes.
 * `messageIds` are hers over all threads.
 */
export interface Scope {
  contactId: string
  contactIds: string[]
  identityIds: string[]
  conversationIds: string[]
  messageIds: string[]
  accountIds: string[]
  keys: IdentityKey[]
  addresses: { kind: 'phone' | 'email'; value: string }[]
}

export const everyId = (scope: Scope): string[] => [...scope.contactIds, ...scope.identityIds, ...scope.conversationIds, ...scope.messageIds]

/** The survivor of a contact that was merged; null when there is nobody. Locks her and those merged into her, in id order. */
export async function lockPerson(tx: Tx, workspaceId: string, contactId: string): Promise<{ contactId: string; contactIds: string[] } | null> {
  const [named] = await tx.query<{ id: string }>('select coalesce(merged_into, contact_id) as id from contact where workspace_id = $1 and contact_id = $2 and erased_at is null', [workspaceId, contactId])
  if (!named) return null
  const rows = await tx.query<{ contact_id: string }>('select contact_id from contact where workspace_id = $1 and (contact_id = $2 or merged_into = $2) order by contact_id for update', [workspaceId, named.id])
  return { contactId: named.id, contactIds: rows.map((row) => row.contact_id) }
}

/** Everything of hers, or of one identity, with its threads locked: whoever sends or receives there waits. */
export async function scopeOf(tx: Tx, workspaceId: string, contactId: string, contactIds: readonly string[], identityId: string | null): Promise<Scope> {
  const identities = await tx.query<{ identity_id: string; account_id: string }>('select identity_id, account_id from identity where workspace_id = $1 and contact_id = any($2) and ($3::uuid is null or identity_id = $3) order by identity_id', [workspaceId, [contactId, ...contactIds], identityId])
  const identityIds = identities.map((row) => row.identity_id)
  const threads = await tx.query<{ conversation_id: string }>('select conversation_id from conversation where workspace_id = $1 and identity_id = any($2) order by conversation_id for update', [workspaceId, identityIds])
  const conversationIds = threads.map((row) => row.conversation_id)
  const messages = await tx.query<{ message_id: string }>('select message_id from message where workspace_id = $1 and conversation_id = any($2)', [workspaceId, conversationIds])
  const keys = await tx.query<IdentityKey>('select kind, value from identity_key where workspace_id = $1 and identity_id = any($2)', [workspaceId, identityIds])
  const addresses = await tx.query<{ kind: 'phone' | 'email'; value: string }>('select kind, value from contact_address where workspace_id = $1 and contact_id = any($2)', [workspaceId, contactIds])
  return { contactId, contactIds: [...contactIds], identityIds, conversationIds, messageIds: messages.map((row) => row.message_id), accountIds: [...new Set(identities.map((row) => row.account_id))], keys, addresses }
}
