/** Inboxes: who works them, which accounts feed them, and how conversations move from one to another. */
import type { Inbox } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso } from '../http/schemas.js'
import type { Services } from '../services.js'
import { manyChanged } from '../auth/people-events.js'

interface Row { inbox_id: string; name: string; everybody: boolean; member_ids: string[]; team_ids: string[]; account_ids: string[]; used: boolean; created_at: number }

const SELECT = `select i.inbox_id, i.name, i.everybody, i.created_at,
  array(select m.user_id::text from inbox_member m where m.workspace_id = i.workspace_id and m.inbox_id = i.inbox_id order by 1) as member_ids,
  array(select t.team_id::text from inbox_team t where t.workspace_id = i.workspace_id and t.inbox_id = i.inbox_id order by 1) as team_ids,
  array(select a.account_id::text from channel_account a where a.workspace_id = i.workspace_id and a.inbox_id = i.inbox_id and a.disconnected_at is null order by 1) as account_ids,
  exists (select from conversation c where c.workspace_id = i.workspace_id and c.inbox_id = i.inbox_id) as used from inbox i where i.workspace_id = $1`

const toInbox = (row: Row): Inbox => ({ id: row.inbox_id, name: row.name, everybody: row.everybody, memberIds: row.member_ids, teamIds: row.team_ids, accountIds: row.account_ids, used: row.used, createdAt: iso(row.created_at) })

export async function listInboxes(tx: Tx, workspaceId: string): Promise<Inbox[]> {
  return (await tx.query<Row>(`${SELECT} order by lower(i.name), i.inbox_id`, [workspaceId])).map(toInbox)
}

/** One inbox. Throws not_found. */
export async function readInbox(tx: Tx, workspaceId: string, inboxId: string): Promise<Inbox> {
  const [row] = await tx.query<Row>(`${SELECT} and i.inbox_id = $2`, [workspaceId, inboxId])
  if (!row) throw new RecadoError('not_found', { inboxId })
  return toInbox(row)
}

/** Sets by whom it is worked, beside everybody. What is undefined stays. */
export async function setInboxPeople(tx: Tx, workspaceId: string, inboxId: string, wish: { memberIds?: readonly string[] | undefined; teamIds?: readonly string[] | undefined }): Promise<void> {
  for (const [table, column, ids] of [['inbox_member', 'user_id', wish.memberIds], ['inbox_team', 'team_id', wish.teamIds]] as const) {
    if (!ids) continue
    await tx.query(`delete from ${table} where workspace_id = $1 and inbox_id = $2 and ${column} <> all($3::uuid[])`, [workspaceId, inboxId, ids])
    await tx.query(`insert into ${table} (workspace_id, inbox_id, ${column}) select $1, $2, id from unnest($3::uuid[]) as id on conflict do nothing`, [workspaceId, inboxId, ids])
  }
}

/** Rows that move in one transaction: ingest is never kept waiting for a million of them. */
const BATCH = 5_000

/**
 * Moves conversations into an inbox, those of an account or those of another inbox, batch after batch. Interrupted, it is asked for again and
 * goes on: what has moved is not found any more.
 */
export async function moveConversations(services: Services, workspaceId: string, from: { accountId: string } | { inboxId: string }, to: string): Promise<void> {
  const [column, id] = 'accountId' in from ? ['account_id', from.accountId] : ['inbox_id', from.inboxId]
  for (let moved = BATCH; moved === BATCH; ) {
    moved = await services.db.inWorkspace(workspaceId, async (tx) => {
      const rows = await tx.query(
        `update conversation set inbox_id = $3 where workspace_id = $1 and conversation_id in (select conversation_id from conversation where workspace_id = $1 and ${column} = $2 and inbox_id <> $3 order by conversation_id limit ${BATCH} for update) returning 1`, [workspaceId, id, to])
      if (rows.length > 0) await manyChanged(tx)
      return rows.length
    })
    if (moved > 0) services.signals.committed(workspaceId)
  }
}

/** The accounts whose new threads go there from now on. */
export async function feedFrom(services: Services, tx: Tx, workspaceId: string, accountIds: readonly string[], inboxId: string): Promise<void> {
  await tx.query('update channel_account set inbox_id = $3 where workspace_id = $1 and account_id = any($2::uuid[])', [workspaceId, accountIds, inboxId])
  await tx.query('select append_events($1)', [JSON.stringify(accountIds.map((accountId) => ({ type: 'channel_account.changed', data: { accountId } })))])
}
