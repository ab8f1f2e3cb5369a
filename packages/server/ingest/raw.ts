import { gzipSync } from 'node:zlib'
import type { RawRequest } from '@recado/channel-kit'
import { newId } from '@recado/db'
import type { Account, Services } from '../services.js'
import type { Accepted } from './events.js'
import { storable } from './plan.js'

/** Keeps a genuine request whole: one we could not read or do not know, or all of an account's while its owner asked for it. Seven days. */
export async function keepRaw(services: Services, account: Account, request: Pick<RawRequest, 'body'>, reason: string): Promise<void> {
  await services.db.inWorkspace(account.workspaceId, (tx) => tx.query(
    `insert into raw_request (workspace_id, raw_request_id, account_id, reason, state, received_at, body) values ($1, $2, $3, $4, 'kept', $5, $6)`,
    [account.workspaceId, newId(), account.id, storable(reason), new Date(services.clock.now(account.workspaceId)).toISOString(), gzipSync(request.body)]))
}

/** Sets one event aside that the database refused; the rest of its batch is stored. A person sees it and can replay it. */
export async function quarantine(services: Services, item: Accepted, error: Error): Promise<void> {
  const { workspaceId, id } = item.account
  services.log.error({ accountId: id, event: item.event.type, code: (error as { code?: string }).code }, 'event set aside')
  await services.db.inWorkspace(workspaceId, (tx) => tx.query(
    `insert into raw_request (workspace_id, raw_request_id, account_id, reason, state, received_at, event, error) values ($1, $2, $3, 'not_storable', 'quarantine', $4, $5, $6)`,
    [workspaceId, newId(), id, new Date(item.arrivedAt).toISOString(), JSON.stringify(storable(item.event)), error.message.slice(0, 500)]))
  await services.health(workspaceId, { kind: 'quarantine', subject: id, severity: 'critical', data: { accountId: id } })
}
