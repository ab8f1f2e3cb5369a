/** Who of a batch is here already: by another system's id, then by phone in any of its forms, then by e-mail. */
import type { PersonWish } from '@recado/core'
import type { Tx } from '@recado/db'
import { matchKeyOfPhone } from '../people/addresses.js'
import type { Knowledge } from './knowledge.js'

export type Tier = 'external' | 'phone' | 'email'
/** `phone +34600000001` -> the people who have it. */
export type Keys = Map<string, Set<string>>

export const externalKey = (source: string, id: string): string => `external ${source}:${id}`
export const phoneKey = (value: string): string => `phone ${matchKeyOfPhone(value)}`
export const emailKey = (value: string): string => `email ${value}`

export const keysOf = (wish: PersonWish): Readonly<Record<Tier, string[]>> => ({
  external: wish.externals.map(({ source, id }) => externalKey(source, id)), phone: wish.phones.map(({ value }) => phoneKey(value)), email: wish.emails.map(({ value }) => emailKey(value)),
})

/** Forms under which a platform may know the number of this key: the ninth digit of Brazil, the 1 of Mexico, the 9 of Argentina. */
function digitsOf(matchKey: string): string[] {
  const plain = matchKey.slice(1)
  const [, brazil, rest] = /^(55\d\d)([6-9]\d{7})$/u.exec(plain) ?? []
  if (brazil) return [plain, `${brazil}9${rest}`]
  if (/^52\d{10}$/u.test(plain)) return [plain, `521${plain.slice(2)}`]
  return /^54\d{10}$/u.test(plain) ? [plain, `549${plain.slice(2)}`] : [plain]
}

/** Everybody who has one of the keys of these wishes. Those who went into somebody else are that person. */
export async function findPeople(tx: Tx, workspaceId: string, known: Knowledge, wishes: readonly PersonWish[]): Promise<Keys> {
  const found: Keys = new Map()
  const put = (key: string, id: string): void => { const ids = found.get(key); if (ids) ids.add(id); else found.set(key, new Set([id])) }
  const externals = wishes.flatMap((wish) => wish.externals)
  const phones = [...new Set(wishes.flatMap((wish) => wish.phones.map(({ value }) => matchKeyOfPhone(value))))]
  const emails = [...new Set(wishes.flatMap((wish) => wish.emails.map(({ value }) => value)))]
  const who = 'coalesce(p.merged_into, p.contact_id) as id'
  if (externals.length > 0) {
    const rows = await tx.query<{ source: string; external_id: string; id: string }>(
      `select x.source, x.external_id, ${who} from (select distinct source, id from jsonb_to_recordset($2::jsonb) as n(source text, id text)) n
       join contact_external x on x.workspace_id = $1 and x.source = n.source and x.external_id = n.id join contact p on p.workspace_id = $1 and p.contact_id = x.contact_id`, [workspaceId, JSON.stringify(externals)])
    for (const row of rows) put(externalKey(row.source, row.external_id), row.id)
  }
  for (const [kind, keys] of [['phone', phones], ['email', emails]] as const) {
    if (keys.length === 0) continue
    const rows = await tx.query<{ match_key: string; id: string }>(
      `select a.match_key, ${who} from contact_address a join contact p on p.workspace_id = $1 and p.contact_id = a.contact_id where a.workspace_id = $1 and a.kind = $2 and a.match_key = any($3::text[])`, [workspaceId, kind, keys])
    for (const row of rows) put(`${kind} ${row.match_key}`, row.id)
  }
  if (phones.length > 0 && known.addressed.length > 0) {
    const forms = new Map(phones.flatMap((key) => digitsOf(key).flatMap((digits) => [[digits, key], [`+${digits}`, key]] as const)))
    const rows = await tx.query<{ value: string; id: string }>(
      `select k.value, ${who} from jsonb_to_recordset($2::jsonb) as n("accountId" uuid, "keyKind" text) join identity_key k on k.workspace_id = $1 and k.account_id = n."accountId" and k.kind = n."keyKind" and k.value = any($3::text[])
       join identity d on d.workspace_id = $1 and d.identity_id = k.identity_id join contact p on p.workspace_id = $1 and p.contact_id = d.contact_id`, [workspaceId, JSON.stringify(known.addressed), [...forms.keys()]])
    for (const row of rows) put(`phone ${forms.get(row.value)!}`, row.id) // asked for by these forms
  }
  return found
}

/** The person a row means; `several` where the first kind of key that leads anywhere leads to more than one. */
export function personOf(keys: Readonly<Record<Tier, string[]>>, found: Keys): { id: string | null; several: boolean } {
  for (const tier of ['external', 'phone', 'email'] as const) {
    const ids = new Set(keys[tier].flatMap((key) => [...(found.get(key) ?? [])]))
    if (ids.size > 1) return { id: null, several: true }
    for (const id of ids) return { id, several: false }
  }
  return { id: null, several: false }
}
