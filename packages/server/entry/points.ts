/** Ways in that we made: made, changed, listed with what came of them. */
import { randomInt } from 'node:crypto'
import type { EntryPoint, MakeEntryPoint } from '@recado/api'
import { days, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { iso, isoOrNull } from '../http/schemas.js'
import { storable } from '../ingest/plan.js'
import type { Account, Principal, Services } from '../services.js'

/** Letters and figures that nobody takes for one another, read aloud or from a poster. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const CODE_LENGTH = 6
const newCode = (): string => Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')

interface Row { entry_point_id: string; account_id: string; kind: EntryPoint['kind']; name: string; place: string; code: string; text: string; url: string; expires_at: number | null; created_at: number; archived_at: number | null; uses: number; starts: number; last_used_at: number | null }

const SELECT = `select p.entry_point_id, p.account_id, p.kind, p.name, p.place, p.code, p.text, p.url, p.expires_at, p.created_at, p.archived_at, e.uses, e.starts, e.last_used_at
  from entry_point p cross join lateral (select count(*)::int as uses, count(*) filter (where e.starts)::int as starts, max(e.at) as last_used_at from entry e where e.workspace_id = p.workspace_id and e.entry_point_id = p.entry_point_id) e`

const show = (row: Row): EntryPoint => ({
  id: row.entry_point_id, channelAccountId: row.account_id, kind: row.kind, name: row.name, place: row.place, code: row.code, text: row.text, url: row.url, expiresAt: isoOrNull(row.expires_at),
  createdAt: iso(row.created_at), archivedAt: isoOrNull(row.archived_at), uses: row.uses, starts: row.starts, lastUsedAt: isoOrNull(row.last_used_at),
})

async function read(tx: Tx, workspaceId: string, id: string): Promise<EntryPoint> {
  const [row] = await tx.query<Row>(`${SELECT} where p.workspace_id = $1 and p.entry_point_id = $2`, [workspaceId, id])
  if (!row) throw new RecadoError('not_found')
  return show(row)
}

async function accountOf(services: Services, workspaceId: string, id: string): Promise<Account> {
  const account = await services.accounts.byId(workspaceId, id)
  if (!account || account.disconnected) throw new RecadoError('not_found')
  return account
}

export async function listPoints(services: Services, { workspaceId }: Principal, accountId: string): Promise<EntryPoint[]> {
  await accountOf(services, workspaceId, accountId)
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(`${SELECT} where p.workspace_id = $1 and p.account_id = $2 order by p.archived_at is not null, p.created_at desc`, [workspaceId, accountId]))
  return rows.map(show)
}

/** Makes one, at the platform where that keeps the codes. Throws what the platform refuses. */
export async function makePoint(services: Services, principal: Principal, accountId: string, wish: MakeEntryPoint): Promise<EntryPoint> {
  const { workspaceId } = principal
  const account = await accountOf(services, workspaceId, accountId)
  const entry = services.channels.get(account.channel).connector.entry
  if (!entry?.kinds.includes(wish.kind)) throw new RecadoError('content_unsupported')
  const missing = entry.missing(account.settings)
  if (missing.length > 0) throw new RecadoError('invalid_request', { fields: missing.map((field) => ({ field: `settings.${field}`, message: 'is needed for an address; enter it in the settings of the account' })) })
  if (wish.days !== undefined && (!entry.temporary || days(wish.days) > entry.temporary.maxMs)) throw new RecadoError('invalid_request', { fields: [{ field: 'days', message: entry.temporary ? `is at most ${entry.temporary.maxMs / days(1)}` : 'is not possible on this channel' }] })
  const [code, text] = [newCode(), entry.text ? storable((wish.text ?? '').trim()) : '']
  const { url, expiresAt } = await entry.address({ code, text, ...(wish.days === undefined ? {} : { forMs: days(wish.days) }) }, services.call(account))
  const id = newId()
  return services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query(`insert into entry_point (workspace_id, entry_point_id, account_id, kind, name, place, code, text, url, expires_at, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [workspaceId, id, accountId, wish.kind, storable(wish.name.trim()), storable((wish.place ?? '').trim()), code, text, url, expiresAt === undefined ? null : new Date(expiresAt).toISOString(), JSON.stringify(actorOf(principal)), new Date(services.clock.now(workspaceId)).toISOString()])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'entry_point.made', subject: id, data: { kind: wish.kind } })
    return read(tx, workspaceId, id)
  })
}

/** Name and place; taken down, it is no longer offered, and who still comes by it is recognised all the same. */
export function changePoint(services: Services, principal: Principal, id: string, wish: { name?: string; place?: string; archived?: boolean }): Promise<EntryPoint> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    await read(tx, workspaceId, id)
    await tx.query(`update entry_point set name = coalesce($3, name), place = coalesce($4, place), archived_at = case when $5::boolean is null then archived_at when $5 then coalesce(archived_at, $6) end where workspace_id = $1 and entry_point_id = $2`,
      [workspaceId, id, wish.name === undefined ? null : storable(wish.name.trim()), wish.place === undefined ? null : storable(wish.place.trim()), wish.archived ?? null, new Date(services.clock.now(workspaceId)).toISOString()])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'entry_point.changed', subject: id, data: { fields: Object.keys(wish) } })
    return read(tx, workspaceId, id)
  })
}
