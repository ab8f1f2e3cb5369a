/** Forgetting somebody: every row, word and file of hers, on every app, and her key, so that what must stay for the proof can no longer be read. */
import { newId, type Tx } from '@recado/db'
import { forgetInBridges } from '../bridges/forget.js'
import { type Actor, audit } from '../auth/audit.js'
import { append } from '../ingest/others.js'
import { nameFor } from '../ingest/names.js'
import { importPath } from '../imports/files.js'
import type { Services } from '../services.js'
import { anonymousName, COUNTED, scrubThreads } from './erase/anonymise.js'
import { ERASE_FILES } from './erase/files.js'
import { deleteMedia, mediaOf } from './erase/media.js'
import { deleteOutside } from './erase/outside.js'
import { deleteRaw } from './erase/raw.js'
import { deleteNamed, deleteThreads, deleteTold, tellingValues } from './erase/rows.js'
import { lockPerson, type Scope, scopeOf } from './erase/scope.js'
import { forgetWords, wordsOf } from './erase/words.js'
import { markHolders } from './exclusion.js'
import { destroyPersonKeys } from './person-keys.js'
import { suppress } from './suppression.js'

export type How = 'anonymise' | 'erase'
export interface Forgotten { contactId: string; /** false: one identity of somebody who stays */ whole: boolean; identities: number; messages: number; files: number }

export interface EraseOptions {
  /** Written with the audit entry: why, by which rule. */
  cause?: string
  /** False leaves her addresses off the list of those who are not taken in again. */
  suppress?: boolean
}

/**
 * Erases a person, or makes her anonymous: then cases, counts and times of her threads stay, without a word or a value of hers. Whoever was merged
 * into her goes along. Null when there is nobody by this id (any more). The last thing before the commit; then `signals.committed` and `queue.wake`.
 */
export async function erasePerson(tx: Tx, services: Services, workspaceId: string, contactId: string, actor: Actor, how: How, options: EraseOptions = {}): Promise<Forgotten | null> {
  const person = await lockPerson(tx, workspaceId, contactId)
  if (!person) return null
  return forget(tx, services, workspaceId, await scopeOf(tx, workspaceId, person.contactId, person.contactIds, null), actor, how, options)
}

/**
 * The same for one identity: what one platform is to have deleted. Somebody known by nothing else goes whole; of anybody else only this identity
 * with its thread.
 */
export async function eraseIdentity(tx: Tx, services: Services, workspaceId: string, identityId: string, actor: Actor, how: How, options: EraseOptions = {}): Promise<Forgotten | null> {
  const [row] = await tx.query<{ contact_id: string }>('select contact_id from identity where workspace_id = $1 and identity_id = $2', [workspaceId, identityId])
  const person = row && await lockPerson(tx, workspaceId, row.contact_id)
  if (!person) return null
  const [more] = await tx.query(
    `select 1 from identity where workspace_id = $1 and contact_id = any($2) and identity_id <> $3 union all select 1 from contact_address where workspace_id = $1 and contact_id = any($2)
     union all select 1 from contact_external where workspace_id = $1 and contact_id = any($2) limit 1`, [workspaceId, person.contactIds, identityId])
  return forget(tx, services, workspaceId, await scopeOf(tx, workspaceId, person.contactId, more ? [] : person.contactIds, identityId), actor, how, options)
}

async function forget(tx: Tx, services: Services, workspaceId: string, scope: Scope, actor: Actor, how: How, options: EraseOptions): Promise<Forgotten> {
  const whole = scope.contactIds.length > 0
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const elsewhere = await forgetInBridges(tx, services, workspaceId, scope.contactIds, tellingValues(scope))
  const kept = options.suppress === false ? [] : [...suppressed(services, await channelsOf(tx, workspaceId, scope), scope), ...elsewhere]
  const hashes = await suppress(tx, services, workspaceId, kept, how === 'erase' ? 'erased' : 'anonymised')
  const words = await wordsOf(tx, workspaceId, scope)
  const files = await mediaOf(tx, workspaceId, scope)
  const imports = await tx.query<{ chat_import_id: string }>('select chat_import_id from chat_import where workspace_id = $1 and conversation_id = any($2)', [workspaceId, scope.conversationIds])
  const outside = await deleteOutside(tx, workspaceId, scope)
  await destroyKeys(tx, workspaceId, scope)
  await deleteRaw(tx, workspaceId, scope)
  await deleteTold(tx, workspaceId, scope)
  await deleteNamed(tx, workspaceId, scope, how === 'anonymise' ? COUNTED : undefined)
  if (how === 'erase') await deleteThreads(tx, workspaceId, scope)
  else await scrubThreads(tx, workspaceId, scope, now)
  await forgetWords(tx, workspaceId, words)
  if (whole) await endContact(tx, services, workspaceId, scope, how, now)
  else await renameWithout(tx, services, workspaceId, scope, now)
  // The same person may stand here twice without anybody knowing: her other record stays, and is asked before it is written to.
  await markHolders(tx, services, workspaceId, kept)
  const shas = await deleteMedia(tx, workspaceId, files)
  const erasureId = newId()
  await tx.query('insert into erasure (workspace_id, erasure_id, contact_id, identity_ids, whole, how, hashes, at) values ($1, $2, $3, $4, $5, $6, $7, $8)', [workspaceId, erasureId, scope.contactId, scope.identityIds, whole, how, hashes, now])
  const paths = [...imports.map((row) => importPath({ dataDir: '' }, workspaceId, row.chat_import_id)), ...outside]
  await services.queue.addIn(tx, ERASE_FILES, { workspaceId, shas, paths, line: { erasureId, contactId: scope.contactId, identityIds: scope.identityIds, whole, how, hashes: hashes.map((hash) => hash.toString('hex')), at: now } })
  await audit(tx, services, workspaceId, actor, {
    action: how === 'erase' ? 'contact.erased' : 'contact.anonymised', subject: scope.contactId,
    data: { ...(options.cause ? { cause: options.cause } : {}), whole, identities: scope.identityIds.length, conversations: scope.conversationIds.length, messages: scope.messageIds.length, files: shas.length },
  })
  await append(tx, [
    ...scope.conversationIds.map((conversationId) => ({ type: 'conversation.changed', conversationId })),
    ...(whole ? scope.contactIds : []).map((contactId) => ({ type: 'contact.erased', data: { contactId, how } })),
    ...(whole ? [] : [{ type: 'contact.changed', data: { contactId: scope.contactId } }]),
  ])
  return { contactId: scope.contactId, whole, identities: scope.identityIds.length, messages: scope.messageIds.length, files: shas.length }
}

