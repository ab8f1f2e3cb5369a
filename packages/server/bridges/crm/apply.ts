/** Somebody of the CRM as she stands there, taken in here: in one transaction, and the same again changes nothing. */
import type { CrmField, CrmSettings } from '@recado/api'
import { type BridgedValue, sameValue, syncStep, type Told } from '@recado/core'
import type { Tx } from '@recado/db'
import { audit, wallNow } from '../../auth/audit.js'
import { recordConsents } from '../../consents/ledger.js'
import { append } from '../../ingest/others.js'
import { type DefinitionRow } from '../../people/attributes.js'
import { saveContact, upsertByExternalId } from '../../people/contacts.js'
import type { AddressWish, PersonWish } from '../../people/wish.js'
import type { Services } from '../../services.js'
import { consentWishes } from '../consents.js'
import { BRIDGE_ACTOR, wasErased, wishOf } from '../people.js'
import { type BridgeRow, sourceOf } from '../store.js'
import { isYes } from '../shop/read.js'
import { comparable, here, type Local, type Properties, readLocals, there } from './fields.js'

/** A contact as the CRM answers it. `history`: when each property was last changed, where it was asked. */
export interface CrmRecord { id: string; properties: Properties; updatedAt: number; history?: Readonly<Record<string, number>> }

export type Applied = 'created' | 'changed' | 'same' | 'skipped'
export interface Known { external_id: string; contact_id: string; fields: Record<string, Told>; sent: Record<string, Told> }

export const lockObject = (tx: Tx, bridgeId: string, externalId: string) => tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`bridge/${bridgeId}/${externalId}`])

/**
 * Who she is here: by what this bridge knows, or by an id of the same source that an import brought. Else, where the owner has not switched it off, the only
 * one here with her e-mail address: the CRM itself knows people by it, and both sides had them before they were connected.
 */
async function knownAs(tx: Tx, workspaceId: string, bridge: BridgeRow, { id: externalId, properties }: CrmRecord): Promise<Known | null> {
  const [known] = await tx.query<Known>('select external_id, contact_id, fields, sent from bridge_object where workspace_id = $1 and bridge_id = $2 and external_id = $3 for update', [workspaceId, bridge.bridge_id, externalId])
  if (known) return known
  const [named] = await tx.query<{ contact_id: string }>('select contact_id from contact_external where workspace_id = $1 and source = $2 and external_id = $3', [workspaceId, sourceOf(bridge), externalId])
  const contactId = named?.contact_id ?? await sameEmail(tx, workspaceId, bridge, properties)
  return contactId ? { external_id: externalId, contact_id: contactId, fields: {}, sent: {} } : null
}

async function sameEmail(tx: Tx, workspaceId: string, bridge: BridgeRow, properties: Properties): Promise<string | null> {
  const { match, fields } = bridge.settings as CrmSettings
  const field = fields.find((one) => one.ours === 'email')
  const email = match === 'email' && field ? there(field, properties, null) : null
  if (typeof email !== 'string') return null
  const rows = await tx.query<{ contact_id: string; linked: boolean }>(
    `select distinct a.contact_id, exists (select from bridge_object o where o.workspace_id = $1 and o.bridge_id = $3 and o.contact_id = a.contact_id) as linked from contact_address a where a.workspace_id = $1 and a.kind = 'email' and a.match_key = $2 limit 2`, [workspaceId, email, bridge.bridge_id])
  return rows.length === 1 && !rows[0]!.linked ? rows[0]!.contact_id : null // there is one
}

const countryOf = (settings: CrmSettings, properties: Properties): string | null => {
  const field = settings.fields.find((one) => one.ours === 'country')
  const said = field ? there(field, properties, null) : null
  return typeof said === 'string' && /^[A-Z]{2}$/.test(said) ? said : null
}

/** Whether a field was changed on both sides since they agreed, so that the times of the changes have to be asked for. */
export async function needsHistory(tx: Tx, workspaceId: string, bridge: BridgeRow, record: CrmRecord): Promise<boolean> {
  const known = await knownAs(tx, workspaceId, bridge, record)
  const local = known && (await readLocals(tx, workspaceId, [known.contact_id])).get(known.contact_id)
  if (!known || !local) return false
  return (bridge.settings as CrmSettings).fields.some((field) => {
    const agreed = known.fields[field.ours]?.value ?? null
    const [ours, theirs] = [here(field.ours, local, agreed), there(field, record.properties, local.country)]
    return field.direction === 'both' && !sameValue(ours, theirs) && !sameValue(ours, agreed) && !sameValue(theirs, agreed)
  })
}

