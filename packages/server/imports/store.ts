/** Puts a batch of history into its thread: one transaction with the place in the file, so that a killed import goes on where it stopped. */
import type { Content, Media, PlatformMedia } from '@recado/core'
import { minutes, previewOf } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { planBatch, type Planned, storable } from '../ingest/plan.js'
import { append } from '../ingest/others.js'
import { fileName } from '../media/kinds.js'
import type { Account, LoadedChannel, MediaStore } from '../services.js'
import type { Whom } from './answers.js'
import type { HistoryMessage } from './history.js'

type SavedFile = Awaited<ReturnType<MediaStore['save']>> & { name: string }

/** A message ready to be stored, with its file when it has one. */
export interface Prepared { message: HistoryMessage; file: SavedFile | null }

export interface Into { account: Account; channel: LoadedChannel; whom: Whom; importId: string; now: number }

const VOICE = /^(?:PTT-|.*-AUDIO-)/iu
const STICKER = /^(?:STK-|.*-STICKER-)/iu

function fileContent(file: SavedFile, mediaId: string, caption: string): Content {
  const media: Media = {
    id: mediaId, url: `/api/v1/media/${mediaId}/file`, mime: file.mime, bytes: file.bytes, name: file.name, state: 'ready',
    ...(file.width && file.height ? { width: file.width, height: file.height } : {}), ...(file.durationMs ? { durationMs: file.durationMs } : {}), ...(file.waveform ? { waveform: file.waveform } : {}),
  }
  const words = caption ? { caption } : {}
  const family = file.mime.split('/')[0]
  if (family === 'image' && file.width) return STICKER.test(file.name) ? { kind: 'sticker', media } : { kind: 'image', media, ...words }
  if (family === 'video') return { kind: 'video', media, ...words }
  if (family === 'audio') return { kind: 'audio', media, ...words, ...(VOICE.test(file.name) ? { voice: true } : {}) }
  return { kind: 'document', media, ...words }
}

function contentOf({ message: { message, side }, file }: Prepared, mediaId: string): Content {
  const { body } = message
  if (side === 'app') return { kind: 'system', event: 'exported_notice', data: { text: body.type === 'text' ? body.text : '' } }
  switch (body.type) {
    case 'text': return { kind: 'text', text: body.text }
    case 'file': return file ? fileContent(file, mediaId, body.caption) : { kind: 'unsupported', type: 'file_left_out', detail: [body.caption, body.file].filter(Boolean).join(' · ') }
    case 'omitted': return { kind: 'unsupported', type: 'file_left_out', ...(body.caption ? { detail: body.caption } : {}) }
    case 'location': return { kind: 'location', latitude: body.latitude, longitude: body.longitude }
    case 'deleted': return { kind: 'text', text: '' }
  }
}

/** Which of these are here already: by their keys, or because they came while the account was connected. */
export async function knownKeys(tx: Tx, { account, whom }: Into, batch: readonly HistoryMessage[]): Promise<Set<string>> {
  const rows = await tx.query<{ ext_key: string }>('select ext_key from message where workspace_id = $1 and account_id = $2 and ext_key = any($3)', [account.workspaceId, account.id, batch.map(({ key }) => key)])
  const known = new Set(rows.map((row) => row.ext_key))
  for (const key of await livedThrough(tx, account, whom, batch)) known.add(key)
  return known
}

/** Messages of the file that were received or sent here: the same words from the same side within two minutes. */
async function livedThrough(tx: Tx, account: Account, whom: Whom, batch: readonly HistoryMessage[]): Promise<string[]> {
  const moments = batch.map(({ at }) => at)
  const near = minutes(2)
  const rows = await tx.query<{ direction: string; kind: string; content: Content; at: number }>(
    `select m.direction, m.kind, m.content, m.at from jsonb_to_recordset($3::jsonb) as k(kind text, value text)
     join identity_key ik on ik.workspace_id = $1 and ik.account_id = $2 and ik.kind = k.kind and ik.value = k.value join conversation c on c.workspace_id = $1 and c.identity_id = ik.identity_id
     join message m on m.workspace_id = $1 and m.conversation_id = c.conversation_id
     where m.import_id is null and m.direction in ('in', 'out') and m.at between $4 and $5 order by m.at`,
    [account.workspaceId, account.id, JSON.stringify(whom.keys), new Date(Math.min(...moments) - near).toISOString(), new Date(Math.max(...moments) + near).toISOString()])
  const free = rows.map((row) => ({ side: row.direction === 'out' ? 'us' : 'contact', words: wordsOf(row.content), at: row.at, taken: false }))
  return batch.flatMap(({ key, side, at, message: { body } }) => {
    const words = body.type === 'text' ? `text ${body.text.trim()}` : body.type === 'file' || body.type === 'omitted' ? `file ${body.caption.trim()}` : null
    const twin = words === null ? undefined : free.find((row) => !row.taken && row.side === side && row.words === words && Math.abs(row.at - at) <= near)
    if (!twin) return []
    twin.taken = true
    return [key]
  })
}

const wordsOf = (content: Content): string => ('media' in content ? `file ${('caption' in content ? content.caption ?? '' : '').trim()}` : `text ${previewIsText(content)}`)
const previewIsText = (content: Content): string => (content.kind === 'text' ? content.text.trim() : previewOf(content))

