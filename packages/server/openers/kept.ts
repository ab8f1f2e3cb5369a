import type { ImportedReply, ImportNote, Openers } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Actor } from '../auth/audit.js'

interface Row { draft: Openers | null; draft_from: 'edit' | 'import' | null; notes: ImportNote[]; replies: ImportedReply<string>[]; changed_at: number; imported_at: number | null; published_at: number | null }

/** What is kept of an account's openers beside what stands on the platform. */
export async function readKept(tx: Tx, workspaceId: string, accountId: string): Promise<Row | null> {
  const [row] = await tx.query<Row>('select draft, draft_from, notes, replies, changed_at, imported_at, published_at from account_openers where workspace_id = $1 and account_id = $2', [workspaceId, accountId])
  return row ?? null
}

/** A draft of somebody's hand. Notes of an import stay beside it: they are about what is still to be made anew. */
export async function keepDraft(tx: Tx, workspaceId: string, accountId: string, openers: Openers, by: Actor, now: string): Promise<void> {
  await tx.query(
    `insert into account_openers (workspace_id, account_id, draft, draft_from, changed_by, changed_at) values ($1, $2, $3, 'edit', $4, $5)
     on conflict (workspace_id, account_id) do update set draft = excluded.draft, draft_from = 'edit', changed_by = excluded.changed_by, changed_at = excluded.changed_at`, [workspaceId, accountId, JSON.stringify(openers), JSON.stringify(by), now])
}

/** What an import has found takes the place of the draft there was. */
export async function keepImport(tx: Tx, workspaceId: string, accountId: string, found: { openers: Openers | null; notes: ImportNote[]; replies: ImportedReply<string>[] }, by: Actor, now: string): Promise<void> {
  await tx.query(
    `insert into account_openers (workspace_id, account_id, draft, draft_from, notes, replies, changed_by, changed_at, imported_at) values ($1, $2, $3, case when $3::jsonb is null then null else 'import' end, $4, $5, $6, $7, $7)
     on conflict (workspace_id, account_id) do update set draft = excluded.draft, draft_from = excluded.draft_from, notes = excluded.notes, replies = excluded.replies, changed_by = excluded.changed_by, changed_at = excluded.changed_at, imported_at = excluded.imported_at`,
    [workspaceId, accountId, found.openers && JSON.stringify(found.openers), JSON.stringify(found.notes), JSON.stringify(found.replies), JSON.stringify(by), now])
}

/** Throws the draft away; imported replies go with an import that nobody wants. */
export async function dropDraft(tx: Tx, workspaceId: string, accountId: string): Promise<void> {
  await tx.query(`update account_openers set draft = null, draft_from = null, notes = '[]', replies = '[]' where workspace_id = $1 and account_id = $2`, [workspaceId, accountId])
}

/** Published: the draft is done with, and taps are read by the new names. The old ones stay, since phones show the old menu for a while. */
export async function keepPublished(tx: Tx, workspaceId: string, accountId: string, titles: Readonly<Record<string, string>>, by: Actor, now: string): Promise<void> {
  await tx.query('update channel_account set opener_titles = opener_titles || $3::jsonb where workspace_id = $1 and account_id = $2', [workspaceId, accountId, JSON.stringify(titles)])
  await tx.query(
    `insert into account_openers (workspace_id, account_id, changed_by, changed_at, published_by, published_at) values ($1, $2, $3, $4, $3, $4)
     on conflict (workspace_id, account_id) do update set draft = null, draft_from = null, notes = '[]', published_by = excluded.published_by, published_at = excluded.published_at`, [workspaceId, accountId, JSON.stringify(by), now])
}

/** Taken away from the platform: nothing of ours stands there any more. */
export async function keepRemoved(tx: Tx, workspaceId: string, accountId: string): Promise<void> {
  await tx.query('update account_openers set published_by = null, published_at = null where workspace_id = $1 and account_id = $2', [workspaceId, accountId])
}

/** What is left of the imported replies once the others have been handed over. */
export async function keepReplies(tx: Tx, workspaceId: string, accountId: string, replies: readonly ImportedReply<string>[]): Promise<void> {
  await tx.query('update account_openers set replies = $3 where workspace_id = $1 and account_id = $2', [workspaceId, accountId, JSON.stringify(replies)])
}
