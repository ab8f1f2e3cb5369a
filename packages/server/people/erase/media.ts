import type { Tx } from '@recado/db'
import type { Scope } from './scope.js'

const UUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Her files: what came in, what was sent to nobody else, what was attached to her or to a draft, her picture. Read before her rows go. */
export async function mediaOf(tx: Tx, workspaceId: string, scope: Scope): Promise<string[]> {
  const rows = await tx.ask<{ media_id: string }>(
    `select media_id from media where workspace_id = $1 and (conversation_id = any($2) or message_id = any($3))
     union select media_id from media_use where workspace_id = $1 and message_id = any($3)
     union select media_id from contact_file where workspace_id = $1 and contact_id = any($4)
     union select avatar_media_id from contact where workspace_id = $1 and contact_id = any($4) and avatar_media_id is not null`, [workspaceId, scope.conversationIds, scope.messageIds, scope.contactIds])
  const drafts = await tx.ask<{ body: unknown }>('select body from draft where workspace_id = $1 and conversation_id = any($2)', [workspaceId, scope.conversationIds])
  const named = drafts.flatMap(({ body }) => JSON.stringify(body).match(UUIDS) ?? [])
  return [...new Set([...rows.map((row) => row.media_id), ...named])]
}

/** Deletes those that nobody else has; answers the hashes of their bytes. After her rows have gone. */
export async function deleteMedia(tx: Tx, workspaceId: string, mediaIds: readonly string[]): Promise<string[]> {
  if (mediaIds.length === 0) return []
  const gone = await tx.ask<{ media_id: string; sha256: Buffer | null }>(
    `delete from media f where f.workspace_id = $1 and f.media_id = any($2)
       and not exists (select from media_use u where u.workspace_id = $1 and u.media_id = f.media_id)
       and not exists (select from contact_file k where k.workspace_id = $1 and k.media_id = f.media_id)
       and not exists (select from contact c where c.workspace_id = $1 and c.avatar_media_id = f.media_id)
       and not exists (select from saved_reply r where r.workspace_id = $1 and r.attachments::text like '%' || f.media_id || '%')
     returning f.media_id, f.sha256`, [workspaceId, mediaIds])
  await tx.ask('delete from platform_upload where workspace_id = $1 and media_id = any($2)', [workspaceId, gone.map((row) => row.media_id)])
  return [...new Set(gone.flatMap((row) => row.sha256?.toString('hex') ?? []))]
}
