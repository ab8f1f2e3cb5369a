import type { Tx } from '@recado/db'
import type { Account, LoadedChannel, Services } from '../../services.js'
import { judge } from './judge.js'
import { readRow } from './rows.js'
import { readSettings } from './settings.js'

/**
 * Whether this message of hers is about advertising and answered as such: then no other automatic answer goes to it. Asked under the conversation's lock,
 * before or after the worker was here.
 */
export async function isTaken(tx: Tx, services: Pick<Services, 'clock'>, account: Account, channel: LoadedChannel, messageId: string): Promise<boolean> {
  const { workspaceId } = account
  const done = await tx.query<{ kind: string }>('select kind from consent_word_event where workspace_id = $1 and message_id = $2', [workspaceId, messageId])
  if (done.some(({ kind }) => !NOT_TAKEN.has(kind))) return true
  if (done.length > 0) return false
  const row = await readRow(tx, workspaceId, messageId)
  if (!row || row.direction !== 'in') return false
  const judgement = await judge(tx, workspaceId, row, channel, await readSettings(tx, workspaceId), services.clock.now(workspaceId))
  return !NOT_TAKEN.has(judgement.kind)
}

/** She may have meant something else altogether: other answers go on. */
const NOT_TAKEN = new Set(['ask', 'notice', 'none', 'platform'])
