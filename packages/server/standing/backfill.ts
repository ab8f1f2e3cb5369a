/** Fetches what was missed, where the platform gives it, through the same ingest as webhooks: what came after all is not stored twice. */
import { type InboundEvent, SilentPlatform } from '@recado/channel-kit'
import { append } from '../ingest/others.js'
import type { Ingest } from '../ingest/ingest.js'
import { messageKey } from '../ingest/plan.js'
import type { Account, Services } from '../services.js'
import { MOST_TRIES, tellMissed } from './gaps.js'

/** Asked from a little earlier on: platforms write whole seconds, and what is known is not stored twice. */
const MARGIN_MS = 60_000

interface Pending { gap_id: string; account_id: string; from_at: number; to_at: number; tries: number }

/** Every gap of the workspace that waits to be filled. One at a time: platforms count these calls strictly. */
export async function fillGaps(services: Services, ingest: Ingest, workspaceId: string): Promise<void> {
  const pending = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Pending>(
    `select gap_id, account_id, from_at, to_at, tries from account_gap where workspace_id = $1 and outcome = 'pending' order by from_at`, [workspaceId]))
  for (const gap of pending) {
    const account = await services.accounts.byId(workspaceId, gap.account_id)
    if (account && !account.disconnected && !services.stopping()) await fill(services, ingest, account, gap)
  }
}

async function fill(services: Services, ingest: Ingest, account: Account, gap: Pending): Promise<void> {
  const { workspaceId } = account
  const channel = services.channels.get(account.channel)
  try {
    const missed = await channel.connector.backfill?.(gap.from_at - MARGIN_MS, services.call(account))
    const events = missed?.events ?? []
    const fetched = events.length - (await knownOf(services, account, events))
    const arrivedAt = services.clock.now(workspaceId)
    await Promise.all(events.map((event) => ingest.replay({ account, channel, event, arrivedAt })))
    await finish(services, account, gap, missed?.complete ? 'fetched' : 'partly', fetched)
  } catch (error) {
    // A refusal for the moment, or no answer: the next round begins anew. After too many the gap stands.
    if (!(error instanceof SilentPlatform)) services.log.warn({ err: error, accountId: account.id }, 'missed messages not fetched')
    if (gap.tries + 1 >= MOST_TRIES) return finish(services, account, gap, 'lost', 0)
    await services.db.inWorkspace(workspaceId, (tx) => tx.query('update account_gap set tries = tries + 1 where workspace_id = $1 and gap_id = $2', [workspaceId, gap.gap_id]))
  }
}

/** How many of them had come all the same. */
async function knownOf(services: Services, { workspaceId, id }: Account, events: readonly InboundEvent[]): Promise<number> {
  const keys = events.flatMap((event) => (event.type === 'message' || event.type === 'echo' ? [messageKey(event.externalId, event.part)] : []))
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ count: number }>('select count(*)::int as count from message where workspace_id = $1 and account_id = $2 and ext_key = any($3)', [workspaceId, id, keys]))
  return row?.count ?? 0
}

async function finish(services: Services, account: Account, gap: Pending, outcome: 'fetched' | 'partly' | 'lost', fetched: number): Promise<void> {
  await services.db.inWorkspace(account.workspaceId, async (tx) => {
    await tx.query('update account_gap set outcome = $3, fetched = $4 where workspace_id = $1 and gap_id = $2', [account.workspaceId, gap.gap_id, outcome, fetched])
    if (outcome !== 'fetched') await tellMissed(tx, account, { gapId: gap.gap_id, from: gap.from_at, to: gap.to_at })
    await append(tx, [{ type: 'channel_account.changed', data: { accountId: account.id } }, { type: 'health.changed' }])
  })
  services.signals.committed(account.workspaceId)
}
