/** A shop's orders and customers as facts: pure, from its JSON. */
import { createHash } from 'node:crypto'
import { type OrderStatus, type ShopSettings, WOO_STATUSES } from '@recado/api'
import type { BridgedValue } from '@recado/core'
import { normalEmail } from '../../people/addresses.js'

export interface ShopPerson { externalId: string; fields: Record<string, BridgedValue>; emails: string[]; phones: string[]; at: number; tie: string; consents: Record<number, boolean>; /** the boxes are those of a checkout: each tick is an act of hers */ orderTick: boolean }
export interface ShopOrder { externalId: string; number: string; at: number; toldAt: number; tie: string; amount: string | null; currency: string | null; status: OrderStatus; items: { name: string; quantity: number; sku: string | null; total: string | null }[] }
export type ShopNews = { kind: 'order'; person: ShopPerson; order: ShopOrder } | { kind: 'customer'; person: ShopPerson } | { kind: 'ignored' }

type Json = Record<string, unknown>
const record = (value: unknown): Json => (value !== null && typeof value === 'object' && !Array.isArray(value) ? value as Json : {})
const text = (value: unknown): string | null => { const plain = typeof value === 'string' ? value.trim() : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''; return plain === '' ? null : plain }
const hash = (value: string): string => createHash('sha256').update(value).digest('base64url').slice(0, 22)

/** The `_gmt` fields have no zone of their own: they are UTC. The others are the shop's local time and are only taken where those are missing. */
export function momentOf(body: Json, name: string): number | null {
  for (const [field, zone] of [[`${name}_gmt`, 'Z'], [name, 'Z']] as const) {
    const said = text(body[field])
    const at = said ? Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(said) ? said : `${said}${zone}`) : NaN
    if (Number.isFinite(at)) return at
  }
  return null
}

/** A value by its path: `billing.company`, `meta:vat` of meta_data. */
export function valueAt(body: Json, path: string): unknown {
  if (path.startsWith('meta:')) {
    const all = Array.isArray(body.meta_data) ? body.meta_data.map(record) : []
    return all.findLast((one) => one.key === path.slice(5))?.value
  }
  return path.split('.').reduce<unknown>((at, name) => record(at)[name], body)
}

/** What a ticked box looks like: forms and plugins say yes in several ways, and everything else is none. */
export function isYes(value: unknown): boolean { return value === true || value === 1 || (typeof value === 'string' && ['1', 'yes', 'true', 'on'].includes(value.trim().toLowerCase())) }

function attributeOf(value: unknown): BridgedValue {
  return typeof value === 'boolean' ? value : Array.isArray(value) ? text(value.map((one) => text(one)).filter(Boolean).join(', ')) : text(value)
}

/** An account of the shop by its id; a guest by her e-mail or phone, so that her next order is hers; else the order alone. */
function personId(body: Json, billing: Json, isOrder: boolean): string | null {
  const account = isOrder ? text(body.customer_id) : text(body.id)
  if (account && account !== '0') return account
  if (!isOrder) return null
  const email = normalEmail(text(billing.email) ?? '')
  const digits = (text(billing.phone) ?? '').replace(/\D/g, '')
  return email ? `guest-${hash(email)}` : digits.length >= 6 ? `guest-${hash(`+${digits}`)}` : `order-${text(body.id)}`
}

function personOf(body: Json, settings: ShopSettings, isOrder: boolean, at: number, tie: string): ShopPerson | null {
  const billing = record(body.billing)
  const externalId = personId(body, billing, isOrder)
  if (!externalId) return null
  const own = isOrder ? billing : { ...billing, ...Object.fromEntries(['first_name', 'last_name', 'email'].flatMap((name) => (text(body[name]) ? [[name, body[name]]] : []))) }
  const name = [text(own.first_name), text(own.last_name)].filter(Boolean).join(' ')
  const country = text(billing.country)?.toUpperCase() ?? null
  const told: [string, BridgedValue][] = [['name', name || null], ['company', text(billing.company)], ['country', country && /^[A-Z]{2}$/.test(country) ? country : null]]
  for (const { from, to } of settings.fields) told.push([to, attributeOf(valueAt(body, from))])
  const emails = [own.email, billing.email].flatMap((one) => normalEmail(text(one) ?? '') ?? [])
  const consents = Object.fromEntries(settings.consents.flatMap((one, i) => { const said = valueAt(body, one.from); return said === undefined || said === null ? [] : [[i, isYes(said)]] }))
  return {
    externalId, at, tie, consents, orderTick: isOrder, emails: [...new Set(emails)], phones: [billing.phone, record(body.shipping).phone].flatMap((one) => text(one) ?? []).filter((one, i, all) => all.indexOf(one) === i),
    // What the shop leaves empty says nothing: only values are told.
    fields: Object.fromEntries(told.filter(([, value]) => value !== null)),
  }
}

/** What a delivery tells. Two versions of one second are put in order by their status and their words: any order will do, so long as it is always the same. */
export function readShop(topic: string, body: unknown, settings: ShopSettings): ShopNews {
  const said = record(body)
  const id = text(said.id)
  const [resource, event] = topic.split('.')
  if (!id) return { kind: 'ignored' }
  const told = momentOf(said, 'date_modified') ?? momentOf(said, 'date_created') ?? 0
  if (resource === 'customer' && event !== 'deleted') {
    const person = personOf(said, settings, false, told, hash(stable(said)))
    return person ? { kind: 'customer', person } : { kind: 'ignored' }
  }
  // Deleting an order is no cancelling: shops clear away what is long done.
  if (resource !== 'order' || event === 'deleted') return { kind: 'ignored' }
  const status = statusOf(text(said.status) ?? 'pending', settings)
  const tie = `${RANK[status]}${hash(stable(said))}`
  // What she typed at the checkout is as old as the order: a refund a year later does not bring back the name she had then.
  const placed = momentOf(said, 'date_created') ?? told
  const person = personOf(said, settings, true, placed, `${String(told).padStart(15, '0')}${tie}`)
  if (!person) return { kind: 'ignored' }
  const lines = Array.isArray(said.line_items) ? said.line_items.map(record) : []
  return {
    kind: 'order', person, order: {
      externalId: id, number: text(said.number) ?? id, at: placed, toldAt: told, tie, status, currency: /^[A-Z]{3}$/.test(text(said.currency) ?? '') ? text(said.currency) : null, amount: amountOf(said.total),
      items: lines.slice(0, 100).map((line) => ({ name: (text(line.name) ?? '').slice(0, 300), quantity: Number(line.quantity) || 0, sku: text(line.sku), total: amountOf(line.total) })),
    },
  }
}

const RANK: Record<OrderStatus, number> = { placed: 0, paid: 1, shipped: 2, done: 3, cancelled: 4, refunded: 5 }
const amountOf = (value: unknown): string | null => { const said = text(value); return said && /^-?\d{1,15}(\.\d{1,8})?$/.test(said) ? said : null }
const stable = (value: unknown): string => JSON.stringify(value, (_key, one: unknown) => (one !== null && typeof one === 'object' && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one))

/** A status that neither the owner nor WooCommerce names (plugins add their own) counts as placed: nothing is held for paid that nobody said was. */
export const statusOf = (status: string, settings: Pick<ShopSettings, 'statuses'>): OrderStatus => { const plain = status.replace(/^wc-/, ''); return settings.statuses[plain] ?? WOO_STATUSES[plain] ?? 'placed' }
