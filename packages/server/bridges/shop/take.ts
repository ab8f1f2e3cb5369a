/** One delivery of a shop as people, orders and consents: in one transaction, and the same again changes nothing. */
import type { ShopSettings } from '@recado/api'
import { hours, isNewer, takeNews, type Told } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { audit, wallNow } from '../../auth/audit.js'
import { recordConsents } from '../../consents/ledger.js'
import { append } from '../../ingest/others.js'
import { upsertByExternalId } from '../../people/contacts.js'
import type { Services } from '../../services.js'
import { consentWishes } from '../consents.js'
import { BRIDGE_ACTOR, languageFor, wasErased, wishOf } from '../people.js'
import { type BridgeRow, sourceOf } from '../store.js'
import { readShop, type ShopOrder, type ShopPerson } from './read.js'

/** What happened longer ago is no news to write to somebody about: a shop may send its whole past at once. */
const NOTICE_MS = hours(24)

export interface Taken { state: 'done' | 'ignored'; code: string | null; detail: string | null; subject: string | null }

export async function takeShopNews(tx: Tx, services: Services, workspaceId: string, bridge: BridgeRow, topic: string, body: unknown): Promise<Taken> {
  const settings = bridge.settings as ShopSettings
  const news = readShop(topic, body, settings)
  if (news.kind === 'ignored') return { state: 'ignored', code: 'not_used', detail: null, subject: null }
  const { person } = news
  const subject = news.kind === 'order' ? news.order.number : person.externalId
  // Versions of one person, and so of one order, are taken one after the other on all nodes.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`bridge/${bridge.bridge_id}/${person.externalId}`])
  if (news.kind === 'order') await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`order/${bridge.bridge_id}/${news.order.externalId}`])
  const country = typeof person.fields.country === 'string' ? person.fields.country : null
  if (await wasErased(tx, services, workspaceId, sourceOf(bridge), person.externalId, person.emails, person.phones, country)) return { state: 'ignored', code: 'suppressed', detail: null, subject }
  const saved = await savePerson(tx, services, workspaceId, bridge, settings, person, subject)
  const kept = news.kind === 'order' ? await keepOrder(tx, services, workspaceId, sourceOf(bridge), saved.contactId, news.order) : null
  const said = settings.consents.flatMap((rule, i) => (saved.consents.includes(i) ? [{ rule, yes: true, at: person.at, herAct: news.kind === 'order', evidence: { bridge: bridge.name, [news.kind]: subject } }] : []))
  await recordConsents(tx, services, workspaceId, await consentWishes(tx, services, workspaceId, bridge.name, saved.contactId, said))
  if (news.kind === 'order' && kept?.reached && Date.parse(wallNow(services, workspaceId)) - news.order.toldAt <= NOTICE_MS && settings.notices.some((one) => one.status === news.order.status)) {
    // Promised with the order and sent afterwards: a kill in between loses none.
    await tx.query(`insert into bridge_notice (workspace_id, bridge_id, order_id, status, code, at) values ($1, $2, $3, $4, 'sending', $5) on conflict do nothing`, [workspaceId, bridge.bridge_id, kept.orderId, news.order.status, new Date(services.clock.now(workspaceId)).toISOString()])
  }
  await append(tx, [
    ...(saved.created ? [{ type: 'contact.created', data: { contactId: saved.contactId } }] : saved.changed ? [{ type: 'contact.changed', data: { contactId: saved.contactId } }] : []),
    ...(kept?.told ? [{ type: 'contact.ordered', data: { contactId: saved.contactId, orderId: kept.orderId } }] : []),
  ])
  return { state: 'done', code: null, detail: saved.left.length > 0 ? saved.left.join(', ') : null, subject }
}

interface SavedPerson { contactId: string; created: boolean; changed: boolean; left: string[]; consents: number[] }

