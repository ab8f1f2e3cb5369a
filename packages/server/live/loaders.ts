/** What the log's entries besides threads become for the sockets. Imported for its effect. */
import type { ApiToken, LiveEvent, SessionWorkspace } from '@recado/api'
import { conversationsById, type Tx } from '@recado/db'
import { readMember } from '../auth/members.js'
import { TEMPLATE_COLUMNS, type TemplateRow, toTemplate } from '../channels/template-view.js'
import { readChannelAccount } from '../channels/view.js'
import { HEALTH_COLUMNS, type HealthRow, toHealthItem } from '../http/health-view.js'
import { iso, isoOrNull } from '../http/schemas.js'
import { UUID } from '../ingest/plan.js'
import { type DraftMode, loadDraft } from '../people/drafts.js'
import { contactsById } from '../people/read-contacts.js'
import { loadSavedReplies } from '../people/saved-replies.js'
import type { Services } from '../services.js'
import { toConversation } from '../views/conversation.js'
import { type NamedRow, registerLoader } from './named.js'

/** Items that were resolved of late and whose sockets may not have heard of it: an entry about health names none. */
const CLEARED = 20

/** Ids named under `key`, with the place of their last entry. */
function named(rows: readonly NamedRow[], key: string): Map<string, number> {
  return new Map(rows.flatMap(({ seq, data }) => (typeof data[key] === 'string' && UUID.test(data[key]) ? [[data[key], seq] as const] : [])))
}

/** People and tokens stand outside of workspaces: they are read as recado_system, in the same snapshot. */
async function outside<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
  await tx.query(`select set_config('role', 'recado_system', true)`)
  const found = await read()
  await tx.query(`select set_config('role', 'recado_app', true)`)
  return found
}

const last = (rows: readonly NamedRow[]): number => Math.max(...rows.map((row) => row.seq))

/** Rows that are there become `changed`, the others what `gone` makes of them. */
function changedOrGone<T extends { id: string }>(wanted: ReadonlyMap<string, number>, found: readonly T[], changed: (row: T, seq: number) => LiveEvent, gone: (id: string, seq: number) => LiveEvent | null): LiveEvent[] {
  const rows = new Map(found.map((row) => [row.id, row]))
  return [...wanted].flatMap(([id, seq]) => {
    const row = rows.get(id)
    const event = row ? changed(row, seq) : gone(id, seq)
    return event ? [event] : []
  })
}

registerLoader('channel_account.changed', async (tx, services, workspaceId, rows) => {
  const events: LiveEvent[] = []
  for (const [accountId, seq] of named(rows, 'accountId')) {
    // Another node may have changed it: what is held here is read again.
    if (services.config.databaseUrl) services.accounts.changed(workspaceId, accountId)
    const account = await readChannelAccount(services, tx, workspaceId, accountId)
    events.push(account ? { seq, type: 'channel_account.changed', account } : { seq, type: 'channel_account.removed', channelAccountId: accountId })
  }
  return events
})

registerLoader('channel_account.removed', async (_tx, _services, _workspaceId, rows) =>
  [...named(rows, 'accountId')].map(([channelAccountId, seq]): LiveEvent => ({ seq, type: 'channel_account.removed', channelAccountId })))

registerLoader('template.changed', async (tx, _services, workspaceId, rows) => {
  const wanted = named(rows, 'templateId')
  const found = (await tx.query<TemplateRow>(`select ${TEMPLATE_COLUMNS} from template where workspace_id = $1 and template_id = any($2) and not gone`, [workspaceId, [...wanted.keys()]])).map(toTemplate)
  return changedOrGone(wanted, found, (template, seq) => ({ seq, type: 'template.changed', template }), () => null)
})

registerLoader('templates.synced', async (_tx, _services, _workspaceId, rows) =>
  [...named(rows, 'accountId')].map(([channelAccountId, seq]): LiveEvent => ({ seq, type: 'templates.synced', channelAccountId })))

/** Her name stands in the rows of all her threads. */
async function threadsOf(tx: Tx, services: Services, workspaceId: string, contacts: ReadonlyMap<string, number>): Promise<LiveEvent[]> {
  const ids = await tx.query<{ conversation_id: string }>('select conversation_id from conversation where workspace_id = $1 and contact_id = any($2)', [workspaceId, [...contacts.keys()]])
  const rows = ids.length > 0 ? await conversationsById(tx, workspaceId, ids.map((row) => row.conversation_id)) : []
  return rows.map((row) => ({ seq: contacts.get(row.contact_id)!, type: 'conversation.changed', conversation: toConversation(services, workspaceId, row) })) // read by these contacts
}

