/** Somebody of another system as one of ours: found by her id there and nothing else, and not taken in again once she was erased. */
import { type BridgedValue, guessLanguage } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Actor } from '../auth/audit.js'
import { normalPhone } from '../people/addresses.js'
import { type DefinitionRow, loadDefinitions } from '../people/attributes.js'
import { companyNamed } from '../people/companies.js'
import { isSuppressed } from '../people/suppression.js'
import { type PersonWish, readWish } from '../people/wish.js'
import type { Services } from '../services.js'

export const BRIDGE_ACTOR: Actor = { kind: 'system' }

/** How the list of those who must not be taken in again calls an id of another system. */
export const externalKind = (source: string): string => `external:${source}`

/** Whether she was erased here, by any of what is known of her. */
export async function wasErased(tx: Tx, services: Pick<Services, 'sealer'>, workspaceId: string, source: string, externalId: string, emails: readonly string[], phones: readonly string[], country: string | null): Promise<boolean> {
  const values = [{ kind: externalKind(source), value: externalId }, ...emails.map((value) => ({ kind: 'email', value })), ...phones.map((value) => ({ kind: 'phone', value, country }))]
  return (await isSuppressed(tx, services, workspaceId, values)).size > 0
}

export interface Given { fields: Readonly<Record<string, BridgedValue>>; emails: readonly string[]; phones: readonly string[]; labels: readonly string[]; country: string | null; /** called so where neither a name nor an address is known */ fallback: string }

/**
 * Her fields as a wish that can be written: what does not fit (a word where a number belongs, a phone that is none) is left out and named in `left`, since
 * one bad field must not keep her order away.
 */
export async function wishOf(tx: Tx, workspaceId: string, given: Given, now: string, definitions?: readonly DefinitionRow[]): Promise<{ wish: PersonWish; left: string[] }> {
  const rules = definitions ?? await loadDefinitions(tx, workspaceId)
  const { fields, country } = given
  const left: string[] = []
  const wish: PersonWish = {}
  const own = <K extends 'name' | 'notes'>(key: K): void => { if (typeof fields[key] === 'string' && fields[key].trim() !== '') wish[key] = fields[key].trim().slice(0, key === 'name' ? 200 : 20_000) }
  own('name')
  own('notes')
  for (const key of ['country', 'language', 'timeZone'] as const) if (key in fields) wish[key] = fields[key] === null ? null : String(fields[key])
  const attributes = Object.fromEntries(Object.entries(fields).filter(([key]) => key.startsWith('attributes.')).map(([key, value]) => [key.slice('attributes.'.length), typed(rules, key.slice('attributes.'.length), value)]))
  if (Object.keys(attributes).length > 0) wish.attributes = attributes
  const phones = given.phones.flatMap((value) => { const e164 = normalPhone(value, country); if (!e164) left.push('phone'); return e164 ? [{ kind: 'phone' as const, value: e164 }] : [] })
  const addresses = [...given.emails.map((value) => ({ kind: 'email' as const, value })), ...phones]
  if (addresses.length > 0) wish.addAddresses = addresses
  if (given.labels.length > 0) wish.addLabels = given.labels
  if ('company' in fields) wish.companyId = fields.company === null ? null : await companyNamed(tx, workspaceId, String(fields.company), null, now)
  if ('stage' in fields) {
    const [stage] = fields.stage === null ? [] : await tx.query<{ stage_id: string }>('select stage_id from contact_stage where workspace_id = $1 and archived_at is null and label_key(name) = label_key($2)', [workspaceId, String(fields.stage)])
    if (stage) wish.stageId = stage.stage_id
    else if (fields.stage === null) wish.stageId = null
    else left.push('stage')
  }
  for (const { field } of readWish(rules, wish, { country }).faults) {
    left.push(field)
    if (field.startsWith('attributes.')) delete (wish.attributes as Record<string, unknown>)[field.slice('attributes.'.length)]
    else if (field.startsWith('addAddresses')) wish.addAddresses = wish.addAddresses!.filter((one) => one.kind !== 'email') // phones were read above
    else delete wish[field as 'language' | 'country' | 'timeZone']
  }
  return { wish, left: [...new Set(left)] }
}

/** Texts of another system as the types of our fields. */
function typed(rules: readonly DefinitionRow[], key: string, value: BridgedValue): unknown {
  const rule = rules.find((one) => one.key === key)
  if (value === null || !rule) return value
  if (rule.type === 'number' && typeof value === 'string' && /^-?\d+([.,]\d+)?$/.test(value.trim())) return Number(value.replace(',', '.'))
  if (rule.type === 'boolean') return typeof value === 'boolean' ? value : ['1', 'yes', 'true', 'on'].includes(value.toLowerCase())
  if (rule.type === 'date') { const at = /^\d{11,14}$/.test(String(value)) ? new Date(Number(value)).toISOString() : String(value); return at.slice(0, 10) }
  if (rule.type === 'choice') return rule.options.find((one) => one.key === value || one.name.toLowerCase() === String(value).toLowerCase())?.key ?? value
  if (rule.type === 'choices') return String(value).split(/[;,]/).map((one) => one.trim()).filter(Boolean).map((one) => rule.options.find((each) => each.key === one || each.name.toLowerCase() === one.toLowerCase())?.key ?? one)
  return String(value)
}

/** The language follows a country that is told anew, unless somebody has said hers: else it would hang on which country was told first. */
export async function languageFor(tx: Tx, workspaceId: string, contactId: string | null, country: string): Promise<string | null | undefined> {
  if (contactId === null) return undefined
  const [row] = await tx.query<{ language: string | null; language_given: boolean }>('select language, language_given from contact where workspace_id = $1 and contact_id = $2', [workspaceId, contactId])
  return !row || row.language_given || row.language === guessLanguage(country) ? undefined : null
}