export async function applyRecord(tx: Tx, services: Services, workspaceId: string, bridge: BridgeRow, record: CrmRecord, definitions: readonly DefinitionRow[]): Promise<Applied> {
  const settings = bridge.settings as CrmSettings
  await lockObject(tx, bridge.bridge_id, record.id)
  const known = await knownAs(tx, workspaceId, bridge, record)
  const country = countryOf(settings, record.properties)
  const theirs = Object.fromEntries(settings.fields.map((field) => [field.ours, there(field, record.properties, country)]))
  const addresses = (kind: 'email' | 'phone'): string[] => (typeof theirs[kind] === 'string' ? [theirs[kind]] : [])
  if (!known && await wasErased(tx, services, workspaceId, sourceOf(bridge), record.id, addresses('email'), addresses('phone'), country)) return 'skipped'
  const local = known ? (await readLocals(tx, workspaceId, [known.contact_id])).get(known.contact_id) ?? null : null
  if (known && !local) return 'skipped'
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const plan = planOf(services, workspaceId, settings, record, known, local, theirs)
  const { wish } = await wishOf(tx, workspaceId, { fields: without(plan.writes, ['email', 'phone']), emails: [], phones: [], labels: [], country: country ?? local?.country ?? null, fallback: record.id }, now, definitions)
  const saved = local ? await change(tx, services, workspaceId, local, wish, plan, known!) : await create(tx, services, workspaceId, bridge, record, wish, theirs) // a local one is known
  const fields = Object.fromEntries(settings.fields.map((field): [string, Told] => [field.ours, { value: theirs[field.ours] ?? null, at: thereAt(field, record), tie: '' }]))
  const boxes = consentBoxes(settings, record, known)
  await keepKnown(tx, workspaceId, bridge, record, saved.id, { ...fields, ...boxes.told }, known, now)
  if (plan.push && local) await queuePush(tx, services, workspaceId, bridge.bridge_id, [saved.id])
  if (saved.created || saved.changed.length > 0) await audit(tx, services, workspaceId, BRIDGE_ACTOR, { action: saved.created ? 'contact.created' : 'contact.changed', subject: saved.id, data: { fields: saved.changed, bridge: bridge.bridge_id } })
  await recordConsents(tx, services, workspaceId, await consentWishes(tx, services, workspaceId, bridge.name, saved.id, boxes.said.map((one) => ({ ...one, at: record.updatedAt, herAct: false, evidence: { bridge: bridge.name, object: record.id } }))))
  if (saved.created || saved.changed.length > 0) await append(tx, [{ type: saved.created ? 'contact.created' : 'contact.changed', data: { contactId: saved.id } }])
  return saved.created ? 'created' : saved.changed.length > 0 ? 'changed' : 'same'
}

interface Plan { writes: Record<string, BridgedValue>; push: boolean }

/** When it was last changed there: by the property's own history where it was asked, else the record's time, which any change moves. */
const thereAt = (field: CrmField, record: CrmRecord): number => { const own = field.theirs.split('+').flatMap((name) => record.history?.[name.trim()] ?? []); return own.length > 0 ? Math.max(...own) : record.updatedAt }

function planOf(services: Services, workspaceId: string, settings: CrmSettings, record: CrmRecord, known: Known | null, local: Local | null, theirs: Record<string, BridgedValue>): Plan {
  const plan: Plan = { writes: {}, push: false }
  for (const field of settings.fields) {
    const value = theirs[field.ours] ?? null
    if (!local) { if (field.direction !== 'out' && value !== null) plan.writes[field.ours] = value; continue }
    const agreed = known?.fields[field.ours] ? { value: known.fields[field.ours]!.value } : null // looked at just before
    const ours = here(field.ours, local, agreed?.value ?? null)
    const noticed = known?.sent[field.ours]
    const hereAt = noticed && sameValue(noticed.value, ours) ? noticed.at : local.updatedAt - services.clock.offset(workspaceId)
    const step = syncStep({ direction: field.direction, agreed, here: ours, hereAt, there: comparable(field.ours, value, local.country), thereAt: thereAt(field, record) })
    if (step.write) plan.writes[field.ours] = value
    plan.push ||= step.push
  }
  return plan
}

const without = (all: Record<string, BridgedValue>, names: readonly string[]): Record<string, BridgedValue> => Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)))