async function savePerson(tx: Tx, services: Services, workspaceId: string, bridge: BridgeRow, settings: ShopSettings, person: ShopPerson, subject: string): Promise<SavedPerson> {
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const [known] = await tx.query<{ contact_id: string; fields: Record<string, Told> }>('select contact_id, fields from bridge_object where workspace_id = $1 and bridge_id = $2 and external_id = $3 for update', [workspaceId, bridge.bridge_id, person.externalId])
  const boxes = Object.fromEntries(Object.entries(person.consents).map(([i, yes]) => [`consent.${i}`, yes]))
  const { known: fields, changed } = takeNews(known?.fields ?? {}, { ...person.fields, ...boxes }, person.at, person.tie)
  const news = Object.fromEntries(changed.filter((field) => !field.startsWith('consent.')).map((field) => [field, fields[field]!.value])) // changed names known ones
  const country = typeof person.fields.country === 'string' ? person.fields.country : null
  const { wish, left } = await wishOf(tx, workspaceId, { fields: news, emails: person.emails, phones: person.phones, labels: known ? [] : settings.labels, country, fallback: subject }, now)
  if (typeof news.country === 'string' && wish.language === undefined) { const language = await languageFor(tx, workspaceId, known?.contact_id ?? null, news.country); if (language !== undefined) wish.language = language }
  if (!known && wish.name === undefined && !wish.addAddresses?.length) wish.name = `${bridge.name} ${subject}`.slice(0, 200)
  const saved = await upsertByExternalId(tx, services, workspaceId, BRIDGE_ACTOR, sourceOf(bridge), person.externalId, wish, { quiet: true })
  if (saved.created || saved.changed.length > 0) await audit(tx, services, workspaceId, BRIDGE_ACTOR, { action: saved.created ? 'contact.created' : 'contact.changed', subject: saved.id, data: { fields: saved.changed, bridge: bridge.bridge_id } })
  await tx.query(
    `insert into bridge_object (workspace_id, bridge_id, external_id, contact_id, origin_contact_id, fields, seen_at, created_at, updated_at) values ($1, $2, $3, $4, $4, $5, $6, $7, $7)
     on conflict (workspace_id, bridge_id, external_id) do update set fields = excluded.fields, seen_at = greatest(bridge_object.seen_at, excluded.seen_at), updated_at = excluded.updated_at`,
    [workspaceId, bridge.bridge_id, person.externalId, saved.id, JSON.stringify(fields), new Date(person.at).toISOString(), now])
  // A box that was ticked already says nothing new; a no is an empty box and takes nothing back.
  const consents = Object.entries(person.consents).flatMap(([i, yes]) => (yes && (changed.includes(`consent.${i}`) || person.orderTick) ? [Number(i)] : []))
  return { contactId: saved.id, created: saved.created, changed: saved.changed.length > 0, left, consents }
}

interface Prior { order_id: string; status: string; amount: string | null; told_at: number; tie: string }

/** The newest version of an order stands; an older one that comes late is not even looked at. */
async function keepOrder(tx: Tx, services: Services, workspaceId: string, source: string, contactId: string, order: ShopOrder): Promise<{ orderId: string; told: boolean; reached: boolean }> {
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const [prior] = await tx.query<Prior>('select order_id, status, amount::text, told_at, tie from contact_order where workspace_id = $1 and source = $2 and external_id = $3 for update', [workspaceId, source, order.externalId])
  if (prior && !isNewer({ at: order.toldAt, tie: order.tie }, { at: prior.told_at, tie: prior.tie })) return { orderId: prior.order_id, told: false, reached: false }
  const orderId = prior?.order_id ?? newId()
  const values = [workspaceId, orderId, source, order.externalId, contactId, order.number, new Date(order.at).toISOString(), order.amount, order.currency, order.status, JSON.stringify(order.items), new Date(order.toldAt).toISOString(), order.tie, now]
  if (prior) await tx.query(
    `update contact_order set origin_contact_id = case when contact_id = $5 then origin_contact_id else $5 end, contact_id = $5, number = $6, at = $7, amount = $8, currency = $9, status = $10, items = $11, told_at = $12, tie = $13, updated_at = $14
     where workspace_id = $1 and order_id = $2 and source = $3 and external_id = $4`, values)
  else await tx.query(
    `insert into contact_order (workspace_id, order_id, source, external_id, contact_id, origin_contact_id, number, at, amount, currency, status, items, told_at, tie, created_at, updated_at) values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)`, values)
  return { orderId, told: !prior || prior.status !== order.status || prior.amount !== order.amount, reached: prior?.status !== order.status }
}