/** Stores what is not known. The caller holds the import's row. Returns how many were new, and the thread. */
export async function storeHistory(tx: Tx, into: Into, batch: readonly Prepared[]): Promise<{ added: number; files: number; conversationId: string | null }> {
  const { account, channel, whom, importId, now } = into
  if (batch.length === 0) return { added: 0, files: 0, conversationId: null }
  const person = { keys: whom.keys, ...(whom.contactId === null && whom.name ? { profile: { name: whom.name } } : {}) }
  const mediaIds = batch.map(() => newId())
  const contents = batch.map((one, i) => contentOf(one, mediaIds[i]!)) // as many as there are messages
  const plan = planBatch(batch.map(({ message }, i): Planned => {
    // Files are here already: the plan must not send anybody to fetch them, so it sees words and gets the content below.
    const common = { key: message.key, account: account.externalId ?? '', at: message.at, externalId: message.key, historic: true, content: (contents[i]!.kind === 'system' ? contents[i] : { kind: 'text', text: '' }) as Content<PlatformMedia> }
    return { account, channel, arrivedAt: now, event: message.side === 'us' ? { type: 'echo', to: person, status: 'sent', ...common } : { type: 'message', from: person, acts: [], ...common } }
  }))
  const events = plan.events.map((event, i) => {
    const content = storable(contents[i]!) // one event for each message
    return { ...event, ext_key: batch[i]!.message.key, external_id: undefined, kind: content.kind, content, text: content.kind === 'unsupported' ? storable((content.detail ?? '').slice(0, 240)) : storable(previewOf(content)), line: content.kind !== 'system' || undefined }
  })
  const rows = await tx.query<{ i: number; message_id: string; conversation_id: string }>('select i, message_id, conversation_id from ingest_batch($1, $2, $3, null, $4)',
    [JSON.stringify(plan.people), JSON.stringify(plan.keys), JSON.stringify(events), new Date(now).toISOString()])
  if (rows.length === 0) return { added: 0, files: 0, conversationId: null }
  await tx.query(
    `update message m set import_id = $2, edited_at = case when x.edited then m.at end, revoked_at = case when x.deleted then m.at end
     from jsonb_to_recordset($3::jsonb) as x(id uuid, edited boolean, deleted boolean) where m.workspace_id = $1 and m.message_id = x.id`,
    [account.workspaceId, importId, JSON.stringify(rows.map(({ i, message_id: id }) => ({ id, edited: batch[i]!.message.message.edited, deleted: batch[i]!.message.message.body.type === 'deleted' })))])
  const files = rows.flatMap(({ i, message_id: messageId, conversation_id: conversationId }) => {
    const { file } = batch[i]!
    return file ? [{ id: mediaIds[i], message: messageId, conversation: conversationId, sha256: file.sha256.toString('hex'), mime: file.mime, bytes: file.bytes, name: storable(fileName(file.name, file.mime)), width: file.width ?? null, height: file.height ?? null, duration: file.durationMs ?? null, waveform: file.waveform ?? null }] : []
  })
  if (files.length > 0) {
    await tx.query(
      `insert into media (workspace_id, media_id, account_id, message_id, conversation_id, state, sha256, mime, bytes, name, width, height, duration_ms, waveform, created_at)
       select $1, f.id, $2, f.message, f.conversation, 'ready', decode(f.sha256, 'hex'), f.mime, f.bytes, f.name, f.width, f.height, f.duration, f.waveform, $4
       from jsonb_to_recordset($3::jsonb) as f(id uuid, message uuid, conversation uuid, sha256 text, mime text, bytes bigint, name text, width int, height int, duration int, waveform smallint[])`,
      [account.workspaceId, account.id, JSON.stringify(files), new Date(now).toISOString()])
  }
  return { added: rows.length, files: files.length, conversationId: rows[0]!.conversation_id }
}

/** The line that says so in the thread, and a thread that nobody had written in before stays resolved, where its last message puts it. */
export async function finishThread(tx: Tx, { account, importId, now }: Into, row: { conversationId: string; makesThread: boolean; name: string; added: number; by: { kind: string; id: string } }): Promise<void> {
  const messageId = newId()
  const at = new Date(now).toISOString()
  await tx.query(
    `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, author_id, at)
     select $1, $2, c.conversation_id, c.case_id, c.account_id, 'system', 'system', $4, 'sent', $5, $6, $7 from conversation c where c.workspace_id = $1 and c.conversation_id = $3`,
    [account.workspaceId, messageId, row.conversationId, JSON.stringify({ kind: 'system', event: 'history_imported', data: { text: row.name, count: row.added, importId } }), row.by.kind === 'user' ? 'agent' : 'api', row.by.id, at])
  if (row.makesThread) {
    await tx.query(
      `update conversation set status = 'resolved', last_at = coalesce(last_message_at, last_at) where workspace_id = $1 and conversation_id = $2 and status = 'open' and last_inbound_at is null`, [account.workspaceId, row.conversationId])
    await tx.query(
      `update work_case w set resolved_at = $3 from conversation c where w.workspace_id = $1 and c.workspace_id = $1 and c.conversation_id = $2 and w.case_id = c.case_id and c.status = 'resolved' and w.resolved_at is null`, [account.workspaceId, row.conversationId, at])
  }
  await append(tx, [{ type: 'message.created', conversationId: row.conversationId, messageIds: [messageId] }])
}
