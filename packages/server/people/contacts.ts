/** The one place that makes a person and changes what is known of her: for people at the desk, programs, imports and bridges alike. */
import { guessLanguage, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { type Actor, audit } from '../auth/audit.js'
import { append } from '../ingest/others.js'
import { knownLabels } from '../labels/vocabulary.js'
import type { Services } from '../services.js'
import { matchKeyOf, shownPhone } from './addresses.js'
import { type DefinitionRow, loadDefinitions } from './attributes.js'
import { countryIn, demandReadable, type PersonWish, type ReadAddress, type ReadWish, readWish } from './wish.js'

export type { PersonWish } from './wish.js'

export interface SaveOptions {
  /** Whoever saves many at once reads the definitions once, and writes its own lines into log and audit. */
  definitions?: readonly DefinitionRow[]
  quiet?: boolean
  /** Required fields have to be there when a person is made: people typing are asked, programs are not. */
  complete?: boolean
  /** The id that a new person gets. */
  newId?: string
}

/** `changed`: names of the fields that are otherwise than before, in the API's words; none = nothing was written. */
export interface Saved { id: string; created: boolean; changed: string[] }

interface Before {
  contact_id: string; name: string; name_given: boolean; language: string | null; language_given: boolean; country: string | null; country_given: boolean; time_zone: string | null
  notes: string; attributes: Record<string, unknown>; labels: string[]; stage_id: string | null; owner_id: string | null; company_id: string | null
}

/** Who she is by now: somebody who went into another person is that one. Null for an id that names nobody. */
export async function survivorOf(tx: Tx, workspaceId: string, contactId: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>('select coalesce(merged_into, contact_id) as id from contact where workspace_id = $1 and contact_id = $2', [workspaceId, contactId])
  return row?.id ?? null
}

/**
 * Makes a person, or changes the one named (or whom she went into). What is typed stays: profiles no longer change it. Events and an audit entry
 * are written last, in this transaction; whoever commits calls `services.signals.committed`. Throws invalid_request with all faults, not_found.
 */
export async function saveContact(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, actor: Actor, given: PersonWish, contactId?: string, options: SaveOptions = {}): Promise<Saved> {
  const definitions = options.definitions ?? await loadDefinitions(tx, workspaceId)
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const before = contactId === undefined ? null : await locked(tx, workspaceId, contactId)
  const { wish, faults } = readWish(definitions, given, { complete: before === null && options.complete === true, country: before?.country ?? null })
  demandReadable(faults)
  await demandRows(tx, workspaceId, wish)
  if (wish.addLabels?.length) wish.addLabels = await knownLabels(tx, workspaceId, wish.addLabels, now)
  const id = before?.contact_id ?? options.newId ?? newId()
  const changed = before ? await update(tx, workspaceId, before, wish, now) : await insert(tx, workspaceId, id, wish, now)
  if (wish.addresses && await setAddresses(tx, workspaceId, id, wish.addresses, now)) changed.push('addresses')
  if (wish.addAddresses && await addAddresses(tx, workspaceId, id, wish.addAddresses, now)) changed.push('addresses')
  if (wish.addExternalIds && await addExternalIds(tx, workspaceId, id, wish.addExternalIds)) changed.push('externalIds')
  const result: Saved = { id, created: before === null, changed: [...new Set(changed)] }
  if (before && result.changed.length > 0) await settle(tx, workspaceId, id, wish, now)
  if (!options.quiet && (result.created || result.changed.length > 0)) {
    await audit(tx, services, workspaceId, actor, { action: result.created ? 'contact.created' : 'contact.changed', subject: id, data: { fields: result.changed } })
    await append(tx, [{ type: result.created ? 'contact.created' : 'contact.changed', data: { contactId: id } }])
  }
  return result
}

/**
 * The person whom a source calls so: changed when she is known, made when not. Two requests at once make one person. An id that was not known is
 * given to nobody by phone or e-mail: the source says itself who is who, and duplicates are suggested to people.
 */
export async function upsertByExternalId(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, actor: Actor, source: string, externalId: string, wish: PersonWish, options: SaveOptions = {}): Promise<Saved> {
  const id = newId()
  // Claimed before she is made: whoever comes second waits here for the first, and finds what it made.
  const claimed = await tx.query(
    `insert into contact_external (workspace_id, source, external_id, contact_id, origin_contact_id) values ($1, $2, $3, $4, $4) on conflict (workspace_id, source, external_id) do nothing returning 1`, [workspaceId, source, externalId, id])
  if (claimed.length > 0) {
    const saved = await saveContact(tx, services, workspaceId, actor, wish, undefined, { ...options, newId: id })
    return { ...saved, changed: [...new Set([...saved.changed, 'externalIds'])] }
  }
  const [known] = await tx.query<{ contact_id: string }>('select contact_id from contact_external where workspace_id = $1 and source = $2 and external_id = $3', [workspaceId, source, externalId])
  return saveContact(tx, services, workspaceId, actor, wish, known?.contact_id, options)
}

async function locked(tx: Tx, workspaceId: string, contactId: string): Promise<Before> {
  const id = await survivorOf(tx, workspaceId, contactId)
  const [row] = await tx.query<Before>(
    `select contact_id, name, name_given, language, language_given, country, country_given, time_zone, notes, attributes, labels, stage_id, owner_id, company_id from contact
     where workspace_id = $1 and contact_id = $2 and merged_into is null for update`, [workspaceId, id])
  if (!row) throw new RecadoError('not_found', { contactId })
  return row
}

/** Stages, owners and companies that are named are there; a stage that was put away is given to nobody anew. */
async function demandRows(tx: Tx, workspaceId: string, wish: ReadWish): Promise<void> {
  const { stageId, ownerId, companyId } = wish
  if (!stageId && !ownerId && !companyId) return
  const [row] = await tx.query<{ stage: boolean; owner: boolean; company: boolean }>(
    `select $2::uuid is null or exists (select from contact_stage where workspace_id = $1 and stage_id = $2 and archived_at is null) as stage,
       $3::uuid is null or exists (select from member where workspace_id = $1 and user_id = $3) as owner,
       $4::uuid is null or exists (select from company where workspace_id = $1 and company_id = $4) as company`, [workspaceId, stageId ?? null, ownerId ?? null, companyId ?? null])
  demandReadable((['stage', 'owner', 'company'] as const).flatMap((field) => (row?.[field] ? [] : [{ field: `${field}Id`, message: 'names none' }])))
}

/** A name of her own, else what she can be reached by: nobody is called by an id. */
function nameIn(wish: ReadWish): string | null {
  if (wish.name) return wish.name
  const [first] = [...(wish.addresses ?? []), ...(wish.addAddresses ?? [])]
  return first ? (first.kind === 'phone' ? shownPhone(first.value) : first.value).slice(0, 200) : null
}

async function insert(tx: Tx, workspaceId: string, id: string, wish: ReadWish, now: string): Promise<string[]> {
  const name = nameIn(wish)
  if (name === null) throw new RecadoError('invalid_request', { fields: [{ field: 'name', message: 'is needed, or an address' }] })
  const country = wish.country ?? countryIn([...(wish.addresses ?? []), ...(wish.addAddresses ?? [])])
  await tx.query(
    `insert into contact (workspace_id, contact_id, name, name_given, language, language_given, country, country_given, time_zone, time_zone_given, notes, attributes, labels, stage_id, owner_id, company_id, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)`,
    [workspaceId, id, name, wish.name !== undefined, wish.language ?? guessLanguage(country), Boolean(wish.language), country, Boolean(wish.country), wish.timeZone ?? null, Boolean(wish.timeZone), wish.notes ?? '',
      JSON.stringify(wish.attributes), [...new Set(wish.addLabels ?? [])].sort(), wish.stageId ?? null, wish.ownerId ?? null, wish.companyId ?? null, now])
  return [
    ...(['name', 'language', 'country', 'timeZone', 'notes', 'stageId', 'ownerId', 'companyId'] as const).filter((field) => wish[field] !== undefined && wish[field] !== null),
    ...Object.keys(wish.attributes).map((key) => `attributes.${key}`), ...(wish.addLabels?.length ? ['labels'] : []),
  ]
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What would be otherwise; null gives a field back to the guess. */
async function update(tx: Tx, workspaceId: string, before: Before, wish: ReadWish, now: string): Promise<string[]> {
  const attributes = Object.fromEntries(Object.entries({ ...before.attributes, ...wish.attributes }).filter(([key]) => !wish.removedAttributes.includes(key)))
  const labels = [...new Set([...before.labels, ...(wish.addLabels ?? [])])].sort()
  const country = wish.country === null ? await countryKnown(tx, workspaceId, before.contact_id) : wish.country ?? before.country
  const language = wish.language === null ? guessLanguage(country) : wish.language ?? before.language
  const next = {
    name: wish.name ?? before.name, language, country, timeZone: wish.timeZone === undefined ? before.time_zone : wish.timeZone, notes: wish.notes ?? before.notes,
    stageId: wish.stageId === undefined ? before.stage_id : wish.stageId, ownerId: wish.ownerId === undefined ? before.owner_id : wish.ownerId, companyId: wish.companyId === undefined ? before.company_id : wish.companyId,
  }
  const was = { name: before.name, language: before.language, country: before.country, timeZone: before.time_zone, notes: before.notes, stageId: before.stage_id, ownerId: before.owner_id, companyId: before.company_id }
  const changed = (Object.keys(next) as (keyof typeof next)[]).filter((field) => next[field] !== was[field]) as string[]
  for (const key of new Set([...Object.keys(before.attributes), ...Object.keys(attributes)])) if (!same(before.attributes[key], attributes[key])) changed.push(`attributes.${key}`)
  if (!same(labels, [...before.labels].sort())) changed.push('labels')
  // The same words typed by somebody are hers from now on, though nothing looks otherwise.
  const given = { name: before.name_given || wish.name !== undefined, language: wish.language === undefined ? before.language_given : wish.language !== null, country: wish.country === undefined ? before.country_given : wish.country !== null }
  if (changed.length === 0 && given.name === before.name_given && given.language === before.language_given && given.country === before.country_given) return []
  await tx.query(
    `update contact set name = $3, name_given = $4, language = $5, language_given = $6, country = $7, country_given = $8, time_zone = $9, time_zone_given = $9::text is not null, notes = $10, attributes = $11, labels = $12, stage_id = $13, owner_id = $14, company_id = $15, updated_at = $16
     where workspace_id = $1 and contact_id = $2`,
    [workspaceId, before.contact_id, next.name, given.name, next.language, given.language, next.country, given.country, next.timeZone, next.notes, JSON.stringify(attributes), labels, next.stageId, next.ownerId, next.companyId, now])
  return changed
}

/** The country that her numbers and accounts tell, once nobody says it. */
async function countryKnown(tx: Tx, workspaceId: string, contactId: string): Promise<string | null> {
  const [identity] = await tx.query<{ country: string }>('select country from identity where workspace_id = $1 and contact_id = $2 and country is not null order by identity_id limit 1', [workspaceId, contactId])
  if (identity) return identity.country
  return countryIn(await tx.query<ReadAddress>(`select kind, value, label from contact_address where workspace_id = $1 and contact_id = $2 order by created_at, contact_address_id`, [workspaceId, contactId]))
}

/** A new phone tells the country of somebody of whom none was known, and whatever was written makes the row newer. */
async function settle(tx: Tx, workspaceId: string, id: string, wish: ReadWish, now: string): Promise<void> {
  const country = countryIn([...(wish.addresses ?? []), ...(wish.addAddresses ?? [])])
  await tx.query('update contact set updated_at = $3, country = coalesce(country, $4), language = coalesce(language, case when country is null then $5 end) where workspace_id = $1 and contact_id = $2',
    [workspaceId, id, now, wish.country === undefined ? country : null, wish.country === undefined && wish.language === undefined ? guessLanguage(country) : null])
}

interface AddressRow extends ReadAddress { contact_address_id: string }

/** Her phones and e-mails are these; whether anything is otherwise. */
async function setAddresses(tx: Tx, workspaceId: string, id: string, wanted: readonly ReadAddress[], now: string): Promise<boolean> {
  const rows = await tx.query<AddressRow>('select contact_address_id, kind, value, label from contact_address where workspace_id = $1 and contact_id = $2', [workspaceId, id])
  const gone = rows.filter((row) => !wanted.some((one) => one.kind === row.kind && one.value === row.value))
  const relabelled = rows.flatMap((row) => { const one = wanted.find((each) => each.kind === row.kind && each.value === row.value); return one && one.label !== row.label ? [{ id: row.contact_address_id, label: one.label }] : [] })
  if (gone.length > 0) await tx.query('delete from contact_address where workspace_id = $1 and contact_address_id = any($2::uuid[])', [workspaceId, gone.map((row) => row.contact_address_id)])
  for (const one of relabelled) await tx.query('update contact_address set label = $3 where workspace_id = $1 and contact_address_id = $2', [workspaceId, one.id, one.label])
  return await addAddresses(tx, workspaceId, id, wanted, now) || gone.length > 0 || relabelled.length > 0
}

async function addAddresses(tx: Tx, workspaceId: string, id: string, wanted: readonly ReadAddress[], now: string): Promise<boolean> {
  if (wanted.length === 0) return false
  const rows = wanted.map((one, nr) => ({ id: newId(), nr, ...one, match: matchKeyOf(one.kind, one.value) }))
  const made = await tx.query(
    `insert into contact_address (workspace_id, contact_address_id, contact_id, origin_contact_id, kind, value, match_key, label, created_at)
     select $1, n.id, $2, $2, n.kind, n.value, n.match, n.label, $4 from jsonb_to_recordset($3::jsonb) as n(id uuid, nr int, kind text, value text, match text, label text)
     where not exists (select from contact_address a where a.workspace_id = $1 and a.contact_id = $2 and a.kind = n.kind and a.value = n.value) order by n.nr returning 1`, [workspaceId, id, JSON.stringify(rows), now])
  return made.length > 0
}

/** Throws already_exists where a source calls somebody else so. */
async function addExternalIds(tx: Tx, workspaceId: string, id: string, wanted: readonly { source: string; id: string }[]): Promise<boolean> {
  const rows = JSON.stringify(wanted)
  const made = await tx.query(
    `insert into contact_external (workspace_id, source, external_id, contact_id, origin_contact_id) select distinct $1::uuid, n.source, n.id, $2::uuid, $2::uuid from jsonb_to_recordset($3::jsonb) as n(source text, id text)
     on conflict (workspace_id, source, external_id) do nothing returning 1`, [workspaceId, id, rows])
  const [other] = await tx.query('select 1 from contact_external e join jsonb_to_recordset($3::jsonb) as n(source text, id text) on e.source = n.source and e.external_id = n.id where e.workspace_id = $1 and e.contact_id <> $2', [workspaceId, id, rows])
  if (other) throw new RecadoError('already_exists', { field: 'externalIds' })
  return made.length > 0
}
