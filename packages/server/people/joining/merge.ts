/** Two people are one. Nothing is rewritten that could not be given back: split.ts is the way back. */
import { type Group, joinTraits, type Joining, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { type Actor, audit } from '../../auth/audit.js'
import { append } from '../../ingest/others.js'
import type { Services } from '../../services.js'
import { forgetNotSame, refreshDuplicates } from './duplicates.js'
import { keepGroup, lockPeople, readGroup, type Told } from './group.js'
import { latestThreads, namesOf, tellThreads, type ThreadLine } from './lines.js'

export type How = 'agent' | 'api' | 'code' | 'platform'
export interface MergeWish { keepId: string; loseId: string; how: How; actor: Actor; /** keys of which the other's value shall be seen, and of which hers, whatever would win otherwise */ take?: readonly string[]; keep?: readonly string[]; linkCodeId?: string; /** what its threads say of it, instead of who went into whom */ lines?: readonly ThreadLine[] }

/** What the fields of a form are called here. */
export const CHOICES = ['name', 'language', 'country', 'timeZone', 'avatar', 'stage', 'owner', 'company'] as const

const valueOf = (group: Group, key: string): unknown => group.members.find((member) => member.id === group.from[key])?.own[key]

/** Whose name is a name: not the phone number or the end of an id that stands there until a profile tells one. */
async function named(tx: Tx, workspaceId: string, contactId: string): Promise<boolean> {
  const [row] = await tx.query(
    `select 1 as named from contact p where p.workspace_id = $1 and p.contact_id = $2 and (p.name_given or exists (select from identity d where d.workspace_id = $1 and d.contact_id = p.contact_id and btrim(d.profile->>'name') = p.name))`, [workspaceId, contactId])
  return row !== undefined
}

/** The keys of which the other's value is seen: what somebody chose, what was typed against what was guessed, a name against a number. */
async function winners(tx: Tx, workspaceId: string, keep: Group, lose: Group, wish: Pick<MergeWish, 'take' | 'keep'>): Promise<Set<string>> {
  const wins = new Set<string>()
  for (const key of ['name', 'language', 'country', 'timeZone']) {
    const [own, other] = [valueOf(keep, key) as Told | undefined, valueOf(lose, key) as Told | undefined]
    if (own && other && other.given && !own.given) wins.add(key)
  }
  const [keepId, loseId] = [keep.members[0]!.id, lose.members[0]!.id] // groups have survivors
  if (!wins.has('name') && !await named(tx, workspaceId, keepId) && await named(tx, workspaceId, loseId)) wins.add('name')
  for (const key of wish.keep ?? []) wins.delete(key)
  for (const key of wish.take ?? []) wins.add(key)
  return wins
}

/** What the person would be, and what either of them is now. */
export async function joinedGroup(tx: Tx, workspaceId: string, wish: Pick<MergeWish, 'keepId' | 'loseId' | 'take' | 'keep'>): Promise<{ keep: Group; lose: Group; result: Group }> {
  if (wish.keepId === wish.loseId) throw new RecadoError('invalid_request', { fields: [{ field: 'otherId', message: 'is the same contact' }] })
  const { group: keep } = await readGroup(tx, workspaceId, wish.keepId)
  const { group: lose } = await readGroup(tx, workspaceId, wish.loseId)
  return { keep, lose, result: joinTraits(keep, lose, await winners(tx, workspaceId, keep, lose, wish)) }
}

/** Joins two survivors in the caller's transaction and tells the log; gives the record's id. Throws not_found. */
export async function mergePeople(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, wish: MergeWish): Promise<string> {
  const { keepId, loseId, how, actor } = wish
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  await lockPeople(tx, workspaceId, [keepId, loseId])
  const { keep, lose, result } = await joinedGroup(tx, workspaceId, wish)
  const mergeId = newId()
  const lines = wish.lines ?? await whoWentWhere(tx, workspaceId, keepId, loseId)
  await tx.query('update contact set merged_into = $3 where workspace_id = $1 and (contact_id = $2 or merged_into = $2)', [workspaceId, loseId, keepId])
  await tx.query('select carry_over($1, $2)', [keepId, loseId])
  await tx.query('delete from contact_said where workspace_id = $1 and root_id = $2', [workspaceId, loseId])
  await keepGroup(tx, workspaceId, result, now)
  await tx.query('insert into contact_merge (workspace_id, merge_id, kept_id, lost_id, how, link_code_id, actor, at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [workspaceId, mergeId, keepId, loseId, how, wish.linkCodeId ?? null, JSON.stringify(actor), now])
  await forgetNotSame(tx, workspaceId, keep.members.map((member) => member.id), lose.members.map((member) => member.id))
  await refreshDuplicates(tx, workspaceId, [keepId, loseId], now)
  await audit(tx, services, workspaceId, actor, { action: 'contact.merged', subject: keepId, data: { otherId: loseId, mergeId, how } })
  const told = await tellThreads(tx, workspaceId, actor, lines, now)
  await append(tx, [...told, { type: 'contact.merged', data: { contactId: keepId, otherId: loseId, mergeId } }, { type: 'contact.changed', data: { contactId: keepId } }])
  return mergeId
}

/** In the thread of either: who the other was. */
async function whoWentWhere(tx: Tx, workspaceId: string, keepId: string, loseId: string): Promise<ThreadLine[]> {
  const names = await namesOf(tx, workspaceId, [keepId, loseId])
  return (await latestThreads(tx, workspaceId, [keepId, loseId])).map(({ contactId, conversationId }) => ({ conversationId, event: 'people_joined', data: { name: names.get(contactId === keepId ? loseId : keepId) } }))
}

/** The joinings that hold a person together. */
export async function joiningsOf(tx: Tx, workspaceId: string, members: readonly string[]): Promise<Joining[]> {
  const rows = await tx.query<{ merge_id: string; kept_id: string; lost_id: string }>('select merge_id, kept_id, lost_id from contact_merge where workspace_id = $1 and undone_at is null and lost_id = any($2::uuid[]) order by merge_id', [workspaceId, members])
  return rows.map((row) => ({ id: row.merge_id, kept: row.kept_id, lost: row.lost_id }))
}
