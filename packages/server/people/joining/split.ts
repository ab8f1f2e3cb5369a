/** One person turns out to be two after all: everything goes back to whose it is, what was written in between too. */
import { below, cut, partOf, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { type Actor, audit } from '../../auth/audit.js'
import { append } from '../../ingest/others.js'
import { nameFor } from '../../ingest/names.js'
import type { Services } from '../../services.js'
import { refreshDuplicates, rememberNotSame } from './duplicates.js'
import { keepGroup, lockPeople, readGroup } from './group.js'
import { latestThreads, namesOf, tellThreads } from './lines.js'
import { joiningsOf } from './merge.js'

type Deps = Pick<Services, 'clock' | 'channels'>
export type SplitWish = { mergeId: string } | { identityId: string }

/** Parts her in the caller's transaction. Gives the id of whoever left; the person asked about keeps hers. Throws not_found. */
export async function splitPerson(tx: Tx, services: Deps, workspaceId: string, contactId: string, wish: SplitWish, actor: Actor): Promise<string> {
  await lockPeople(tx, workspaceId, [contactId])
  const { group } = await readGroup(tx, workspaceId, contactId)
  const joinings = await joiningsOf(tx, workspaceId, group.members.map((member) => member.id))
  if ('mergeId' in wish) {
    const joining = joinings.find((each) => each.id === wish.mergeId)
    if (!joining) throw new RecadoError('not_found', { mergeId: wish.mergeId })
    return part(tx, services, workspaceId, contactId, { leaving: below(joinings, joining.lost), root: joining.lost }, actor)
  }
  const identities = await tx.query<{ identity_id: string; origin: string }>('select identity_id, coalesce(origin_contact_id, contact_id) as origin from identity where workspace_id = $1 and contact_id = $2 order by identity_id', [workspaceId, contactId])
  const own = identities.find((row) => row.identity_id === wish.identityId)
  if (!own) throw new RecadoError('not_found', { identityId: wish.identityId })
  const alone = identities.filter((row) => row.origin === own.origin).length === 1
  const others = group.members.filter((member) => member.id !== own.origin).map((member) => member.id)
  // She was a person of her own before: she is that one again, with all that was ever said of her.
  if (alone && others.length > 0) {
    if (own.origin !== contactId) return part(tx, services, workspaceId, contactId, { leaving: new Set([own.origin]), root: own.origin }, actor)
    return part(tx, services, workspaceId, contactId, { leaving: new Set(others), root: others[0]! }, actor) // there is one
  }
  if (identities.length < 2) throw new RecadoError('invalid_request', { fields: [{ field: 'identityId', message: 'is her only one' }] })
  return standAlone(tx, services, workspaceId, contactId, own.identity_id, actor)
}

/** People who were joined leave together, as the first of them. */
async function part(tx: Tx, services: Deps, workspaceId: string, contactId: string, { leaving, root }: { leaving: ReadonlySet<string>; root: string }, actor: Actor): Promise<string> {
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const { group } = await readGroup(tx, workspaceId, contactId)
  const all = group.members.map((member) => member.id)
  const staying = new Set(all.filter((id) => !leaving.has(id)))
  const joinings = await joiningsOf(tx, workspaceId, all)
  const { undone, moved } = cut(joinings, leaving, { leaving: root, staying: contactId })
  await tx.query('update contact_merge set undone_at = $3, undone_by = $4 where workspace_id = $1 and merge_id = any($2::uuid[])', [workspaceId, undone, now, JSON.stringify(actor)])
  for (const { id, kept } of moved) await tx.query('update contact_merge set kept_id = $3 where workspace_id = $1 and merge_id = $2', [workspaceId, id, kept])
  await tx.query('update contact set merged_into = case when contact_id = $3 then null else $3::uuid end where workspace_id = $1 and contact_id = any($2::uuid[])', [workspaceId, [...leaving], root])
  const identities = await tx.query<{ identity_id: string }>('select identity_id from identity where workspace_id = $1 and contact_id = $2 and origin_contact_id = any($3::uuid[])', [workspaceId, contactId, [...leaving]])
  await tx.query('select carry_back($1, $2, $3, $4)', [contactId, root, [...leaving], identities.map((row) => row.identity_id)])
  await keepGroup(tx, workspaceId, partOf(group, staying, contactId), now)
  await keepGroup(tx, workspaceId, partOf(group, leaving, root), now)
  await told(tx, services, workspaceId, contactId, root, actor, now)
  return root
}

/** An address that came to her without a person of its own: it becomes somebody who is known by it alone. */
async function standAlone(tx: Tx, services: Deps, workspaceId: string, contactId: string, identityId: string, actor: Actor): Promise<string> {
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const [own] = await tx.query<{ channel: string; country: string | null; profile: { name?: string; language?: string }; keys: { kind: string; value: string }[] }>(
    `select a.channel, d.country, d.profile, (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value)), '[]') from identity_key k where k.workspace_id = $1 and k.identity_id = d.identity_id) as keys
     from identity d join channel_account a on a.workspace_id = $1 and a.account_id = d.account_id where d.workspace_id = $1 and d.identity_id = $2`, [workspaceId, identityId])
  const otherId = newId()
  const name = own!.profile.name?.trim().slice(0, 200) || nameFor(services.channels.get(own!.channel), own!.keys) // the caller found it
  await tx.query('insert into contact (workspace_id, contact_id, name, country, language, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)', [workspaceId, otherId, name, own!.country, own!.profile.language ?? null, now])
  await tx.query('update identity set origin_contact_id = null where workspace_id = $1 and identity_id = $2', [workspaceId, identityId])
  await tx.query('select carry_back($1, $2, $3, $4)', [contactId, otherId, [], [identityId]])
  await told(tx, services, workspaceId, contactId, otherId, actor, now)
  return otherId
}

async function told(tx: Tx, services: Deps, workspaceId: string, contactId: string, otherId: string, actor: Actor, now: string): Promise<void> {
  await rememberNotSame(tx, workspaceId, contactId, otherId, actor, now)
  await refreshDuplicates(tx, workspaceId, [contactId, otherId], now)
  await audit(tx, services, workspaceId, actor, { action: 'contact.split', subject: contactId, data: { otherId } })
  const names = await namesOf(tx, workspaceId, [contactId, otherId])
  const threads = await latestThreads(tx, workspaceId, [contactId, otherId])
  const lines = await tellThreads(tx, workspaceId, actor, threads.map((thread) => ({ conversationId: thread.conversationId, event: 'people_parted', data: { name: names.get(thread.contactId === contactId ? otherId : contactId) } })), now)
  await append(tx, [...lines, { type: 'contact.split', data: { contactId, otherId } }, { type: 'contact.changed', data: { contactId } }, { type: 'contact.changed', data: { contactId: otherId } }])
}
