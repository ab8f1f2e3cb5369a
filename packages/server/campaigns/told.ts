import type { CampaignRow } from '@recado/api'
import type { Tx } from '@recado/db'
import { CAMPAIGN, countsOf, namesOf, type StoredCampaign, toRow } from './rows.js'

/** Campaigns as the list shows them, for whoever is told of them outside. */
export async function campaignsById(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, CampaignRow>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<StoredCampaign>(`select ${CAMPAIGN} from campaign where workspace_id = $1 and campaign_id::text = any($2)`, [workspaceId, ids])
  const [names, counts] = [await namesOf(tx, workspaceId, rows), await countsOf(tx, workspaceId, rows.map((row) => row.campaign_id))]
  const keys = await tx.query<{ campaign_id: string; keys: string[] }>('select campaign_id, array_agg(key order by key) as keys from campaign_variant where workspace_id = $1 and campaign_id = any($2) group by 1', [workspaceId, rows.map((row) => row.campaign_id)])
  return new Map(rows.map((row) => [row.campaign_id, toRow(row, { names, counts: counts.get(row.campaign_id) ?? null }, keys.find((one) => one.campaign_id === row.campaign_id)?.keys ?? [])]))
}
