/** Who of a batch is here already: by our own id, by another system's, then by phone in any of its forms, then by e-mail. */
import { type PersonWish, RECADO_SOURCE } from '@recado/core'
import type { Tx } from '@recado/db'
import { matchKeyOfPhone } from '../people/addresses.js'
import type { Knowledge } from './knowledge.js'

export type Tier = 'contact' | 'external' | 'phone' | 'email'
/** `phone +34600000001` -> the people who have it. */
export type Keys = Map<string, Set<string>>

export const externalKey = (source: string, id: string): string => `external ${source}:${id}`
export const phoneKey = (value: string): string => `phone ${matchKeyOfPhone(value)}`
export const emailKey = (value: string): string => `email ${value}`

export const contactKey = (id: string): string => `contact ${id}`

export const keysOf = (wish: PersonWish): Readonly<Record<Tier, string[]>> => ({
  contact: wish.contactId === null ? [] : [contactKey(wish.contactId)],
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
  const ids = [...new Set(wishes.flatMap((wish) => wish.contactId ?? []))]
  if (ids.length > 0) {
    // She is here under this id, or came with it from elsewhere. Of somebody forgotten only the id is left: then this is nobody yet.
    const rows = await tx.query<{ asked: string; id: string }>(
      `select p.contact_id as asked, ${who} from contact p where p.workspace_id = $1 and p.contact_id = any($2::uuid[]) and p.erased_at is null
       union select x.external_id::uuid, ${who} from contact_external x join contact p on p.workspace_id = $1 and p.contact_id = x.contact_id where x.workspace_id = $1 and x.source = '${RECADO_SOURCE}' and x.external_id = any($2::uuid[]::text[]) and p.erased_at is null`, [workspaceId, ids])
    for (const row of rows) put(contactKey(row.asked), row.id)
  }
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

/**
 * The person a row means; `several` where the first kind of key that leads anywhere leads to more than one. An id says who somebody is, an address only how
 * she is reached: whoever `isOther` says is known by another id of the same kind shares the address with her and is somebody else.
 */
export function personOf(keys: Readonly<Record<Tier, string[]>>, found: Keys, isOther: (id: string) => boolean): { id: string | null; several: boolean } {
  for (const tier of ['contact', 'external', 'phone', 'email'] as const) {
    const all = [...new Set(keys[tier].flatMap((key) => [...(found.get(key) ?? [])]))]
    const ids = tier === 'phone' || tier === 'email' ? all.filter((id) => !isOther(id)) : all
    if (ids.length > 1) return { id: null, several: true }
    if (ids[0] !== undefined) return { id: ids[0], several: false }
  }
  return { id: null, several: false }
}

/** Whether somebody here is known by ids of a kind that the row names, and by none of the row's. */
export function isKnownOtherwise(her: { id: string; externals: readonly { source: string; id: string }[] }, wish: PersonWish): boolean {
  const named = [...wish.externals, ...(wish.contactId === null ? [] : [{ source: RECADO_SOURCE, id: wish.contactId }])]
  return named.some(({ source }) => {
    const hers = her.externals.filter((one) => one.source === source)
    return hers.length > 0 && !hers.some((one) => named.some((other) => other.source === source && other.id === one.id))
  })
}
