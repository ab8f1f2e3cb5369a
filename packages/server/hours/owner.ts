import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Account, Services } from '../services.js'

/** Who has hours and automatic replies of its own. */
export type OwnerKind = 'account' | 'inbox' | 'team'

export interface Owner {
  workspaceId: string
  kind: OwnerKind
  id: string
  /** Connected accounts whose conversations can be its own: what its rules have to fit. */
  accounts: readonly Account[]
}

/** Where a conversation stands, as far as hours and rules depend on it. */
export interface Place { accountId: string; inboxId: string; teamId: string | null }

/** The owner's table, its key there, and its column in tables of rules. */
export const OWNERS = {
  account: { table: 'channel_account', column: 'account_id' }, inbox: { table: 'inbox', column: 'inbox_id' }, team: { table: 'team', column: 'team_id' },
} as const satisfies Record<OwnerKind, { table: string; column: string }>

export const ownerOfAccount = (account: Account): Owner => ({ workspaceId: account.workspaceId, kind: 'account', id: account.id, accounts: [account] })

/** Whether conversations of this place are the owner's. */
export const isIn = (owner: Pick<Owner, 'kind' | 'id'>, place: Place): boolean => (owner.kind === 'account' ? place.accountId : owner.kind === 'inbox' ? place.inboxId : place.teamId) === owner.id

/** Throws not_found for one that this workspace does not have. */
export async function findOwner(services: Services, workspaceId: string, kind: OwnerKind, id: string): Promise<Owner> {
  if (kind === 'account') {
    const account = await services.accounts.byId(workspaceId, id)
    if (!account || account.disconnected) throw new RecadoError('not_found', { channelAccountId: id })
    return ownerOfAccount(account)
  }
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query(`select 1 from ${OWNERS[kind].table} where workspace_id = $1 and ${OWNERS[kind].column} = $2`, [workspaceId, id]))
  if (!row) throw new RecadoError('not_found', { [kind === 'inbox' ? 'inboxId' : 'teamId']: id })
  const accounts = (await services.accounts.list(workspaceId)).filter((account) => !account.disconnected && services.channels.find(account.channel) && (kind === 'team' || account.inboxId === id))
  return { workspaceId, kind, id, accounts }
}

/** What audit and log say of an owner. */
export const ownerData = ({ kind, id }: Pick<Owner, 'kind' | 'id'>): Record<string, string> => ({ [kind === 'account' ? 'accountId' : kind === 'inbox' ? 'inboxId' : 'teamId']: id })

export async function placeOf(tx: Tx, workspaceId: string, conversationId: string): Promise<Place | null> {
  const [row] = await tx.query<{ account_id: string; inbox_id: string; team_id: string | null }>('select account_id, inbox_id, team_id from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])
  return row ? { accountId: row.account_id, inboxId: row.inbox_id, teamId: row.team_id } : null
}
