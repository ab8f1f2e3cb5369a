import type { AttributeDefinition, ContactStage, LabelColour } from '@recado/api'
import { type AttributeOption, type AttributeType, keyFrom, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { isoOrNull } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { loadDefinitions } from './attributes.js'

/** One change of what the company keeps about people, with what is written down and told. Throws already_exists for a name that is taken. */
async function write<T>(services: Services, principal: Principal, action: string, subject: string | null, make: (tx: Tx, now: string) => Promise<T>): Promise<T> {
  const { workspaceId } = principal
  const result = await services.db.inWorkspace(workspaceId, async (tx) => {
    const made = await make(tx, new Date(services.clock.now(workspaceId)).toISOString())
    await audit(tx, services, workspaceId, actorOf(principal), { action, ...(subject ? { subject } : {}) })
    await append(tx, [{ type: 'contact_fields.changed', data: {} }])
    return made
  }).catch((error: unknown) => { throw (error as { code?: string }).code === '23505' ? new RecadoError('already_exists', { field: /attribute_definition_key/.test((error as Error).message) ? 'key' : 'name' }, { cause: error }) : error })
  services.signals.committed(workspaceId)
  return result
}

const clean = (text: string): string => storable(text).replace(/\s+/gu, ' ').trim()

export async function listDefinitions(tx: Tx, workspaceId: string): Promise<AttributeDefinition[]> {
  return (await loadDefinitions(tx, workspaceId)).map(({ position: _position, archived: _archived, createdAt: _createdAt, archivedAt, ...rest }) => ({ ...rest, options: [...rest.options], archivedAt: isoOrNull(archivedAt) }))
}

async function oneDefinition(tx: Tx, workspaceId: string, id: string): Promise<AttributeDefinition> {
  const found = (await listDefinitions(tx, workspaceId)).find((one) => one.id === id)
  if (!found) throw new RecadoError('not_found', { attributeId: id })
  return found
}

export interface OptionWish { key?: string; name: string; archived?: boolean }
export interface DefinitionWish { name?: string; description?: string; options?: readonly OptionWish[]; required?: boolean; archived?: boolean }

/** The choices as they are kept: each with a key that stays. One that is left out is put away, not taken away: people may have it. */
function optionsOf(wish: readonly OptionWish[], before: readonly AttributeOption[]): AttributeOption[] {
  const taken = new Set(before.map((one) => one.key))
  const named = new Set<string>()
  const options = wish.map((one): AttributeOption => {
    const name = clean(one.name)
    const folded = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
    if (!one.archived) { if (named.has(folded)) throw new RecadoError('invalid_request', { fields: [{ field: 'options', message: `names ${name} twice` }] }); named.add(folded) }
    const known = one.key === undefined ? undefined : before.find((each) => each.key === one.key)
    if (one.key !== undefined && !known && before.length > 0) throw new RecadoError('invalid_request', { fields: [{ field: 'options', message: `knows no ${one.key}` }] })
    if (known) return { key: known.key, name, archived: one.archived ?? known.archived }
    const stem = one.key && /^[a-z0-9][a-z0-9_]{0,39}$/.test(one.key) ? one.key : keyFrom(name) || 'option'
    let key = stem
    for (let n = 2; taken.has(key); n++) key = `${stem.slice(0, 36)}_${n}`
    taken.add(key)
    return { key, name, archived: one.archived ?? false }
  })
  const left = before.filter((one) => !options.some((each) => each.key === one.key)).map((one) => ({ ...one, archived: true }))
  return [...options, ...left]
}

const chooses = (type: AttributeType): boolean => type === 'choice' || type === 'choices'
function demandOptions(type: AttributeType, options: readonly AttributeOption[]): void {
  if (chooses(type) && !options.some((one) => !one.archived)) throw new RecadoError('invalid_request', { fields: [{ field: 'options', message: 'wants at least one' }] })
}

/** A new field, after the others. Its key is made of the name where none is said, and never changes. */
export function addDefinition(services: Services, principal: Principal, wish: DefinitionWish & { name: string; type: AttributeType; key?: string }): Promise<AttributeDefinition> {
  const { workspaceId } = principal
  const id = newId()
  return write(services, principal, 'attribute.added', id, async (tx, now) => {
    const options = chooses(wish.type) ? optionsOf(wish.options ?? [], []) : []
    demandOptions(wish.type, options)
    const taken = new Set((await loadDefinitions(tx, workspaceId)).map((one) => one.key))
    const stem = keyFrom(wish.name) || 'field'
    let key = wish.key ?? stem
    if (!wish.key) for (let n = 2; taken.has(key); n++) key = `${stem.slice(0, 36)}_${n}`
    await tx.query(
      `insert into attribute_definition (workspace_id, definition_id, key, name, description, type, options, required, position, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, (select coalesce(max(position), 0) + 1 from attribute_definition where workspace_id = $1), $9, $9)`,
      [workspaceId, id, key, clean(wish.name), clean(wish.description ?? ''), wish.type, JSON.stringify(options), wish.required ?? false, now])
    return oneDefinition(tx, workspaceId, id)
  })
}

/** A new name, other choices, put away or brought back: what people have stays as it is. */
export function editDefinition(services: Services, principal: Principal, id: string, wish: DefinitionWish): Promise<AttributeDefinition> {
  const { workspaceId } = principal
  return write(services, principal, 'attribute.changed', id, async (tx, now) => {
    const before = await oneDefinition(tx, workspaceId, id)
    const options = wish.options && chooses(before.type) ? optionsOf(wish.options, before.options) : before.options
    demandOptions(before.type, options)
    await tx.query(
      `update attribute_definition set name = $3, description = $4, options = $5, required = $6, archived_at = case when $7::boolean is null then archived_at when $7 then coalesce(archived_at, $8::timestamptz) end, updated_at = $8 where workspace_id = $1 and definition_id = $2`,
      [workspaceId, id, wish.name === undefined ? before.name : clean(wish.name), wish.description === undefined ? before.description : clean(wish.description), JSON.stringify(options), wish.required ?? before.required, wish.archived ?? null, now])
    return oneDefinition(tx, workspaceId, id)
  })
}

const ORDERED = { attribute_definition: 'definition_id', contact_stage: 'stage_id' } as const

/** Those not named come after, as they stood. */
async function order(tx: Tx, workspaceId: string, table: keyof typeof ORDERED, ids: readonly string[]): Promise<void> {
  const id = ORDERED[table]
  await tx.query(`update ${table} t set position = o.nr from (select ${id} as id, row_number() over (order by array_position($2::uuid[], ${id}) nulls last, position, ${id}) as nr from ${table} where workspace_id = $1) o where t.workspace_id = $1 and t.${id} = o.id`, [workspaceId, ids])
}

export function orderDefinitions(services: Services, principal: Principal, ids: readonly string[]): Promise<AttributeDefinition[]> {
  return write(services, principal, 'attribute.ordered', null, async (tx) => { await order(tx, principal.workspaceId, 'attribute_definition', ids); return listDefinitions(tx, principal.workspaceId) })
}

interface StageRow { stage_id: string; name: string; colour: LabelColour; archived_at: number | null }

/** Stages in their order, those put away too. */
export async function listStages(tx: Tx, workspaceId: string): Promise<ContactStage[]> {
  const rows = await tx.query<StageRow>('select stage_id, name, colour, archived_at from contact_stage where workspace_id = $1 order by position, stage_id', [workspaceId])
  return rows.map((row) => ({ id: row.stage_id, name: row.name, colour: row.colour, archivedAt: isoOrNull(row.archived_at) }))
}

async function oneStage(tx: Tx, workspaceId: string, id: string): Promise<ContactStage> {
  const found = (await listStages(tx, workspaceId)).find((one) => one.id === id)
  if (!found) throw new RecadoError('not_found', { stageId: id })
  return found
}

export interface StageWish { name?: string; colour?: LabelColour; archived?: boolean }

export function addStage(services: Services, principal: Principal, wish: StageWish & { name: string }): Promise<ContactStage> {
  const { workspaceId } = principal
  const id = newId()
  return write(services, principal, 'contact_stage.added', id, async (tx, now) => {
    await tx.query('insert into contact_stage (workspace_id, stage_id, name, colour, position, created_at) values ($1, $2, $3, $4, (select coalesce(max(position), 0) + 1 from contact_stage where workspace_id = $1), $5)', [workspaceId, id, clean(wish.name), wish.colour ?? 'grey', now])
    return oneStage(tx, workspaceId, id)
  })
}

/** People stay where they are when a stage is put away; nobody comes to it anew. */
export function editStage(services: Services, principal: Principal, id: string, wish: StageWish): Promise<ContactStage> {
  const { workspaceId } = principal
  return write(services, principal, 'contact_stage.changed', id, async (tx, now) => {
    await oneStage(tx, workspaceId, id)
    await tx.query('update contact_stage set name = coalesce($3, name), colour = coalesce($4, colour), archived_at = case when $5::boolean is null then archived_at when $5 then coalesce(archived_at, $6::timestamptz) end where workspace_id = $1 and stage_id = $2',
      [workspaceId, id, wish.name === undefined ? null : clean(wish.name), wish.colour ?? null, wish.archived ?? null, now])
    return oneStage(tx, workspaceId, id)
  })
}

export function orderStages(services: Services, principal: Principal, ids: readonly string[]): Promise<ContactStage[]> {
  return write(services, principal, 'contact_stage.ordered', null, async (tx) => { await order(tx, principal.workspaceId, 'contact_stage', ids); return listStages(tx, principal.workspaceId) })
}
