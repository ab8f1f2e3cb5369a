/** All that a workspace knows by which rows of a file are read. Loaded once for a run: a field made meanwhile is not seen, one renamed keeps its key. */
import { type AttributeRule, type ContactMapping, foldWord, instantAtWall, keyFrom, type RowKnowledge } from '@recado/core'
import type { Tx } from '@recado/db'
import { loadDefinitions } from '../people/attributes.js'
import { normalEmail, normalPhone } from '../people/addresses.js'
import type { Services } from '../services.js'

export interface Knowledge extends RowKnowledge {
  fields: Map<string, AttributeRule>
  timeZone: string
  /** Topic key -> id. */
  topics: Map<string, string>
  /** Accounts that address people by phone, and the key that is the number. */
  addressed: { accountId: string; keyKind: string }[]
}

/** Members who may be owners: e-mails stand where no workspace's role looks. */
export const membersOf = (services: Pick<Services, 'db'>, workspaceId: string): Promise<{ user_id: string; name: string; email: string }[]> => services.db.asSystem((tx) =>
  tx.query('select u.user_id, u.name, u.email from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.disabled_at is null', [workspaceId]))

export async function loadKnowledge(services: Services, workspaceId: string): Promise<Knowledge> {
  const members = await membersOf(services, workspaceId)
  return services.db.inWorkspace(workspaceId, (tx) => knowledgeIn(tx, services, workspaceId, members))
}

async function knowledgeIn(tx: Tx, services: Services, workspaceId: string, members: Awaited<ReturnType<typeof membersOf>>): Promise<Knowledge> {
  const now = services.clock.now(workspaceId)
  const [workspace] = await tx.query<{ time_zone: string }>('select time_zone from workspace where workspace_id = $1', [workspaceId])
  const timeZone = workspace?.time_zone ?? 'UTC'
  const definitions = await loadDefinitions(tx, workspaceId)
  const topics = await tx.query<{ category_id: string; key: string }>('select category_id, key from consent_category where workspace_id = $1', [workspaceId])
  const accounts = (await services.accounts.list(workspaceId)).flatMap((account) => {
    const address = services.channels.find(account.channel)?.declaration.address
    return address?.kind === 'phone' ? [{ accountId: account.id, keyKind: address.keyKind }] : []
  })
  const owners = new Map<string, string>()
  // A name that two have names nobody.
  const names = new Map<string, number>()
  for (const { name } of members) names.set(foldWord(name), (names.get(foldWord(name)) ?? 0) + 1)
  for (const member of members) {
    if (names.get(foldWord(member.name)) === 1) owners.set(foldWord(member.name), member.user_id)
    owners.set(foldWord(member.email), member.user_id)
  }
  return {
    phone: (text, country) => normalPhone(text, country), email: normalEmail, fields: new Map(definitions.filter((one) => !one.archived).map((one) => [one.key, one])), owners, timeZone,
    moment: (wallMs) => instantAtWall(wallMs, timeZone), now, topics: new Map(topics.map((topic) => [topic.key, topic.category_id])), addressed: accounts,
  }
}

/** A free key for a new field. */
export function freeKey(name: string, wanted: string | undefined, taken: ReadonlySet<string>): string {
  const base = (wanted && /^[a-z][a-z0-9_]{0,39}$/u.test(wanted) ? wanted : keyFrom(name)) || 'field'
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base.slice(0, 36)}_${n}`
    if (!taken.has(key)) return key
  }
}

/** The mapping with its new fields as if they were there already: for looking at rows before anything is made. */
export function withNewFields(mapping: ContactMapping, known: Knowledge, options: ReadonlyMap<number, readonly string[]>): { mapping: ContactMapping; made: AttributeRule[] } {
  const made: AttributeRule[] = []
  const columns = mapping.columns.map((use, column) => {
    if (use.to !== 'new_attribute') return use
    const name = use.name?.trim() || use.key || `#${column + 1}`
    const type = use.type ?? 'text'
    // The field of that key may have come with the file before this one, or stand twice in it.
    const same = [...known.fields.values(), ...made].find((field) => (field.key === use.key || foldWord(field.name) === foldWord(name)) && field.type === type)
    if (same) return { to: 'attribute' as const, key: same.key }
    const key = freeKey(name, use.key, new Set([...known.fields.keys(), ...made.map((field) => field.key)]))
    const taken = new Set<string>()
    const choices = (options.get(column) ?? []).map((choice) => { const optionKey = freeKey(choice, undefined, taken); taken.add(optionKey); return { key: optionKey, name: choice, archived: false } })
    made.push({ key, name, type, options: choices, required: false, archived: false })
    return { to: 'attribute' as const, key }
  })
  for (const field of made) known.fields.set(field.key, field)
  return { mapping: { ...mapping, columns }, made }
}
