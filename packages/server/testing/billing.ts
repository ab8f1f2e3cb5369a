/** A desk and the simulated platform that charges, joined in memory over the wire: what the tests of costs run on. */
import { type ChannelSimulator, PlatformRefusal, type RawRequest } from '@recado/channel-kit'
import { MemoryWorld } from '@recado/channel-kit/testing/world'
import type { Content, Purpose } from '@recado/core'
import { newId } from '@recado/db'
import { expect } from 'vitest'
import { syncTemplates } from '../channels/sync-templates.js'
import { CostWorker } from '../costs/worker.js'
import { claimJob, dueJobs } from '../sending/claim.js'
import { acceptMessage, refuseMessage } from '../sending/outcome.js'
import { queueMessage } from '../sending/queue.js'
import type { Account, LoadedChannel } from '../services.js'
import { type Desk, makeDesk } from './desk.js'

export interface BillLine { id: string; month: string; category: string; market: string; amount: string; currency: string; free: string | null }

export interface BillingBench { desk: Desk; world: MemoryWorld; simulator: ChannelSimulator; account: Account; channel: LoadedChannel; people: string[]; conversations: string[]; advance(ms: number): Promise<void>; send(index: number, content: Content, purpose?: Purpose): Promise<boolean>; bill(): BillLine[]; ledger(): Promise<LedgerRow[]> }
export interface LedgerRow { external_id: string; month: string; billed: string | null; billed_currency: string; estimated: string | null; free_reason: string | null; difference: string | null; state: string }

/** `phones` have each written once; whatever the platform charges by the number is theirs. */
export async function makeBillingBench({ startAt, seed = 1, simulation = {}, phones }: { startAt: number; seed?: number; simulation?: Record<string, unknown>; phones: readonly string[] }): Promise<BillingBench> {
  let simulator!: ChannelSimulator
  const world = new MemoryWorld({ startAt, seed })
  const desk = await makeDesk({
    http: async (request) => {
      const url = new URL(request.url)
      const body = request.body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(request.body) ? request.body : Buffer.from(typeof request.body === 'string' ? request.body : JSON.stringify(request.body))
      const query = Object.fromEntries(url.searchParams)
      const answer = await simulator.handle(world, { method: request.method, path: url.pathname, query, headers: { 'content-type': 'application/json', ...lower(request.headers ?? {}) }, body } as RawRequest)
      const bytes = Buffer.from(answer.body ?? '')
      return { status: answer.status, headers: answer.headers ?? {}, body: bytes, text: () => bytes.toString('utf8'), json: () => JSON.parse(bytes.toString('utf8')) as unknown }
    },
  })
  const { services, workspaceId } = desk
  const channel = services.channels.all().find((one) => one.declaration.rules.price && one.simulator)!
  simulator = channel.simulator!
  world.playedBy(simulator)
  desk.wall.now = startAt
  const made = simulator.createAccount(world, { name: 'Óptica Ribera', settings: { simulation: { messagesPerSecond: 100_000, tier: 'TIER_UNLIMITED', ...simulation } } })
  const accountId = newId()
  const [inbox] = await desk.rows<{ inbox_id: string }>('select inbox_id from inbox limit 1')
  await desk.rows(`insert into channel_account (workspace_id, account_id, channel, name, inbox_id, external_id, settings, state, webhook_key, created_at) values ($1, $2, $3, 'Óptica Ribera', $4, $5, $6, 'ready', $7, $8)`,
    [workspaceId, accountId, channel.declaration.id, inbox!.inbox_id, made.externalId, JSON.stringify({ ...made.settings, messagingLimit: 1_000_000 }), `key${accountId}`, new Date(startAt).toISOString()])
  const account = (await services.accounts.byId(workspaceId, accountId))!
  world.onPost(async (_, request) => {
    desk.wall.now = world.now()
    if (request.method === 'GET') return { status: 200, body: request.query?.['hub.challenge'] ?? '', ms: 1 }
    const answer = await desk.ingest.receive(account, { method: 'POST', path: '', query: {}, headers: lower(request.headers), body: Buffer.from(request.body) } as unknown as RawRequest)
    return { status: answer.status, body: String(answer.body ?? ''), ms: 1 }
  })
  expect(await simulator.connect(world, made.externalId)).toEqual({ ok: true })
  await syncTemplates(services, account)
  const people = phones.map((phone) => simulator.createCustomer(world, { account: made.externalId, phone }).id)
  for (const id of people) await simulator.act(world, id, { action: 'write', content: { kind: 'text', text: 'Hola' } })
  const rows = await desk.rows<{ conversation_id: string; contact_id: string; value: string }>(`select c.conversation_id, c.contact_id, k.value from conversation c join identity_key k on k.identity_id = c.identity_id where c.account_id = $1`, [accountId])
  const conversations = phones.map((phone) => rows.find((row) => `+${row.value}` === phone)!.conversation_id)
  for (const row of new Set(rows.map((one) => one.contact_id))) await desk.request('POST', '/api/v1/consents', { contactId: row, purpose: 'marketing', state: 'given', source: 'agent', wording: 'Quiero recibir novedades' })
  const advance: BillingBench['advance'] = async (ms) => {
    const to = world.now() + ms
    await world.advance(ms)
    desk.wall.now = to
  }
  const worker = new CostWorker(services)
  return {
    desk, world, simulator, account, channel, people, conversations, advance,
    async send(index, content, purpose = 'service') {
      const queued = await services.db.inWorkspace(workspaceId, (tx) => queueMessage(tx, services, workspaceId, { conversationId: conversations[index]!, clientId: newId(), content, purpose, author: { type: 'agent', id: desk.owner.userId } }))
      if (queued.kind !== 'queued') return false
      // Its own: what another story left waiting stays there.
      const job = (await services.db.inWorkspace(workspaceId, (tx) => dueJobs(tx, account, services.clock.now(workspaceId), 100))).find((one) => one.messageId === queued.messageId)
      const message = job && await services.db.inWorkspace(workspaceId, (tx) => claimJob(tx, services, account, channel, job))
      if (!message) return false
      try {
        const sent = await channel.connector.send(message, services.call(account))
        await services.db.inWorkspace(workspaceId, (tx) => acceptMessage(tx, account, channel, job, sent, services.clock.now(workspaceId)))
      } catch (error) {
        if (!(error instanceof PlatformRefusal)) throw error
        await services.db.inWorkspace(workspaceId, (tx) => refuseMessage(tx, account, channel, job, error, services.clock.now(workspaceId), 0.5))
      }
      return true
    },
    bill: () => world.all<BillLine>('bill'),
    async ledger() {
      await worker.look(workspaceId)
      return desk.rows<LedgerRow>(`select m.external_id, e.month::text as month, e.billed::text as billed, e.billed_currency, e.estimated::text as estimated, e.free_reason, e.difference, e.state from cost_entry e join message m using (workspace_id, message_id) where e.state <> 'void' order by e.at`)
    },
  }
}

const lower = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> => Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), String(value)]))
