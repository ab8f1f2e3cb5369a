import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import { keyed, workspaceKey } from '../secrets/workspace-keys.js'
import { matchKeyOfPhone, normalEmail, normalPhone } from './addresses.js'

/**
 * An address of somebody: a phone, an e-mail, or how a platform names her (the kind of the identity key). `country` reads a phone that is
 * written without its country.
 */
export interface SuppressionValue { kind: 'phone' | 'email' | (string & {}); value: string; country?: string | null }

/** The same for every form of one address, so that she is found however a file writes her. */
export function suppressionForm({ kind, value, country }: SuppressionValue): string {
  if (kind === 'phone') return `phone ${matchKeyOfPhone(normalPhone(value, country) ?? normalPhone(`+${value.replace(/\D/g, '')}`) ?? value)}`
  if (kind === 'email') return `email ${normalEmail(value) ?? value.trim().toLowerCase()}`
  return `${kind} ${value.trim()}`
}

const hashOf = (key: Buffer, value: SuppressionValue): Buffer => keyed(key, suppressionForm(value))

/** Keeps an address from being taken in again. Only a hash under the workspace's own key is stored: the list tells nobody who is on it. */
export async function suppress(tx: Tx, services: Pick<Services, 'sealer' | 'clock'>, workspaceId: string, value: SuppressionValue | readonly SuppressionValue[], reason: string): Promise<Buffer[]> {
  const values = 'kind' in value ? [value] : value
  if (values.length === 0) return []
  const key = await workspaceKey(tx, services, workspaceId, 'suppression')
  const hashes = values.map((one) => hashOf(key, one))
  await tx.query('insert into suppression (workspace_id, hash, reason, created_at) select $1, h, $3, $4 from unnest($2::bytea[]) h on conflict do nothing', [workspaceId, hashes, reason, new Date(services.clock.now(workspaceId)).toISOString()])
  return hashes
}

/** Which of these addresses must not be taken in: those of them that are on the list, as they were given. */
export async function isSuppressed(tx: Tx, services: Pick<Services, 'sealer'>, workspaceId: string, values: readonly SuppressionValue[]): Promise<Set<string>> {
  if (values.length === 0) return new Set()
  const key = await workspaceKey(tx, services, workspaceId, 'suppression')
  const byHash = new Map<string, string[]>()
  for (const one of values) {
    const hash = hashOf(key, one).toString('hex')
    byHash.set(hash, [...byHash.get(hash) ?? [], one.value])
  }
  const found = await tx.query<{ hash: Buffer }>(`select hash from suppression where workspace_id = $1 and hash = any(select decode(h, 'hex') from unnest($2::text[]) h)`, [workspaceId, [...byHash.keys()]])
  return new Set(found.flatMap((row) => byHash.get(row.hash.toString('hex')) ?? []))
}

/** Takes an address off the list, and off whoever was kept out for it: she asked to be taken in again. False when it was not on it. */
export async function unsuppress(tx: Tx, services: Pick<Services, 'sealer'>, workspaceId: string, value: SuppressionValue): Promise<boolean> {
  const key = await workspaceKey(tx, services, workspaceId, 'suppression')
  const hash = hashOf(key, value)
  await tx.query('delete from suppressed_contact where workspace_id = $1 and hash = $2', [workspaceId, hash])
  return (await tx.query('delete from suppression where workspace_id = $1 and hash = $2 returning 1', [workspaceId, hash])).length > 0
}
