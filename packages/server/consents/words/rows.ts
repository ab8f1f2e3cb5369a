import type { Content, Instant } from '@recado/core'
import type { Tx } from '@recado/db'

/** Something in the log that may be about advertising: what she wrote or tapped, a line of the platform, or a message of ours that it refused because she stopped. */
export interface WordRow {
  seq: number
  message_id: string
  conversation_id: string
  account_id: string
  direction: 'in' | 'out' | 'system'
  kind: Content['kind']
  /** null for what cannot be a word: files, and letters. */
  content: Content | null
  at: Instant
  /** She has been asked something that is still open. */
  asked: boolean
  error: { code?: string; platformCode?: string } | null
}

const SECOND = 1_000

/**
 * When what she took back ended. Most platforms tell whole seconds: it was at some moment of that second, so a yes of the same second lies before it - and nothing
 * that came after we heard.
 */
export const endedAt = (at: Instant, now: Instant): Instant => (at % SECOND === 0 ? Math.max(at, Math.min(now, at + SECOND - 1)) : at)

/** Entries of the log read at once. */
export const PAGE = 500
/** Longer texts are letters: nobody's word. */
const LONGEST = 500

const COLUMNS = `m.message_id, m.conversation_id, m.account_id, m.direction, m.kind, m.at, m.error,
  case when m.kind in ('choice', 'system') or (m.kind = 'text' and length(m.content->>'text') <= ${LONGEST}) then m.content end as content,
  exists (select from consent_dialogue g where g.workspace_id = $1 and g.conversation_id = m.conversation_id) as asked`
/** A line that nobody wrote is an act of hers, or the platform's, where it carries the platform's key. Imported history says nothing about today. */
const HERS = `m.import_id is null and m.revoked_at is null and ((m.direction = 'in' and m.kind <> 'reaction') or (m.direction = 'system' and m.ext_key is not null))`

/** What the log holds behind `after`, in its order, and how far it was read. */
export async function readLog(tx: Tx, workspaceId: string, after: number): Promise<{ rows: WordRow[]; upTo: number | null; more: boolean }> {
  const log = await tx.query<{ seq: number; type: string; message_ids: string[] }>(
    `select seq, type, message_ids from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}`, [workspaceId, after])
  const ids = (type: string): { seq: number; id: string }[] => log.filter((row) => row.type === type && row.message_ids?.length > 0).flatMap(({ seq, message_ids }) => message_ids.map((id) => ({ seq, id })))
  const [made, updated] = [ids('message.created'), ids('message.updated')]
  const seqOf = new Map([...made, ...updated].map(({ seq, id }) => [id, seq]))
  const found: Omit<WordRow, 'seq'>[] = made.length > 0 ? await tx.query(`select ${COLUMNS} from message m where m.workspace_id = $1 and m.message_id = any($2) and ${HERS} order by m.message_id`, [workspaceId, made.map(({ id }) => id)]) : []
  // The platform's own stop, told as it refuses: ours says so without a code of the platform.
  if (updated.length > 0) found.push(...await tx.query<Omit<WordRow, 'seq'>>(`select ${COLUMNS} from message m where m.workspace_id = $1 and m.message_id = any($2) and m.direction = 'out' and m.status = 'failed' and m.error->>'code' = 'opted_out' and m.error ? 'platformCode'`, [workspaceId, [...new Set(updated.map(({ id }) => id))]]))
  return { rows: found.map((row) => ({ ...row, seq: seqOf.get(row.message_id)! })), upTo: log.at(-1)?.seq ?? null, more: log.length === PAGE } // each was named by the log
}

/** One of them again, for whoever asks before the log was read. */
export async function readRow(tx: Tx, workspaceId: string, messageId: string): Promise<WordRow | null> {
  const [row] = await tx.query<Omit<WordRow, 'seq'>>(`select ${COLUMNS} from message m where m.workspace_id = $1 and m.message_id = $2 and ${HERS}`, [workspaceId, messageId])
  return row ? { ...row, seq: 0 } : null
}

interface Before { message_id: string; direction: 'in' | 'out'; author_type: string; kind: string; content: Content; client_id: string | null }

/** What stands before it in the thread. */
export interface Standing {
  /** Of ours since she last wrote, newest first. */
  ours: Before[]
  /** The kind of what her tap belongs to. */
  tapped: 'template' | 'choice' | null
}

/** Marks what this work has sent: its questions are nobody else's menus. */
export const OWN_CLIENT = 'consent:'

/** How far back the thread is looked at. */
const MOST_BEFORE = 8

export async function readStanding(tx: Tx, workspaceId: string, row: Pick<WordRow, 'message_id' | 'conversation_id' | 'content' | 'at' | 'kind'>): Promise<Standing> {
  const before = await tx.query<Before>(
    `select message_id, direction, author_type, kind, content, client_id from message where workspace_id = $1 and conversation_id = $2 and direction in ('in', 'out') and kind <> 'reaction' and status <> 'failed' and (at, message_id) < ($3, $4) order by at desc, message_id desc limit ${MOST_BEFORE}`,
    [workspaceId, row.conversation_id, new Date(row.at).toISOString(), row.message_id])
  const answered = before.findIndex((one) => one.direction === 'in')
  const ours = answered === -1 ? before : before.slice(0, answered)
  return { ours, tapped: row.kind === 'choice' ? await tappedOn(tx, workspaceId, row, ours) : null }
}

async function tappedOn(tx: Tx, workspaceId: string, row: Pick<WordRow, 'message_id' | 'content'>, ours: readonly Before[]): Promise<'template' | 'choice'> {
  const [quoted] = await tx.query<{ kind: string }>(
    `select q.kind from message m join message q on q.workspace_id = $1 and (q.message_id = m.reply_to or (m.reply_to is null and q.account_id = m.account_id and q.ext_key = m.quoted_key)) where m.workspace_id = $1 and m.message_id = $2 limit 1`, [workspaceId, row.message_id])
  if (quoted) return quoted.kind === 'template' ? 'template' : 'choice'
  // Not every platform says what was tapped: then it is the template that has such a button.
  const title = row.content?.kind === 'choice' ? row.content.title : ''
  return ours.some(({ content }) => content.kind === 'template' && content.buttons?.includes(title)) ? 'template' : 'choice'
}
