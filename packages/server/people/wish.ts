import { type AttributeRule, type AttributeValue, isTimeZone, readAttributes, RecadoError } from '@recado/core'
import { storable } from '../ingest/plan.js'
import { countryOfPhone, normalEmail, normalPhone } from './addresses.js'

/** What somebody wants a person to be. What is left out stays; null takes away. */
export interface PersonWish {
  name?: string
  language?: string | null
  country?: string | null
  timeZone?: string | null
  notes?: string
  /** By key of the definition. */
  attributes?: Readonly<Record<string, unknown>>
  /** The phones and e-mails she has from now on; `addAddresses` leaves the others. */
  addresses?: readonly AddressWish[]
  addAddresses?: readonly AddressWish[]
  stageId?: string | null
  ownerId?: string | null
  companyId?: string | null
  /** Put on; nothing is taken off. The vocabulary knows them from then on. */
  addLabels?: readonly string[]
  addExternalIds?: readonly { source: string; id: string }[]
}

export interface AddressWish { kind: 'phone' | 'email'; value: string; label?: string }
export interface ReadAddress { kind: 'phone' | 'email'; value: string; label: string }

/** A wish as it can be written. */
export interface ReadWish extends Omit<PersonWish, 'attributes' | 'addresses' | 'addAddresses'> {
  attributes: Record<string, AttributeValue>
  removedAttributes: string[]
  addresses?: ReadAddress[]
  addAddresses?: ReadAddress[]
}

export interface WishFault { field: string; message: string }

const MOST_ADDRESSES = 50

/**
 * Reads a wish by the company's definitions; pure, so that an import may ask for a million rows. `country` reads phones that are written without
 * theirs; `complete` wants the required fields.
 */
export function readWish(rules: readonly AttributeRule[], given: PersonWish, options: { complete?: boolean; country?: string | null } = {}): { wish: ReadWish; faults: WishFault[] } {
  const wish = storable(given)
  const faults: WishFault[] = []
  const read = readAttributes(rules, wish.attributes ?? {}, options.complete ? { complete: true } : {})
  faults.push(...read.faults.map(({ key, message }) => ({ field: `attributes.${key}`, message })))
  if (wish.name !== undefined && (wish.name.trim() === '' || wish.name.length > 200)) faults.push({ field: 'name', message: 'has 1 to 200 characters' })
  if (wish.language && !/^[a-z]{2,3}([_-][a-z0-9]{2,8})*$/i.test(wish.language)) faults.push({ field: 'language', message: 'wants a language as es or pt-BR' })
  if (wish.country && !/^[A-Z]{2}$/.test(wish.country)) faults.push({ field: 'country', message: 'wants two capital letters' })
  if (wish.timeZone && !isTimeZone(wish.timeZone)) faults.push({ field: 'timeZone', message: 'names no time zone' })
  if (wish.notes !== undefined && wish.notes.length > 20_000) faults.push({ field: 'notes', message: 'is longer than 20000 characters' })
  const country = wish.country ?? options.country ?? null
  const addressed = (field: 'addresses' | 'addAddresses'): ReadAddress[] | undefined => wish[field] && readAddresses(wish[field], country, field, faults)
  const [addresses, addAddresses] = [addressed('addresses'), addressed('addAddresses')]
  for (const [at, one] of (wish.addExternalIds ?? []).entries()) if (!/^[a-z0-9][a-z0-9_.-]{0,39}$/.test(one.source) || one.id.trim() === '' || one.id.length > 300) faults.push({ field: `externalIds.${at}`, message: 'wants a source of small letters and an id' })
  const { attributes: _attributes, addresses: _addresses, addAddresses: _more, ...rest } = wish
  return { wish: { ...rest, ...(rest.name === undefined ? {} : { name: rest.name.trim() }), attributes: read.values, removedAttributes: read.removed, ...(addresses ? { addresses } : {}), ...(addAddresses ? { addAddresses } : {}) }, faults }
}

function readAddresses(given: readonly AddressWish[], country: string | null, field: string, faults: WishFault[]): ReadAddress[] {
  if (given.length > MOST_ADDRESSES) { faults.push({ field, message: `takes at most ${MOST_ADDRESSES}` }); return [] }
  const byValue = new Map<string, ReadAddress>()
  for (const [at, one] of given.entries()) {
    const value = one.kind === 'phone' ? normalPhone(one.value, country) : normalEmail(one.value)
    if (value === null) faults.push({ field: `${field}.${at}.value`, message: one.kind === 'phone' ? 'is no phone number with its country' : 'is no e-mail address' })
    else if (!byValue.has(`${one.kind} ${value}`)) byValue.set(`${one.kind} ${value}`, { kind: one.kind, value, label: one.label?.trim().slice(0, 60) ?? '' })
  }
  return [...byValue.values()]
}

/** Throws invalid_request with every fault. */
export function demandReadable(faults: readonly WishFault[]): void {
  if (faults.length > 0) throw new RecadoError('invalid_request', { fields: faults.slice(0, 50) })
}

/** The country that her first phone tells. */
export function countryIn(addresses: readonly ReadAddress[]): string | null {
  for (const one of addresses) if (one.kind === 'phone') { const country = countryOfPhone(one.value); if (country) return country }
  return null
}
