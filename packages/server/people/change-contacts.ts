import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { demandSeen } from '../auth/sight.js'
import { append } from '../ingest/others.js'
import { nameFor } from '../ingest/names.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'

export interface ContactWish { name?: string; language?: string | null; country?: string | null; notes?: string }

/** Locks people in id order, so that two joins never wait for each other. */
async function lockContacts(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  const rows = await tx.query('select 1 as locked from contact where workspace_id = $1 and contact_id = any($2) order by contact_id for update', [workspaceId, ids])
  if (rows.length !== new Set(ids).size) throw new RecadoError('not_found')
}

/** What we know of her. A name that we typed stays ours: profiles no longer change it. */
export async function editContact(services: Services, principal: Principal, contactId: string, wish: ContactWish): Promise<void> {
  const { workspaceId } = principal
  const { name, notes } = storable(wish)
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await lockContacts(tx, workspaceId, [contactId])
    await tx.query(
      `update contact set name = coalesce($3, name), name_given = name_given or $3 is not null, language = case when $4 then $5 else language end, country = case when $6 then $7 else country end,
         notes = coalesce($8, notes), updated_at = $9 where workspace_id = $1 and contact_id = $2`,
      [workspaceId, contactId, name?.trim() ?? null, wish.language !== undefined, wish.language ?? null, wish.country !== undefined, wish.country ?? null, notes ?? null, new Date(services.clock.now(workspaceId)).toISOString()])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'contact.changed', subject: contactId, data: { fields: Object.keys(wish) } })
    await append(tx, [{ type: 'contact.changed', data: { contactId } }])
  })
  services.signals.committed(workspaceId)
}

/** Two contacts are one person: all identities and threads of the other come to this one, and the other is no more. */
export async function mergeContacts(services: Services, principal: Principal, contactId: string, otherId: string): Promise<void> {
  const { workspaceId } = principal
  if (contactId === otherId) throw new RecadoError('invalid_request', { fields: [{ field: 'otherId', message: 'is the same contact' }] })
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await demandSeen(tx, principal, 'contact', contactId, otherId)
    await lockContacts(tx, workspaceId, [contactId, otherId])
    await tx.query(
      `update contact k set notes = case when o.notes = '' then k.notes when k.notes = '' then o.notes else k.notes || E'\\n' || o.notes end, attributes = o.attributes || k.attributes, labels = (select coalesce(array_agg(distinct x order by x), '{}') from unnest(k.labels || o.labels) x),
         avatar_media_id = coalesce(k.avatar_media_id, o.avatar_media_id), language = coalesce(k.language, o.language), country = coalesce(k.country, o.country),
         name = case when not k.name_given and o.name_given then o.name else k.name end, name_given = k.name_given or o.name_given, updated_at = $4
       from contact o where k.workspace_id = $1 and k.contact_id = $2 and o.workspace_id = $1 and o.contact_id = $3`, [workspaceId, contactId, otherId, now])
    await tx.query('update identity set contact_id = $2 where workspace_id = $1 and contact_id = $3', [workspaceId, contactId, otherId])
    await tx.query('update conversation set contact_id = $2 where workspace_id = $1 and contact_id = $3', [workspaceId, contactId, otherId])
    await tx.query('delete from contact where workspace_id = $1 and contact_id = $2', [workspaceId, otherId])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'contact.merged', subject: contactId, data: { otherId } })
    await append(tx, [{ type: 'contact.merged', data: { contactId, otherId } }, { type: 'contact.changed', data: { contactId } }])
  })
  services.signals.committed(workspaceId)
}

/** One of her identities is somebody else: it and its thread go to a contact of their own, whose id is given back. */
export async function splitContact(services: Services, principal: Principal, contactId: string, identityId: string): Promise<string> {
  const { workspaceId } = principal
  const newContactId = newId()
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await lockContacts(tx, workspaceId, [contactId])
    const identities = await tx.query<{ identity_id: string; channel: string; country: string | null; profile: { name?: string; language?: string }; keys: { kind: string; value: string }[] }>(
      `select d.identity_id, a.channel, d.country, d.profile, (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value)), '[]') from identity_key k where k.workspace_id = $1 and k.identity_id = d.identity_id) as keys
       from identity d join channel_account a on a.workspace_id = $1 and a.account_id = d.account_id where d.workspace_id = $1 and d.contact_id = $2`, [workspaceId, contactId])
    const own = identities.find((row) => row.identity_id === identityId)
    if (!own) throw new RecadoError('not_found', { identityId })
    if (identities.length < 2) throw new RecadoError('invalid_request', { fields: [{ field: 'identityId', message: 'is her only one' }] })
    const name = own.profile.name?.trim().slice(0, 200) || nameFor(services.channels.get(own.channel), own.keys)
    await tx.query('insert into contact (workspace_id, contact_id, name, country, language, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)', [workspaceId, newContactId, name, own.country, own.profile.language ?? null, now])
    await tx.query('update identity set contact_id = $3 where workspace_id = $1 and identity_id = $2', [workspaceId, identityId, newContactId])
    await tx.query('update conversation set contact_id = $3 where workspace_id = $1 and identity_id = $2', [workspaceId, identityId, newContactId])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'contact.split', subject: contactId, data: { newContactId } })
    await append(tx, [{ type: 'contact.changed', data: { contactId } }, { type: 'contact.changed', data: { contactId: newContactId } }])
  })
  services.signals.committed(workspaceId)
  return newContactId
}
