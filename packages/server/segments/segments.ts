/** Saved questions to people: kept, changed, counted and taken away. */
import type { Segment, SegmentWish } from '@recado/api'
import { type Filter, filterFaults, isPersonal, RecadoError } from '@recado/core'
import { newId, peopleFilterSql, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { iso, isoOrNull } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'

const MOST = 500

interface Row { segment_id: string; name: string; description: string; filter: Filter; count: number | null; counted_at: number | null; created_by: { id?: string }; created_at: number; updated_at: number; used_by: number }

/** Campaigns that have not ended and still read it. */
const USED = (what: 'segmentIds' | 'listIds', id: string): string =>
  `(select count(*)::int from campaign c where c.workspace_id = $1 and c.state not in ('stopped', 'done') and (c.spec -> 'include' -> '${what}' ? ${id}::text or c.spec -> 'exclude' -> '${what}' ? ${id}::text))`
export const usedBy = USED

const COLUMNS = `s.segment_id, s.name, s.description, s.filter, s.count, s.counted_at, s.created_by, s.created_at, s.updated_at, ${USED('segmentIds', 's.segment_id')} as used_by`

const toSegment = (row: Row): Segment => ({
  id: row.segment_id, name: row.name, description: row.description, filter: row.filter, count: row.count, countedAt: isoOrNull(row.counted_at), createdBy: row.created_by.id ?? null, createdAt: iso(row.created_at), updatedAt: iso(row.updated_at), usedBy: row.used_by,
})

/** Throws invalid_request with what is wrong in a tree of people, and where. Who is meant may not depend on who looks. */
export function demandSegmentFilter(tree: unknown, field = 'filter'): Filter {
  const faults = filterFaults(tree, 'people')
  if (faults.length > 0) throw new RecadoError('invalid_request', { fields: faults.map(({ path, message }) => ({ field: `${field}${path ? `.${path}` : ''}`, message })) })
  if (isPersonal(tree as Filter)) throw new RecadoError('invalid_request', { fields: [{ field, message: 'may not depend on who looks: name the colleague instead of me' }] }) // it has no fault
  return tree as Filter // as above
}

export async function listSegments(tx: Tx, workspaceId: string): Promise<Segment[]> {
  return (await tx.query<Row>(`select ${COLUMNS} from segment s where s.workspace_id = $1 order by name_fold(s.name), s.segment_id`, [workspaceId])).map(toSegment)
}

export async function readSegment(tx: Tx, workspaceId: string, id: string): Promise<Segment> {
  const [row] = await tx.query<Row>(`select ${COLUMNS} from segment s where s.workspace_id = $1 and s.segment_id = $2`, [workspaceId, id])
  if (!row) throw new RecadoError('not_found', { segmentId: id })
  return toSegment(row)
}

/** How many people fit a tree now. */
export async function countFilter(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, filter: Filter): Promise<number> {
  await tx.query(`select set_config('work_mem', '96MB', true), set_config('jit', 'off', true)`)
  const values: unknown[] = [workspaceId]
  const where = peopleFilterSql(filter, { userId: null, now: services.clock.now(workspaceId), workspace: '$1::uuid' }, (value) => `$${values.push(value)}`)
  const [row] = await tx.ask<{ n: number }>(`select count(*)::int as n from contact p where p.workspace_id = $1::uuid and p.merged_into is null and p.erased_at is null and ${where}`, values)
  return row?.n ?? 0
}

async function told(tx: Tx, services: Services, principal: Principal, action: string, id: string): Promise<void> {
  await audit(tx, services, principal.workspaceId, actorOf(principal), { action, subject: id })
  await append(tx, [{ type: 'segments.changed', data: {} }])
}

const taken = async (tx: Tx, table: 'segment' | 'contact_list', workspaceId: string, name: string, id: string | null): Promise<void> => {
  const column = table === 'segment' ? 'segment_id' : 'list_id'
  if ((await tx.query(`select 1 from ${table} where workspace_id = $1 and label_key(name) = label_key($2) and ${column} is distinct from $3::uuid`, [workspaceId, name, id])).length > 0) throw new RecadoError('already_exists', { fields: [{ field: 'name', message: 'is taken' }] })
}
export const demandFreeName = taken

export async function addSegment(services: Services, principal: Principal, wish: SegmentWish): Promise<Segment> {
  const { workspaceId } = principal
  const filter = storable(demandSegmentFilter(wish.filter))
  const id = newId()
  const name = storable(wish.name).trim()
  const made = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [room] = await tx.query<{ n: number }>('select count(*)::int as n from segment where workspace_id = $1', [workspaceId])
    if ((room?.n ?? 0) >= MOST) throw new RecadoError('invalid_request', { fields: [{ field: 'name', message: `there are ${MOST} segments already` }] })
    await taken(tx, 'segment', workspaceId, name, null)
    const now = iso(services.clock.now(workspaceId))
    await tx.query('insert into segment (workspace_id, segment_id, name, description, filter, count, counted_at, created_by, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $7)',
      [workspaceId, id, name, storable(wish.description ?? '').trim(), JSON.stringify(filter), await countFilter(tx, services, workspaceId, filter), now, JSON.stringify(actorOf(principal))])
    await told(tx, services, principal, 'segment.created', id)
    return readSegment(tx, workspaceId, id)
  })
  services.signals.committed(workspaceId)
  return made
}

export async function changeSegment(services: Services, principal: Principal, id: string, wish: Partial<SegmentWish>): Promise<Segment> {
  const { workspaceId } = principal
  const filter = wish.filter === undefined ? null : storable(demandSegmentFilter(wish.filter))
  const name = wish.name === undefined ? null : storable(wish.name).trim()
  const changed = await services.db.inWorkspace(workspaceId, async (tx) => {
    await readSegment(tx, workspaceId, id)
    if (name !== null) await taken(tx, 'segment', workspaceId, name, id)
    const now = iso(services.clock.now(workspaceId))
    const count = filter === null ? null : await countFilter(tx, services, workspaceId, filter)
    await tx.query(
      `update segment set name = coalesce($3, name), description = coalesce($4, description), filter = coalesce($5::jsonb, filter), count = coalesce($6, count), counted_at = case when $6::int is null then counted_at else $7::timestamptz end, updated_at = $7 where workspace_id = $1 and segment_id = $2`,
      [workspaceId, id, name, wish.description === undefined ? null : storable(wish.description).trim(), filter === null ? null : JSON.stringify(filter), count, now])
    await told(tx, services, principal, 'segment.changed', id)
    return readSegment(tx, workspaceId, id)
  })
  services.signals.committed(workspaceId)
  return changed
}

/** Counts it anew; the number stands in every list of segments from then on. */
export function recountSegment(services: Services, principal: Principal, id: string): Promise<Segment> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const segment = await readSegment(tx, workspaceId, id)
    await tx.query('update segment set count = $3, counted_at = $4 where workspace_id = $1 and segment_id = $2', [workspaceId, id, await countFilter(tx, services, workspaceId, segment.filter), iso(services.clock.now(workspaceId))])
    return readSegment(tx, workspaceId, id)
  })
}

/** Throws audience_in_use while a campaign that has not ended reads it. */
export async function removeSegment(services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const segment = await readSegment(tx, workspaceId, id)
    if (segment.usedBy > 0) throw new RecadoError('audience_in_use', { usedBy: segment.usedBy })
    await tx.query('delete from segment where workspace_id = $1 and segment_id = $2', [workspaceId, id])
    await told(tx, services, principal, 'segment.deleted', id)
  })
  services.signals.committed(workspaceId)
}
