import { days } from '@recado/core'
import type { Tx } from '@recado/db'

/** So long a code that ran out is still known, without anything of its visitor, so that whoever comes late is told. */
const REMEMBERED_MS = days(30)

/** Sign-ups nobody finished: what was known of the visitor goes when the code runs out, the rest a month later. The ledger has the others. */
export async function sweepSignUps(tx: Tx, workspaceId: string, now: number): Promise<void> {
  await tx.query('update opt_in_sign_up set sealed = null where workspace_id = $1 and sealed is not null and expires_at < $2', [workspaceId, new Date(now).toISOString()])
  await tx.query('delete from opt_in_sign_up where workspace_id = $1 and expires_at < $2', [workspaceId, new Date(now - REMEMBERED_MS).toISOString()])
}
