/**
 * People who are here under an address that must not be taken in (an exclusion list, an erasure): they wrote again, a shop handed them over, or somebody typed
 * them in. They can be answered; no audience holds them until they say yes.
 */
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { demandSeen } from '../auth/sight.js'
import { append } from '../ingest/others.js'
import { keyed, workspaceKey } from '../secrets/workspace-keys.js'
import type { Principal, Services } from '../services.js'
import { suppressionForm, type SuppressionValue } from './suppression.js'

type Keeper = Pick<Services, 'sealer' | 'clock' | 'channels'>

/** One address of somebody here. `originId`: of whom it was before people were joined. */
export interface Held { contactId: string; originId: string; value: SuppressionValue }

/** How the list writes a key of an app: a phone as a phone, whatever the app calls it. */
export function listedAs({ channels }: Pick<Services, 'channels'>, channel: string, kind: string, value: string): SuppressionValue {
  const address = channels.find(channel)?.declaration.address
  return address?.kind === 'phone' && address.keyKind === kind ? { kind: 'phone', value: `+${value.replace(/^\+/, '')}` } : { kind, value }
}

/** Marks those of them whose address is on the list. The people who are new to it. */
export async function markExcluded(tx: Tx, services: Keeper, workspaceId: string, held: readonly Held[]): Promise<string[]> {
  if (held.length === 0) return []
  const [any] = await tx.query('select 1 from suppression where workspace_id = $1 limit 1', [workspaceId])
  if (!any) return []
  const key = await workspaceKey(tx, services, workspaceId, 'suppression')
  const rows = held.map(({ contactId, originId, value }) => ({ contact_id: contactId, origin: originId, hash: keyed(key, suppressionForm(value)).toString('hex') }))
  // Held against whoever forgets her meanwhile, in the order in which people are always locked.
  const marked = await tx.query<{ contact_id: string }>(
    `with held as (select distinct h.contact_id, h.origin, s.hash from jsonb_to_recordset($2::jsonb) as h(contact_id uuid, origin uuid, hash text)
       join suppression s on s.workspace_id = $1 and s.hash = decode(h.hash, 'hex')),
     people as (select c.contact_id from contact c where c.workspace_id = $1 and c.contact_id in (select contact_id from held) and c.erased_at is null order by c.contact_id for key share)
     insert into suppressed_contact (workspace_id, contact_id, origin_contact_id, hash, found_at) select $1, h.contact_id, h.origin, h.hash, $3 from held h join people using (contact_id) on conflict do nothing returning contact_id`,
    [workspaceId, JSON.stringify(rows), new Date(services.clock.now(workspaceId)).toISOString()])
  return [...new Set(marked.map((row) => row.contact_id))]
}

/** Everybody here who has one of these addresses, in whatever form it is kept. */
export async function markHolders(tx: Tx, services: Keeper, workspaceId: string, values: readonly SuppressionValue[]): Promise<string[]> {
  if (values.length === 0) return []
  const keys = values.map((one) => ({ kind: one.kind, key: suppressionForm(one).slice(one.kind.length + 1) }))
  const rows = await tx.query<{ contact_id: string; origin: string; kind: string; key: string }>(
    `with v as (select distinct kind, key from jsonb_to_recordset($2::jsonb) as v(kind text, key text))
     select a.contact_id, a.origin_contact_id as origin, v.kind, v.key from v join contact_address a on a.workspace_id = $1 and a.kind = v.kind and a.match_key = v.key
     union select d.contact_id, coalesce(d.origin_contact_id, d.contact_id), v.kind, v.key from v join identity_match m on m.workspace_id = $1 and m.kind = v.kind and m.key = v.key join identity d on d.workspace_id = $1 and d.identity_id = m.identity_id
     union select d.contact_id, coalesce(d.origin_contact_id, d.contact_id), v.kind, v.key from v join identity_key k on k.workspace_id = $1 and k.kind = v.kind and k.value = v.key join identity d on d.workspace_id = $1 and d.identity_id = k.identity_id`,
    [workspaceId, JSON.stringify(keys)])
  return markExcluded(tx, services, workspaceId, rows.map((row) => ({ contactId: row.contact_id, originId: row.origin, value: { kind: row.kind, value: row.key } })))
}

/** What an address is matched by beside messages. */
export const heldAddress = (row: { contact_id: string; origin_contact_id: string; kind: string; value: string }): Held => ({ contactId: row.contact_id, originId: row.origin_contact_id, value: { kind: row.kind, value: row.value } })

/** Since when she is kept out, and why; null when she is not. */
export async function exclusionOf(tx: Tx, workspaceId: string, contactId: string): Promise<{ since: number; reason: string } | null> {
  const [row] = await tx.query<{ since: number; reason: string }>(
    `select x.found_at as since, s.reason from suppressed_contact x join suppression s on s.workspace_id = $1 and s.hash = x.hash where x.workspace_id = $1 and x.contact_id = $2 order by x.found_at limit 1`, [workspaceId, contactId])
  return row ?? null
}

/** Takes her addresses off the list: she wants to hear from us again, or was on it by mistake. A yes is still needed where the basis asks for one. */
export async function liftExclusion(services: Services, principal: Principal, contactId: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await demandSeen(tx, principal, 'contact', contactId)
    const [person] = await tx.query<{ id: string }>('select coalesce(merged_into, contact_id) as id from contact where workspace_id = $1 and contact_id = $2', [workspaceId, contactId])
    if (!person) throw new RecadoError('not_found', { what: 'contact' })
    const gone = await tx.query(
      `with mine as (select distinct hash from suppressed_contact where workspace_id = $1 and contact_id = $2), off as (delete from suppression s using mine where s.workspace_id = $1 and s.hash = mine.hash)
       delete from suppressed_contact x using mine where x.workspace_id = $1 and x.hash = mine.hash returning 1`, [workspaceId, person.id])
    if (gone.length === 0) return
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'contact.exclusion_lifted', subject: person.id })
    await append(tx, [{ type: 'contact.changed', data: { contactId: person.id } }])
  })
  services.signals.committed(workspaceId)
}
