/** Lists of people picked by hand, by a filter or by a file. */
import type { ContactList, ContactListWish } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { iso } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { demandFreeName, usedBy } from './segments.js'

const MOST = 500

interface Row { list_id: string; name: string; description: string; members: number; created_at: number; updated_at: number; used_by: number }
// Whoever is in it twice (two people who are one now) is one member; those who were erased are none.
const COLUMNS = `l.list_id, l.name, l.description, (select count(distinct m.contact_id)::int from contact_list_member m where m.workspace_id = $1 and m.list_id = l.list_id) as members, l.created_at, l.updated_at, ${usedBy('listIds', 'l.list_id')} as used_by`
const toList = (row: Row): ContactList => ({ id: row.list_id, name: row.name, description: row.description, members: row.members, createdAt: iso(row.created_at), updatedAt: iso(row.updated_at), usedBy: row.used_by })

export async function listLists(tx: Tx, workspaceId: string): Promise<ContactList[]> {
  return (await tx.query<Row>(`select ${COLUMNS} from contact_list l where l.workspace_id = $1 order by name_fold(l.name), l.list_id`, [workspaceId])).map(toList)
}

export async function readList(tx: Tx, workspaceId: string, id: string): Promise<ContactList> {
  const [row] = await tx.query<Row>(`select ${COLUMNS} from contact_list l where l.workspace_id = $1 and l.list_id = $2`, [workspaceId, id])
  if (!row) throw new RecadoError('not_found', { listId: id })
  return toList(row)
}

/** Says that it changed: to the audit and to whoever shows it. Last in its transaction. */
export async function toldOfList(tx: Tx, services: Services, principal: Principal, action: string, id: string, data: Record<string, number> = {}): Promise<void> {
  await tx.query('update contact_list set updated_at = $3 where workspace_id = $1 and list_id = $2', [principal.workspaceId, id, iso(services.clock.now(principal.workspaceId))])
  await audit(tx, services, principal.workspaceId, actorOf(principal), { action, subject: id, data })
  await append(tx, [{ type: 'segments.changed', data: {} }])
}

export async function addList(services: Services, principal: Principal, wish: ContactListWish): Promise<ContactList> {
  const { workspaceId } = principal
  const id = newId()
  const name = storable(wish.name).trim()
  const made = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [room] = await tx.query<{ n: number }>('select count(*)::int as n from contact_list where workspace_id = $1', [workspaceId])
    if ((room?.n ?? 0) >= MOST) throw new RecadoError('invalid_request', { fields: [{ field: 'name', message: `there are ${MOST} lists already` }] })
    await demandFreeName(tx, 'contact_list', workspaceId, name, null)
    await tx.query('insert into contact_list (workspace_id, list_id, name, description, created_by, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)',
      [workspaceId, id, name, storable(wish.description ?? '').trim(), JSON.stringify(actorOf(principal)), iso(services.clock.now(workspaceId))])
    await toldOfList(tx, services, principal, 'list.created', id)
    return readList(tx, workspaceId, id)
  })
  services.signals.committed(workspaceId)
  return made
}

export async function changeList(services: Services, principal: Principal, id: string, wish: Partial<ContactListWish>): Promise<ContactList> {
  const { workspaceId } = principal
  const name = wish.name === undefined ? null : storable(wish.name).trim()
  const changed = await services.db.inWorkspace(workspaceId, async (tx) => {
    await readList(tx, workspaceId, id)
    if (name !== null) await demandFreeName(tx, 'contact_list', workspaceId, name, id)
    await tx.query('update contact_list set name = coalesce($3, name), description = coalesce($4, description) where workspace_id = $1 and list_id = $2', [workspaceId, id, name, wish.description === undefined ? null : storable(wish.description).trim()])
    await toldOfList(tx, services, principal, 'list.changed', id)
    return readList(tx, workspaceId, id)
  })
  services.signals.committed(workspaceId)
  return changed
}

/** Throws audience_in_use while a campaign that has not ended reads it. */
export async function removeList(services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const list = await readList(tx, workspaceId, id)
    if (list.usedBy > 0) throw new RecadoError('audience_in_use', { usedBy: list.usedBy })
    await tx.query('delete from contact_list where workspace_id = $1 and list_id = $2', [workspaceId, id])
    await toldOfList(tx, services, principal, 'list.deleted', id)
  })
  services.signals.committed(workspaceId)
}
