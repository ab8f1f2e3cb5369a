import type { LoadedMedia } from '@recado/channel-kit'
import { hours, type Instant, minutes, seconds } from '@recado/core'
import type { Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Services } from '../services.js'
import { fileName, plainMime } from './kinds.js'

/** RELIABILITY 2: a file that could not be fetched is tried again after these spans, as long as the platform keeps it. */
const SCHEDULE = [seconds(1), seconds(5), seconds(30), minutes(5), minutes(30), hours(2), hours(6)]

/** When try number `attempts` + 1 is due; null once the platform has thrown the file away or the schedule is over. `chance` in [0, 1) spreads it by 20 %. */
export function nextFetch(attempts: number, now: Instant, expiresAt: Instant | null, chance: number): Instant | null {
  const span = SCHEDULE[attempts - 1]
  if (span === undefined) return null
  const at = now + Math.round(span * (0.8 + 0.4 * chance))
  return expiresAt !== null && at >= expiresAt ? null : at
}

/** A file that waits to be fetched. */
export interface Waiting { media_id: string; account_id: string; message_id: string | null; conversation_id: string | null; mime: string; name: string | null; source: { kind: 'id'; id: string } | { kind: 'url'; url: string }; attempts: number; expires_at: number | null }

const iso = (at: Instant): string => new Date(at).toISOString()

// Taken by moving its own next moment ahead: another node passes over it, and one whose node has died is taken again. The selection stands apart,
// since as a join the planner may run it once per row, and a limit of four then takes thirty.
const TAKE = `with due as materialized (
    select media_id from media where workspace_id = $1 and state = 'pending' and next_attempt_at <= $2 order by next_attempt_at, media_id limit $4 for update skip locked)
  update media m set attempts = attempts + 1, next_attempt_at = $3 from due where m.workspace_id = $1 and m.media_id = due.media_id
  returning m.media_id, m.account_id, m.message_id, m.conversation_id, m.mime, m.name, m.source, m.attempts, m.expires_at`

/** A fetch that takes longer belongs to a process that is gone. */
const HELD_MS = minutes(5)

export function takeWaiting(services: Services, workspaceId: string, limit: number): Promise<Waiting[]> {
  const now = services.clock.now(workspaceId)
  return services.db.inWorkspace(workspaceId, (tx) => tx.query<Waiting>(TAKE, [workspaceId, iso(now), iso(now + HELD_MS), limit]))
}

/** Fetches one file and stores it, or notes when to try again. The thread follows in either case that ends the waiting. */
export async function fetchWaiting(services: Services, workspaceId: string, row: Waiting, chance: number): Promise<void> {
  const expired = row.expires_at !== null && services.clock.now(workspaceId) >= row.expires_at
  try {
    if (expired) throw new Error('the platform no longer keeps it')
    const loaded = await load(services, workspaceId, row)
    await store(services, workspaceId, row, loaded)
  } catch (error) {
    const next = expired ? null : nextFetch(row.attempts, services.clock.now(workspaceId), row.expires_at, chance)
    services.log.info({ mediaId: row.media_id, accountId: row.account_id, attempt: row.attempts, again: next !== null, reason: (error as Error).message }, 'file not fetched')
    await settle(services, workspaceId, row, async (tx) => {
      await tx.query(`update media set state = case when $3::timestamptz is null then 'failed' else state end, next_attempt_at = $3, error = $4 where workspace_id = $1 and media_id = $2 and state = 'pending'`,
        [workspaceId, row.media_id, next === null ? null : iso(next), (error as Error).message.slice(0, 500)])
      return next === null
    })
  }
}

async function load(services: Services, workspaceId: string, row: Waiting): Promise<LoadedMedia> {
  const account = await services.accounts.byId(workspaceId, row.account_id)
  const fetchMedia = account && services.channels.find(account.channel)?.connector.fetchMedia
  if (!account || !fetchMedia) throw new Error('the account that could fetch it is gone')
  return fetchMedia(row.source, services.call(account))
}

async function store(services: Services, workspaceId: string, row: Waiting, loaded: LoadedMedia): Promise<void> {
  // The platform's word on a file's type is a hint; its name in the message is the one the customer gave.
  const name = row.name ?? (loaded.name || undefined)
  const known = plainMime(row.mime) === 'application/octet-stream' ? loaded.mime : row.mime
  const saved = await services.media.save(workspaceId, loaded.bytes, { mime: known, keep: true, ...(name ? { name } : {}) })
  await settle(services, workspaceId, row, async (tx) => {
    await tx.query(
      `update media set state = 'ready', sha256 = $3, mime = $4, bytes = $5, name = $6, width = $7, height = $8, duration_ms = coalesce($9, duration_ms), waveform = $10, next_attempt_at = null, error = null where workspace_id = $1 and media_id = $2`,
      [workspaceId, row.media_id, saved.sha256, saved.mime, saved.bytes, name ? storable(fileName(name, saved.mime)) : null, saved.width ?? null, saved.height ?? null, saved.durationMs ?? null, saved.waveform ?? null])
    return true
  })
}

/** Writes the outcome; the message it belongs to is told anew when somebody would see a difference. */
async function settle(services: Services, workspaceId: string, row: Waiting, write: (tx: Tx) => Promise<boolean>): Promise<void> {
  const shown = await services.db.inWorkspace(workspaceId, async (tx) => {
    const changed = await write(tx)
    // Its thread may have been joined with another one since.
    const [at] = row.message_id ? await tx.query<{ conversation_id: string }>('select conversation_id from message where workspace_id = $1 and message_id = $2', [workspaceId, row.message_id]) : []
    if (changed && at) await append(tx, [{ type: 'message.updated', conversationId: at.conversation_id, messageIds: [row.message_id!] }]) // found by it
    return changed
  })
  if (shown) services.signals.committed(workspaceId)
}