async function change(tx: Tx, services: Services, workspaceId: string, local: Local, wish: PersonWish, plan: Plan, known: Known) {
  // A new address of hers takes the place of the one the CRM had: her others stay.
  if ('email' in plan.writes || 'phone' in plan.writes) {
    const kept = (kind: 'email' | 'phone', all: readonly string[]): AddressWish[] => {
      if (!(kind in plan.writes)) return all.map((value) => ({ kind, value }))
      const former = known.fields[kind]?.value ?? null
      const value = plan.writes[kind]
      return [...(typeof value === 'string' ? [{ kind, value }] : []), ...all.filter((one) => !sameValue(comparable(kind, one, local.country), former) && one !== value).map((one) => ({ kind, value: one }))]
    }
    const valid = (one: AddressWish): boolean => one.kind === 'email' ? /@/.test(one.value) : /^\+\d{6,15}$/.test(one.value)
    wish.addresses = [...kept('email', local.emails), ...kept('phone', local.phones)].filter(valid)
  }
  return Object.keys(wish).length > 0 ? saveContact(tx, services, workspaceId, BRIDGE_ACTOR, wish, local.contactId, { quiet: true }) : { id: local.contactId, created: false, changed: [] }
}

function create(tx: Tx, services: Services, workspaceId: string, bridge: BridgeRow, record: CrmRecord, wish: PersonWish, theirs: Record<string, BridgedValue>) {
  const addresses = (['email', 'phone'] as const).flatMap((kind): AddressWish[] => { const value = theirs[kind]; return typeof value === 'string' && (kind === 'email' ? /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value) : /^\+\d{6,15}$/.test(value)) ? [{ kind, value }] : [] })
  const named = wish.name !== undefined || addresses.length > 0 ? {} : { name: `${bridge.name} ${record.id}`.slice(0, 200) }
  return upsertByExternalId(tx, services, workspaceId, BRIDGE_ACTOR, sourceOf(bridge), record.id, { ...wish, ...named, ...(addresses.length > 0 ? { addAddresses: addresses } : {}) }, { quiet: true })
}

/** Boxes whose state there changed: a yes that is new, or a yes that is gone. An empty box that was never ticked says nothing. */
function consentBoxes(settings: CrmSettings, record: CrmRecord, known: Known | null) {
  const told: Record<string, Told> = {}
  const said = settings.consents.flatMap((rule) => {
    const name = `consent:${rule.from}`
    const yes = isYes(record.properties[rule.from])
    told[name] = { value: yes, at: record.updatedAt, tie: '' }
    const before = known?.fields[name]?.value === true
    return yes === before ? [] : [{ rule, yes }]
  })
  return { told, said }
}

async function keepKnown(tx: Tx, workspaceId: string, bridge: BridgeRow, record: CrmRecord, contactId: string, fields: Record<string, Told>, known: Known | null, now: string): Promise<void> {
  if (known && Object.entries(fields).every(([name, told]) => known.fields[name]?.value === told.value)) return
  await tx.query('insert into contact_external (workspace_id, source, external_id, contact_id, origin_contact_id) values ($1, $2, $3, $4, $4) on conflict do nothing', [workspaceId, sourceOf(bridge), record.id, contactId])
  await tx.query(
    `insert into bridge_object (workspace_id, bridge_id, external_id, contact_id, origin_contact_id, fields, seen_at, created_at, updated_at) values ($1, $2, $3, $4, $4, $5, $6, $7, $7)
     on conflict (workspace_id, bridge_id, external_id) do update set fields = excluded.fields, seen_at = excluded.seen_at, updated_at = excluded.updated_at`,
    [workspaceId, bridge.bridge_id, record.id, contactId, JSON.stringify(fields), new Date(record.updatedAt).toISOString(), now])
}

/** These people wait to be told to the CRM; who waits already is told once, as she is then. */
export async function queuePush(tx: Tx, services: Services, workspaceId: string, bridgeId: string, contactIds: readonly string[]): Promise<void> {
  const now = wallNow(services, workspaceId)
  await tx.query(
    `insert into bridge_outbox (workspace_id, bridge_id, what, subject, changed_at, due_at) select $1, $2, 'push', id, $4, $4 from unnest($3::text[]) id
     on conflict (workspace_id, bridge_id, what, subject) do update set changed_at = excluded.changed_at, due_at = excluded.due_at, attempts = 0, code = null, detail = null`, [workspaceId, bridgeId, [...new Set(contactIds)], now])
}
