/** What each account's channel says of a message that left, as it declares it. */
import type { Told } from '@recado/api'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'

export interface Teller { channel: string; name: string; tells: Told[] }

/** Every account of the workspace, removed ones too: old campaigns name them. */
export async function tellersOf(tx: Tx, services: Pick<Services, 'channels'>, workspaceId: string): Promise<Map<string, Teller>> {
  const rows = await tx.query<{ account_id: string; channel: string; name: string }>('select account_id, channel, name from channel_account where workspace_id = $1', [workspaceId])
  return new Map(rows.map(({ account_id, channel, name }) => {
    const reports: readonly string[] = services.channels.find(channel)?.declaration.reports ?? []
    return [account_id, { channel, name, tells: (['delivered', 'read'] as const).filter((what) => reports.includes(what)) }]
  }))
}

export const tellsBy = (tellers: ReadonlyMap<string, Teller>) => (account: string | null): readonly Told[] => (account === null ? [] : (tellers.get(account)?.tells ?? []))

/** The clock by which a workspace's days begin. */
export async function timeZoneOf(tx: Tx, workspaceId: string): Promise<string> {
  const [row] = await tx.query<{ time_zone: string }>('select time_zone from workspace where workspace_id = $1', [workspaceId])
  return row?.time_zone ?? 'UTC'
}
