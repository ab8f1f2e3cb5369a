import type { Label, LabelColour, LabelUse } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { isoOrNull } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { rename } from './rename.js'
import { cleanName, makeLabelRows } from './vocabulary.js'

interface Row { label_id: string; name: string; colour: LabelColour; description: string; archived_at: number | null; renaming: boolean }
const COLUMNS = 'l.label_id, l.name, l.colour, l.description, l.archived_at, exists (select from label_alias a where a.workspace_id = $1 and a.label_id = l.label_id and a.renaming) as renaming'
/** Uses of a label are counted up to here. */
const MOST = 10_000

/** The vocabulary, or those named, in their order. */
export async function loadLabels(tx: Tx, workspaceId: string, ids: readonly string[] | null = null): Promise<Label[]> {
  const rows = await tx.query<Row>(`select ${COLUMNS} from label l where l.workspace_id = $1 and ($2::uuid[] is null or l.label_id = any($2)) order by l.position, l.label_id`, [workspaceId, ids])
  return rows.map((row) => ({ id: row.label_id, name: row.name, colour: row.colour, description: row.description, archivedAt: isoOrNull(row.archived_at), renaming: row.renaming }))
}

export async function countUses(tx: Tx, workspaceId: string): Promise<LabelUse[]> {
  const rows = await tx.query<{ label_id: string; threads: number; people: number }>(
    `select l.label_id, (select count(*)::int from threads_with_label(l.name, ${MOST + 1})) as threads, (select count(*)::int from people_labelled(array[l.name], ${MOST + 1})) as people from label l where l.workspace_id = $1`, [workspaceId])
  return rows.map((row) => ({ labelId: row.label_id, conversations: Math.min(row.threads, MOST), people: Math.min(row.people, MOST), capped: row.threads > MOST || row.people > MOST }))
}

export interface LabelWish { name?: string; colour?: LabelColour; description?: string; archived?: boolean }

/** One change of the vocabulary, with what is written down and told. Throws already_exists for a name that is taken. */
async function write<T>(services: Services, principal: Principal, action: string, labelId: string | null, make: (tx: Tx, now: string) => Promise<{ labelIds: string[]; result: T }>): Promise<T> {
  const { workspaceId } = principal
  const result = await services.db.inWorkspace(workspaceId, async (tx) => {
    const made = await make(tx, new Date(services.clock.now(workspaceId)).toISOString())
    await audit(tx, services, workspaceId, actorOf(principal), { action, ...(labelId ?? made.labelIds[0] ? { subject: labelId ?? made.labelIds[0]! } : {}) }) // one of the two
    await append(tx, made.labelIds.map((id) => ({ type: 'label.changed', data: { labelId: id } })))
    return made.result
  }).catch((error: unknown) => { throw (error as { code?: string }).code === '23505' ? new RecadoError('already_exists', { field: 'name' }, { cause: error }) : error })
  services.signals.committed(workspaceId)
  return result
}

async function one(tx: Tx, workspaceId: string, labelId: string): Promise<Label> {
  const [label] = await loadLabels(tx, workspaceId, [labelId])
  if (!label) throw new RecadoError('not_found', { labelId })
  return label
}

const nameOf = (name: string): string => {
  const clean = cleanName(name)
  if (!clean) throw new RecadoError('invalid_request', { fields: [{ field: 'name', message: 'is empty' }] })
  return clean
}

/** A new label, after the others. A former name of another one becomes this one's. */
export function addLabel(services: Services, principal: Principal, wish: LabelWish & { name: string }): Promise<Label> {
  const { workspaceId } = principal
  return write(services, principal, 'label.added', null, async (tx, now) => {
    const [id] = await makeLabelRows(tx, workspaceId, [nameOf(wish.name)], now)
    if (!id) throw new RecadoError('already_exists', { field: 'name' })
    await freeName(tx, workspaceId, wish.name)
    await tx.query(`update label set colour = coalesce($3, colour), description = coalesce($4, description) where workspace_id = $1 and label_id = $2`, [workspaceId, id, wish.colour ?? null, wish.description === undefined ? null : storable(wish.description)])
    return { labelIds: [id], result: await one(tx, workspaceId, id) }
  })
}

