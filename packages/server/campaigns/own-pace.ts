/** The pace that a campaign itself was given: over all its accounts and all nodes, below theirs. One bucket in the database, asked only by campaigns that have one. */
import type { Services } from '../services.js'

export interface OwnPace {
  /** Takes as many of `want` sends as the campaign may have now. */
  some(want: number): Promise<number>
  /** Sends that were taken and did not happen. */
  giveBack(count: number): Promise<void>
}

/** Null where it goes as fast as its accounts let it. */
export function ownPace({ db }: Pick<Services, 'db'>, workspaceId: string, campaignId: string, perSecond: number | null): OwnPace | null {
  if (perSecond === null) return null
  return {
    async some(want) {
      const [row] = await db.inWorkspace(workspaceId, (tx) => tx.query<{ taken: number }>('select take_campaign_pace($1, $2, $3) as taken', [campaignId, perSecond, want]))
      return row!.taken // a function answers one row
    },
    async giveBack(count) {
      if (count > 0) await db.inWorkspace(workspaceId, (tx) => tx.query('update campaign_pace set tokens = least(greatest(1, per_second), tokens + $3::float8) where workspace_id = $1 and campaign_id = $2', [workspaceId, campaignId, count]))
    },
  }
}
