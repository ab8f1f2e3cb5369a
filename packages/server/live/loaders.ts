/** What the log's entries about people, their texts and tokens become for the sockets. Imported for its effect. */
import type { ApiToken, LiveEvent } from '@recado/api'
import { conversationsById, type Tx } from '@recado/db'
import { iso, isoOrNull } from '../http/schemas.js'
import { UUID } from '../ingest/plan.js'
import { type DraftMode, loadDraft } from '../people/drafts.js'
import { contactsById } from '../people/read-contacts.js'
import { loadSavedReplies } from '../people/saved-replies.js'
import type { Services } from '../services.js'
import { toConversation } from '../views/conversation.js'
import { type NamedRow, registerLoader } from './named.js'

/** Ids named under `key`, with the place of their last entry. */
function named(rows: readonly NamedRow[], key: string): Map<string, number> {
  return new Map(rows.flatMap(({ seq, data }) => (typeof data[key] === 'string' && UUID.test(data[key]) ? [[data[key], seq] as const] : [])))
}

/** Tokens stand outside of workspaces: they are read as recado_system, in the same snapshot. */
async function outside<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
  await tx.query(`select set_config('role', 'recado_system', true)`)
  const found = await read()
  await tx.query(`select set_config('role', 'recado_app', true)`)
  return found
}

/** Rows that are there become `changed`, the others what `gone` makes of them. */
function changedOrGone<T extends { id: string }>(wanted: ReadonlyMap<string, number>, found: readonly T[], changed: (row: T, seq: number) => LiveEvent, gone: (id: string, seq: number) => LiveEvent | null): LiveEvent[] {
  const rows = new Map(found.map((row) => [row.id, row]))
  return [...wanted].flatMap(([id, seq]) => {
    const row = rows.get(id)
    const event = row ? changed(row, seq) : gone(id, seq)
    return event ? [event] : []
  })
}

/** Her name stands in the rows of all her threads. */
async function threadsOf(tx: Tx, services: Services, workspaceId: string, contacts: ReadonlyMap<string, number>): Promise<LiveEvent[]> {
  const ids = await tx.query<{ conversation_id: string }>('select conversation_id from conversation where workspace_id = $1 and contact_id = any($2)', [workspaceId, [...contacts.keys()]])
  const rows = ids.length > 0 ? await conversationsById(tx, workspaceId, ids.map((row) => row.conversation_id)) : []
  return rows.map((row) => ({ seq: contacts.get(row.contact_id)!, type: 'conversation.changed', conversation: toConversation(services, workspaceId, row) })) // read by these contacts
}

for (const type of ['contact.created', 'contact.changed']) registerLoader(type, async (tx, services, workspaceId, rows) => {
  const wanted = named(rows, 'contactId')
  const found = await contactsById(tx, services, workspaceId, [...wanted.keys()])
  return [...changedOrGone(wanted, found, (contact, seq): LiveEvent => ({ seq, type: 'contact.changed', contact }), (contactId, seq) => ({ seq, type: 'contact.removed', contactId })), ...await threadsOf(tx, services, workspaceId, wanted)]
})

registerLoader('contact.merged', async (_tx, _services, _workspaceId, rows) =>
  rows.flatMap(({ seq, data: { contactId, otherId } }): LiveEvent[] => (typeof contactId === 'string' && typeof otherId === 'string' ? [{ seq, type: 'contact.merged', contactId, otherId }] : [])))

for (const type of ['saved_reply.changed', 'saved_reply.removed']) registerLoader(type, async (tx, _services, workspaceId, rows) => {
  const wanted = named(rows, 'savedReplyId')
  const found = await loadSavedReplies(tx, workspaceId, [...wanted.keys()])
  const teamIds = found.flatMap((reply) => reply.teamId ?? [])
  const members = teamIds.length > 0 ? await tx.query<{ team_id: string; user_id: string }>('select team_id, user_id from team_member where workspace_id = $1 and team_id = any($2::uuid[])', [workspaceId, teamIds]) : []
  const audienceOf = ({ ownerId, teamId }: (typeof found)[number]): { audience?: string[] } => (ownerId ? { audience: [ownerId] } : teamId ? { audience: members.filter((row) => row.team_id === teamId).map((row) => row.user_id) } : {})
  return changedOrGone(wanted, found, (savedReply, seq) => ({ seq, type: 'saved_reply.changed', savedReply, ...audienceOf(savedReply) }), (savedReplyId, seq) => ({ seq, type: 'saved_reply.removed', savedReplyId }))
})

registerLoader('bridges.changed', async (_tx, _services, _workspaceId, rows) => rows.slice(-1).map(({ seq }): LiveEvent => ({ seq, type: 'bridges.changed' })))
registerLoader('macros.changed', async (_tx, _services, _workspaceId, rows) => rows.slice(-1).map(({ seq }): LiveEvent => ({ seq, type: 'macros.changed' })))
registerLoader('consent_words.changed', async (_tx, _services, _workspaceId, rows) => rows.slice(-1).map(({ seq }): LiveEvent => ({ seq, type: 'consent_words.changed' })))
registerLoader('contact_fields.changed', async (_tx, _services, _workspaceId, rows) => rows.slice(-1).map(({ seq }): LiveEvent => ({ seq, type: 'contact_fields.changed' })))
registerLoader('companies.changed', async (_tx, _services, _workspaceId, rows) => rows.slice(-1).map(({ seq }): LiveEvent => ({ seq, type: 'companies.changed' })))
registerLoader('segments.changed', async (_tx, _services, _workspaceId, rows) => rows.slice(-1).map(({ seq }): LiveEvent => ({ seq, type: 'segments.changed' })))
registerLoader('views.changed', async (_tx, _services, _workspaceId, rows) => rows.slice(-1).map(({ seq }): LiveEvent => ({ seq, type: 'views.changed' })))

registerLoader('token.changed', async (tx, _services, workspaceId, rows) => {
  const wanted = named(rows, 'tokenId')
  const found = await outside(tx, () => tx.query<{ token_id: string; name: string; scopes: string[]; created_at: number; expires_at: number | null; last_used_at: number | null }>(
    'select token_id, name, scopes, created_at, least(expires_at, revoked_at) as expires_at, last_used_at from api_token where workspace_id = $1 and token_id = any($2)', [workspaceId, [...wanted.keys()]]))
  const tokens = found.map((row): ApiToken => ({ id: row.token_id, name: row.name, scopes: row.scopes, createdAt: iso(row.created_at), expiresAt: isoOrNull(row.expires_at), lastUsedAt: isoOrNull(row.last_used_at) }))
  return changedOrGone(wanted, tokens, (token, seq) => ({ seq, type: 'token.changed', token }), () => null)
})

registerLoader('draft.changed', async (tx, _services, workspaceId, rows) => {
  const events: LiveEvent[] = []
  for (const { seq, data } of rows) {
    const { userId, conversationId, mode } = data as { userId: string; conversationId: string; mode: DraftMode } // written by drafts alone
    events.push({ seq, type: 'draft.changed', userId, conversationId, mode, draft: await loadDraft(tx, workspaceId, userId, { conversationId, mode }) })
  }
  return events
})
