import type { EditEvent, EchoEvent, MessageEvent } from '@recado/channel-kit'
import { type Instant, minutes } from '@recado/core'
import { isAway } from '@recado/db'
import type { Services } from '../services.js'
import type { Ingest } from './ingest.js'

/** How long a change waits for its message. What a platform tells in the wrong order comes within seconds; a message from before the connection never comes. */
const PATIENCE_MS = minutes(1)
const POLL_MS = 10_000

type Needs = Pick<Services, 'db' | 'clock' | 'accounts' | 'channels'>

/** The next moment at which a change has waited long enough, in business time. */
export async function nextOrphan({ db }: Pick<Services, 'db'>, workspaceId: string): Promise<Instant | null> {
  const [row] = await db.inWorkspace(workspaceId, (tx) => tx.query<{ first: number | null }>(`select min(arrived_at) as first from parked_change where workspace_id = $1 and kind = 'edit'`, [workspaceId]))
  return row?.first == null ? null : row.first + PATIENCE_MS
}

/**
 * Changes whose first text never reached us: what she says now is the message. It finds its changes as any message does, a revocation among them, and takes
 * them along. The message itself may still come, and is then known.
 */
export async function adoptOrphans(services: Needs, ingest: Pick<Ingest, 'replay'>, workspaceId: string): Promise<void> {
  const { db, clock, accounts, channels } = services
  const now = clock.now(workspaceId)
  const rows = await db.inWorkspace(workspaceId, (tx) => tx.query<{ account_id: string; ext_key: string; event: EditEvent }>(
    `select distinct on (account_id, ext_key) account_id, ext_key, event from parked_change where workspace_id = $1 and kind = 'edit' and arrived_at <= $2 order by account_id, ext_key, at`, [workspaceId, new Date(now - PATIENCE_MS).toISOString()]))
  for (const { account_id, ext_key, event } of rows) {
    const account = await accounts.byId(workspaceId, account_id)
    if (account && !account.disconnected) await ingest.replay({ account, channel: channels.get(account.channel), event: asMessage(event), arrivedAt: now })
    await db.inWorkspace(workspaceId, (tx) => tx.query('delete from parked_change where workspace_id = $1 and account_id = $2 and ext_key = $3', [workspaceId, account_id, ext_key]))
  }
}

function asMessage({ by, key, account, at, person, target, content }: EditEvent): MessageEvent | EchoEvent {
  const common = { key, account, at, externalId: target, content }
  return by === 'contact' ? { ...common, type: 'message', from: person, acts: [] } : { ...common, type: 'echo', to: person }
}

/** Looks wherever something waits until the server closes. */
export function keepOrphans(services: Services, ingest: Ingest): void {
  let under: Promise<void> | null = null
  const look = async (): Promise<void> => {
    const rows = await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>(`select distinct workspace_id from parked_change where kind = 'edit'`))
    for (const row of rows) await adoptOrphans(services, ingest, row.workspace_id)
  }
  const timer = setInterval(() => {
    under ??= look().catch((error: unknown) => { if (!isAway(error) && !services.stopping()) services.log.error({ err: error }, 'changes without a message') }).finally(() => { under = null })
  }, POLL_MS).unref()
  services.onClose(async () => { clearInterval(timer); await under })
}
