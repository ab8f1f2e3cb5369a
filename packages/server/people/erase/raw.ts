import { gunzipSync } from 'node:zlib'
import type { Tx } from '@recado/db'
import { tellingValues } from './rows.js'
import type { Scope } from './scope.js'

const PAGE = 100

/** Raw requests of her accounts that hold one of her addresses: at most a week of them is kept. */
export async function deleteRaw(tx: Tx, workspaceId: string, scope: Scope): Promise<void> {
  const values = tellingValues(scope)
  if (values.length === 0 || scope.accountIds.length === 0) return
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await tx.query<{ raw_request_id: string; event: unknown; body: Buffer | null }>(
      `select raw_request_id, event, body from raw_request where workspace_id = $1 and account_id = any($2) and raw_request_id > $3 order by raw_request_id limit ${PAGE}`, [workspaceId, scope.accountIds, after])
    const hers = rows.filter((row) => {
      const text = `${row.event === null ? '' : JSON.stringify(row.event)} ${row.body ? unpacked(row.body) : ''}`
      return values.some((value) => text.includes(value))
    })
    if (hers.length > 0) await tx.query('delete from raw_request where workspace_id = $1 and raw_request_id = any($2)', [workspaceId, hers.map((row) => row.raw_request_id)])
    if (rows.length < PAGE) return
    after = rows.at(-1)!.raw_request_id // not empty
  }
}

function unpacked(body: Buffer): string {
  try { return gunzipSync(body, { maxOutputLength: 64 * 1024 ** 2 }).toString('utf8') } catch { return body.toString('utf8') }
}
