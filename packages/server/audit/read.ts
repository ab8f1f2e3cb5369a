import type { Tx } from '@recado/db'
import { iso, pageOf, readIdCursor } from '../http/schemas.js'
import type { Services } from '../services.js'

export interface AuditQuery { action?: string; subject?: string; actor?: string; from?: string; to?: string; cursor?: string; limit?: number }

interface Row { audit_entry_id: string; at: number; actor: { kind: string; id?: string }; action: string; subject: string | null; data: Record<string, unknown>; seq: number | null }
export interface AuditItem { id: string; at: string; actor: { kind: string; id?: string; name: string | null }; action: string; subject: string | null; subjectName: string | null; data: Record<string, unknown>; seq: number | null }

const READ = `select e.audit_entry_id, e.at, e.actor, e.action, e.subject, e.data, l.seq from audit_entry e
  left join audit_link l on l.workspace_id = $1 and l.ledger = 'audit' and l.entry_id = e.audit_entry_id
  where e.workspace_id = $1 and ($2::uuid is null or e.audit_entry_id < $2)`

/** Entries, newest first. `action` may end in `*`, or be several divided by commas; with the names that those meant have now. */
export function readAudit(services: Pick<Services, 'db'>, workspaceId: string, query: AuditQuery): Promise<{ items: AuditItem[]; next: string | null }> {
  const { limit = 50, action, subject, actor, from, to } = query
  const values: unknown[] = [workspaceId, readIdCursor(query.cursor)]
  const put = (value: unknown): string => `$${values.push(value)}`
  const where: string[] = []
  if (action?.includes(',')) where.push(`e.action = any(${put(action.split(',').map((one) => one.trim()).filter((one) => one !== ''))}::text[])`)
  else if (action?.endsWith('*')) { const start = action.slice(0, -1); where.push(`e.action collate "C" >= ${put(start)} and e.action collate "C" < ${put(`${start}\u{10ffff}`)}`) } else if (action) where.push(`e.action = ${put(action)}`)
  if (subject) where.push(`e.subject = ${put(subject)}`)
  if (actor) where.push(`e.actor->>'id' = ${put(actor)}`)
  if (from) where.push(`e.at >= ${put(from)}`)
  if (to) where.push(`e.at < ${put(to)}`)
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.ask<Row>(`${READ}${where.map((one) => ` and ${one}`).join('')} order by e.audit_entry_id desc limit ${put(limit + 1)}`, values)
    const named = await namesOf(tx, workspaceId, rows.slice(0, limit))
    return pageOf(rows, limit, (row) => [row.audit_entry_id], (row) => ({
      id: row.audit_entry_id, at: iso(row.at), actor: { ...row.actor, name: row.actor.id ? named.get(row.actor.id) ?? null : null }, action: row.action, subject: row.subject, subjectName: row.subject ? named.get(row.subject) ?? null : null, data: row.data, seq: row.seq,
    }))
  })
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** What colleagues, programs, people and accounts are called now; somebody forgotten is called nothing. */
async function namesOf(tx: Tx, workspaceId: string, rows: readonly Row[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => [row.actor.id, row.subject]).filter((id): id is string => typeof id === 'string' && UUID.test(id)))]
  if (ids.length === 0) return new Map()
  const found = await tx.query<{ id: string; name: string }>(
    `select user_id::text as id, name from app_user where user_id = any($2::uuid[]) union all select token_id::text, name from api_token_name where token_id = any($2::uuid[])
     union all select contact_id::text, name from contact where workspace_id = $1 and contact_id = any($2::uuid[]) and erased_at is null union all select account_id::text, name from channel_account where workspace_id = $1 and account_id = any($2::uuid[])`, [workspaceId, ids])
  return new Map(found.map((row) => [row.id, row.name]))
}

/** The kinds of entries there are: one step along the index each, however many entries stand there. */
export async function actionsIn(services: Pick<Services, 'db'>, workspaceId: string): Promise<string[]> {
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ action: string }>(
    `with recursive kinds as ((select action from audit_entry where workspace_id = $1 order by action limit 1) union all
       select (select e.action from audit_entry e where e.workspace_id = $1 and e.action > k.action order by e.action limit 1) from kinds k where k.action is not null)
     select action from kinds where action is not null`, [workspaceId]))
  return rows.map((row) => row.action)
}
