import type { Tx } from '@recado/db'

/** So many differences stand side by side before they are put together. */
const FOLD_AT = 200

/** Puts the differences together now and then. Answers a mark that changes whenever somebody moved. */
export async function keepTally(tx: Tx, workspaceId: string, id: string): Promise<string> {
  const [row] = await tx.query<{ n: number; last: string | null }>('select count(*)::int as n, max(tally_id)::text as last from campaign_tally where workspace_id = $1 and campaign_id = $2', [workspaceId, id])
  if (!row || row.n < FOLD_AT) return row?.last ?? ''
  const [folded] = await tx.query<{ id: string }>(
    `with gone as (delete from campaign_tally where workspace_id = $1 and campaign_id = $2 and tally_id <= $3::bigint returning counts),
     sums as (select c.key, sum(c.value::bigint) as n from gone cross join lateral jsonb_each_text(gone.counts) c group by 1)
     insert into campaign_tally (workspace_id, campaign_id, counts) select $1, $2, coalesce(jsonb_object_agg(key, n), '{}') from sums returning tally_id::text as id`, [workspaceId, id, row.last])
  return folded?.id ?? ''
}
