/** A server in memory with one account of the made-up channel, for tests of what happens in threads. */
import type { InboundEvent, MessageEvent } from '@recado/channel-kit'
import { newId } from '@recado/db'
import { commitBatch } from '../ingest/commit.js'
import { deskRoutes } from '../routes/desk.js'
import type { Account, LoadedChannel } from '../services.js'
import { type Harness, type HarnessOptions, makeHarness } from './harness.js'
import { madeUpLoaded } from './made-up-channel.js'

export interface Desk extends Harness {
  account: Account
  channel: LoadedChannel
  /** A message of a customer at the business moment; ids and times are the test's. */
  wrote(id: string, text: string, extra?: Partial<MessageEvent> & { phone?: string; name?: string }): MessageEvent
  /** Stores events as ingest does, in one batch, and wakes the live readers. */
  receive(...events: InboundEvent[]): Promise<void>
  /** The only conversation of this phone. */
  conversationOf(phone?: string): Promise<string>
  /** Connects another account of the channel. */
  connect(externalId: string, workspaceId?: string): Promise<Account>
  rows<R>(sql: string, values?: readonly unknown[]): Promise<R[]>
}

export const ANA = '34600000001'

export async function makeDesk(options: HarnessOptions & { channel?: LoadedChannel } = {}): Promise<Desk> {
  const channel = options.channel ?? madeUpLoaded
  const harness = await makeHarness({ ...options, channels: [channel, ...(options.channels ?? [])], routes: [...deskRoutes, ...(options.routes ?? [])] })
  const { services, workspaceId } = harness
  const rows: Desk['rows'] = (sql, values = []) => services.db.inWorkspace(workspaceId, (tx) => tx.query(sql, values))
  const connect: Desk['connect'] = async (externalId, at = workspaceId) => {
    const id = newId()
    await services.db.inWorkspace(at, async (tx) => {
      const [inbox] = await tx.query<{ inbox_id: string }>('select inbox_id from inbox where workspace_id = $1 limit 1', [at])
      await tx.query(
        `insert into channel_account (workspace_id, account_id, channel, name, inbox_id, external_id, settings, state, webhook_key, created_at) values ($1, $2, $3, $4, $5, $6, $7, 'ready', $8, $9)`,
        [at, id, channel.declaration.id, `Made-up ${externalId}`, inbox!.inbox_id, externalId, JSON.stringify({ accountId: externalId }), id, new Date(harness.wall.now).toISOString()])
    })
    return (await services.accounts.byId(at, id))!
  }
  const account = await connect('acc-1')
  return {
    ...harness, account, channel, rows, connect,
    wrote: (id, text, { phone = ANA, name = `Ana ${phone.slice(-2)}`, ...extra } = {}) => ({
      type: 'message', key: id, account: 'acc-1', at: services.clock.now(workspaceId), externalId: id, from: { keys: [{ kind: 'phone', value: phone }], profile: { name } }, content: { kind: 'text', text }, acts: ['message'], ...extra,
    }),
    async receive(...events) {
      await commitBatch(services, workspaceId, events.map((event) => ({ account, channel, event, arrivedAt: services.clock.now(workspaceId) })))
      services.signals.committed(workspaceId)
      services.signals.emit('stored', workspaceId)
    },
    async conversationOf(phone = ANA) {
      const [row] = await rows<{ conversation_id: string }>('select c.conversation_id from conversation c join identity_key k on k.identity_id = c.identity_id where k.value = $1 order by c.conversation_id limit 1', [phone])
      if (!row) throw new Error(`nobody has written from ${phone}`)
      return row.conversation_id
    },
  }
}
