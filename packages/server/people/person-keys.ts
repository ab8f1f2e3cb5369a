/**
 * A key of her own for what is personal in tables that are never rewritten. Values are sealed under it; it is itself sealed under the workspace's key.
 * Destroying it makes them unreadable where they stand, and in every copy made later.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { newId, type Tx } from '@recado/db'
import type { Services } from '../services.js'

type Keeper = Pick<Services, 'sealer' | 'clock'>
export interface SealedForPerson { sealed: Buffer; personKeyId: string }

const VERSION = 1
const FIELD = 'person_key'

function seal(key: Buffer, text: string, aad: string): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad, 'utf8'))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), body])
}

function open(key: Buffer, sealed: Buffer, aad: string): string {
  if (sealed[0] !== VERSION) throw new Error('sealed by an unknown version')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13)).setAAD(Buffer.from(aad, 'utf8')).setAuthTag(sealed.subarray(13, 29))
  return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8')
}

interface KeyRow { person_key_id: string; wrapped: Buffer }

/** Her living key, made when there is none. What belongs to an identity has that identity's key, so that it goes with her when people are split. */
async function keyOf(tx: Tx, services: Keeper, workspaceId: string, contactId: string, identityId: string | null): Promise<{ id: string; key: Buffer }> {
  const find = (): Promise<KeyRow[]> => identityId
    ? tx.query<KeyRow>('select person_key_id, wrapped from person_key where workspace_id = $1 and identity_id = $2 and wrapped is not null', [workspaceId, identityId])
    : tx.query<KeyRow>('select person_key_id, wrapped from person_key where workspace_id = $1 and contact_id = $2 and identity_id is null and wrapped is not null', [workspaceId, contactId])
  let [row] = await find()
  if (!row) {
    const fresh = await services.sealer.seal(workspaceId, FIELD, randomBytes(32).toString('base64'))
    await tx.query('insert into person_key (workspace_id, person_key_id, contact_id, identity_id, wrapped, created_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
      [workspaceId, newId(), contactId, identityId, fresh, new Date(services.clock.now(workspaceId)).toISOString()])
    row = (await find())[0]! // ours, or that of whoever was first
  }
  return { id: row.person_key_id, key: Buffer.from(await services.sealer.open(workspaceId, FIELD, row.wrapped), 'base64') }
}

/** Seals a personal value; `field` is bound into it. Keep both results beside each other. */
export async function sealForPerson(tx: Tx, services: Keeper, workspaceId: string, contactId: string, field: string, text: string, identityId: string | null = null): Promise<SealedForPerson> {
  const { id, key } = await keyOf(tx, services, workspaceId, contactId, identityId)
  return { sealed: seal(key, text, `${workspaceId}/${id}/${field}`), personKeyId: id }
}

/** The value again; null once her key is destroyed. */
export async function openForPerson(tx: Tx, services: Pick<Services, 'sealer'>, workspaceId: string, personKeyId: string, field: string, sealed: Buffer): Promise<string | null> {
  const [row] = await tx.query<{ wrapped: Buffer | null }>('select wrapped from person_key where workspace_id = $1 and person_key_id = $2', [workspaceId, personKeyId])
  if (!row?.wrapped) return null
  return open(Buffer.from(await services.sealer.open(workspaceId, FIELD, row.wrapped), 'base64'), sealed, `${workspaceId}/${personKeyId}/${field}`)
}

/**
 * Destroys every key of hers: that of the contact and of those merged into her, and those of the identities she has now. Before her identities are taken
 * away. How many there were.
 */
export async function destroyPersonKeys(tx: Tx, workspaceId: string, contactId: string): Promise<number> {
  const rows = await tx.query(
    `update person_key k set wrapped = null where k.workspace_id = $1 and k.wrapped is not null and k.person_key_id in (
       select o.person_key_id from person_key o where o.workspace_id = $1 and o.identity_id in (select d.identity_id from identity d where d.workspace_id = $1 and d.contact_id = $2)
       union all select o.person_key_id from person_key o where o.workspace_id = $1
         and (o.contact_id = $2 or o.contact_id in (select c.contact_id from contact c where c.workspace_id = $1 and c.merged_into = $2))
         and (o.identity_id is null or not exists (select from identity d where d.workspace_id = $1 and d.identity_id = o.identity_id))) returning 1`, [workspaceId, contactId])
  return rows.length
}
