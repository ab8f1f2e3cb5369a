/** After a restore nothing leaves that may have left before: what was about to be sent waits until a person releases or discards it. */
import { type Database, newId, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'

export const HELD_KINDS = ['messages', 'scheduled', 'campaigns', 'posts'] as const
export type HeldKind = (typeof HELD_KINDS)[number]
export type HeldCounts = Record<HeldKind, number>

/** Why a campaign or a post stands still, and what the health page shows. */
export const HELD = 'held_after_restore'
export const HEALTH_KIND = 'restore_held'

/** Holds everything in every workspace of a database that was just restored, before any server opens it. */
export async function holdEverything(db: Database, restored: { backup: string; madeAt: string }): Promise<HeldCounts> {
  const all: HeldCounts = { messages: 0, scheduled: 0, campaigns: 0, posts: 0 }
  const workspaces = await db.asSystem(async (tx) => {
    // Readers that know the log of before have to read everything anew; who held a lease is on another machine.
    await tx.query('update event_head set epoch = gen_random_uuid()')
    await tx.query('delete from lease')
    await tx.query('delete from live_ticket')
    await tx.query(`update backup_run set state = 'failed', error = 'restored', finished_at = now() where state in ('waiting', 'running', 'cancelling')`)
    return tx.query<{ id: string }>('select workspace_id as id from workspace order by created_at')
  })
  for (const { id } of workspaces) {
    const held = await db.inWorkspace(id, (tx) => holdWorkspace(tx, id, restored))
    for (const kind of HELD_KINDS) all[kind] += held[kind]
  }
  return all
}

async function holdWorkspace(tx: Tx, workspaceId: string, { backup, madeAt }: { backup: string; madeAt: string }): Promise<HeldCounts> {
  const now = new Date().toISOString()
  // A place for everything first, with what each of them was.
  await tx.query(
    `insert into restore_hold (workspace_id, kind, subject_id, former)
       select $1, 'campaigns', campaign_id, state from campaign where workspace_id = $1 and state in ('scheduled', 'preparing', 'sending')
       union all select $1, 'posts', post_id, state from post where workspace_id = $1 and state in ('scheduled', 'sending')
       union all select $1, 'scheduled', scheduled_message_id, state from scheduled_message where workspace_id = $1 and state = 'waiting'
       union all select $1, 'messages', j.message_id, j.state from send_job j where j.workspace_id = $1 and j.state = 'queued'
         and not exists (select from campaign_recipient r join campaign k on k.workspace_id = $1 and k.campaign_id = r.campaign_id where r.workspace_id = $1 and r.message_id = j.message_id and k.state in ('scheduled', 'preparing', 'sending'))
     on conflict do nothing`, [workspaceId])
  const of = (kind: HeldKind): string => `select subject_id from restore_hold where workspace_id = $1 and kind = '${kind}'`
  await tx.query(`update campaign set state = 'paused', state_reason = '${HELD}', paused_at = $2, updated_at = $2 where workspace_id = $1 and campaign_id in (${of('campaigns')})`, [workspaceId, now])
  await tx.query(`update post set state = 'failed', code = '${HELD}', updated_at = $2 where workspace_id = $1 and post_id in (${of('posts')})`, [workspaceId, now])
  await tx.query(`update scheduled_message set state = 'held', changed_at = $2 where workspace_id = $1 and scheduled_message_id in (${of('scheduled')})`, [workspaceId, now])
  await tx.query(`update send_job set state = 'held' where workspace_id = $1 and state = 'queued'`, [workspaceId])
  const counts = await countHeld(tx, workspaceId)
  // Messages stay undecided also where none waits: what rules are about to say has to wait for the decision.
  await tx.query(
    `insert into restore_state (workspace_id, backup_id, backup_at, restored_at, undecided) values ($1, $2, $3, $4, $5)
     on conflict (workspace_id) do update set backup_id = excluded.backup_id, backup_at = excluded.backup_at, restored_at = excluded.restored_at, undecided = excluded.undecided`,
    [workspaceId, backup, madeAt, now, HELD_KINDS.filter((kind) => kind === 'messages' || counts[kind] > 0)])
  await tx.query(
    `insert into health_item (workspace_id, health_item_id, kind, subject, severity, data, first_at, last_at) values ($1, $2, '${HEALTH_KIND}', 'restore', 'critical', $3, $4, $4)
     on conflict (workspace_id, kind, subject) where resolved_at is null do update set last_at = excluded.last_at, data = excluded.data`,
    [workspaceId, newId(), JSON.stringify({ link: '/settings/backups', at: madeAt.slice(0, 16).replace('T', ' '), ...counts }), now])
  await append(tx, [{ type: 'health.changed' }])
  return counts
}

export async function countHeld(tx: Tx, workspaceId: string): Promise<HeldCounts> {
  const rows = await tx.query<{ kind: HeldKind; n: number }>('select kind, count(*)::int as n from restore_hold where workspace_id = $1 group by kind', [workspaceId])
  return Object.fromEntries(HELD_KINDS.map((kind) => [kind, rows.find((row) => row.kind === kind)?.n ?? 0])) as HeldCounts
}