/** Takes a former name for itself, unless rows that carry it are still being rewritten. */
async function freeName(tx: Tx, workspaceId: string, name: string): Promise<void> {
  await tx.query('delete from label_alias where workspace_id = $1 and label_key(name) = label_key($2) and not renaming', [workspaceId, name])
  const [busy] = await tx.query('select 1 from label_alias where workspace_id = $1 and label_key(name) = label_key($2)', [workspaceId, name])
  if (busy) throw new RecadoError('already_exists', { field: 'name' })
}

/** Changes what is named; a new name goes to everything that carries the label. */
export async function editLabel(services: Services, principal: Principal, labelId: string, wish: LabelWish): Promise<Label> {
  const { workspaceId } = principal
  const label = await write(services, principal, 'label.changed', labelId, async (tx, now) => {
    const before = await one(tx, workspaceId, labelId)
    const name = wish.name === undefined ? before.name : nameOf(wish.name)
    if (name !== before.name) {
      // Back to a name of its own: what still waits to be rewritten is right as it is.
      await tx.query('delete from label_alias where workspace_id = $1 and label_id = $2 and name = $3', [workspaceId, labelId, name])
      const [other] = await tx.query('select 1 from label_alias where workspace_id = $1 and label_key(name) = label_key($2) and label_id <> $3 and renaming', [workspaceId, name, labelId])
      if (other) throw new RecadoError('already_exists', { field: 'name' })
      await tx.query('delete from label_alias where workspace_id = $1 and label_key(name) = label_key($2) and label_id <> $3', [workspaceId, name, labelId])
    }
    await tx.query(`update label set name = $3, colour = coalesce($4, colour), description = coalesce($5, description), archived_at = case when $6::boolean is null then archived_at when $6 then coalesce(archived_at, $7::timestamptz) end where workspace_id = $1 and label_id = $2`,
      [workspaceId, labelId, name, wish.colour ?? null, wish.description === undefined ? null : storable(wish.description), wish.archived ?? null, now])
    if (name !== before.name) await rename.begin(tx, services, workspaceId, before.name, labelId)
    return { labelIds: [labelId], result: await one(tx, workspaceId, labelId) }
  })
  return (await rename.soon(services, workspaceId)) ? { ...label, renaming: false } : label
}

/** Everything that carries this label carries the other one from now on, and this one is no more. */
export async function mergeLabels(services: Services, principal: Principal, labelId: string, intoId: string): Promise<Label> {
  const { workspaceId } = principal
  if (labelId === intoId) throw new RecadoError('invalid_request', { fields: [{ field: 'intoId', message: 'is the same label' }] })
  const label = await write(services, principal, 'label.merged', labelId, async (tx) => {
    const [lost] = [await one(tx, workspaceId, labelId), await one(tx, workspaceId, intoId)]
    await tx.query('update label_alias set label_id = $3 where workspace_id = $1 and label_id = $2', [workspaceId, labelId, intoId])
    await tx.query('delete from label where workspace_id = $1 and label_id = $2', [workspaceId, labelId])
    await rename.begin(tx, services, workspaceId, lost.name, intoId)
    return { labelIds: [labelId, intoId], result: await one(tx, workspaceId, intoId) }
  })
  return (await rename.soon(services, workspaceId)) ? { ...label, renaming: false } : label
}

/** The order in which they are shown; those not named come after. */
export function orderLabels(services: Services, principal: Principal, ids: readonly string[]): Promise<Label[]> {
  const { workspaceId } = principal
  return write(services, principal, 'label.ordered', null, async (tx) => {
    await tx.query('update label l set position = o.nr from (select label_id, row_number() over (order by array_position($2::uuid[], label_id) nulls last, position, label_id) as nr from label where workspace_id = $1) o where l.workspace_id = $1 and l.label_id = o.label_id', [workspaceId, ids])
    const all = await loadLabels(tx, workspaceId)
    return { labelIds: all.map((label) => label.id), result: all }
  })
}
