/** Uploads that were never sent: a day after somebody chose a file and thought better of it, its row and its bytes go. */
import { days } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Tasks } from '../jobs/queue.js'
import type { Services } from '../services.js'

export const FORGET_BYTES = 'media.forget_bytes'
/** Never sent for so long; what is in use is looked at again after so long. */
const UNSENT_MS = days(1)
const AGAIN_MS = days(30)
const BATCH = 200

/**
 * Tables with very many rows, of which it is known that they name no file but in the columns asked for below (a message's files stand in media_use). Every
 * other table of the workspace is searched whole, so that one made later is never forgotten.
 */
const LARGE = new Set(['media', 'media_use', 'platform_upload', 'contact', 'contact_file', 'contact_address', 'contact_external', 'contact_list_member', 'identity', 'identity_key', 'identity_match', 'conversation', 'conversation_case', 'message', 'message_search', 'message_version', 'event', 'audit_entry', 'audit_link',
  'consent_entry', 'consent_now', 'person_key', 'campaign_recipient', 'post_target', 'entry', 'cost_entry', 'contact_order', 'raw_request', 'parked_status', 'webhook_delivery', 'notice', 'contact_change', 'change_set'])

const LOOSE = `select f.media_id from media f where f.workspace_id = $1 and f.conversation_id is null and f.message_id is null and coalesce(f.swept_at, f.created_at) < $2 and f.state <> 'pending' order by coalesce(f.swept_at, f.created_at) limit ${BATCH}`
const KNOWN = `select f.id from unnest($2::uuid[]) f(id) where exists (select from media_use u where u.workspace_id = $1 and u.media_id = f.id) or exists (select from contact_file k where k.workspace_id = $1 and k.media_id = f.id)
  or exists (select from contact c where c.workspace_id = $1 and c.avatar_media_id = f.id)`

/** One look at a workspace. How many files went. */
export async function sweepUploads(services: Pick<Services, 'db' | 'clock' | 'queue' | 'stopping'>, workspaceId: string): Promise<number> {
  const now = services.clock.now(workspaceId)
  const iso = (ms: number): string => new Date(ms).toISOString()
  let went = 0
  for (let more = true; more && !services.stopping();) {
    const { found, gone } = await services.db.inWorkspace(workspaceId, async (tx) => {
      const loose = (await tx.query<{ media_id: string }>(LOOSE, [workspaceId, iso(now - UNSENT_MS)])).map((row) => row.media_id)
      if (loose.length === 0) return { found: 0, gone: 0 }
      const used = await usedOf(tx, workspaceId, loose)
      await tx.query('update media set swept_at = $3 where workspace_id = $1 and media_id = any($2::uuid[])', [workspaceId, [...used], iso(now + AGAIN_MS - UNSENT_MS)])
      const rows = await tx.query<{ media_id: string; sha256: Buffer | null }>('delete from media where workspace_id = $1 and media_id = any($2::uuid[]) returning media_id, sha256', [workspaceId, loose.filter((id) => !used.has(id))])
      await tx.query('delete from platform_upload where workspace_id = $1 and media_id = any($2::uuid[])', [workspaceId, rows.map((row) => row.media_id)])
      const shas = [...new Set(rows.flatMap((row) => row.sha256?.toString('hex') ?? []))]
      // With the rows or not at all: a crash in between leaves no bytes behind that nobody names.
      if (shas.length > 0) await services.queue.addIn(tx, FORGET_BYTES, { workspaceId, shas })
      return { found: loose.length, gone: rows.length }
    })
    if (gone > 0) services.queue.wake()
    went += gone
    more = found === BATCH
  }
  return went
}

/** Those of these files that something names. */
async function usedOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const used = new Set((await tx.query<{ id: string }>(KNOWN, [workspaceId, ids])).map((row) => row.id))
  const tables = await tx.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and has_table_privilege(c.oid, 'select') order by 1`)
  for (const { name } of tables) {
    const open = ids.filter((id) => !used.has(id))
    if (open.length === 0) break
    if (LARGE.has(name)) continue
    const rows = await tx.ask<{ id: string }>(`select x.id from unnest($2::text[]) x(id) where exists (select from "${name}" t where t.workspace_id = $1 and strpos(t::text, x.id) > 0)`, [workspaceId, open])
    for (const row of rows) used.add(row.id)
  }
  return used
}

/** Bytes that no row of the workspace names any more. Bears repetition. */
export const looseTasks = (services: Services): Tasks => ({
  [FORGET_BYTES]: async ({ workspaceId, shas }: { workspaceId: string; shas: string[] }) => {
    for (const sha of shas) {
      const hash = Buffer.from(sha, 'hex')
      const [used] = await services.db.inWorkspace(workspaceId, (tx) => tx.query('select 1 from media where workspace_id = $1 and sha256 = $2 limit 1', [workspaceId, hash]))
      if (!used) await services.media.remove(workspaceId, hash)
    }
  },
})