/** Which channel an identity's key is of: a key that is a phone is compared as one. */
async function channelsOf(tx: Tx, workspaceId: string, scope: Scope): Promise<string[]> {
  return (await tx.query<{ channel: string }>('select distinct channel from channel_account where workspace_id = $1 and account_id = any($2)', [workspaceId, scope.accountIds])).map((row) => row.channel)
}

function suppressed(services: Services, channels: readonly string[], scope: Scope): { kind: string; value: string }[] {
  const phones = new Set(channels.flatMap((id) => { const address = services.channels.find(id)?.declaration.address; return address?.kind === 'phone' ? [address.keyKind] : [] }))
  return [...scope.keys.map((key) => ({ kind: phones.has(key.kind) ? 'phone' : key.kind, value: phones.has(key.kind) ? `+${key.value.replace(/^\+/, '')}` : key.value })), ...scope.addresses]
}

async function destroyKeys(tx: Tx, workspaceId: string, scope: Scope): Promise<void> {
  if (scope.contactIds.length > 0) await destroyPersonKeys(tx, workspaceId, scope.contactId)
  else await tx.query('update person_key set wrapped = null where workspace_id = $1 and identity_id = any($2) and wrapped is not null', [workspaceId, scope.identityIds])
}

/** Those merged into her leave no trace; she herself none, or a row without a name under which her cases stand. */
async function endContact(tx: Tx, services: Services, workspaceId: string, { contactId, contactIds }: Scope, how: How, now: string): Promise<void> {
  const gone = how === 'erase' ? contactIds : contactIds.filter((id) => id !== contactId)
  await tx.query('delete from contact where workspace_id = $1 and contact_id = any($2)', [workspaceId, gone])
  if (how === 'erase') return
  const [workspace] = await tx.query<{ language: string }>('select language from workspace where workspace_id = $1', [workspaceId])
  await tx.query(
    `update contact set name = $3, name_given = true, avatar_media_id = null, language = null, country = null, time_zone = null, language_given = false, country_given = false, time_zone_given = false, notes = '', attributes = '{}', labels = '{}',
       stage_id = null, owner_id = null, company_id = null, erased_at = $4, updated_at = $4 where workspace_id = $1 and contact_id = $2`, [workspaceId, contactId, anonymousName(workspace?.language ?? 'en'), now])
}

/** Her name and picture may have come from the identity that went. */
async function renameWithout(tx: Tx, services: Services, workspaceId: string, { contactId, accountIds }: Scope, now: string): Promise<void> {
  const [left] = await tx.query<{ channel: string; profile: { name?: string }; keys: { kind: string; value: string }[] }>(
    `select a.channel, d.profile, (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value)), '[]') from identity_key k where k.workspace_id = $1 and k.identity_id = d.identity_id) as keys
     from identity d join channel_account a on a.workspace_id = $1 and a.account_id = d.account_id where d.workspace_id = $1 and d.contact_id = $2 order by d.created_at limit 1`, [workspaceId, contactId])
  const [address] = left ? [] : await tx.query<{ value: string }>('select value from contact_address where workspace_id = $1 and contact_id = $2 order by created_at limit 1', [workspaceId, contactId])
  const channel = left && services.channels.find(left.channel)
  const name = left?.profile.name?.trim() || (left && channel ? nameFor(channel, left.keys) : address?.value ?? '?')
  await tx.query(
    `update contact c set name = case when name_given then name else $3 end, updated_at = $4, avatar_media_id = case when exists (select from media f where f.workspace_id = $1 and f.media_id = c.avatar_media_id and f.account_id = any($5)) then null else avatar_media_id end
     where workspace_id = $1 and contact_id = $2`, [workspaceId, contactId, name.slice(0, 200), now, accountIds])
}