registerLoader('contact.changed', async (tx, services, workspaceId, rows) => {
  const wanted = named(rows, 'contactId')
  const found = await contactsById(tx, services, workspaceId, [...wanted.keys()])
  return [...changedOrGone(wanted, found, (contact, seq): LiveEvent => ({ seq, type: 'contact.changed', contact }), (contactId, seq) => ({ seq, type: 'contact.removed', contactId })), ...await threadsOf(tx, services, workspaceId, wanted)]
})

registerLoader('contact.merged', async (_tx, _services, _workspaceId, rows) =>
  rows.flatMap(({ seq, data: { contactId, otherId } }): LiveEvent[] => (typeof contactId === 'string' && typeof otherId === 'string' ? [{ seq, type: 'contact.merged', contactId, otherId }] : [])))

for (const type of ['saved_reply.changed', 'saved_reply.removed']) registerLoader(type, async (tx, _services, workspaceId, rows) => {
  const wanted = named(rows, 'savedReplyId')
  return changedOrGone(wanted, await loadSavedReplies(tx, workspaceId, [...wanted.keys()]), (savedReply, seq) => ({ seq, type: 'saved_reply.changed', savedReply }), (savedReplyId, seq) => ({ seq, type: 'saved_reply.removed', savedReplyId }))
})

for (const type of ['member.changed', 'member.removed']) registerLoader(type, async (tx, _services, workspaceId, rows) => {
  const events: LiveEvent[] = []
  for (const [memberId, seq] of named(rows, 'memberId')) {
    const member = await outside(tx, () => readMember(tx, workspaceId, memberId))
    events.push(member ? { seq, type: 'member.changed', member } : { seq, type: 'member.removed', memberId })
  }
  return events
})

registerLoader('token.changed', async (tx, _services, workspaceId, rows) => {
  const wanted = named(rows, 'tokenId')
  const found = await outside(tx, () => tx.query<{ token_id: string; name: string; scopes: string[]; created_at: number; expires_at: number | null; last_used_at: number | null }>(
    'select token_id, name, scopes, created_at, least(expires_at, revoked_at) as expires_at, last_used_at from api_token where workspace_id = $1 and token_id = any($2)', [workspaceId, [...wanted.keys()]]))
  const tokens = found.map((row): ApiToken => ({ id: row.token_id, name: row.name, scopes: row.scopes, createdAt: iso(row.created_at), expiresAt: isoOrNull(row.expires_at), lastUsedAt: isoOrNull(row.last_used_at) }))
  return changedOrGone(wanted, tokens, (token, seq) => ({ seq, type: 'token.changed', token }), () => null)
})

registerLoader('health.changed', async (tx, _services, workspaceId, rows) => {
  const seq = last(rows)
  const open = await tx.query<HealthRow>(`select ${HEALTH_COLUMNS} from health_item where workspace_id = $1 and resolved_at is null order by last_at desc limit 100`, [workspaceId])
  const cleared = await tx.query<{ health_item_id: string }>(`select health_item_id from health_item where workspace_id = $1 and resolved_at is not null order by resolved_at desc limit ${CLEARED}`, [workspaceId])
  return [...open.map((row): LiveEvent => ({ seq, type: 'health.changed', item: toHealthItem(row) })), ...cleared.map((row): LiveEvent => ({ seq, type: 'health.cleared', itemId: row.health_item_id }))]
})

registerLoader('health.cleared', async (_tx, _services, _workspaceId, rows) => [...named(rows, 'itemId')].map(([itemId, seq]): LiveEvent => ({ seq, type: 'health.cleared', itemId })))

registerLoader('draft.changed', async (tx, _services, workspaceId, rows) => {
  const events: LiveEvent[] = []
  for (const { seq, data } of rows) {
    const { userId, conversationId, mode } = data as { userId: string; conversationId: string; mode: DraftMode } // written by drafts alone
    events.push({ seq, type: 'draft.changed', userId, conversationId, mode, draft: await loadDraft(tx, workspaceId, userId, { conversationId, mode }) })
  }
  return events
})

registerLoader('workspace.changed', async (tx, services, workspaceId, rows) => {
  const [row] = await tx.query<{ name: string; demo: boolean; time_zone: string; clock_offset_ms: number }>('select name, demo, time_zone, clock_offset_ms from workspace where workspace_id = $1', [workspaceId])
  if (!row) return []
  services.clock.set(workspaceId, row.clock_offset_ms)
  const workspace: Pick<SessionWorkspace, 'id' | 'name' | 'demo' | 'timeZone' | 'clockOffsetMs'> = { id: workspaceId, name: row.name, demo: row.demo, timeZone: row.time_zone, clockOffsetMs: services.clock.offset(workspaceId) }
  return [{ seq: last(rows), type: 'workspace.changed', workspace }]
})
