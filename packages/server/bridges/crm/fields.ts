/** The fields of both sides as texts that can be compared. */
import type { CrmField } from '@recado/api'
import { type BridgedValue, sameValue } from '@recado/core'
import type { Tx } from '@recado/db'
import { normalEmail, normalPhone } from '../../people/addresses.js'

export type Properties = Readonly<Record<string, string | null | undefined>>

/** The properties of the CRM that a field of the mapping is made of: `firstname+lastname` are two. */
export const propertiesOf = (theirs: string): string[] => theirs.split('+').map((one) => one.trim()).filter(Boolean)

/** One form for what both sides write differently. */
export function comparable(ours: string, value: unknown, country: string | null): BridgedValue {
  const text = value === null || value === undefined ? '' : Array.isArray(value) ? value.join(';') : String(value).trim()
  if (text === '') return null
  if (ours === 'email') return normalEmail(text) ?? text.toLowerCase()
  if (ours === 'phone') return normalPhone(text, country) ?? text
  if (ours === 'country') return text.toUpperCase()
  if (ours === 'language') return languageTag(text)
  return text.replace(/\s+/gu, ' ')
}

/** `pt-br` as `pt-BR`: the CRM writes regions in small letters. */
function languageTag(text: string): string { const [tongue = '', region] = text.replace('_', '-').split('-'); return region && region.length === 2 ? `${tongue.toLowerCase()}-${region.toUpperCase()}` : text.toLowerCase() }

/** A field as the CRM holds it. */
export function there({ ours, theirs }: CrmField, properties: Properties, country: string | null): BridgedValue {
  return comparable(ours, propertiesOf(theirs).map((name) => properties[name]?.trim()).filter(Boolean).join(' '), country)
}

/** The same for it to take. Two properties share a value at its first word, unless the second one's known words still end it. */
export function forThere({ ours, theirs }: CrmField, value: BridgedValue, known: BridgedValue): Record<string, string> {
  const names = propertiesOf(theirs)
  const text = value === null ? '' : String(value)
  if (names.length === 1) return { [names[0]!]: ours === 'language' ? text.toLowerCase() : text } // there is one
  const surname = typeof known === 'string' ? known.split(' ').slice(1).join(' ') : ''
  const cut = surname !== '' && text.endsWith(` ${surname}`) ? text.length - surname.length - 1 : text.indexOf(' ')
  const [first, rest] = cut > 0 ? [text.slice(0, cut), text.slice(cut + 1)] : [text, '']
  return Object.fromEntries(names.map((name, i) => [name, i === 0 ? first : i === 1 ? rest : '']))
}

export interface Local { contactId: string; updatedAt: number; country: string | null; emails: string[]; phones: string[]; values: Record<string, unknown> }

/** People as they stand here. Whoever went into somebody else, or was erased, is not among them. */
export async function readLocals(tx: Tx, workspaceId: string, contactIds: readonly string[]): Promise<Map<string, Local>> {
  interface Row { contact_id: string; name: string; language: string | null; country: string | null; time_zone: string | null; notes: string; attributes: Record<string, unknown>; updated_at: number; company: string | null; stage: string | null; emails: string[] | null; phones: string[] | null }
  const addresses = (kind: string): string => `(select array_agg(a.value order by a.created_at, a.contact_address_id) from contact_address a where a.workspace_id = $1 and a.contact_id = p.contact_id and a.kind = '${kind}')`
  const rows = await tx.query<Row>(
    `select p.contact_id, p.name, p.language, p.country, p.time_zone, p.notes, p.attributes, p.updated_at, o.name as company, s.name as stage, ${addresses('email')} as emails, ${addresses('phone')} as phones
     from contact p left join company o on o.workspace_id = $1 and o.company_id = p.company_id left join contact_stage s on s.workspace_id = $1 and s.stage_id = p.stage_id
     where p.workspace_id = $1 and p.contact_id = any($2) and p.merged_into is null and p.erased_at is null`, [workspaceId, contactIds])
  return new Map(rows.map((row) => [row.contact_id, {
    contactId: row.contact_id, updatedAt: row.updated_at, country: row.country, emails: row.emails ?? [], phones: row.phones ?? [],
    values: { name: row.name, language: row.language, country: row.country, timeZone: row.time_zone, notes: row.notes, company: row.company, stage: row.stage, ...Object.fromEntries(Object.entries(row.attributes).map(([key, value]) => [`attributes.${key}`, value])) },
  }]))
}

/** A field as it stands here. Of several addresses the one that the other side knows, while she still has it; else her first. */
export function here(ours: string, local: Local, agreed: BridgedValue): BridgedValue {
  if (ours !== 'email' && ours !== 'phone') return comparable(ours, local.values[ours], local.country)
  const own = (ours === 'email' ? local.emails : local.phones).map((one) => comparable(ours, one, local.country))
  return own.find((one) => sameValue(one, agreed)) ?? own[0] ?? null
}
