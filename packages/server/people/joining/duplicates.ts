/** Who may be the same person: by a phone in any form, an e-mail, or an id that a platform gives one person on several accounts. */
import type { Tx } from '@recado/db'
import type { Actor } from '../../auth/audit.js'

/** One number of a switchboard must not make a thousand suggestions: she is put beside so many others at most. */
const MOST = 5

const pair = (a: string, b: string): [string, string] => (a < b ? [a, b] : [b, a])

// Keys of these people, and who else has one of them. A key of an address without an account stands with it.
const FOUND = `
  with asked as (select unnest($2::uuid[]) as id),
  own as (
    select d.contact_id, k.kind, k.key from asked join identity d on d.workspace_id = $1 and d.contact_id = asked.id join identity_match k on k.workspace_id = $1 and k.identity_id = d.identity_id
    union select a.contact_id, a.kind, a.match_key from asked join contact_address a on a.workspace_id = $1 and a.contact_id = asked.id),
  met as (
    select own.contact_id, own.kind, o.contact_id as other_id from own cross join lateral (
      select distinct d.contact_id from (select k.identity_id from identity_match k where k.workspace_id = $1 and k.kind = own.kind and k.key = own.key order by k.identity_id limit 50) k
        join identity d on d.workspace_id = $1 and d.identity_id = k.identity_id where d.contact_id <> own.contact_id limit ${MOST}) o
    union select own.contact_id, own.kind, o.contact_id from own cross join lateral (
      select distinct a.contact_id from (select contact_id from contact_address where workspace_id = $1 and kind = own.kind and match_key = own.key limit 50) a where a.contact_id <> own.contact_id limit ${MOST}) o)
  select least(m.contact_id, m.other_id) as low_id, greatest(m.contact_id, m.other_id) as high_id, array_agg(distinct m.kind order by m.kind) as kinds
  from met m join contact a on a.workspace_id = $1 and a.contact_id = m.contact_id and a.merged_into is null and a.erased_at is null
    join contact b on b.workspace_id = $1 and b.contact_id = m.other_id and b.merged_into is null and b.erased_at is null
  where not exists (
    select from contact x join contact y on y.workspace_id = $1 and (y.contact_id = m.other_id or y.merged_into = m.other_id)
      join contact_not_same n on n.workspace_id = $1 and n.low_id = least(x.contact_id, y.contact_id) and n.high_id = greatest(x.contact_id, y.contact_id)
    where x.workspace_id = $1 and (x.contact_id = m.contact_id or x.merged_into = m.contact_id))
  group by 1, 2`

/** Looks anew at these people: suggestions that no longer hold go, new ones come. Whoever changes addresses without the worker's notice calls it. */
export async function refreshDuplicates(tx: Tx, workspaceId: string, contactIds: readonly string[], now: string): Promise<number> {
  if (contactIds.length === 0) return 0
  const found = await tx.query<{ low_id: string; high_id: string; kinds: string[] }>(FOUND, [workspaceId, contactIds])
  await tx.query(
    `delete from contact_duplicate where workspace_id = $1 and (low_id = any($2::uuid[]) or high_id = any($2::uuid[]))
       and not exists (select from jsonb_to_recordset($3::jsonb) as f(low_id uuid, high_id uuid) where f.low_id = contact_duplicate.low_id and f.high_id = contact_duplicate.high_id)`, [workspaceId, contactIds, JSON.stringify(found)])
  if (found.length === 0) return 0
  const added = await tx.query(
    `insert into contact_duplicate (workspace_id, low_id, high_id, kinds, found_at) select $1, f.low_id, f.high_id, f.kinds, $3 from jsonb_to_recordset($2::jsonb) as f(low_id uuid, high_id uuid, kinds text[])
     on conflict (workspace_id, low_id, high_id) do update set kinds = excluded.kinds where contact_duplicate.kinds <> excluded.kinds returning 1`, [workspaceId, JSON.stringify(found), now])
  return added.length
}

/** They are two: not suggested again, whoever else goes into one of them. */
export async function rememberNotSame(tx: Tx, workspaceId: string, one: string, other: string, actor: Actor, now: string): Promise<void> {
  await tx.query('insert into contact_not_same (workspace_id, low_id, high_id, actor, at) values ($1, $2, $3, $4, $5) on conflict do nothing', [workspaceId, ...pair(one, other), JSON.stringify(actor), now])
}

/** Whoever says that two are one takes back that they were two. */
export async function forgetNotSame(tx: Tx, workspaceId: string, one: readonly string[], other: readonly string[]): Promise<void> {
  await tx.query('delete from contact_not_same where workspace_id = $1 and ((low_id = any($2::uuid[]) and high_id = any($3::uuid[])) or (low_id = any($3::uuid[]) and high_id = any($2::uuid[])))', [workspaceId, one, other])
}
