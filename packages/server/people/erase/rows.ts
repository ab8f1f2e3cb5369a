import type { Tx } from '@recado/db'
import { childrenFirst } from '../../demo/wipe.js'
import { everyId, type Scope } from './scope.js'

/**
 * Tables with a way of their own below, the log whose places must stay without a gap (it holds ids only), and what outlives her on purpose: her
 * destroyed key, and the rows that say that she was forgotten. The audit log and the ledger of consents cannot be deleted from at all.
 */
const APART = new Set(['message', 'message_search', 'message_version', 'send_entry', 'work_case', 'conversation', 'identity', 'identity_key', 'contact', 'media', 'event', 'person_key', 'forgetting', 'person_copy', 'search_word'])

/** Columns that never name somebody, in large tables. */
const NOBODYS = new Set(['workspace_id', 'account_id', 'inbox_id', 'user_id', 'team_id', 'category_id', 'wording_id', 'media_id', 'webhook_endpoint_id', 'endpoint_id', 'stage_id', 'company_id', 'owner_id'])

interface Column { table: string; name: string }

/**
 * Deletes every row that names her - by any column that holds an id, in any table there is, those to come included - but for the tables in `keep`.
 * Ids are unique over all tables, so nothing of anybody else is met. For whom a row was once written (origin_*) does not make it hers.
 */
export async function deleteNamed(tx: Tx, workspaceId: string, scope: Scope, keep: ReadonlySet<string> = new Set()): Promise<void> {
  const columns = await tx.query<Column>(
    `select c.relname as table, a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid'::regtype
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and has_table_privilege(c.oid, 'delete')
       and exists (select from pg_attribute w where w.attrelid = c.oid and w.attname = 'workspace_id') order by 1, 2`)
  const links = await tx.query<{ child: string; parent: string }>(`select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint where contype = 'f' and conrelid <> confrelid`)
  const ids = everyId(scope)
  const tables = [...new Set(columns.map((column) => column.table))].filter((table) => !APART.has(table) && !keep.has(table))
  for (const table of childrenFirst(tables, links)) {
    const naming = columns.filter((column) => column.table === table && !NOBODYS.has(column.name) && !column.name.startsWith('origin_'))
    // Planned for these very ids: a list of ten thousand is looked up by hash.
    if (naming.length > 0) await tx.ask(`delete from "${table}" where workspace_id = $1 and (${naming.map(({ name }) => `"${name}" = any($2::uuid[])`).join(' or ')})`, [workspaceId, ids])
  }
}

/** Rows that hold what was told of her as text: answers kept for repeated requests, notices on their way, reports of what is wrong. */
export async function deleteTold(tx: Tx, workspaceId: string, scope: Scope): Promise<void> {
  const ids = [...scope.contactIds, ...scope.identityIds, ...scope.conversationIds]
  if (ids.length > 0) {
    const pattern = ids.join('|') // hexadecimal digits and hyphens only
    await tx.ask('delete from idempotency_key where workspace_id = $1 and answer::text ~ $2', [workspaceId, pattern])
    await tx.ask('delete from notice_waiting where workspace_id = $1 and occasion::text ~ $2', [workspaceId, pattern])
    await tx.query('select drop_background_jobs($1)', [ids])
  }
  // What was told of the person names all her identities, also when only one of them goes.
  await tx.ask('delete from webhook_delivery where workspace_id = $1 and order_key = $2', [workspaceId, scope.contactId])
  for (const value of tellingValues(scope)) {
    await tx.ask('delete from health_item where workspace_id = $1 and (subject = $2 or strpos(data::text, $2) > 0)', [workspaceId, value])
    await tx.ask('delete from parked_status where workspace_id = $1 and strpos(data::text, $2) > 0', [workspaceId, value])
    await tx.ask('delete from parked_change where workspace_id = $1 and strpos(event::text, $2) > 0', [workspaceId, value])
    await tx.ask('delete from parked_watermark where workspace_id = $1 and strpos(value, $2) > 0', [workspaceId, value])
  }
}

/** Her addresses as they may stand in a text; short ones could be anything. */
export const tellingValues = (scope: Scope): string[] => [...new Set([...scope.keys, ...scope.addresses].map(({ value }) => value.replace(/^\+/, '')))].filter((value) => value.length >= 6)

/** Her threads with all that was said, and what was counted. */
export async function deleteThreads(tx: Tx, workspaceId: string, { conversationIds, identityIds, messageIds }: Scope): Promise<void> {
  for (const table of ['message_version', 'message_search', 'send_entry']) await tx.ask(`delete from ${table} where workspace_id = $1 and message_id = any($2)`, [workspaceId, messageIds])
  await tx.query('delete from work_case where workspace_id = $1 and conversation_id = any($2)', [workspaceId, conversationIds])
  await tx.query('delete from message where workspace_id = $1 and conversation_id = any($2)', [workspaceId, conversationIds])
  await tx.query('delete from conversation where workspace_id = $1 and conversation_id = any($2)', [workspaceId, conversationIds])
  await tx.query('delete from identity_key where workspace_id = $1 and identity_id = any($2)', [workspaceId, identityIds])
  await tx.query('delete from identity where workspace_id = $1 and identity_id = any($2)', [workspaceId, identityIds])
}
