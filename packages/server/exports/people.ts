/** People as rows of a file: the columns that a workspace has, and what stands in them. Headings are those that an import knows again. */
import { type AttributeRule, type AttributeValue, RECADO_SOURCE, shield, writeList } from '@recado/core'
import type { Tx } from '@recado/db'
import { matchKeyOfPhone } from '../people/addresses.js'
import { loadDefinitions } from '../people/attributes.js'
import type { Services } from '../services.js'

export interface PersonRow {
  id: string; recado_id: string; name: string; notes: string; language: string | null; country: string | null; time_zone: string | null; labels: string[]; attributes: Record<string, AttributeValue>; company: string | null; stage: string | null; owner_id: string | null
  addresses: { kind: 'phone' | 'email'; value: string; label: string }[] | null
  numbers: string[] | null
  externals: { source: string; id: string }[] | null
  consents: { category: string | null; channel: string | null; standing: string; since: string }[] | null
}

/** Everything that stays the same for a whole export. */
export interface PeopleColumns {
  fields: AttributeRule[]
  /** Scopes in which anybody of the workspace was ever asked about marketing. */
  consents: { heading: string; category: string | null; channel: string | null }[]
  owners: ReadonlyMap<string, string>
  addressed: { accountId: string; keyKind: string }[]
}

export async function peopleColumns(tx: Tx, services: Services, workspaceId: string, owners: ReadonlyMap<string, string>): Promise<PeopleColumns> {
  const fields = (await loadDefinitions(tx, workspaceId)).filter((one) => !one.archived)
  const scopes = await tx.query<{ category: string | null; channel: string | null }>(
    `select distinct g.key as category, n.channel from consent_now n left join consent_category g on g.workspace_id = $1 and g.category_id = n.category_id where n.workspace_id = $1 and n.purpose = 'marketing' order by g.key nulls first, n.channel nulls first`, [workspaceId])
  const addressed = (await services.accounts.list(workspaceId)).flatMap((account) => {
    const address = services.channels.find(account.channel)?.declaration.address
    return address?.kind === 'phone' ? [{ accountId: account.id, keyKind: address.keyKind }] : []
  })
  return { fields, consents: scopes.map((scope) => ({ ...scope, heading: `consent: ${scope.category ?? '*'}${scope.channel ? ` @${scope.channel}` : ''}` })), owners, addressed }
}

export async function peopleById(tx: Tx, workspaceId: string, { addressed }: PeopleColumns, ids: readonly string[]): Promise<PersonRow[]> {
  const rows = await tx.query<PersonRow>(
    `select p.contact_id as id, coalesce((select min(x.external_id) from contact_external x where x.workspace_id = $1 and x.contact_id = p.contact_id and x.source = '${RECADO_SOURCE}'), p.contact_id::text) as recado_id, p.name, p.notes, p.language, p.country, p.time_zone, p.labels, p.attributes, c.name as company, s.name as stage, p.owner_id,
       (select jsonb_agg(jsonb_build_object('kind', a.kind, 'value', a.value, 'label', a.label) order by a.contact_address_id) from contact_address a where a.workspace_id = $1 and a.contact_id = p.contact_id) as addresses,
       (select array_agg(k.value order by k.value) from identity d join identity_key k on k.workspace_id = $1 and k.identity_id = d.identity_id join jsonb_to_recordset($3::jsonb) as n("accountId" uuid, "keyKind" text) on k.account_id = n."accountId" and k.kind = n."keyKind"
         where d.workspace_id = $1 and d.contact_id = p.contact_id) as numbers,
       (select jsonb_agg(jsonb_build_object('source', x.source, 'id', x.external_id) order by x.source, x.external_id) from contact_external x where x.workspace_id = $1 and x.contact_id = p.contact_id and x.source <> '${RECADO_SOURCE}') as externals,
       (select jsonb_agg(jsonb_build_object('category', g.key, 'channel', n.channel, 'standing', n.standing, 'since', to_char(n.since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) from consent_now n
         left join consent_category g on g.workspace_id = $1 and g.category_id = n.category_id where n.workspace_id = $1 and n.contact_id = p.contact_id and n.purpose = 'marketing') as consents
     from contact p left join company c on c.workspace_id = $1 and c.company_id = p.company_id left join contact_stage s on s.workspace_id = $1 and s.stage_id = p.stage_id
     where p.workspace_id = $1 and p.contact_id = any($2::uuid[]) and p.merged_into is null`, [workspaceId, ids, JSON.stringify(addressed)])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Her numbers: those that were said, and those she writes from, each once. */
export function phonesOf({ addresses, numbers }: PersonRow): { value: string; label: string }[] {
  const phones = (addresses ?? []).filter(({ kind }) => kind === 'phone')
  const known = new Set(phones.map(({ value }) => matchKeyOfPhone(value)))
  const more = (numbers ?? []).map((value) => `+${value.replace(/^\+/u, '')}`).filter((value) => /^\+\d{6,15}$/u.test(value) && !known.has(matchKeyOfPhone(value)))
  return [...phones, ...[...new Set(more)].map((value) => ({ value, label: '' }))]
}

export const emailsOf = ({ addresses }: PersonRow): { value: string; label: string }[] => (addresses ?? []).filter(({ kind }) => kind === 'email')

const labelled = ({ value, label }: { value: string; label: string }): string => { const plain = label.replace(/[[\]\r\n]/gu, ' ').trim(); return plain ? `${value} [${plain}]` : value }

/** `field: plan (choice) Plan`: key, type and name, so that an import makes the same field. */
export const fieldHeading = ({ key, type, name }: AttributeRule): string => `field: ${key} (${type}) ${name}`

/** A value as people read it; options by their names. */
export function fieldText(value: AttributeValue | undefined, field: AttributeRule): string {
  if (value === undefined) return ''
  const name = (key: string): string => field.options.find((option) => option.key === key)?.name ?? key
  // In an order of their own: how the options are arranged is no part of the value.
  if (Array.isArray(value)) return writeList(value.map(String).map(name).sort())
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return field.type === 'choice' ? name(String(value)) : String(value)
}

export const consentText = (person: PersonRow, scope: PeopleColumns['consents'][number]): string => {
  const found = person.consents?.find((one) => one.category === scope.category && one.channel === scope.channel)
  return found ? `${found.standing} ${found.since}` : ''
}

export const externalTexts = ({ externals }: PersonRow): string[] => (externals ?? []).map(({ source, id }) => `${source}:${id}`)

export const peopleHeadings = ({ fields, consents }: PeopleColumns): string[] =>
  ['name', 'phones', 'emails', 'company', 'stage', 'owner', 'language', 'country', 'time zone', 'labels', 'external ids', 'notes', 'recado id', ...fields.map(fieldHeading), ...consents.map(({ heading }) => heading)]

export function personCells(person: PersonRow, { fields, consents, owners }: PeopleColumns): string[] {
  return [
    person.name, writeList(phonesOf(person).map(labelled)), writeList(emailsOf(person).map(labelled)), person.company ?? '', person.stage ?? '', person.owner_id ? owners.get(person.owner_id) ?? '' : '', person.language ?? '', person.country ?? '',
    person.time_zone ?? '', writeList(person.labels), writeList(externalTexts(person)), person.notes, person.recado_id, ...fields.map((field) => fieldText(person.attributes[field.key], field)), ...consents.map((scope) => consentText(person, scope)),
  ].map(shield)
}
