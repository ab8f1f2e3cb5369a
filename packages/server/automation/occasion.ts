import type { Content, Instant, Occasion } from '@recado/core'
import type { Tx } from '@recado/db'
import type { LoadedChannel } from '../services.js'

/** Something she did, as it was stored: her message, or the line of her act. */
export interface EventRow { message_id: string; conversation_id: string; account_id: string; direction: 'in' | 'system'; content: Content; at: Instant }

const COLUMNS = 'm.message_id, m.conversation_id, m.account_id, m.direction, m.content, m.at'
/** Hers: a line that nobody wrote is one of her acts where the platform told it, and it carries the platform's key then. */
const HERS = `(m.direction = 'in' or (m.direction = 'system' and m.ext_key is not null)) and m.kind <> 'reaction' and m.revoked_at is null and m.import_id is null`

/** Those of the messages that are her doing on one of the accounts, in order of arrival. */
export function readEvents(tx: Tx, workspaceId: string, messageIds: readonly string[], accountIds: readonly string[]): Promise<EventRow[]> {
  return tx.query<EventRow>(`select ${COLUMNS} from message m where m.workspace_id = $1 and m.message_id = any($2) and m.account_id = any($3) and ${HERS} order by m.message_id`, [workspaceId, messageIds, accountIds])
}

/** What is stored under the platform's key. */
export async function readEventByKey(tx: Tx, workspaceId: string, accountId: string, key: string): Promise<EventRow | null> {
  const [row] = await tx.query<EventRow>(`select ${COLUMNS} from message m where m.workspace_id = $1 and m.account_id = $2 and m.ext_key = $3 and ${HERS}`, [workspaceId, accountId, key])
  return row ?? null
}

/** Where lines of acts keep what the tapped thing carries. */
const KEYS = ['key', 'payload', 'scene', 'ref'] as const

/** What she did, as the rules see it. */
export function occasionOf({ direction, content, at }: Pick<EventRow, 'direction' | 'content' | 'at'>, channel: LoadedChannel): Occasion {
  if (direction === 'in') return { kind: 'message', at, text: wordsOf(content), key: content.kind === 'choice' ? content.id : null, entry: false }
  const event = content.kind === 'system' ? content.event : ''
  const data = content.kind === 'system' ? (content.data ?? {}) : {}
  const key = KEYS.map((name) => data[name]).find((value) => typeof value === 'string' && value !== '')
  return { kind: 'act', at, text: '', key: typeof key === 'string' ? key : null, entry: channel.connector.automation?.entry.includes(event) ?? false }
}

function wordsOf(content: Content): string {
  if (content.kind === 'text') return content.text
  if (content.kind === 'choice') return content.title
  return 'caption' in content ? (content.caption ?? '') : ''
}
