import type { Macro, MacroBody } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { type CircleRow, scopeOf, visibleSql } from '../people/circles.js'
import { visibleReplies } from '../people/saved-replies.js'
import type { Principal } from '../services.js'

export interface MacroRow extends CircleRow { macro_id: string; name: string; folder: string | null; body: MacroBody; used_count: number; last_used_at: number | null }
const COLUMNS = 'r.macro_id, r.name, r.folder, r.owner_id, r.team_id, r.body, r.used_count, r.last_used_at'

/** Those that this person can run, by folder and name. */
export async function visibleMacros(tx: Tx, principal: Principal, ids?: readonly string[]): Promise<Macro[]> {
  const values: unknown[] = [principal.workspaceId]
  const add = (value: unknown): string => `$${values.push(value)}`
  const named = ids ? ` and r.macro_id = any(${add(ids)})` : ''
  const rows = await tx.query<MacroRow>(`select ${COLUMNS} from macro r where r.workspace_id = $1${named} and ${visibleSql(principal, add)} order by lower(coalesce(r.folder, '')), lower(r.name), r.macro_id`, values)
  const wanted = rows.flatMap((row) => row.body.savedReplyId ?? [])
  const replies = new Set(wanted.length > 0 ? (await visibleReplies(tx, principal, wanted)).map((reply) => reply.id) : [])
  return rows.map((row) => ({
    id: row.macro_id, name: row.name, folder: row.folder, scope: scopeOf(row), ownerId: row.owner_id, teamId: row.team_id, ...row.body,
    uses: row.used_count, lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at).toISOString(), problem: row.body.savedReplyId && !replies.has(row.body.savedReplyId) ? 'saved_reply_gone' : null,
  }))
}

/** One of them. Throws not_found. */
export async function readMacro(tx: Tx, principal: Principal, macroId: string): Promise<Macro> {
  const [macro] = await visibleMacros(tx, principal, [macroId])
  if (!macro) throw new RecadoError('not_found', { macroId })
  return macro
}
