/** Every file of a person: what is kept with her, and what came or went in the threads of hers that the asker sees. */
import type { ContactFile, FileKind, Page } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import { reachSql } from '../auth/reach.js'
import { iso, readCursor, writeCursor } from '../http/schemas.js'
import { UUID } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { KEPT, type KeptRow, shownKept } from './contact-files.js'
import { survivorOf } from './contacts.js'

export interface FilesQuery { kind?: FileKind; channel?: string; cursor?: string; limit?: number }

interface Ask { tx: Tx; principal: Principal; contactId: string; query: FilesQuery; before: { at: string; id: string } | null; limit: number }
interface Found { at: number; id: string; file: ContactFile }
interface ThreadRow { message_id: string; media_id: string; name: string | null; mime: string; bytes: number; at: number; conversation_id: string; channel: string; account_id: string; direction: 'in' | 'out' }

export const FILE_KINDS = ['image', 'video', 'audio', 'document'] as const satisfies readonly FileKind[]
/** A document is whatever is neither seen nor heard, as apps say it. */
const OF_KIND = (kind: string, mime: string): string => `(${kind}::text is null or case when split_part(${mime}, '/', 1) in ('image', 'video', 'audio') then split_part(${mime}, '/', 1) else 'document' end = ${kind})`
const behind = (at: string, id: string): string => `($3::timestamptz is null or (${at}, ${id}) < ($3, $4::uuid))`

async function keptOf({ tx, principal, contactId, query, before, limit }: Ask): Promise<Found[]> {
  if (query.channel) return []
  const rows = await tx.query<KeptRow>(
    `select ${KEPT} from contact_file k join media f on f.workspace_id = $1 and f.media_id = k.media_id left join app_user u on k.added_by->>'kind' = 'user' and u.user_id::text = k.added_by->>'id'
     where k.workspace_id = $1 and k.contact_id = $2 and ${behind('k.created_at', 'k.contact_file_id')} and ${OF_KIND('$6', 'f.mime')} order by k.created_at desc, k.contact_file_id desc limit $5`,
    [principal.workspaceId, contactId, before?.at ?? null, before?.id ?? null, limit, query.kind ?? null])
  return rows.map((row) => ({ at: row.created_at, id: row.contact_file_id, file: shownKept(row) }))
}

/**
 * One walk along each thread's index of messages that may carry a file (message_files), merged: the page costs the same however much was said. What a
 * template carried is found by where files went (media_use); everything else names its own.
 */
async function sentOf({ tx, principal, contactId, query, before, limit }: Ask): Promise<Found[]> {
  if (!may(principal, 'conversations.read')) return []
  const values: unknown[] = [principal.workspaceId, contactId, before?.at ?? null, before?.id ?? null, limit, query.kind ?? null, query.channel ?? null]
  const reach = reachSql(principal.reach, principal.id, (value) => `$${values.push(value)}`)
  const rows = await tx.query<ThreadRow>(
    `select s.*, c.conversation_id, c.channel, c.account_id from conversation c cross join lateral (
       select m.message_id, m.at, m.direction, f.media_id, f.name, f.mime, f.bytes from message m
         cross join lateral (select (m.content->'media'->>'id')::uuid as id where m.kind <> 'template' union select u.media_id from media_use u where m.kind = 'template' and u.workspace_id = $1 and u.message_id = m.message_id) x
         join media f on f.workspace_id = $1 and f.media_id = x.id and f.state = 'ready' and ${OF_KIND('$6', 'f.mime')}
       where m.workspace_id = $1 and m.conversation_id = c.conversation_id and m.kind in ('image', 'video', 'audio', 'document', 'template') and m.direction in ('in', 'out') and m.revoked_at is null
         and ($3::timestamptz is null or m.at <= $3) and ${behind('m.at', 'm.message_id')} order by m.at desc, m.message_id desc fetch first ($5::int) rows with ties) s
     where c.workspace_id = $1 and c.contact_id = $2 and ($7::text is null or c.channel = $7) ${reach ? `and ${reach}` : ''} order by s.at desc, s.message_id desc, s.media_id`, values)
  return rows.map((row) => ({
    at: row.at, id: row.message_id,
    file: {
      id: row.message_id, mediaId: row.media_id, name: row.name ?? '', mime: row.mime, bytes: row.bytes, url: `/api/v1/media/${row.media_id}/file`, addedBy: null, createdAt: iso(row.at),
      place: { conversationId: row.conversation_id, messageId: row.message_id, channel: row.channel, channelAccountId: row.account_id, direction: row.direction },
    },
  }))
}

/** A page, newest first; files that are still on their way come when they are here. */
export function listFiles(services: Services, principal: Principal, asked: string, query: FilesQuery): Promise<Page<ContactFile>> {
  const { workspaceId } = principal
  const limit = query.limit ?? 50
  const before = placeBehind(query.cursor)
  return services.db.snapshot(workspaceId, async (tx) => {
    const contactId = await survivorOf(tx, workspaceId, asked)
    if (!contactId) throw new RecadoError('not_found', { contactId: asked })
    const ask: Ask = { tx, principal, contactId, query, before, limit: limit + 1 }
    const found = [...await keptOf(ask), ...await sentOf(ask)].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0))
    const last = found[Math.min(limit, found.length) - 1]
    // What one message carried is not torn apart.
    const shown = found.filter(({ id }, at) => at < limit || id === last?.id)
    return { items: shown.map(({ file }) => file), next: found.length > limit && last ? writeCursor([iso(last.at), last.id]) : null }
  })
}

function placeBehind(cursor: string | undefined): Ask['before'] {
  const [at, id] = readCursor(cursor, 2)
  if (!at || !id) return null
  if (Number.isNaN(Date.parse(at)) || !UUID.test(id)) throw new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is not one that this list gave' }] })
  return { at, id }
}
